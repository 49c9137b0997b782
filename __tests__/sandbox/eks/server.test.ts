import { SERVER_ERROR, THROTTLED } from "../../../sandbox/faults";
import { at, clusterRequest, MINUTE, SandboxEks } from "./sandbox-eks";

let eks: SandboxEks;

beforeEach(async () => {
  eks = await SandboxEks.start();
});

afterEach(() => eks.stop());

test("requests are throttled as often as a fault says, then go through", async () => {
  eks.faults.add({ service: "eks", operation: "CreateCluster", times: 2, failure: THROTTLED });
  for (const _ of [1, 2]) {
    expect(await eks.rejection("POST", "/clusters", clusterRequest())).toEqual({
      status: 429,
      exception: "ThrottlingException",
      message: "Rate exceeded",
    });
  }
  await eks.ok("POST", "/clusters", clusterRequest());
});

test("a request that a fault fails has no effect", async () => {
  eks.faults.add({ service: "eks", operation: "CreateCluster", resource: "alpha", failure: SERVER_ERROR });
  expect(await eks.rejection("POST", "/clusters", clusterRequest())).toMatchObject({
    status: 500,
    exception: "ServerException",
  });
  expect(await eks.read("/clusters", "clusters")).toEqual([]);
});

test("every request stands in the journal, also those that are rejected", async () => {
  await eks.cluster();
  await eks.rejection("POST", "/clusters/alpha/updates", { version: "1.36" });
  await eks.nodeGroup();
  await eks.ok("GET", "/clusters/alpha/node-groups/workers-v1");
  const common = { service: "eks", region: "ap-northeast-2" };
  expect(eks.journal.find()).toEqual([
    {
      ...common,
      at: "2026-11-24T00:00:00.000Z",
      operation: "CreateCluster",
      resource: "alpha",
      access: "write",
      status: 200,
    },
    {
      ...common,
      at: "2026-11-24T00:09:00.000Z",
      operation: "UpdateClusterVersion",
      resource: "alpha",
      access: "write",
      status: 400,
      error: "InvalidParameterException",
    },
    {
      ...common,
      at: "2026-11-24T00:09:00.000Z",
      operation: "CreateNodegroup",
      resource: "alpha/workers-v1",
      access: "write",
      status: 200,
    },
    {
      ...common,
      at: "2026-11-24T00:11:00.000Z",
      operation: "DescribeNodegroup",
      resource: "alpha/workers-v1",
      access: "read",
      status: 200,
    },
  ]);
});

test("the journal can be asked and cleared", async () => {
  await eks.cluster();
  await eks.ok("GET", "/clusters");
  expect(eks.journal.find({ access: "write" }).map(({ operation }) => operation)).toEqual(["CreateCluster"]);
  expect(eks.journal.find({ operation: "ListClusters", resource: "alpha" })).toEqual([]);
  eks.journal.clear();
  expect(eks.journal.find()).toEqual([]);
});

test("an unknown operation is rejected by its method and path, and stands in the journal", async () => {
  expect(await eks.rejection("GET", "/clusters/alpha/identity-provider-configs")).toEqual({
    status: 404,
    exception: "UnknownOperationException",
    message: "the sandbox's EKS does not know GET /clusters/alpha/identity-provider-configs",
  });
  expect(eks.journal.find()).toMatchObject([
    {
      operation: "GET /clusters/alpha/identity-provider-configs",
      status: 404,
      error: "UnknownOperationException",
    },
  ]);
});

test("a body that is no JSON object is rejected", async () => {
  expect(await eks.rejection("POST", "/clusters", [])).toMatchObject({
    exception: "InvalidParameterException",
    message: "The request body must be a JSON object",
  });
});

test("updates are listed by what they are about, page by page", async () => {
  await eks.cluster();
  await eks.nodeGroup();
  await eks.upgrade("1.34");
  await eks.upgrade("1.35");
  await eks.upgradeNodes({ version: "1.35" });
  const first = await eks.ok("GET", "/clusters/alpha/updates?maxResults=1");
  expect(first.updateIds).toHaveLength(1);
  const second = await eks.ok("GET", `/clusters/alpha/updates?maxResults=1&nextToken=${first.nextToken}`);
  expect(second.updateIds).toHaveLength(1);
  expect(second).not.toHaveProperty("nextToken");
  expect(await eks.read("/clusters/alpha/updates?nodegroupName=workers-v1", "updateIds")).toHaveLength(1);
});

test("an update is found only where it belongs", async () => {
  await eks.cluster();
  const answer = await eks.ok("POST", "/clusters/alpha/updates", { version: "1.34" });
  const id = String(at(answer, "update", "id"));
  expect(await eks.rejection("GET", `/clusters/alpha/updates/${id}?nodegroupName=workers-v1`)).toEqual({
    status: 404,
    exception: "ResourceNotFoundException",
    message: `No update found for id: ${id}.`,
  });
});

test("an update cannot be cancelled outside of Auto Mode", async () => {
  await eks.cluster();
  const answer = await eks.ok("POST", "/clusters/alpha/updates", { version: "1.34" });
  const path = `/clusters/alpha/updates/${at(answer, "update", "id")}/cancel-update`;
  expect(await eks.rejection("POST", path)).toMatchObject({
    exception: "InvalidRequestException",
    message: expect.stringContaining("cannot be cancelled"),
  });
});

test("nothing of all this is a problem of the sandbox's own", async () => {
  await eks.cluster();
  eks.clock.advance(MINUTE);
  expect(eks.server.problems).toEqual([]);
});
