import * as v from "valibot";
import { between, checked, matching, oneOf, text, trueOrFalse } from "../../../upgrade/input/check";

const schema = v.strictObject(
  {
    kind: oneOf(["a", "b", "c"]),
    name: v.exactOptional(text("a name")),
    share: v.exactOptional(between(0, 100, "a percentage, as in 10")),
    isOn: v.exactOptional(trueOrFalse()),
    evacuated: v.exactOptional(v.pipe(v.array(text("a name"), "names"), v.minLength(1, "at least one name"))),
    rolls: v.exactOptional(
      v.record(
        matching(/^\D/, "a name that begins with a letter"),
        v.strictObject({ release: text("a release") }, "a roll, with release"),
        "rolls by node group",
      ),
    ),
    goals: v.exactOptional(
      v.array(
        v.variant(
          "way",
          [
            v.strictObject({ way: v.literal("east"), east: text("a place") }, "a goal"),
            v.strictObject({ way: v.literal("west") }, "a goal"),
          ],
          "a goal, with its way",
        ),
        "goals",
      ),
    ),
  },
  "an object",
);

const problemsOf = (content: unknown) => {
  const result = checked(schema, content);
  return "problems" in result ? result.problems : [];
};

test("content that the schema accepts is returned as it is", () => {
  const content = {
    kind: "a",
    name: "x",
    share: 10,
    isOn: false,
    evacuated: ["y"],
    rolls: { "workers-v1": { release: "1" } },
    goals: [{ way: "east", east: "z" }, { way: "west" }],
  };
  expect(checked(schema, content)).toEqual({ value: content });
});

test.each<[string, unknown, readonly string[]]>([
  ["a value of another type", { kind: "a", name: 3 }, ["name: invalid value 3: expected a name"]],
  ["a text of spaces", { kind: "a", name: " " }, ['name: invalid value " ": expected a name']],
  ["null", { kind: "a", isOn: null }, ["isOn: invalid value null: expected true or false"]],
  [
    "a number outside its range",
    { kind: "a", share: 101 },
    ["share: invalid value 101: expected a percentage, as in 10"],
  ],
  ["a choice that there is not", { kind: "d" }, ['kind: invalid value "d": expected "a", "b" or "c"']],
  ["a missing property", {}, ['kind: missing: expected "a", "b" or "c"']],
  [
    "a property with a typing error",
    { kind: "a", evacuate: [] },
    ['unknown property "evacuate": did you mean "evacuated"?'],
  ],
  [
    "a property like no other",
    { kind: "a", rolls: { "workers-v1": { release: "1", unrelated: 1 } } },
    ['rolls.workers-v1: unknown property "unrelated": expected "release"'],
  ],
  [
    "several unknown properties",
    { kind: "a", nam: 1, shar: 1 },
    ['unknown property "nam": did you mean "name"?', 'unknown property "shar": did you mean "share"?'],
  ],
  [
    "a list that is too short",
    { kind: "a", evacuated: [] },
    ["evacuated: invalid value []: expected at least one name"],
  ],
  [
    "a list for an object",
    { kind: "a", rolls: [] },
    ["rolls: invalid value []: expected rolls by node group"],
  ],
  ["an object for a list", { kind: "a", goals: {} }, ["goals: invalid value {}: expected goals"]],
  ["a list for all", [1], ["invalid value (a list): expected an object"]],
  [
    "an item of a list",
    { kind: "a", evacuated: ["x", 1] },
    ["evacuated[1]: invalid value 1: expected a name"],
  ],
  [
    "a name in a map",
    { kind: "a", rolls: { "1": { release: "1" } } },
    ['rolls: invalid value "1": expected a name that begins with a letter'],
  ],
  [
    "a goal of no way, of another way, and of one with another's property",
    { kind: "a", goals: [{}, { way: "north" }, { way: "west", east: "z" }, 4] },
    [
      'goals[0].way: missing: expected "east" or "west"',
      'goals[1].way: invalid value "north": expected "east" or "west"',
      'goals[2]: unknown property "east": expected "way"',
      "goals[3]: invalid value 4: expected a goal, with its way",
    ],
  ],
])("%s is a problem at its path, with what is expected", (_, content, problems) => {
  expect(problemsOf(content)).toEqual(problems);
});

test("names that every object inherits are properties like others", () => {
  const content: unknown = JSON.parse(
    '{ "kind": "a", "__proto__": 1, "constructor": 2, "rolls": { "__proto__": 3, "constructor": { "release": "1" } } }',
  );
  expect(problemsOf(content).map((problem) => problem.replace(/: expected .*/, ""))).toEqual([
    "rolls.__proto__: invalid value 3",
    'unknown property "__proto__"',
    'unknown property "constructor"',
  ]);
  expect(checked(schema, JSON.parse('{ "constructor": 1 }'))).toHaveProperty("problems");
});
