import type { UpgradeStep } from "../../upgrade/planner/upgrade-plan";
import { duration, editLine, notesOf, stepName } from "../planning/wording";
import { prose } from "../review/markdown";
import { visible } from "../shared/visible";

export interface PullRequest {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** What a reviewer must know about a step. */
export function pullRequestOf(step: UpgradeStep, number: number, of: number): PullRequest {
  const { edits, stacks, rollback, estimate } = step;
  const notes = notesOf(step);
  const applied = stacks.map(({ stack, command, actions, isComplete }) => [
    `- ${command === "destroy" ? "destroy " : ""}**${prose(stack)}**${isComplete ? "" : ", and implied changes"}`,
    ...actions.map(({ address, action }) => `  - ${action} ${prose(address)}`),
  ]);
  const sections = [
    `Step ${number} of ${of}, about ${duration(estimate.minutes)} (${prose(estimate.source)}).`,
    section(
      "In the fleet file",
      edits.map((edit) => `- ${prose(editLine(edit))}`),
    ),
    section("What Terraform does, in this order", applied.flat()),
    ["### Rollback", "", prose(rollback.how)].join("\n"),
    section(
      "Notes",
      notes.map((note) => `- ${prose(note)}`),
    ),
  ];
  return { title: visible(stepName(step)), body: `${sections.filter((text) => text !== "").join("\n\n")}\n` };
}

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? "" : [`### ${title}`, "", ...lines].join("\n");
