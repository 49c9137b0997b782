import type { Node, ObjectExpression } from "@babel/types";
import { bare, endOf, type Member, type SourceFile, startOf } from "./source-file";
import type { TextChange } from "./text-change";

/*
 * Adds and removes members of an object as a person would: on their own line if the others have one, otherwise in the
 * same line; with a comma at the end if the others have one.
 */

/**
 * @param after - the member before it. Default: the last one
 * @param isSetApart - whether an empty line comes before it, if members have their own lines
 */
export function insertMember(
  file: SourceFile,
  object: ObjectExpression,
  text: string,
  after: Member | undefined = object.properties.at(-1),
  isSetApart = false,
): readonly TextChange[] {
  if (after === undefined) {
    return insertFirst(file, object, text);
  }
  const end = endOf(after);
  const comma = commaAfter(file, end);
  const at = comma === undefined ? end : comma + 1;
  const lineEnd = file.lineEnd(at);
  const isAlone = file.isFirstOnLine(startOf(after)) && isComment(file.text.slice(at, lineEnd));
  if (!isAlone) {
    return [
      comma === undefined
        ? { start: end, end, text: `, ${text}` }
        : { start: at, end: at, text: ` ${text},` },
    ];
  }
  const lead = isSetApart ? file.newline : "";
  const line = `${lead}${file.newline}${file.indentAt(startOf(after))}${text}`;
  return comma === undefined
    ? [
        { start: end, end, text: "," },
        { start: lineEnd, end: lineEnd, text: line },
      ]
    : [{ start: lineEnd, end: lineEnd, text: `${line},` }];
}

function insertFirst(file: SourceFile, object: ObjectExpression, text: string): readonly TextChange[] {
  const [start, end] = [startOf(object) + 1, endOf(object) - 1];
  if (file.text.slice(start, end).trim() === "") {
    return [{ start, end, text: ` ${text} ` }];
  }
  // The new member comes after the comments.
  const indent = file.indentAt(endOf(object));
  const line = `${file.newline}${indent}${indentUnit(file)}${text},`;
  const before = start + file.text.slice(start, end).trimEnd().length;
  return [{ start: before, end, text: `${line}${file.newline}${indent}` }];
}

/** With the comments on its line and on the lines directly above, because they describe it. */
export function removeMember(
  file: SourceFile,
  object: ObjectExpression,
  member: Member,
): readonly TextChange[] {
  const index = object.properties.indexOf(member);
  const [previous, next] = [object.properties[index - 1], object.properties[index + 1]];
  const [start, end] = [startOf(member), endOf(member)];
  const comma = commaAfter(file, end);
  const at = comma === undefined ? end : comma + 1;
  const lineEnd = file.lineEnd(at);
  if (file.isFirstOnLine(start) && isComment(file.text.slice(at, lineEnd))) {
    const from = commentsAbove(file, file.lineStart(start), startOf(object));
    const inside = [startOf(object) + 1, endOf(object) - 1] as const;
    const rest = file.text.slice(inside[0], from) + file.text.slice(lineEnd, inside[1]);
    if (rest.trim() === "") {
      return [{ start: inside[0], end: inside[1], text: "" }];
    }
    const line = { ...lineRange(file, from, lineEnd), text: "" };
    const commaBefore = previous === undefined ? undefined : commaAfter(file, endOf(previous));
    return comma === undefined && commaBefore !== undefined
      ? [{ start: commaBefore, end: commaBefore + 1, text: "" }, line]
      : [line];
  }
  if (next !== undefined) {
    return [{ start, end: startOf(next), text: "" }];
  }
  return previous === undefined
    ? [{ start: startOf(object) + 1, end: endOf(object) - 1, text: "" }]
    : [{ start: endOf(previous), end, text: "" }];
}

/** With the end of the line before. Also with an empty line, if two would stay, or one at the start or end. */
function lineRange({ text }: SourceFile, from: number, end: number): Pick<TextChange, "start" | "end"> {
  const [above] = /\r?\n$/.exec(text.slice(0, from)) ?? [""];
  const [emptyAbove] = /\r?\n[ \t]*\r?\n$/.exec(text.slice(0, from)) ?? [];
  const [emptyBelow] = /^(?:\r?\n[ \t]*)(?=\r?\n)/.exec(text.slice(end)) ?? [];
  if (emptyAbove !== undefined && (emptyBelow !== undefined || /^\s*[}\]]/.test(text.slice(end)))) {
    return { start: from - emptyAbove.length, end };
  }
  const isFirst = /\{\s*$/.test(text.slice(0, from));
  return { start: from - above.length, end: end + (isFirst ? (emptyBelow ?? "").length : 0) };
}

/** "workers", if "...workers" is all that stays in an object without the removed member. */
export function soleSpread(file: SourceFile, object: ObjectExpression, member: Member): string | undefined {
  const rest = object.properties.filter((other) => other !== member);
  const [spread] = rest;
  if (rest.length !== 1 || spread?.type !== "SpreadElement") {
    return undefined;
  }
  const { type } = bare(spread.argument);
  const inside = file.text.slice(startOf(object), endOf(object));
  return (type === "Identifier" || type === "MemberExpression") && !/\/[/*]/.test(inside)
    ? file.textOf(spread.argument)
    : undefined;
}

/** The position of the comma after a member, after comments. */
function commaAfter({ text }: SourceFile, end: number): number | undefined {
  const blanks = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  blanks.lastIndex = end;
  const at = end + (blanks.exec(text)?.[0].length ?? 0);
  return text[at] === "," ? at : undefined;
}

/** The start of the comment lines directly above. */
function commentsAbove(file: SourceFile, lineStart: number, notAbove: number): number {
  let from = lineStart;
  while (from > 0) {
    const above = file.lineStart(from - 1);
    const line = file.text.slice(above, from).trim();
    if (above <= notAbove || !(line.startsWith("//") || /^\/\*(?:(?!\*\/).)*\*\/$/.test(line))) {
      break;
    }
    from = above;
  }
  return from;
}

const isComment = (rest: string) => /^\s*(?:\/\/.*|\/\*(?:(?!\*\/).)*\*\/\s*)?$/.test(rest);

/** One level of indentation of the file. */
export function indentUnit({ text }: SourceFile): string {
  return /\n(\t| {2,8})\S/.exec(text)?.[1] ?? "  ";
}

/** An object on one line, changed to one line for each member. */
export function expanded(file: SourceFile, node: Node): TextChange | undefined {
  const parts =
    node.type === "ObjectExpression"
      ? node.properties
      : node.type === "ArrayExpression"
        ? node.elements.filter((element) => element !== null)
        : [];
  const [start, end] = [startOf(node), endOf(node)];
  if (parts.length === 0 || /\/[/*]/.test(file.text.slice(start, end))) {
    return undefined;
  }
  const indent = file.indentAt(start);
  const lines = parts.map((part) => `${indent}${indentUnit(file)}${file.textOf(part)},`);
  const body = [file.text[start], ...lines, `${indent}${file.text[end - 1]}`];
  return { start, end, text: body.join(file.newline) };
}
