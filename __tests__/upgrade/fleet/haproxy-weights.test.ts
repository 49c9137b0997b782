import fc from "fast-check";
import { haproxyWeights, runtimeCommands } from "../../../upgrade/fleet/haproxy-weights";
import { TrafficWeights, type WeightMap } from "../../../upgrade/fleet/traffic-weights";

const mapped = (weights: WeightMap) => Object.fromEntries(haproxyWeights(TrafficWeights.of(weights)));

/** Weights that a load balancer takes: also such that few of them are 0, small, or without a common divisor. */
const weightMaps = fc
  .dictionary(
    fc.constantFrom("a", "b", "c", "default", "z"),
    fc.oneof(
      fc.constantFrom(0, 1, 2, 256, 257, 512, 998, 999),
      fc.integer({ min: 0, max: 10 }).map((tens) => tens * 90),
      fc.integer({ min: 0, max: 999 }),
    ),
    { minKeys: 1, maxKeys: 5 },
  )
  .filter((weights) => Object.values(weights).some((weight) => weight > 0));

/** Also with some of the target groups evacuated, but not all that have weight. */
const trafficWeights = weightMaps
  .chain((weights) => fc.tuple(fc.constant(weights), fc.subarray(Object.keys(weights))))
  .map(([weights, evacuated]) => {
    const traffic = TrafficWeights.of(weights, Object.keys(weights), evacuated);
    return traffic.problems.length > 0 ? TrafficWeights.of(weights) : traffic;
  });

/** Two sets of weights for the same target groups. */
const shifts = fc
  .tuple(weightMaps, weightMaps)
  .map(([from, to]) => {
    const names = [...Object.keys(from), ...Object.keys(to)];
    return { from: TrafficWeights.of(from, names), to: TrafficWeights.of(to, names) };
  })
  .filter(({ from }) => from.problems.length === 0);

const laws = { numRuns: 3_000 };

function sumOf(numbers: Iterable<number>): number {
  return [...numbers].reduce((sum, number) => sum + number, 0);
}

function isSame(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size === other.size && [...one].every(([name, weight]) => other.get(name) === weight);
}

/** What HAProxy makes of a command: the new weights. */
function obey(weights: ReadonlyMap<string, number>, command: string): ReadonlyMap<string, number> {
  const [, name = "", weight] = /^set server webapp\/(\S+) weight (\d+)$/.exec(command) ?? [];
  return new Map([...weights, [name, Number(weight)]]);
}

test.each([
  [
    { a: 100, b: 0 },
    { a: 100, b: 0 },
  ],
  [
    { a: 90, b: 10, default: 0 },
    { a: 90, b: 10, default: 0 },
  ],
  [
    { a: 256, b: 1 },
    { a: 256, b: 1 },
  ],
  [
    { a: 900, b: 100 },
    { a: 9, b: 1 },
  ],
  [
    { a: 999, b: 0 },
    { a: 1, b: 0 },
  ],
  [
    { a: 512, b: 6 },
    { a: 256, b: 3 },
  ],
  [
    { a: 999, b: 1 },
    { a: 256, b: 1 },
  ],
  [
    { a: 999, b: 500, c: 0 },
    { a: 256, b: 128, c: 0 },
  ],
])("%j of an ALB is %j of HAProxy", (weights, expected) => {
  expect(mapped(weights)).toEqual(expected);
});

test("every weight is a whole number from 0 to 256, and 0 where it was 0", () => {
  fc.assert(
    fc.property(trafficWeights, (weights) => {
      const servers = haproxyWeights(weights);
      const isSound = ([name, weight]: readonly [string, number]) =>
        Number.isInteger(weight) &&
        weight >= 0 &&
        weight <= 256 &&
        (weight === 0) === (weights.weight(name) === 0);
      return servers.size === weights.entries.length && [...servers].every(isSound);
    }),
    laws,
  );
});

