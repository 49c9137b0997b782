import { routeState, ruleState, saidBy, stepBetween, targetGroupState } from "../state";

const RULE = "weight-jump";
const targetGroups = [targetGroupState("a"), targetGroupState("b"), targetGroupState("c")];
type Weights = Parameters<typeof routeState>[0];
const shift = (from: Weights, to: Weights) =>
  saidBy(
    RULE,
    stepBetween({ targetGroups, routes: [routeState(from)] }, { targetGroups, routes: [routeState(to)] }),
  );

const told = (name: string, from: string, to: string) => [
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

test("a jump of 51 points is told, and one of all", () => {
  expect(shift({ a: 100, b: 0 }, { a: 49, b: 51 })).toEqual(told("b", "0", "51"));
  expect(shift({ a: 2, b: 1 }, { b: 1 })).toEqual(told("b", "33.3", "100"));
});

test("so is the way back: a state does not tell which way that is", () => {
  expect(shift({ a: 10, b: 90 }, { a: 100, b: 0 })).toEqual(told("a", "10", "100"));
});

test("where what one loses goes to several, the loss is told", () => {
  expect(shift({ a: 1, b: 0, c: 0 }, { a: 0, b: 1, c: 1 })).toEqual(told("a", "100", "0"));
});

test("many routes are told once", () => {
  const all = (weights: Weights) => ({
    targetGroups,
    routes: [ruleState("api", weights), ruleState("login", weights), routeState(weights)],
  });
  expect(saidBy(RULE, stepBetween(all({ a: 1, b: 0 }), all({ a: 0, b: 1 })))).toEqual([
    "warning aws_lb_listener.https: target group alpha-webapp-b would go from 0 % to 100 % of the traffic: one step should shift 50 % at most. Shift in smaller steps, unless this is a rollback (and 2 more routes)",
  ]);
});
