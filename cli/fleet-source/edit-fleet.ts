import type { Node } from "@babel/types";
import type { FleetValue } from "../../upgrade/fleet/path";
import { keyText, quoted, type Style, valueText } from "../../upgrade/fleet/value-text";
import { isSameJson } from "../../upgrade/terraform/json";
import { dotted, notPlain, notWhatWasRead } from "./cannot-edit";
import { CannotEdit } from "./cannot-edit-error";
import { environmentOf } from "./environment";
import type { CopyValue, FileEdit, FilePath } from "./file-edit";
import { fitted } from "./fitted";
import { deeper, FleetProgram, type Located, type Resolved, type ResolvedObject } from "./fleet-program";
import { literalValue, styleOf } from "./literal-value";
import { insertMember, removeMember, soleSpread } from "./object-text";
import { anchorIn, BUILD, CLUSTERS, isBuild, isDefault, isOfGroup, isSetApart } from "./placement";
import { bare, endOf, invalid, type Member, SourceFile, startOf } from "./source-file";
import { changed, type TextChange } from "./text-change";

export interface FleetFile {
  /** From the project, with "/": "fleet/alpha-kr.ts". */
  readonly path: string;
  readonly text: string;
}

export interface FleetEditing {
  /** All files of the program. */
  readonly files: readonly FleetFile[];
  /** The environment has this cluster. If the cluster is new, it has the cluster that is copied. */
  readonly clusterName: string;
  readonly edits: readonly FileEdit[];
  /** The width at which a formatter breaks lines. @default - 80, or the longest line of the file if that is longer */
  readonly lineWidth?: number;
}

/**
 * Edits fleet files as a person would, and changes no other text. A value that is already right stays. If one edit cannot
 * be made safely, none is made: a message for each says where it is and what to do by hand.
 *
 * An edit and its reverse give the original bytes, unless a line had to be broken.
 *
 * @returns the files that change
 */
