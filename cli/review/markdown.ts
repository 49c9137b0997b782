import { visible } from "../shared/visible";
import {
  outsideOf,
  type Report,
  ROLLBACK,
  subjectOf,
  summary,
  UNEVALUATED,
  unevaluatedText,
  unusedWaiverLine,
  waiverLine,
} from "./wording";

/** A comment on GitHub holds 65,536 characters. Rows above this limit are counted, not shown. */
const MOST_CHARACTERS = 60_000;

interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Folded: the reader does not have to act on it. */
  readonly isFolded?: true;
}

/** For a pull request or the summary of a job. */
export function markdownOf(report: Report, mostCharacters = MOST_CHARACTERS): string {
  const { result, of } = report;
  const { day, verdict, changes, rejected, notEvaluated, warnings, waived, unusedWaivers } = result;
  const { outsidePlans, unevaluated } = result;
  const findingHead = ["rule", "where", "why"];
  const finding = ({ rule, stack, address, message }: Finding) => [
    ...(rule === undefined ? [] : [code(rule)]),
    `${code(address)}<br>${code(stack)}`,
    prose(message),
  ];
  const changeTable: Table = {
    title: "Changes",
    head: ["", "change", "rollback"],
    rows: changes.map(({ subject, what, rollback }) => [
      prose(subject),
      prose(what),
      rollback === undefined
        ? ""
        : `${rollback.state === "open" ? "" : `**${ROLLBACK[rollback.state]}**: `}${prose(rollback.how)}`,
    ]),
  };
  const findings: readonly Table[] = [
    { title: "Rejected", head: findingHead, rows: rejected.map(finding) },
    { title: "Not evaluated, counts as rejected", head: findingHead, rows: notEvaluated.map(finding) },
    {
      title: "Warnings",
      head: findingHead,
      rows: [
        ...warnings.map(finding),
        ...unusedWaivers.map((waiver) => [
          code(waiver.rule),
          code(waiver.address),
          prose(unusedWaiverLine(waiver)),
        ]),
      ],
    },
    {
      title: "Waived",
      head: findingHead,
      rows: waived.map((waivedOne) => {
        const [rule = "", where = "", why = ""] = finding(waivedOne.judgement);
        return [rule, where, `${why}<br>${prose(waiverLine(waivedOne))}`];
      }),
      isFolded: true,
    },
    {
      title: `Not evaluated: ${outsideOf(report)}`,
      head: findingHead.slice(1),
      rows: outsidePlans.map(finding),
      isFolded: true,
    },
    {
      title: UNEVALUATED,
      head: ["where", "change"],
      rows: unevaluated.map((change) => [
        `${code(change.address)}<br>${code(change.stack)}`,
        prose(unevaluatedText(change)),
      ]),
      isFolded: true,
    },
  ];
  const heading = [
    `## ${of?.title ?? "EKS upgrade review"}: ${verdict}`,
    `${prose(subjectOf(report))} on ${day}: ${summary(report)}.`,
    ...(changes.length === 0 && of === undefined ? ["No resource changes."] : []),
  ];
  // Rejected findings get their room first, although changes come first in the text.
  const shown = withRoom([...findings.slice(0, 3), changeTable, ...findings.slice(3)], mostCharacters);
  const texts = [changeTable, ...findings].flatMap((table) => shown.get(table) ?? []);
  return `${[...heading, ...texts].join("\n\n")}\n`;
}

interface Finding {
  readonly rule?: string;
  readonly stack: string;
  readonly address: string;
  readonly message: string;
}

/** The tables that have rows, each with as many rows as fit. */
function withRoom(tables: readonly Table[], mostCharacters: number): ReadonlyMap<Table, string> {
  let room = mostCharacters;
  const texts = new Map<Table, string>();
  for (const table of tables) {
    if (table.rows.length > 0) {
      const text = textOfTable(table, room);
      room -= text.length;
      texts.set(table, text);
    }
  }
  return texts;
}

function textOfTable({ title, head, rows, isFolded }: Table, room: number): string {
  const lines: string[] = [];
  let length = 0;
  for (const row of rows) {
    const line = rowOf(row);
    if (length + line.length > room) {
      break;
    }
    length += line.length + 1;
    lines.push(line);
  }
  const left = rows.length - lines.length;
  const table = [
    ...(lines.length === 0 ? [] : [rowOf(head), rowOf(head.map(() => "---")), ...lines]),
    ...(left === 0 ? [] : ["", `… and ${left} more: see the review as text or JSON.`]),
  ].join("\n");
  const named = `${title} (${rows.length})`;
  return isFolded
    ? `<details><summary>${named}</summary>\n\n${table}\n\n</details>`
    : `### ${named}\n\n${table.trimStart()}`;
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** A text that reads as it is written: nothing in it becomes markup, a link, a mention, an issue or a formula. */
export function prose(text: string): string {
  return visible(text).replace(MARKUP, (found) => {
    if (/[\\`*_[\]~]/.test(found)) {
      return `\\${found}`;
    }
    return /[&<>|$]/.test(found) ? entity(found) : `${found.charAt(0)}${ZERO_WIDTH_SPACE}${found.slice(1)}`;
  });
}

/** Characters to escape, and the beginnings of mentions, issues and links, which are broken up. */
const MARKUP = /[\\`*_[\]~]|[&<>|$]|[@#](?=\w)|(?<=\b(?:https?|ftp|mailto)):|\bwww(?=\.)|\bGH(?=-\d)/gi;

const ZERO_WIDTH_SPACE = "&#8203;";

/** The same, as code. */
export function code(text: string): string {
  const shown = visible(text);
  return /^[\w.[\]"/: ,-]+$/.test(shown) && shown.trim() === shown
    ? `\`${shown}\``
    : `<code>${shown.replace(/[^\w./: ,-]/gu, entity)}</code>`;
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
