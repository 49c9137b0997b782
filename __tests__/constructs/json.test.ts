import { TerraformVariable, Token } from "cdktf";
import { jsonOf } from "../../constructs/json";
import { synthesize } from "../synthesize";
import { only, withCluster } from "./eks/fixtures";

test("a value that is known at synthesis is the JSON that JavaScript writes", () => {
  const value = { text: 'a"b\\', list: [1, undefined, null, { x: true }], none: undefined, day: new Date(0) };
  expect(jsonOf(value)).toBe(JSON.stringify(value));
});

test("Terraform encodes each part of its own type that is known after apply, so that no quote breaks the JSON", () => {
  const synthesized = synthesize((stack) => {
    const variable = (name: string, type: string) => new TerraformVariable(stack, name, { type });
    withCluster({}, (cluster) => {
      cluster.addAddon("vpc-cni", {
        addonVersion: "v1.20.4-eksbuild.1",
        configurationValues: {
          text: variable("text", "string").stringValue,
          part: `a "quoted" \\ ${variable("part", "string").stringValue}`,
          number: variable("number", "number").numberValue,
          boolean: variable("boolean", "bool").booleanValue,
          list: variable("list", "list(string)").listValue,
          map: Token.asStringMap(variable("map", "map(string)").value),
          inside: [{ any: variable("any", "any").value }],
          known: 1,
        },
      });
    })(stack);
  });
  expect(only(synthesized, "aws_eks_addon").configuration_values).toBe(
    `{"text":\${jsonencode(var.text)},"part":\${jsonencode(join("", ["a \\"quoted\\" \\\\ ", var.part]))},"number":\${jsonencode(var.number)},"boolean":\${jsonencode(var.boolean)},"list":\${jsonencode(var.list)},"map":\${jsonencode(var.map)},"inside":[{"any":\${jsonencode(var.any)}}],"known":1}`,
  );
});

test("a name or an ARN is written in place", () => {
  const synthesized = synthesize((stack) => {
    const arn = new TerraformVariable(stack, "arn", { type: "string" }).stringValue;
    withCluster({ tags: { json: jsonOf({ Resource: arn }, { hasOnlyNames: true }) } })(stack);
  });
  expect(only(synthesized, "aws_eks_cluster")).toMatchObject({ tags: { json: '{"Resource":"${var.arn}"}' } });
});
