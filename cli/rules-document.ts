import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../upgrade/rules/rule";
import { rules } from "../upgrade/rules/rules";

const INTRODUCTION = `# Rules

<!-- Written by "npm run docs" from the rules in upgrade/rules. A change made here is lost. -->

What this library rejects, and what it warns of. There is one list of rules. Three places evaluate it:

| where | what is evaluated | what an error does |
|---|---|---|
| at synthesis | what a program declares with our constructs, all its stacks together | nothing is written; each message has the path of the construct, and ends with the id of the rule |
| \`cdktf-eks-upgrade review\` | plans, as \`terraform show -json\` writes them: the fleet before, the fleet after and the changes; plans of any program, with or without our constructs | exit code 1 |
| in Terraform itself | the live clusters against the plan: preconditions that our constructs add | the plan ends with the message, and nothing is applied |

At synthesis there is only one state: rules that compare before and after report nothing there, and evaluate the plan. The preconditions check what only AWS knows. They have names and a switch of their own.

The preconditions of a cluster send three requests to AWS in each plan (the list of clusters, the cluster, the list of its node groups), one for each live node group that is not declared, one for each group that drains or is retired, and one for the list of drained groups. The preconditions of a load balancer send requests only if a change removes something: the list of load balancers once, each listener, and each rule that follows the weights if its listener still sends requests there. For each listener and each rule the AWS provider also requests the tags. A first apply reads only the list of clusters.

A rule with severity **error** rejects the change. A rule with severity **warning** only reports. A rule that evaluates a *state*, rather than a change, rejects new violations and only warns of existing ones: an existing violation does not stop a change that has nothing to do with it.

**Not evaluated.** If a value that decides is known only after apply, a rule does not guess: it names the value. If the rule is an error, this counts as rejected; if it is a warning, it is a warning. Write the value in the code, or apply what it comes from first. What the plans do not contain at all, such as bindings that another stack creates, is *not in these plans* and rejects nothing: review plans together that are applied together.

The rules need no network and no clock; the day is an argument.

## What a destroy does

\`terraform destroy\`, and a plan of it, evaluates no precondition: no guard of ours stops it. A guard is also removed together with the resource that it belongs to. What protects against a destroy:

- **Deletion protection**, which is on unless the code disables it: AWS then rejects the deletion of the cluster or the load balancer. Removing it is a separate step ([protection-off](#protection-off)).
- **The review of the plan.** The plan of a destroy is reviewed like any other: it removes clusters with traffic, and groups with nodes.
- **The order of the steps.** Guards on what stays check what is removed: the cluster checks its node groups, the listener its target groups.

A test environment without protection and without traffic can be destroyed at once.

## How to waive a finding

Write rule, address, a reason and a last day into a file that is reviewed; then run \`cdktf-eks-upgrade review --waivers waivers.json plan.json\`:

\`\`\`json
{
  "waivers": [
    {
      "rule": "node-group-in-use-replaced",
      "address": "module.eks.aws_eks_node_group.batch",
      "reason": "batch nodes, empty at weekends: PLAT-123",
      "until": "2026-12-31"
    }
  ]
}
\`\`\`

The address is that of the finding, with its modules and indices. If several plans have the same address, add the stack: \`"stack": "alpha-kr-a"\`. A waiver without a reason or a day, or past its day, is an error. A waiver has no effect at synthesis: there the finding is about your own code, which you can change.
`;

const CHAPTER = "## The rules";

/** All rules as a document: pure, so that a test can hold the file in step with the rules. */
export function rulesDocument(list: readonly Rule[]): string {
  return [INTRODUCTION, CHAPTER, "", ...table(list), "", ...list.flatMap(section)].join("\n");
}

function table(list: readonly Rule[]): readonly string[] {
  return [
    "| rule | severity | what it reports |",
    "|---|---|---|",
    ...list.map(({ id, severity, title }) => `| [${id}](#${id}) | ${severity} | ${cell(title)} |`),
  ];
}

function section(rule: Rule): readonly string[] {
  const { id, severity, title, why, source } = rule;
  return [
    `### ${id}`,
    "",
    `**${severity === "error" ? "Error" : "Warning"}**: ${title}.`,
    "",
    why,
    "",
    `Source: ${source}.`,
    "",
    severity === "error"
      ? `To waive: \`"rule": "${id}"\`, with the address of the finding.`
      : "It rejects nothing, so there is nothing to waive.",
    "",
  ];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

if (require.main === module) {
  writeFileSync(join(__dirname, "..", "docs", "rules.md"), rulesDocument(rules));
}
