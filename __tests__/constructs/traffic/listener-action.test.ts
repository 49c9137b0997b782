import {
  type FixedResponseOptions,
  ListenerAction,
  type RedirectOptions,
} from "../../../constructs/traffic/listener-action";
import { TrafficWeights } from "../../../upgrade/fleet/traffic-weights";

const arn = (name: string) =>
  `arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/${name}/b4f5bd046b85564d`;
const targetGroup = (name: string) => ({ targetGroupArn: arn(name), targetGroupName: name });
const targetGroups = { b: targetGroup("b"), a: targetGroup("a"), default: targetGroup("default") };

test("a weighted forward has every target group, also those with weight 0, sorted by name", () => {
  const weights = TrafficWeights.of({ b: 10, a: 90 }, Object.keys(targetGroups));
  expect(ListenerAction.weightedForward(targetGroups, weights).block).toEqual({
    type: "forward",
    forward: {
      targetGroup: [
        { arn: arn("a"), weight: 90 },
        { arn: arn("b"), weight: 10 },
        { arn: arn("default"), weight: 0 },
      ],
      stickiness: { enabled: false, duration: 600 },
    },
  });
});

test("a forward to one target group is also a forward block", () => {
  expect(ListenerAction.forward(targetGroups.b).block).toEqual({
    type: "forward",
    forward: { targetGroup: [{ arn: arn("b"), weight: 1 }], stickiness: { enabled: false, duration: 600 } },
  });
});

test.each([1, 604800])("clients stay with their target group for %d s where that is asked for", (seconds) => {
  const action = ListenerAction.weightedForward(targetGroups, TrafficWeights.of({ a: 1 }), seconds);
  expect(action.block.forward).toMatchObject({ stickiness: { enabled: true, duration: seconds } });
  expect(action.problems).toEqual([]);
});

test("bad weights and a bad stickiness are reported at once", () => {
  const weights = TrafficWeights.of({ a: -1 }, ["a"]);
  expect(ListenerAction.weightedForward(targetGroups, weights, 604801).problems).toEqual([
    'the weight of "a" is -1: expected a whole number from 0 to 999',
    "the stickiness is 604801 s: expected a whole number from 1 to 604800",
  ]);
});

test("a redirect keeps the parts of the URL that are not given", () => {
  const action = ListenerAction.redirect({ protocol: "HTTPS", port: 443, statusCode: 301 });
  expect(action.block).toEqual({
    type: "redirect",
    redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
  });
  expect(action.problems).toEqual([]);
});

test.each<RedirectOptions>([
  { host: "a".repeat(128) },
  { path: `/${"a".repeat(127)}` },
  { port: 65535, query: "a".repeat(128) },
  { path: "/new/#{path}", statusCode: 302 },
])("a redirect accepts %j, at the limits", (options) => {
  expect(ListenerAction.redirect(options).problems).toEqual([]);
});

test.each<[RedirectOptions, string]>([
  [
    { query: "a=b" },
    "a redirect leads to the same address and never ends: expected a protocol, host, port or path",
  ],
  [{ protocol: "https" }, 'the protocol of a redirect is "https": expected "HTTP" or "HTTPS"'],
  [{ host: "" }, 'the host of a redirect is "": expected 1 to 128 characters'],
  [{ port: 0 }, "the port of a redirect is 0: expected a whole number from 1 to 65535"],
  [{ path: "new" }, 'the path of a redirect is "new": expected at most 128 characters that begin with "/"'],
  [
    { path: "/new", query: "?a=b" },
    'the query of a redirect is "?a=b": expected at most 128 characters, without the "?"',
  ],
  [{ path: "/new", statusCode: 307 }, 'the status code of a redirect is "307": expected 301 or 302'],
])("a redirect fails for %j", (options, problem) => {
  expect(ListenerAction.redirect(options).problems).toEqual([problem]);
});

test("a fixed response has no target group", () => {
  const action = ListenerAction.fixedResponse({ statusCode: 410, messageBody: "gone" });
  expect(action.block).toEqual({
    type: "fixed-response",
    fixedResponse: { statusCode: "410", contentType: "text/plain", messageBody: "gone" },
  });
  expect(action.problems).toEqual([]);
});

test.each<FixedResponseOptions>([
  { statusCode: 200, contentType: "application/json", messageBody: "a".repeat(1024) },
  { statusCode: 299 },
  { statusCode: 599 },
])("a fixed response accepts %j, at the limits", (options) => {
  expect(ListenerAction.fixedResponse(options).problems).toEqual([]);
});

test.each<[FixedResponseOptions, string]>([
  [
    { statusCode: 302 },
    "the status code of a fixed response is 302: expected a whole number from 200 to 299 or from 400 to 599",
  ],
  [
    { statusCode: 200, contentType: "text/xml" },
    'the content type of a fixed response is "text/xml": expected text/plain, text/css, text/html, application/javascript or application/json',
  ],
  [
    { statusCode: 200, messageBody: "a".repeat(1025) },
    "the body of a fixed response has 1025 characters: expected at most 1024",
  ],
])("a fixed response fails for %j", (options, problem) => {
  expect(ListenerAction.fixedResponse(options).problems).toEqual([problem]);
});
