import { ApiModel } from "../../../sandbox/eks/model";
import { clusterRequest, SandboxEks } from "./sandbox-eks";

const MODEL = new ApiModel({
  operations: {
    CreateThing: {
      http: { method: "POST", requestUri: "/clusters/{name}/things" },
      input: { shape: "CreateThingRequest" },
      output: { shape: "CreateThingResponse" },
    },
  },
  shapes: {
    CreateThingRequest: {
      type: "structure",
      required: ["clusterName", "size"],
      members: {
        clusterName: { shape: "Name", location: "uri", locationName: "name" },
        size: { shape: "Size" },
        color: { shape: "Color" },
        tags: { shape: "Tags" },
        parts: { shape: "Parts" },
        limit: { shape: "Size", location: "querystring", locationName: "limit" },
        dry: { shape: "Boolean", location: "querystring", locationName: "dry" },
        keys: { shape: "Names", location: "querystring", locationName: "keys" },
      },
    },
    CreateThingResponse: {
      type: "structure",
      members: { madeAt: { shape: "Timestamp" }, tags: { shape: "Tags" }, color: { shape: "Color" } },
    },
    Name: { type: "string", min: 1, max: 5, pattern: "[a-z]+" },
    Names: { type: "list", member: { shape: "Name" }, max: 2 },
    Size: { type: "integer", min: 1, max: 10 },
    Color: { type: "string", enum: ["RED", "BLUE"] },
    Tags: { type: "map", key: { shape: "Name" }, value: { shape: "String" }, min: 1, max: 2 },
    Parts: { type: "list", member: { shape: "Part" } },
    Part: { type: "structure", required: ["id"], members: { id: { shape: "String" } } },
    String: { type: "string" },
    Boolean: { type: "boolean" },
    Timestamp: { type: "timestamp" },
  },
});

function problems(body: unknown, query = "", name = "alpha"): readonly string[] {
  const labels = new Map([["name", name]]);
  return MODEL.problemsOfRequest("CreateThing", { labels, query: new URLSearchParams(query), body });
}

test("a request that fits has no problems", () => {
  const body = { size: 1, color: "RED", tags: { a: "b" }, parts: [{ id: "x" }] };
  expect(problems(body, "limit=3&dry=true&keys=a&keys=b")).toEqual([]);
});

test.each([
  ["a missing member", {}, "size is required"],
  ["an unknown member", { size: 1, weight: 2 }, "weight is not known"],
  ["a wrong type", { size: "1" }, "size: expected number, got string"],
  ["null in a list", { size: 1, parts: [null] }, "parts[0]: expected object, got null"],
  ["a fraction", { size: 1.5 }, "size: 1.5 is not an integer"],
  ["a number too small", { size: 0 }, "size: 0 is below the minimum 1"],
  ["a number too large", { size: 11 }, "size: 11 is above the maximum 10"],
  ["a value outside an enum", { size: 1, color: "GREEN" }, "color: GREEN is not one of RED, BLUE"],
  ["an empty map", { size: 1, tags: {} }, "tags: 0 is below the minimum 1"],
  ["a map too large", { size: 1, tags: { a: "", b: "", c: "" } }, "tags: 3 is above the maximum 2"],
  ["a malformed key", { size: 1, tags: { A: "" } }, "tags key A: A does not match [a-z]+"],
  ["a wrong value in a map", { size: 1, tags: { a: 1 } }, "tags.a: expected string, got number"],
  ["a member missing in a list", { size: 1, parts: [{}] }, "parts[0].id is required"],
])("a request with %s has a problem", (_, body, problem) => {
  expect(problems(body)).toEqual([problem]);
});

test("what stands in the URI and the query is checked too", () => {
  expect(problems({ size: 1 }, "limit=0&dry=perhaps&keys=a&keys=b&keys=c", "ALPHA9")).toEqual([
    "clusterName: ALPHA9 does not match [a-z]+",
    "clusterName: 6 is above the maximum 5",
    "limit: 0 is below the minimum 1",
    "dry: expected boolean, got string",
    "keys: 3 is above the maximum 2",
  ]);
});

test("an answer is checked as a request is, but may be empty where EKS's are", () => {
  expect(MODEL.problemsOfResponse("CreateThing", { madeAt: 1.5, tags: {} })).toEqual([]);
  expect(MODEL.problemsOfResponse("CreateThing", { madeAt: "now", color: "GREEN" })).toEqual([
    "madeAt: expected number, got string",
    "color: GREEN is not one of RED, BLUE",
  ]);
});

test("operations that are elsewhere than in the model are named", () => {
  expect(
    MODEL.problemsOfRoutes({
      CreateThing: { method: "PUT", path: "/clusters/{name}/things" },
    }),
  ).toEqual([
    "CreateThing is at PUT /clusters/{name}/things, in AWS's model at POST /clusters/{name}/things",
  ]);
});

describe("an EKS that is held against a model", () => {
  const shapes = {
    Cluster: { type: "structure", members: { name: { shape: "String" } } },
    Request: { type: "structure", required: ["color"], members: { color: { shape: "String" } } },
    Response: { type: "structure", members: { cluster: { shape: "Cluster" } } },
    String: { type: "string" },
  };
  const http = { method: "POST", requestUri: "/clusters" };

  test("rejects a request that the model does not allow, with all that is wrong", async () => {
    const model = new ApiModel({
      shapes,
      operations: { CreateCluster: { http, input: { shape: "Request" } } },
    });
    const eks = await SandboxEks.start({ model });
    expect(await eks.rejection("POST", "/clusters", { name: "a" })).toEqual({
      status: 400,
      exception: "InvalidParameterException",
      message: "color is required; name is not known",
    });
    await eks.stop();
  });

  test("answers 500 where its own answer does not fit, and reports it", async () => {
    const model = new ApiModel({
      shapes,
      operations: { CreateCluster: { http, output: { shape: "Response" } } },
    });
    const eks = await SandboxEks.start({ model });
    expect(await eks.rejection("POST", "/clusters", clusterRequest())).toMatchObject({
      status: 500,
      exception: "ServerException",
      message: expect.stringContaining("cluster.arn is not known"),
    });
    expect(eks.server.problems).toContain("CreateCluster: cluster.arn is not known");
    await eks.stop();
  });
});
