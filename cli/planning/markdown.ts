import type { UpgradeStep } from "../../upgrade/planner/upgrade-plan";
import { prose } from "../review/markdown";
import { visible } from "../shared/visible";
import type { Planned } from "./planned";
import { editLine, extent, goalLine, notesOf, stackLine, stepName } from "./wording";

/** For a ticket or a page: a flowchart of the steps, and a table. */
export function markdownOf({ goal, plan, day }: Planned): string {
  const { steps, next, remarks } = plan;
  const heading = [`## EKS upgrade: ${prose(goalLine(goal))}`];
  if (steps.length === 0) {
    return `${[...heading, "No steps left.", ...list(remarks)].join("\n\n")}\n`;
  }
  const rows = steps.map((step, index) => {
    const { clusterName, title, edits, stacks, rollback, estimate } = step;
    return [
      `${index + 1}`,
      prose(clusterName),
      `${prose(title)}${notesOf(step)
        .map((note) => `<br>${prose(note)}`)
        .join("")}`,
      edits.map((edit) => prose(editLine(edit))).join("<br>"),
      stacks.map((stack) => prose(stackLine(stack))).join("<br>"),
      `${estimate.minutes}`,
      prose(rollback.how),
    ];
  });
  const head = ["", "cluster", "step", "in the fleet file", "Terraform", "min", "rollback"];
  const waiting = next.flatMap(({ step, notBefore }) =>
    notBefore === undefined ? [] : [`Step ${step + 1} is not before ${notBefore}.`],
  );
  const sources = [...new Set(steps.map(({ estimate }) => estimate.source))];
  return `${[
    ...heading,
    `${extent(plan)}, as of ${day}.${waiting.map((text) => ` ${text}`).join("")}`,
    mermaidOf(steps),
    [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n"),
    `Times: ${sources.map(prose).join("; ")}.`,
    ...(remarks.length === 0 ? [] : ["### Not part of the plan", ...list(remarks)]),
  ].join("\n\n")}\n`;
}

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

const list = (remarks: readonly string[]) =>
  remarks.length === 0 ? [] : [remarks.map((remark) => `- ${prose(remark)}`).join("\n")];

/** The steps of each cluster one after another, the clusters of a wave side by side. */
function mermaidOf(steps: readonly UpgradeStep[]): string {
  const lines = ["flowchart LR"];
  const waves = [...new Set(steps.map(({ wave }) => wave))];
  for (const wave of waves) {
    const inWave = steps.map((step, index) => ({ step, index })).filter(({ step }) => step.wave === wave);
    const clusters = [...new Set(inWave.map(({ step }) => step.cluster))];
    lines.push(`  subgraph wave${wave} ["wave ${wave}"]`, "    direction TB");
    clusters.forEach((cluster, number) => {
      const own = inWave.filter(({ step }) => step.cluster === cluster);
      lines.push(`    subgraph wave${wave}cluster${number} ["${label(cluster)}"]`, "      direction LR");
      const isPair = new Set(own.map(({ step }) => step.clusterName)).size > 1;
      own.forEach(({ step, index }, position) => {
        const arrow = position === 0 ? "" : `step${own[position - 1]?.index} --> `;
        const closes = step.noRollback === undefined ? "" : ":::closes";
        lines.push(
          `      ${arrow}step${index}["${index + 1}. ${label(isPair ? stepName(step) : step.title)}"]${closes}`,
        );
      });
      lines.push("    end");
    });
    lines.push("  end");
  }
  waves.slice(1).forEach((wave, index) => {
    lines.push(`  wave${waves[index]} --> wave${wave}`);
  });
  lines.push("  classDef closes stroke:#b45309,stroke-width:3px");
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\``;
}

/** A text in a flowchart: characters that would end it are written by their numbers. */
const label = (text: string) =>
  visible(text).replace(/["#<>&`;[\](){}|\\]/g, (character) => `#${character.codePointAt(0)};`);
