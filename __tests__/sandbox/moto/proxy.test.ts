import { ManualClock } from "../../../sandbox/clock";
import { Faults } from "../../../sandbox/faults";
import { Journal } from "../../../sandbox/journal";
import { bodyOf, type Loopback, serve } from "../../../sandbox/loopback";
import { serveProxy } from "../../../sandbox/moto/proxy";

const journal = new Journal();
const faults = new Faults();
let upstream: Loopback;
let proxy: Loopback;

beforeAll(async () => {
  upstream = await serve(async (request, response) => {
    const body = (await bodyOf(request)).toString();
    const known = !body.includes("unknown");
    response.writeHead(known ? 200 : 400, { "x-upstream": `${request.method} ${request.url}` });
    response.end(known ? body : "<Error><Code>NotThere</Code></Error>");
  });
  const clock = new ManualClock(new Date("2026-11-24T00:00:00Z"));
  proxy = await serveProxy({ upstream: upstream.url, clock, faults, journal });
});

beforeEach(() => {
  journal.clear();
  faults.clear();
});

afterAll(async () => {
  await proxy.stop();
  await upstream.stop();
});

function send(service: string, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${proxy.url}${path}`, {
    ...init,
    headers: {
      ...init.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=x/20261124/eu-west-1/${service}/aws4_request`,
    },
  });
}

function query(service: string, parameters: Record<string, string>): Promise<Response> {
  return send(service, "/", { method: "POST", body: new URLSearchParams(parameters) });
}

test("requests and answers go through as they are", async () => {
  const response = await send("s3", "/bucket/key?versions", { method: "PUT", body: "hello" });
  expect(response.headers.get("x-upstream")).toBe("PUT /bucket/key?versions");
  expect(await response.text()).toBe("hello");
});

test("each protocol's requests stand in the journal by operation and resource", async () => {
  const RuleArn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/alpha/1/2/3";
  await query("elasticloadbalancing", { Action: "ModifyRule", RuleArn });
  await send("logs", "/", {
    method: "POST",
    headers: { "x-amz-target": "Logs_20140328.DescribeLogGroups" },
    body: JSON.stringify({ logGroupName: "/aws/eks" }),
  });
  await send("s3", "/bucket/a%20key");
  await query("iam", { Action: "GetRole", RoleName: "unknown" });
  expect(journal.find()).toMatchObject([
    {
      service: "elasticloadbalancing",
      operation: "ModifyRule",
      resource: RuleArn,
      access: "write",
      status: 200,
    },
    { service: "logs", operation: "DescribeLogGroups", resource: "/aws/eks", access: "read" },
    { service: "s3", operation: "GET /bucket/a%20key", resource: "bucket/a key", access: "read" },
    { service: "iam", operation: "GetRole", region: "eu-west-1", status: 400, error: "NotThere" },
  ]);
});

test("a fault strikes the request that it is for, in the words of the protocol", async () => {
  const failure = { kind: "error", code: "InvalidConfigurationRequest", status: 400 } as const;
  faults.add({ service: "elasticloadbalancing", operation: "ModifyRule", skip: 1, failure });
  const modify = () => query("elasticloadbalancing", { Action: "ModifyRule", RuleArn: "a" });
  expect((await modify()).status).toBe(200);
  const struck = await modify();
  expect(struck.status).toBe(400);
  expect(await struck.text()).toContain("<Code>InvalidConfigurationRequest</Code>");
  expect((await modify()).status).toBe(200);
  expect(journal.find({ error: "InvalidConfigurationRequest" })).toHaveLength(1);
});

test.each([
  ["ec2", "/", { method: "POST", body: new URLSearchParams({ Action: "X" }) }, "<Response><Errors><Error>"],
  ["iam", "/", { method: "POST", body: new URLSearchParams({ Action: "X" }) }, "<ErrorResponse><Error>"],
  ["kms", "/", { method: "POST", headers: { "x-amz-target": "T.X" }, body: "{}" }, '"__type":"Oops"'],
])("a fault speaks the language of %s", async (service, path, init, words) => {
  faults.add({ service, operation: "X", failure: { kind: "error", code: "Oops", status: 500 } });
  const response = await send(service, path, init);
  expect(response.status).toBe(500);
  expect(await response.text()).toContain(words);
});
