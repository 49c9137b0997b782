import { textOf } from "../../../cli/review/text";
import { everything, judgement, nothing, reportOf } from "./report";

test("text has the changes, their rollback, the findings, and the verdict last", () => {
  expect(textOf(everything, false)).toBe(`Changes
  alpha-kr-a: control plane 1.33 → 1.34
    rollback, for a limited time: to 1.33 within seven days of the apply (applied on 2026-11-24: until 2026-12-01), if no nodes are newer and the add-ons are compatible with 1.33
  workers-v1 of alpha-kr-a: cordoned: no new pods, running pods stay
    rollback: revert the diff
  alpha-webapp: a 100 → 90, b 0 → 10 on 1 listener
    rollback: restore the weights

Rejected (1)
  node-group-version-skew  module.eks.aws_eks_node_group.this["workers-v1"]  plans/alpha.json
    the nodes of workers-v1 run Kubernetes 1.30, too old

Not evaluated, counts as rejected (1)
  addon-version-fits  aws_eks_addon.coredns  plans/alpha.json
    the version of the cluster is not known before the apply, so this plan does not show whether coredns is compatible

Warnings (2)
  addon-version-known  aws_eks_addon.coredns  plans/alpha.json
    coredns v1.99.0-eksbuild.1 is not in the catalog
  the waiver of node-group-version-skew at aws_eks_node_group.gone matches nothing: remove it from the file, or write the address as in the finding

Waived (1)
  node-group-version-skew  aws_eks_node_group.old  plans/alpha.json
    the nodes of old run Kubernetes 1.29, too old
    waived until 2026-12-01: goes on Monday, PLAT-123

Not evaluated: not in these plans (1)
  aws_lb_listener.https  plans/alpha.json
    the bindings of target group alpha-webapp-b are not in these plans

Rejected  1 plan on 2026-11-24: 1 rejected, 1 not evaluated, 2 warnings, 1 waived, 1 not in these plans.
`);
});

test("text says when nothing is done", () => {
  expect(textOf(nothing, false)).toBe(`Changes
  none: no resource changes

Accepted  2 plans on 2026-11-24: nothing rejected.
`);
});

test("colours are about the text and do not change it", () => {
  const colored = textOf(everything, true);
  const start = String.fromCharCode(27);
  expect(colored).toContain(`${start}[31mRejected (1)${start}[39m`);
  expect(colored.replaceAll(new RegExp(`${start}\\[\\d+m`, "g"), "")).toBe(textOf(everything, false));
});

test("control characters in what others wrote do not reach the terminal", () => {
  const address = `aws_eks_cluster.this["\u001b[2J\u009b31m\u202ea\r\n"]`;
  const text = textOf(
    reportOf({ judgements: [judgement({ address, message: "\u001b]8;;http://x\u0007" })] }),
    false,
  );
  expect(text).toContain('aws_eks_cluster.this["\\u001b[2J\\u009b31m\\u202ea\\u000d "]');
  expect(text).toContain("\\u001b]8;;http://x\\u0007");
  expect(/[^\P{Cc}\n]/u.test(text)).toBe(false);
});
