import fc from "fast-check";
import { code, markdownOf, prose } from "../../../cli/review/markdown";
import { everything, judgement, nothing, reportOf } from "./report";

test("Markdown is compact, with what asks nothing of the reader folded", () => {
  expect(markdownOf(everything)).toBe(`## EKS upgrade review: rejected

1 plan on 2026-11-24: 1 rejected, 1 not evaluated, 2 warnings, 1 waived, 1 not in these plans.

### Changes (3)

|  | change | rollback |
| --- | --- | --- |
| alpha-kr-a | control plane 1.33 → 1.34 | **rollback, for a limited time**: to 1.33 within seven days of the apply (applied on 2026-11-24: until 2026-12-01), if no nodes are newer and the add-ons are compatible with 1.33 |
| workers-v1 of alpha-kr-a | cordoned: no new pods, running pods stay | revert the diff |
| alpha-webapp | a 100 → 90, b 0 → 10 on 1 listener | restore the weights |

### Rejected (1)

| rule | where | why |
| --- | --- | --- |
| \`node-group-version-skew\` | \`module.eks.aws_eks_node_group.this["workers-v1"]\`<br>\`plans/alpha.json\` | the nodes of workers-v1 run Kubernetes 1.30, too old |

### Not evaluated, counts as rejected (1)

| rule | where | why |
| --- | --- | --- |
| \`addon-version-fits\` | \`aws_eks_addon.coredns\`<br>\`plans/alpha.json\` | the version of the cluster is not known before the apply, so this plan does not show whether coredns is compatible |

### Warnings (2)

| rule | where | why |
| --- | --- | --- |
| \`addon-version-known\` | \`aws_eks_addon.coredns\`<br>\`plans/alpha.json\` | coredns v1.99.0-eksbuild.1 is not in the catalog |
| \`node-group-version-skew\` | \`aws_eks_node_group.gone\` | the waiver of node-group-version-skew at aws\\_eks\\_node\\_group.gone matches nothing: remove it from the file, or write the address as in the finding |

<details><summary>Waived (1)</summary>

| rule | where | why |
| --- | --- | --- |
| \`node-group-version-skew\` | \`aws_eks_node_group.old\`<br>\`plans/alpha.json\` | the nodes of old run Kubernetes 1.29, too old<br>waived until 2026-12-01: goes on Monday, PLAT-123 |

</details>

<details><summary>Not evaluated: not in these plans (1)</summary>

| where | why |
| --- | --- |
| \`aws_lb_listener.https\`<br>\`plans/alpha.json\` | the bindings of target group alpha-webapp-b are not in these plans |

</details>
`);
});

test("Markdown says when nothing is done", () => {
  expect(markdownOf(nothing)).toBe(`## EKS upgrade review: accepted

2 plans on 2026-11-24: nothing rejected.

No resource changes.
`);
});

test("what is too much for a comment is counted, what was rejected shown first", () => {
  const judgements = Array.from({ length: 1000 }, (_, index) =>
    judgement({ address: `aws_eks_node_group.n${index}` }),
  );
  const text = markdownOf(reportOf({ judgements }));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain("### Rejected (1000)\n\n| rule | where | why |\n| --- | --- | --- |\n");
  expect(text).toMatch(/\n\n… and \d+ more: see the review as text or JSON\.\n/);
  expect(text).toContain("### Changes (3)\n\n… and 3 more: see the review as text or JSON.\n");
});

test.each([
  ["@octocat #12 GH-34", "@&#8203;octocat #&#8203;12 G&#8203;H-34"],
  ["a | b", "a &#124; b"],
  ["`rm`", "\\`rm\\`"],
  ["scaling_config *now* [x](y) ~a~", "scaling\\_config \\*now\\* \\[x\\](y) \\~a\\~"],
  ["<img src=x> & $a$", "&#60;img src=x&#62; &#38; &#36;a&#36;"],
  ["a\nb\r\\", "a b\\\\u000d\\\\"],
  ["https://evil.example www.evil.example", "https:&#8203;//evil.example w&#8203;ww.evil.example"],
  ["control plane 1.33 → 1.34", "control plane 1.33 → 1.34"],
])("prose keeps %j as it stands", (text, markdown) => {
  expect(prose(text)).toBe(markdown);
});

test.each([
  ['module.eks.aws_eks_node_group.this["workers-v1"]', '`module.eks.aws_eks_node_group.this["workers-v1"]`'],
  ["a|b", "<code>a&#124;b</code>"],
  ["a`b", "<code>a&#96;b</code>"],
  ["a\\", "<code>a&#92;</code>"],
  ["@octocat", "<code>&#64;octocat</code>"],
  ["<b>", "<code>&#60;b&#62;</code>"],
  [" a", "<code> a</code>"],
  ["", "<code></code>"],
])("code keeps %j as it stands", (text, markdown) => {
  expect(code(text)).toBe(markdown);
});

test("whatever a plan says, a row stays one row of as many cells", () => {
  const cells = (line: string) => line.replaceAll("\\\\", "").replaceAll("\\|", "").split("|").length;
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (address, message) => {
      const text = markdownOf(reportOf({ judgements: [judgement({ address, message })] }));
      const rows = text.slice(text.indexOf("### Rejected")).trimEnd().split("\n").slice(2);
      expect(rows.map(cells)).toEqual([5, 5, 5]);
    }),
  );
});
