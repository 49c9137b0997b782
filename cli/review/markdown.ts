import { visible } from "../shared/visible";
import { judgedOf, type Report, summary, unusedWaiverLine, WAY_BACK, waiverLine } from "./wording";

/** A comment on GitHub holds 65,536 characters; what is above is counted, not shown. */
const MOST_CHARACTERS = 60_000;

interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Folded, for it asks nothing of the reader. */
  readonly isFolded?: true;
}

/** For a pull request or the summary of a job. */
export function markdownOf(report: Report, mostCharacters = MOST_CHARACTERS): string {
  const { result, of } = report;
  const { day, verdict, changes, refused, notJudged, warnings, waived, unusedWaivers, notInView } = result;
  const findingHead = ["rule", "where", "why"];
  const finding = ({ rule, stack, address, message }: Finding) => [
    ...(rule === undefined ? [] : [code(rule)]),
    `${code(address)}<br>${code(stack)}`,
    prose(message),
  ];
  const steps: Table = {
    title: "What it does",
    head: ["", "change", "way back"],
    rows: changes.map(({ subject, what, wayBack }) => [
      prose(subject),
      prose(what),
      wayBack === undefined
        ? ""
        : `${wayBack.state === "open" ? "" : `**${WAY_BACK[wayBack.state]}**: `}${prose(wayBack.how)}`,
    ]),
  };
  const findings: readonly Table[] = [
    { title: "Refused", head: findingHead, rows: refused.map(finding) },
    { title: "Not judged, which counts as refused", head: findingHead, rows: notJudged.map(finding) },
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
      title: "Not in view, so not judged; refuses nothing",
      head: findingHead.slice(1),
      rows: notInView.map(finding),
      isFolded: true,
    },
  ];
  const heading = [
    `## ${of?.title ?? "EKS upgrade review"}: ${verdict}`,
    `${prose(judgedOf(report))} on ${day}: ${summary(result)}.`,
    ...(changes.length === 0 && of === undefined ? ["Nothing is done: no resource changes."] : []),
  ];
  // What was refused has room before what is done, though it stands after it.
  const shown = withRoom([...findings.slice(0, 3), steps, ...findings.slice(3)], mostCharacters);
  const texts = [steps, ...findings].flatMap((table) => shown.get(table) ?? []);
  return `${[...heading, ...texts].join("\n\n")}\n`;
}

interface Finding {
  readonly rule?: string;
  readonly stack: string;
  readonly address: string;
  readonly message: string;
}

/** The tables that have rows, each with as many of them as there is room for. */
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

/** A text as it stands, in whatever table: nothing in it is markup, a link, a mention, an issue or a formula. */
export function prose(text: string): string {
  return visible(text).replace(MARKUP, (found) => {
    if (/[\\`*_[\]~]/.test(found)) {
      return `\\${found}`;
    }
    return /[&<>|$]/.test(found) ? entity(found) : `${found.charAt(0)}${ZERO_WIDTH_SPACE}${found.slice(1)}`;
  });
}

/** What is escaped; and the beginnings of what GitHub takes for a mention, an issue or a link, which are broken. */
const MARKUP = /[\\`*_[\]~]|[&<>|$]|[@#](?=\w)|(?<=\b(?:https?|ftp|mailto)):|\bwww(?=\.)|\bGH(?=-\d)/gi;

const ZERO_WIDTH_SPACE = "&#8203;";

/** The same in the type of code. */
export function code(text: string): string {
  const shown = visible(text);
  return /^[\w.[\]"/: ,-]+$/.test(shown) && shown.trim() === shown
    ? `\`${shown}\``
    : `<code>${shown.replace(/[^\w./: ,-]/gu, entity)}</code>`;
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