test("of n target groups no share differs by (n - 1) / 256 or more", () => {
  fc.assert(
    fc.property(trafficWeights, (weights) => {
      const servers = haproxyWeights(weights);
      const total = sumOf(servers.values());
      return [...servers].every(([name, weight]) => {
        const difference = Math.abs(weight / total - weights.share(name));
        return servers.size === 1 ? difference === 0 : difference < (servers.size - 1) / 256;
      });
    }),
    laws,
  );
});

test("shares are the very same where 256 is enough for them", () => {
  const small = fc.record({ a: fc.integer({ min: 1, max: 256 }), b: fc.integer({ min: 0, max: 256 }) });
  const factors = fc.integer({ min: 1, max: 999 });
  fc.assert(
    fc.property(small, factors, ({ a, b }, factor) => {
      fc.pre(Math.max(a, b) * factor <= 999);
      const servers = mapped({ a: a * factor, b: b * factor });
      return (servers.a ?? 0) * b === (servers.b ?? 0) * a;
    }),
    laws,
  );
});

test("what has more weight never gets less, and equals stay equal", () => {
  fc.assert(
    fc.property(trafficWeights, (weights) => {
      const servers = haproxyWeights(weights);
      return weights.entries.every(([one, more]) =>
        weights.entries
          .filter(([, less]) => less <= more)
          .every(([other]) => (servers.get(other) ?? 257) <= (servers.get(one) ?? -1)),
      );
    }),
    laws,
  );
});

test("the order in which weights are written means nothing", () => {
  fc.assert(
    fc.property(weightMaps, (weights) => {
      const reversed = Object.fromEntries(Object.entries(weights).reverse());
      return isSame(haproxyWeights(TrafficWeights.of(reversed)), haproxyWeights(TrafficWeights.of(weights)));
    }),
    laws,
  );
});

test("weights with problems come back as they are, and nothing hangs", () => {
  expect(mapped({ a: Number.NaN, b: 0.5 })).toEqual({ a: Number.NaN, b: 0.5 });
  expect(mapped({ a: 0, b: 0 })).toEqual({ a: 0, b: 0 });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.double()), (weights) => {
      expect(haproxyWeights(TrafficWeights.of(weights)).size).toBe(Object.keys(weights).length);
    }),
  );
});

test("a shift is a command for each server that changes; those that rise come first", () => {
  const commands = (from: WeightMap, to: WeightMap) =>
    runtimeCommands("webapp", TrafficWeights.of(from), TrafficWeights.of(to));
  expect(commands({ a: 100, b: 0, default: 0 }, { a: 90, b: 10, default: 0 })).toEqual([
    "set server webapp/b weight 10",
    "set server webapp/a weight 90",
  ]);
  expect(commands({ a: 0, b: 100 }, { a: 100, b: 0 })).toEqual([
    "set server webapp/a weight 100",
    "set server webapp/b weight 0",
  ]);
  expect(commands({ a: 900, b: 100 }, { a: 9, b: 1 })).toEqual([]);
});

test("the commands lead to the new weights, and at no moment is every weight 0", () => {
  fc.assert(
    fc.property(shifts, ({ from, to }) => {
      let weights = haproxyWeights(from);
      for (const command of runtimeCommands("webapp", from, to)) {
        weights = obey(weights, command);
        if (sumOf(weights.values()) === 0) {
          return false;
        }
      }
      return isSame(weights, haproxyWeights(to));
    }),
    laws,
  );
});

test("a shift and its rollback restore the same numbers", () => {
  fc.assert(
    fc.property(shifts, ({ from, to }) => {
      const there = runtimeCommands("webapp", from, to).reduce(obey, haproxyWeights(from));
      const back = runtimeCommands("webapp", to, from).reduce(obey, there);
      return isSame(back, haproxyWeights(from));
    }),
    laws,
  );
});

test("no command changes a server that the shift leaves alone", () => {
  fc.assert(
    fc.property(trafficWeights, (weights) => runtimeCommands("webapp", weights, weights).length === 0),
    laws,
  );
});
