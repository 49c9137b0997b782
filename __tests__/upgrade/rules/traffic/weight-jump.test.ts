import { routeState, ruleState, saidBy, stepBetween, targetGroupState } from "../state";

const RULE = "weight-jump";
const targetGroups = [targetGroupState("a"), targetGroupState("b"), targetGroupState("c")];
type Weights = Parameters<typeof routeState>[0];
const shift = (from: Weights, to: Weights) =>
  saidBy(
    RULE,
    stepBetween({ targetGroups, routes: [routeState(from)] }, { targetGroups, routes: [routeState(to)] }),
  );

const warningOf = (name: string, from: string, to: string) => [
  `warning aws_lb_listener.https: target group alpha-webapp-${name} would go from ${from} % to ${to} % of the traffic: one step should shift 50 % at most. Shift in smaller steps, unless this is a rollback`,
];

test.each([
  [
    { a: 100, b: 0 },
    { a: 90, b: 10 },
  ],
  [
    { a: 90, b: 10 },
    { a: 50, b: 50 },
  ],
  [
    { a: 50, b: 50 },
    { a: 0, b: 100 },
  ],
  [
    { a: 1, b: 1 },
    { a: 50, b: 50 },
  ],
  [
    { a: 0, b: 0 },
    { a: 0, b: 1 },
  ],
  [{ a: 1 }, {}],
  [{}, { a: 1 }],
] as const)("a step from %p to %p passes", (from, to) => {
  expect(shift(from, to)).toEqual([]);
});

test("warns about a shift of 51 points, and of all traffic", () => {
  expect(shift({ a: 100, b: 0 }, { a: 49, b: 51 })).toEqual(warningOf("b", "0", "51"));
  expect(shift({ a: 2, b: 1 }, { b: 1 })).toEqual(warningOf("b", "33.3", "100"));
});

test("warns about a rollback too: a state does not show the direction", () => {
  expect(shift({ a: 10, b: 90 }, { a: 100, b: 0 })).toEqual(warningOf("a", "10", "100"));
});

test("names the target group that loses traffic if several gain it", () => {
  expect(shift({ a: 1, b: 0, c: 0 }, { a: 0, b: 1, c: 1 })).toEqual(warningOf("a", "100", "0"));
});

test("warns once about many routes", () => {
  const all = (weights: Weights) => ({
    targetGroups,
    routes: [ruleState("api", weights), ruleState("login", weights), routeState(weights)],
  });
  expect(saidBy(RULE, stepBetween(all({ a: 1, b: 0 }), all({ a: 0, b: 1 })))).toEqual([
    "warning aws_lb_listener.https: target group alpha-webapp-b would go from 0 % to 100 % of the traffic: one step should shift 50 % at most. Shift in smaller steps, unless this is a rollback (and 2 more routes)",
  ]);
});
