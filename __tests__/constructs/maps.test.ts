import { TerraformVariable, Token } from "cdktf";
import { mergedTexts, withMarks } from "../../constructs/maps";
import { encodeProtection, PROTECTED_TAG } from "../../upgrade/eks/protection";
import { synthesize } from "../synthesize";
import { only, withWorkers } from "./eks/fixtures";

test("our tags win over those of the code, and no tag at all is no attribute", () => {
  expect(withMarks({ team: "a", [PROTECTED_TAG]: "no" }, encodeProtection(true))).toEqual({
    team: "a",
    [PROTECTED_TAG]: "true",
  });
  expect(withMarks(undefined, {})).toBeUndefined();
  expect(withMarks({}, {})).toEqual({});
});

test("the last map with a name decides", () => {
  expect(mergedTexts({ a: "1", b: "1" }, undefined, { b: "2" })).toEqual({ a: "1", b: "2" });
});

test("Terraform merges maps that are known after apply", () => {
  const synthesized = synthesize((stack) => {
    const given = Token.asStringMap(new TerraformVariable(stack, "given", { type: "map(string)" }).value);
    withWorkers({ labels: given, tags: given, phase: "draining" }, { tags: given })(stack);
  });
  expect(only(synthesized, "aws_eks_cluster")).toMatchObject({
    tags: '${merge(var.given, {"cdktf-eks-upgrade/protected" = "true"})}',
  });
  expect(only(synthesized, "aws_eks_node_group")).toMatchObject({
    labels: '${merge({"group" = "workers", "instancegroup" = "workers-v1", "subgroup" = "v1"}, var.given)}',
    tags: '${merge(var.given, {"cdktf-eks-upgrade/phase" = "draining"})}',
  });
});
