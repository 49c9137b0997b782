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
])("the JSON %s is as the published schema says", (_, content) => {
  validate(JSON.parse(jsonOf(content)));
  expect(validate.errors).toBeNull();
});

test("JSON holds all there is to tell, and who wrote it", () => {
  expect(JSON.parse(jsonOf(stacks))).toEqual({
    formatVersion: "1.0",
    tool: { name: "cdktf-eks-upgrade", version },
    stacks,
  });
});

test("the schema names the changes that there are, and takes nothing that it does not name", () => {
  expect(schema.$defs.stack.properties.change.enum).toEqual([...stackChanges]);
  expect(validate({ ...JSON.parse(jsonOf([])), more: 1 })).toBe(false);
});

test("the text is a line a stack, with colours only where they are asked for", () => {
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
