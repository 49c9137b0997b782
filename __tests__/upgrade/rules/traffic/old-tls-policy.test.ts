import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { routeState, ruleState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "old-tls-policy";
const ADDRESS = "aws_lb_listener.https";
type Route = Parameters<typeof routeState>[1];
const of = (route: Route) => saidOf(RULE, { routes: [routeState({ a: 1 }, route)] });
const policy = (name: string) => of({ sslPolicy: `ELBSecurityPolicy-${name}` });
const message = (policy: string) =>
  `the listener has ${policy}: it accepts TLS 1.0 or 1.1. Use a policy with TLS 1.2 or newer, such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09`;

test.each([
  "TLS13-1-2-Res-PQ-2025-09",
  "TLS13-1-2-2021-06",
  "TLS13-1-2-Ext1-2021-06",
  "TLS13-1-2-Res-FIPS-2023-04",
  "TLS13-1-3-2021-06",
  "TLS-1-2-2017-01",
  "TLS-1-2-Ext-2018-06",
  "FS-1-2-Res-2020-10",
])("%s passes", (name) => {
  expect(policy(name)).toEqual([]);
});

test.each(["2016-08", "2015-05", "TLS-1-0-2015-04", "TLS-1-1-2017-01", "TLS13-1-0-2021-06", "FS-2018-06"])(
  "%s fails",
  (name) => {
    expect(policy(name)).toEqual([
      `error ${ADDRESS}: ${message(`the TLS policy ELBSecurityPolicy-${name}`)}`,
    ]);
  },
);

test("a listener with TLS and no policy fails; one without TLS, and a rule, need none", () => {
  const none = message("no TLS policy (default ELBSecurityPolicy-2016-08)");
  expect(of({ sslPolicy: undefined })).toEqual([`error ${ADDRESS}: ${none}`]);
  expect(of({ sslPolicy: undefined, protocol: "TLS" })).toEqual([`error ${ADDRESS}: ${none}`]);
  expect(of({ sslPolicy: undefined, protocol: "HTTP" })).toEqual([]);
  expect(saidOf(RULE, { routes: [ruleState("api", { a: 1 }, { protocol: "HTTPS" })] })).toEqual([]);
});

test.each([
  [{ sslPolicy: UNKNOWN }, "the TLS policy of the listener"],
  [{ sslPolicy: undefined, protocol: UNKNOWN }, "the protocol of the listener"],
] as const)("does not evaluate %p", (route, value) => {
  expect(of(route)).toEqual([
    `not evaluated ${ADDRESS}: ${value} is known after apply, so this plan does not show whether the listener accepts TLS 1.0 or 1.1. Write ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" in the code: the default is ELBSecurityPolicy-2016-08`,
  ]);
});

test("only warns about an old policy that was there before, also in a shift", () => {
  const sslPolicy = "ELBSecurityPolicy-2016-08";
  const step = (before: string) =>
    saidBy(
      RULE,
      stepBetween(
        { routes: [routeState({ a: 1, b: 0 }, { sslPolicy: before })] },
        { routes: [routeState({ a: 1, b: 1 }, { sslPolicy })] },
      ),
    );
  expect(step(sslPolicy)).toEqual([`warning ${ADDRESS}: ${message(`the TLS policy ${sslPolicy}`)}`]);
  expect(step("ELBSecurityPolicy-FS-2018-06")).toEqual([
    `error ${ADDRESS}: ${message(`the TLS policy ${sslPolicy}`)}`,
  ]);
});
