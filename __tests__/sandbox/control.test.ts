import { ManualClock } from "../../sandbox/clock";
import { control } from "../../sandbox/control";
import { Identifiers } from "../../sandbox/eks/identifiers";
import { EksRegion } from "../../sandbox/eks/region";
import { Faults } from "../../sandbox/faults";
import { Journal } from "../../sandbox/journal";
import { type Loopback, serve } from "../../sandbox/loopback";

const clock = new ManualClock(new Date("2026-11-24T00:00:00Z"));
const faults = new Faults();
const journal = new Journal();
let loopback: Loopback;

beforeAll(async () => {
  const region = (name: string) => new EksRegion(name, new Identifiers());
  loopback = await serve((request, response) =>
    control({ clock, faults, journal, region }, request, response),
  );
});

afterAll(() => loopback.stop());

async function send(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${loopback.url}/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

test("the clock is read and advanced", async () => {
  expect(await send("GET", "clock")).toEqual({ now: "2026-11-24T00:00:00.000Z" });
  expect(await send("POST", "clock", { advance: 60_000 })).toEqual({ now: "2026-11-24T00:01:00.000Z" });
});

test("faults are added, listed and cleared", async () => {
  const fault = {
    service: "elasticloadbalancing",
    operation: "ModifyRule",
    skip: 7,
    times: 1,
    failure: { kind: "error", code: "InvalidConfigurationRequest", status: 400 },
  };
  expect(await send("POST", "faults", fault)).toEqual({ pending: [fault] });
  expect(await send("GET", "faults")).toEqual({ pending: [fault] });
  expect(await send("DELETE", "faults")).toEqual({});
  expect(await send("GET", "faults")).toEqual({ pending: [] });
});

test("an update can be made to fail", async () => {
  const failure = { kind: "update", errorCode: "PodEvictionFailure", message: "a budget" };
  const fault = { service: "eks", operation: "UpdateNodegroupVersion", failure };
  expect(await send("POST", "faults", fault)).toEqual({ pending: [fault] });
});

test("the journal is read and cleared", async () => {
  const entry = {
    at: "2026-11-24T00:00:00.000Z",
    service: "ec2",
    region: "ap-northeast-2",
    operation: "DescribeVpcs",
    access: "read",
    status: 200,
  } as const;
  journal.record(entry);
  expect(await send("GET", "journal")).toEqual({ entries: [entry] });
  await send("DELETE", "journal");
  expect(await send("GET", "journal")).toEqual({ entries: [] });
});

test("what cannot be is answered with what is wrong", async () => {
  expect(await send("PUT", "node-groups/ap-northeast-2/alpha/workers-v1", { desiredSize: 4 })).toEqual({
    error: "No cluster found for name: alpha.",
  });
  expect(await send("POST", "faults", { service: "eks" })).toEqual({ error: "operation is required" });
  expect(await send("GET", "weather")).toEqual({
    error: expect.stringContaining("expected one of: GET clock"),
  });
});