export function editFleet({
  files,
  clusterName,
  edits,
  lineWidth,
}: FleetEditing): readonly FleetFile[] | { readonly problems: readonly string[] } {
  const parsed = new Map<string, SourceFile>();
  const problems: string[] = [];
  for (const [index, { path, text }] of files.entries()) {
    const isNeeded = index === 0 || text.includes(CLUSTERS);
    try {
      parsed.set(path, isNeeded ? SourceFile.parse(path, text) : SourceFile.lazily(path, text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
      problems.push(invalid(path, error));
    }
  }
  if (problems.length > 0) {
    return { problems };
  }
  const editor = new FleetEditor(parsed, [...new Set([clusterName, ...clustersIn(edits)])]);
  for (const edit of edits) {
    try {
      editor.make(edit);
    } catch (error) {
      if (!(error instanceof CannotEdit)) {
        throw error;
      }
      problems.push(error.message);
    }
  }
  return problems.length > 0
    ? { problems: [...new Set(problems)] }
    : files.flatMap(({ path, text: before }) => {
        const after = editor.textOf(path);
        const width = lineWidth ?? Math.max(80, ...before.split(/\r?\n/).map((line) => line.length));
        return after === before ? [] : [{ path, text: fitted(path, before, after, width) }];
      });
}

function clustersIn(edits: readonly FileEdit[]): readonly string[] {
  return edits.flatMap((edit) => {
    const [kind, name] = edit.kind === "copy" ? edit.from : edit.path;
    return kind === CLUSTERS && name !== undefined ? [name] : [];
  });
}

/** Where a value is, or will be. */
interface Spot {
  readonly object: ResolvedObject;
  readonly name: string;
  /** Left out if there is no value. */
  readonly own?: { readonly member: Member; readonly value: Node };
  /** The names of objects around the value that do not exist yet. */
  readonly missing: readonly string[];
  /** A spread that cannot be evaluated, which may hold the value. */
  readonly hidden?: Node;
  /** The expression, "workers", that stands for the object. Left out if the object is written out. */
  readonly reference?: Located & { readonly outer: Resolved["through"] };
}

/** `overrides`: write a new value where one comes from a constant. For copies, which nothing else uses. */
interface Mode {
  readonly overrides: boolean;
}

interface FileChange {
  readonly file: SourceFile;
  readonly changes: readonly TextChange[];
}

class FleetEditor {
  private program: FleetProgram;

  constructor(
    private readonly files: Map<string, SourceFile>,
    private readonly clusterNames: readonly string[],
  ) {
    this.program = new FleetProgram(files);
  }

  textOf(path: string): string {
    return this.files.get(path)?.text ?? "";
  }

  /** @throws CannotEdit */
  make(edit: FileEdit): void {
    switch (edit.kind) {
      case "set":
        if (edit.keepsItems === true) {
          this.changeItems(edit.path, edit.after, (items, added) => [
            ...items,
            ...added.filter((item) => !items.includes(item)),
          ]);
        } else {
          this.apply(this.set(edit.path, edit.after, edit.before, { overrides: false }));
        }
        break;
      case "remove":
        if (edit.items === undefined) {
          this.apply(this.remove(edit.path, edit.before, { overrides: false }));
        } else {
          this.changeItems(edit.path, edit.items, (items, taken) =>
            items.filter((item) => !taken.includes(item)),
          );
        }
        break;
      case "copy":
        this.copy(edit);
        break;
    }
  }

  /** A list without items is removed. A list that is computed is changed by hand. */
  private changeItems(
    path: FilePath,
    items: FleetValue,
    change: (written: readonly FleetValue[], items: readonly FleetValue[]) => readonly FleetValue[],
  ): void {
    const mode = { overrides: false };
    const byHand = `change its items: ${valueText(items, { quote: '"' })}`;
    const { object, own, hidden } = this.spot(path, byHand, mode);
    const resolved = own === undefined ? undefined : this.program.resolve(object.file, own.value);
    const written = own === undefined ? [] : resolved === undefined ? undefined : literalValue(resolved.node);
    if (!isItems(written) || hidden !== undefined) {
      throw notPlain(object.file, own?.value ?? hidden ?? object.node, path, byHand);
    }
    const left = change(written, isItems(items) ? items : [items]);
    if (!isSameJson(left, written)) {
      this.apply(
        left.length === 0 ? this.remove(path, undefined, mode) : this.set(path, left, undefined, mode),
      );
    }
  }

  private set(path: FilePath, after: FleetValue, before: FleetValue | undefined, mode: Mode): FileChange {
    const byHand = `write ${valueText(after, { quote: '"' })}`;
    const spot = this.spot(path, byHand, mode);
    if (spot.own === undefined) {
      return this.add(spot, path, after, before, byHand, mode);
    }
    const { object, own } = spot;
    const { file } = object;
    const resolved = this.program.resolve(file, own.value);
    const value = resolved === undefined ? undefined : literalValue(resolved.node);
    if (value !== undefined && isSameJson(value, after)) {
      return { file, changes: [] };
    }
    if (resolved?.node.type === "ObjectExpression" && isBuild(path, after)) {
      const inside = typeof before === "string" ? before : undefined;
      return this.set([...path, BUILD], after, inside, mode);
    }
    if (mode.overrides && bare(own.value) !== resolved?.node) {
      this.rejectShared(deeper(object.through, spot.name), path, byHand);
      return { file, changes: [replacing(own.value, valueText(after, styleOf(file)))] };
    }
    if (resolved === undefined || value === undefined) {
      throw notPlain(file, own.value, path, byHand);
    }
    if (before !== undefined && !isSameJson(value, before)) {
      throw notWhatWasRead(resolved.file.place(resolved.node), path, value, before);
    }
    this.rejectShared([...deeper(object.through, spot.name), ...resolved.through], path, byHand);
    const text = sameQuotes(resolved, after) ?? valueText(after, styleOf(resolved.file));
    return { file: resolved.file, changes: [replacing(resolved.node, text)] };
  }

  private add(
    spot: Spot,
    path: FilePath,
    after: FleetValue,
    before: FleetValue | undefined,
    byHand: string,
    mode: Mode,
  ): FileChange {
    const { object, reference } = spot;
    const isWritten = before !== undefined && !isDefault(spot.name, before);
    if (spot.hidden !== undefined && isWritten && !mode.overrides) {
      throw notPlain(object.file, spot.hidden, path, byHand);
    }
    const value = spot.missing.reduceRight<FleetValue>((inside, name) => ({ [name]: inside }), after);
    if (reference !== undefined && (isOfGroup(path) || this.isShared(deeper(object.through, spot.name)))) {
      this.rejectShared(deeper(reference.outer, spot.name), path, byHand);
      const style = styleOf(reference.file);
      const member = memberText(spot.name, value, style);
      const text = `{ ...${reference.file.textOf(reference.node)}, ${member} }`;
      return { file: reference.file, changes: [replacing(reference.node, text)] };
    }
    this.rejectShared(deeper(object.through, spot.name), path, byHand);
    const member = memberText(spot.name, value, styleOf(object.file));
    return {
      file: object.file,
      changes: insertMember(object.file, object.node, member, anchorIn(object.node, spot.name)),
    };
  }

  private remove(path: FilePath, before: FleetValue | undefined, mode: Mode): FileChange {
    const byHand = "remove it";
    const { object, name, own } = this.spot(path, byHand, { overrides: false });
    if (own === undefined) {
      return { file: object.file, changes: [] };
    }
    const resolved = this.program.resolve(object.file, own.value);
    const value = resolved === undefined ? undefined : literalValue(resolved.node);
    if (before !== undefined && value !== undefined && !mode.overrides && !isSameJson(value, before)) {
      throw notWhatWasRead(object.file.place(own.member), path, value, before);
    }
    this.rejectShared(deeper(object.through, name), path, byHand);
    const sole = this.isValue(object) ? soleSpread(object.file, object.node, own.member) : undefined;
    return {
      file: object.file,
      changes:
        sole === undefined
          ? removeMember(object.file, object.node, own.member)
          : [replacing(object.node, sole)],
    };
  }

  /** Whether an object is the value of a property. An environment or a constant must stay an object. */
  private isValue({ file, node }: ResolvedObject): boolean {
    return /^[^\n]*:\s*$/.test(file.text.slice(file.lineStart(startOf(node)), startOf(node)));
  }

  private copy({ from, path, changes }: CopyValue): void {
    const byHand = `write ${dotted(path)}`;
    const source = this.spot(from, byHand, { overrides: false });
    if (source.own === undefined) {
      throw new CannotEdit(
        `${source.object.file.place(source.object.node)}: ${dotted(from)} does not exist, so it cannot be copied. Synthesize and plan again`,
      );
    }
    const name = path.at(-1) ?? "";
    if (this.program.find(source.object, name).kind === "absent") {
      this.rejectShared(deeper(source.object.through, name), path, byHand);
      const { file, node } = source.object;
      const { member, value } = source.own;
      const text = `${keyLike(file, member, name)}: ${file.textOf(value)}`;
      const isApart = isSetApart(file, node.properties, member);
      this.apply({ file, changes: insertMember(file, node, text, member, isApart) });
    }
    for (const { path: below, after } of changes) {
      if (after === undefined) {
        this.apply(this.remove([...path, ...below], undefined, { overrides: true }));
      } else {
        this.apply(this.set([...path, ...below], after, undefined, { overrides: true }));
      }
    }
  }

  private spot(path: FilePath, byHand: string, { overrides }: Mode): Spot {
    const found = environmentOf(this.program, this.clusterNames);
    if ("problem" in found) {
      throw new CannotEdit(found.problem);
    }
    let object: ResolvedObject = found;
    let reference: Spot["reference"];
    for (let index = 0; index < path.length; ) {
      const name = path[index] ?? "";
      const isLast = index === path.length - 1;
      const inside = this.program.find(object, name);
      if (inside.kind === "absent") {
        return { object, name, missing: path.slice(index + 1), hidden: inside.hidden, reference };
      }
      if (inside.kind === "spread") {
        if (overrides && isLast) {
          return { object, name, missing: [], reference };
        }
        object = { ...inside.object, through: [...object.through, ...inside.object.through] };
        reference = undefined;
        continue;
      }
      if (inside.hidden !== undefined) {
        throw notPlain(object.file, inside.hidden, path, byHand);
      }
      const { member, value } = inside;
      const through = deeper(object.through, name);
      if (isLast) {
        const isInReference = overrides && reference !== undefined && this.isShared(through);
        return isInReference
          ? { object, name, missing: [], reference }
          : { object, name, own: { member, value }, missing: [], reference };
      }
      const next = this.program.resolveObject(object.file, value);
      if (next === undefined) {
        throw notPlain(object.file, value, path, byHand);
      }
      reference = next.node === bare(value) ? undefined : { file: object.file, node: value, outer: through };
      object = { ...next, through: [...through, ...next.through] };
      index += 1;
    }
    throw new CannotEdit(`the edit has no path: "${dotted(path)}"`);
  }

  private isShared(through: Resolved["through"]): boolean {
    return through.some(({ constant, names }) => this.program.uses(constant, names) > 1);
  }

  private rejectShared(through: Resolved["through"], path: FilePath, byHand: string): void {
    for (const { constant, names } of through) {
      const uses = this.program.uses(constant, names);
      if (uses > 1) {
        throw new CannotEdit(
          `${constant.file.place(constant.node)}: ${dotted(path)} comes from the constant "${constant.name}", which is used in ${uses} places. First give it a value of its own, then ${byHand}`,
        );
      }
    }
  }

  private apply({ file, changes }: FileChange): void {
    if (changes.length > 0) {
      this.files.set(file.path, SourceFile.parse(file.path, changed(file.text, changes)));
      this.program = new FleetProgram(this.files);
    }
  }
}

const isItems = (value: FleetValue | undefined): value is readonly FleetValue[] => Array.isArray(value);

const replacing = (node: Node, text: string): TextChange => ({
  start: startOf(node),
  end: endOf(node),
  text,
});

/** A text in the quotes of the text that it replaces. */
function sameQuotes({ file, node }: Located, value: FleetValue): string | undefined {
  const quote = file.text[startOf(node)] ?? "";
  const isText = node.type === "StringLiteral" || node.type === "TemplateLiteral";
  return typeof value === "string" && isText && !/[`$\\]/.test(value) ? quoted(value, quote) : undefined;
}

const memberText = (name: string, value: FleetValue, style: Style) =>
  `${keyText(name, style)}: ${valueText(value, style)}`;

/** In quotes if its model is. */
function keyLike(file: SourceFile, model: Member, name: string): string {
  const { quote } = styleOf(file);
  return model.type !== "SpreadElement" && model.key.type === "StringLiteral"
    ? quoted(name, file.text[startOf(model.key)] ?? quote)
    : keyText(name, { quote });
}
