import { resourceActions } from "../../../cli/rehearsal/resource-actions";

const stack = (resource: unknown) => ({ resource });

test("a new, changed or removed resource is created, updated or deleted", () => {
  const before = stack({
    helm_release: { kept: { name: "a" }, changed: { name: "b", version: "1.0.0" } },
    aws_ssm_parameter: { gone: { name: "c" } },
  });
  const after = stack({
    helm_release: { kept: { name: "a" }, changed: { name: "b", version: "1.1.0" } },
    kubernetes_job_v1: { added: { wait_for_completion: true } },
  });
  expect(resourceActions(before, after)).toEqual([
    { address: "aws_ssm_parameter.gone", action: "delete" },
    { address: "helm_release.changed", action: "update" },
    { address: "kubernetes_job_v1.added", action: "create" },
  ]);
});

test("metadata of cdktf and the order of resources are not changes", () => {
  const noted = (note: string, dependsOn: readonly string[]) =>
    stack({ helm_release: { kept: { "//": note, name: "a", depends_on: dependsOn } } });
  expect(resourceActions(noted("one", []), noted("another", ["helm_release.other"]))).toEqual([]);
});

test("a missing stack has no actions", () => {
  expect(resourceActions(undefined, stack({ helm_release: { added: {} } }))).toEqual([
    { address: "helm_release.added", action: "create" },
  ]);
  expect(resourceActions(undefined, undefined)).toEqual([]);
});
