import { resourceActions } from "../../../cli/rehearsal/resource-actions";

const stack = (resource: unknown) => ({ resource });

test("what is synthesized anew, changed or left out is created, updated or deleted", () => {
  const before = stack({
    helm_release: { kept: { name: "a" }, changed: { name: "b", version: "1.0.0" } },
    aws_ssm_parameter: { gone: { name: "c" } },
  });
  const after = stack({
    helm_release: { kept: { name: "a" }, changed: { name: "b", version: "1.1.0" } },
    kubernetes_job_v1: { born: { wait_for_completion: true } },
  });
  expect(resourceActions(before, after)).toEqual([
    { address: "aws_ssm_parameter.gone", action: "delete" },
    { address: "helm_release.changed", action: "update" },
    { address: "kubernetes_job_v1.born", action: "create" },
  ]);
});

test("notes of cdktf and the order of resources are no change", () => {
  const noted = (note: string, dependsOn: readonly string[]) =>
    stack({ helm_release: { kept: { "//": note, name: "a", depends_on: dependsOn } } });
  expect(resourceActions(noted("one", []), noted("another", ["helm_release.other"]))).toEqual([]);
});

test("a stack that is not there has nothing", () => {
  expect(resourceActions(undefined, stack({ helm_release: { born: {} } }))).toEqual([
    { address: "helm_release.born", action: "create" },
  ]);
  expect(resourceActions(undefined, undefined)).toEqual([]);
});
