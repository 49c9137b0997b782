import fc from "fast-check";
import { TrafficWeights } from "../../../upgrade/fleet/traffic-weights";

test("weights are parts of their sum", () => {
  const weights = TrafficWeights.of({ a: 90, b: 10, default: 0 });
  expect(weights.problems).toEqual([]);
  expect(weights.share("a")).toBe(0.9);
  expect(weights.share("b")).toBe(0.1);
  expect(weights.share("default")).toBe(0);
  expect(weights.weight("b")).toBe(10);
  expect(`${weights}`).toBe("a 90, b 10, default 0");
});

test("a target group that is not named gets 0", () => {
  const weights = TrafficWeights.of({ a: 1 }, ["default", "b", "a"]);
  expect(weights.problems).toEqual([]);
  expect(weights.entries).toEqual([
    ["a", 1],
    ["b", 0],
    ["default", 0],
  ]);
});

test("a name that is nowhere has no share", () => {
  const weights = TrafficWeights.of({ a: 1 });
  expect(weights.share("b")).toBe(0);
  expect(weights.share("constructor")).toBe(0);
});

test("the order in which weights are written means nothing", () => {
  const weights = TrafficWeights.of({ default: 0, b: 10, a: 90 });
  expect(weights.equals(TrafficWeights.of({ a: 90, b: 10, default: 0 }))).toBe(true);
  expect(weights.entries.map(([name]) => name)).toEqual(["a", "b", "default"]);
});

test("equal are the same weights of the same target groups", () => {
  const weights = TrafficWeights.of({ a: 90, b: 10 });
  expect(weights.equals(TrafficWeights.of({ a: 9, b: 1 }))).toBe(false);
  expect(weights.equals(TrafficWeights.of({ a: 90, c: 10 }))).toBe(false);
  expect(weights.equals(TrafficWeights.of({ a: 90, b: 10, c: 0 }))).toBe(false);
  expect(TrafficWeights.of({ a: 1, b: 0 }).equals(TrafficWeights.of({ a: 1 }, ["a", "b"]))).toBe(true);
});

test.each([[{ a: 0, b: 1 }], [{ a: 999, b: 0 }], [{ a: 1, b: 1, c: 1, d: 1, e: 1 }]])(
  "takes %j, at the limits",
  (weights) => {
    expect(TrafficWeights.of(weights).problems).toEqual([]);
  },
);

test.each([
  [{ a: -1, b: 1 }, 'the weight of "a" is -1: expected a whole number from 0 to 999'],
  [{ a: 0.5, b: 1 }, 'the weight of "a" is 0.5: expected a whole number from 0 to 999'],
  [{ a: 1000, b: 1 }, 'the weight of "a" is 1000: expected a whole number from 0 to 999'],
  [{ a: Number.NaN, b: 1 }, 'the weight of "a" is NaN: expected a whole number from 0 to 999'],
  [
    { b: 0, a: 0 },
    "every weight is 0, so no request would be served; give at least one of a, b a weight from 1 to 999",
  ],
  [{}, "no target group shares the traffic; give 1 to 5"],
  [
    { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 },
    "6 target groups (a, b, c, d, e, f) share the traffic, but a load balancer forwards to at most 5; take out 1",
  ],
])("fails for %j", (weights, problem) => {
  expect(TrafficWeights.of(weights).problems).toEqual([problem]);
});

test("fails for a name that is no target group, and tells those that are", () => {
  expect(TrafficWeights.of({ c: 100 }, ["a", "b"]).problems).toEqual([
    '"c" has a weight but is no target group; the target groups are a, b',
  ]);
});

test("tells all problems at once", () => {
  expect(TrafficWeights.of({ a: -1, b: 1.5, c: 0 }, ["b", "a"]).problems).toEqual([
    'the weight of "a" is -1: expected a whole number from 0 to 999',
    'the weight of "b" is 1.5: expected a whole number from 0 to 999',
    '"c" has a weight but is no target group; the target groups are a, b',
  ]);
});

test("shares of sound weights make one whole", () => {
  const weightMap = fc.dictionary(fc.string(), fc.integer({ min: 0, max: 999 }), { minKeys: 1, maxKeys: 5 });
  fc.assert(
    fc.property(weightMap, (map) => {
      const weights = TrafficWeights.of(map);
      fc.pre(weights.problems.length === 0);
      const total = weights.entries.reduce((sum, [name]) => sum + weights.share(name), 0);
      expect(total).toBeCloseTo(1, 10);
    }),
  );
});

test("no weights make it throw", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.double()), fc.array(fc.string()), (map, names) => {
      expect(TrafficWeights.of(map, names).entries).toHaveLength(new Set(names).size);
    }),
  );
});

describe("an evacuation", () => {
  const names = ["a", "b", "c", "d", "e"];
  const weightsAndEvacuated = fc
    .record(Object.fromEntries(names.map((name) => [name, fc.integer({ min: 0, max: 999 })])))
    .chain((weights) => fc.tuple(fc.constant(weights), fc.subarray(names)))
    .filter(([weights, out]) => names.some((name) => weights[name] !== 0 && !out.includes(name)));

  test("leaves nothing to what is evacuated, and the others in the relation of their weights", () => {
    fc.assert(
      fc.property(weightsAndEvacuated, ([weights, out]) => {
        const evacuated = TrafficWeights.of(weights, names, out);
        expect(evacuated.problems).toEqual([]);
        for (const name of names) {
          expect(evacuated.weight(name)).toBe(out.includes(name) ? 0 : weights[name]);
        }
        expect(names.reduce((sum, name) => sum + evacuated.share(name), 0)).toBeCloseTo(1);
      }),
    );
  });

  test("taken back, all is as it was", () => {
    fc.assert(
      fc.property(weightsAndEvacuated, ([weights]) => {
        expect(TrafficWeights.of(weights, names, []).equals(TrafficWeights.of(weights, names))).toBe(true);
      }),
    );
  });

  test.each<[readonly string[], readonly string[]]>([
    [["b"], []],
    [
      ["a"],
      [
        "a is evacuated and nothing else has weight, so no request would be served; first give one of b, default a weight from 1 to 999",
      ],
    ],
    [
      ["a", "b", "default"],
      [
        "a, b, default are evacuated and nothing else has weight, so no request would be served; leave one of them in",
      ],
    ],
    [["c"], ['"c" is evacuated but is no target group; the target groups are a, b, default']],
  ])("of %j says %j", (evacuated, problems) => {
    const weights = TrafficWeights.of({ a: 100 }, ["a", "b", "default"], evacuated);
    expect(weights.problems).toEqual(problems);
  });
});
