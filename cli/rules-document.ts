import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../upgrade/rules/rule";
import { rules } from "../upgrade/rules/rules";

const INTRODUCTION = `# Rules

<!-- Written by "npm run docs" from the rules in upgrade/rules. A change made here is lost. -->

What this library refuses, and what it tells. There is one list of rules, and it is asked in three places:

| where | what is judged | what a refusal does |
|---|---|---|
| at synthesis | what a program declares with our constructs, all its stacks together | nothing is written; each sentence has the path of the construct, and the id of the rule at its end |
| \`cdktf-eks-upgrade review\` | plans, as \`terraform show -json\` writes them: what is, what will be, and what is done for it; anyone's plans, with our constructs or without | exit code 1 |
| in Terraform itself | what runs, against what is planned: preconditions that our constructs add | the plan ends with the sentence, and nothing is applied |

At synthesis there is only a state: rules that compare a step's two sides are silent there, and judge the plan. The preconditions say the same of what only AWS knows, and have names and a switch of their own.

What the preconditions read, in requests to AWS: those of a cluster three in each plan (the list of clusters, the cluster, the list of its node groups), one for each live node group that is not declared, and, where a group drains or is retired, one for each such group and one for all that was written down as drained. Those of a load balancer read only in a step that takes something away: the list of load balancers once, each listener, and each rule of it that follows the weights where its listener still sends there; of each listener and each rule the AWS provider asks for the tags too, in a request of their own. A first apply reads the list of clusters alone.

A rule with severity **error** refuses. One with severity **warning** tells and lets pass. A rule that judges how things *are*, rather than what a step does, tells what was so before and refuses what is new: an old sin does not stop a change that has nothing to do with it.

**Not judged.** Where a value that decides is only known once it is applied, a rule does not guess: it says which value. Where the rule refuses, that counts as refused; where it warns, it is a warning. Write the value out in the code, or apply what it comes from first. What a plan does not hold at all, such as bindings that another stack makes, is *not in view* and refuses nothing: give the plans that are applied together together.

Judging needs no network and no clock; the day is an argument.

## What a destroy does

\`terraform destroy\`, and a plan of it, evaluates no precondition: no guard of ours stops it. Nor does a guard outlive what it stands on: a thing that is removed takes its guards along. What protects against a destroy:

- **Deletion protection**, which is on unless the code takes it off: AWS itself then refuses to delete the cluster or the load balancer. Taking it off is a step of its own ([protection-off](#protection-off)).
- **The review of the plan.** The plan of a destroy is judged as any other: it removes clusters with traffic, and groups with nodes.
- **The order of the steps.** What must be checked before a thing goes is checked on what stays: the cluster for its node groups, the listener for its target groups.

A test environment without protection and without traffic can be destroyed in one go.

## How to waive a refusal

In a file that is reviewed, by rule and address, with a reason and a last day; then \`cdktf-eks-upgrade review --waivers waivers.json plan.json\`:

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

The address is the one of the finding, with its modules and indices; \`"stack"\` beside it tells apart the same address in several plans. A waiver without a reason or a day, or past its day, is an error. A refusal at synthesis is not waived: it is said of your own code, which can be changed.
`;

const CHAPTER = "## The rules";

/** All rules as a document: pure, so that a test can hold the file in step with the rules. */
export function rulesDocument(list: readonly Rule[]): string {
  return [INTRODUCTION, CHAPTER, "", ...table(list), "", ...list.flatMap(section)].join("\n");
}

function table(list: readonly Rule[]): readonly string[] {
  return [
    "| rule | severity | what it is about |",
    "|---|---|---|",
    ...list.map(({ id, severity, title }) => `| [${id}](#${id}) | ${severity} | ${cell(title)} |`),
  ];
}

function section(rule: Rule): readonly string[] {
  const { id, severity, title, why, source } = rule;
  return [
    `### ${id}`,
    "",
    `**${severity === "error" ? "Refuses" : "Tells of"}** ${title}.`,
    "",
    why,
    "",
    `Source: ${source}.`,
    "",
    severity === "error"
      ? `To waive: \`"rule": "${id}"\`, with the address of the finding.`
      : "Stops nothing, so there is nothing to waive.",
    "",
  ];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

if (require.main === module) {
  writeFileSync(join(__dirname, "..", "docs", "rules.md"), rulesDocument(rules));
}
