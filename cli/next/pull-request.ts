import type { UpgradeStep } from "../../upgrade/planner/upgrade-plan";
import { duration, editLine, notesOf } from "../planning/wording";
import { prose } from "../review/markdown";
import { visible } from "../review/wording";

export interface PullRequest {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** What a reviewer wants to know of a step. */
export function pullRequestOf(step: UpgradeStep, number: number, of: number): PullRequest {
  const { title, edits, stacks, wayBack, estimate } = step;
  const notes = notesOf(step);
  const applied = stacks.map(({ stack, command, actions, isComplete }) => [
    `- ${command === "destroy" ? "destroy " : ""}**${prose(stack)}**${isComplete ? "" : ", and what goes with it"}`,
    ...actions.map(({ address, action }) => `  - ${action} ${prose(address)}`),
  ]);
  const sections = [
    `Step ${number} of the ${of} that are left, about ${duration(estimate.minutes)} (${prose(estimate.source)}).`,
    section(
      "In the fleet file",
      edits.map((edit) => `- ${prose(editLine(edit))}`),
    ),
    section("What Terraform does, in this order", applied.flat()),
    ["### Way back", "", prose(wayBack.how)].join("\n"),
    section(
      "To know",
      notes.map((note) => `- ${prose(note)}`),
    ),
  ];
  return { title: visible(title), body: `${sections.filter((text) => text !== "").join("\n\n")}\n` };
}

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? "" : [`### ${title}`, "", ...lines].join("\n");
