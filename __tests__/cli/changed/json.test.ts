import Ajv from "ajv/dist/2020";
import { type ChangedStack, stackChanges } from "../../../cli/changed/changed-stacks";
import { jsonOf } from "../../../cli/changed/json";
import { textOf } from "../../../cli/changed/text";
import { version } from "../../../package.json";
import schema from "../../../schemas/changed.schema.json";

const validate = new Ajv({ allErrors: true }).compile(schema);

const stacks: readonly ChangedStack[] = [
  {
    stack: "alpha-kr-b",
    change: "added",
    workingDirectory: "stacks/alpha-kr-b",
    environment: "alpha",
    region: "ap-northeast-2",
    providers: ["aws"],
    after: [],
    plannedAfter: [],
  },
  {
    stack: "alpha-webapp",
    change: "changed",
    workingDirectory: "stacks/alpha-webapp",
    environment: null,
    region: null,
    providers: ["aws", "helm"],
    after: ["alpha-kr-b"],
    plannedAfter: ["alpha-kr-b"],
  },
];

test.each([
  ["of stacks", stacks],
  ["of none", []],
])("the JSON %s is valid by the published schema", (_, content) => {
  validate(JSON.parse(jsonOf(content)));
  expect(validate.errors).toBeNull();
});

test("JSON has all changes, and the tool that wrote it", () => {
  expect(JSON.parse(jsonOf(stacks))).toEqual({
    formatVersion: "1.0",
    tool: { name: "cdktf-eks-upgrade", version },
    stacks,
  });
});

test("the schema has all kinds of changes, and rejects unknown properties", () => {
  expect(schema.$defs.stack.properties.change.enum).toEqual([...stackChanges]);
  expect(validate({ ...JSON.parse(jsonOf([])), more: 1 })).toBe(false);
});

test("the text has one line for each stack, with colours only on request", () => {
  expect(textOf(stacks, false)).toBe(
    [
      "added    alpha-kr-b    alpha, ap-northeast-2",
      "changed  alpha-webapp  ; after alpha-kr-b, and planned only when alpha-kr-b is applied",
      "",
    ].join("\n"),
  );
  expect(textOf(stacks, true)).toContain("\u001b[32madded  \u001b[39m");
  expect(textOf([], false)).toBe("No stack changes.\n");
});
