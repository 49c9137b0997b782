import { posix } from "node:path";
import type { Node, ObjectExpression } from "@babel/types";
import { bare, chainOf, childrenOf, keyOf, type Member, type SourceFile } from "./source-file";

/** An expression, and its file. */
export interface Located<T extends Node = Node> {
  readonly file: SourceFile;
  readonly node: T;
}

/** A constant at the top of a file. */
export interface Constant extends Located {
  readonly name: string;
}

/** The value of an expression, if the files have it without a run, and the constants that lead to it. */
export interface Resolved extends Located {
  /** These constants, each with the names that lead from its value to this one. */
  readonly through: readonly { readonly constant: Constant; readonly names: readonly string[] }[];
}

/** What an object has for a name. */
export type Found =
  /** `hidden`: a later spread, which can override it. */
  | { readonly kind: "own"; readonly member: Member; readonly value: Node; readonly hidden?: Node }
  | { readonly kind: "spread"; readonly spread: Node; readonly object: ResolvedObject }
  /** `hidden`: a spread that cannot be evaluated, which may have the name. */
  | { readonly kind: "absent"; readonly hidden?: Node };

export interface ResolvedObject extends Resolved {
  readonly node: ObjectExpression;
}

/** The files of a program, and their values as far as they can be read without a run. */
export class FleetProgram {
  private readonly constants = new Map<string, Map<string, Constant>>();

  /** @param files by their paths, with "/" */
  constructor(private readonly files: ReadonlyMap<string, SourceFile>) {}

  get all(): readonly SourceFile[] {
    return [...this.files.values()];
  }

  resolve(file: SourceFile, expression: Node, through: Resolved["through"] = []): Resolved | undefined {
    const node = bare(expression);
    if (node.type !== "Identifier" && node.type !== "MemberExpression") {
      return { file, node, through };
    }
    const [root, ...names] = chainOf(node) ?? [];
    const constant = root === undefined ? undefined : this.constant(file, root);
    if (constant === undefined || through.length > DEEPEST) {
      return undefined;
    }
    return this.follow({ ...constant, through: [...through, { constant, names: [] }] }, names);
  }

  resolveObject(file: SourceFile, expression: Node): ResolvedObject | undefined {
    return asObject(this.resolve(file, expression));
  }

  private follow(from: Resolved, names: readonly string[]): Resolved | undefined {
    const value = this.resolve(from.file, from.node, from.through);
    const [name, ...rest] = names;
    if (value === undefined || name === undefined) {
      return value;
    }
    const object = asObject(value);
    const found = object === undefined ? undefined : this.find(object, name);
    if (found?.kind === "own" && found.hidden === undefined) {
      return this.follow({ file: value.file, node: found.value, through: deeper(value.through, name) }, rest);
    }
    return found?.kind === "spread" ? this.follow(found.object, names) : undefined;
  }

  /** The last member with the name counts, as in a run. */
  find({ file, node }: Located<ObjectExpression>, name: string): Found {
    let hidden: Node | undefined;
    for (const member of node.properties.toReversed()) {
      if (member.type === "SpreadElement") {
        const object = this.resolveObject(file, member.argument);
        const found = object === undefined ? undefined : this.find(object, name);
        if (object !== undefined && found !== undefined && found.kind !== "absent") {
          return { kind: "spread", spread: member, object };
        }
        const isKnown = found?.kind === "absent" && found.hidden === undefined;
        hidden ??= isKnown ? undefined : member;
      } else {
        const key = keyOf(member);
        if (key === name) {
          const value = member.type === "ObjectProperty" ? member.value : member;
          return { kind: "own", member, value, ...(hidden === undefined ? {} : { hidden }) };
        }
        hidden ??= key === undefined ? member : undefined;
      }
    }
    return { kind: "absent", ...(hidden === undefined ? {} : { hidden }) };
  }

  /**
   * The number of places where the program uses the value behind these names of a constant: the value itself, an object
   * that contains it, or a part of it.
   */
  uses({ file, name }: Constant, names: readonly string[]): number {
    const fileName = posix.basename(file.path).replace(/\.[^.]*$/, "");
    return this.all
      .filter((other) => other === file || fileName === "index" || other.text.includes(fileName))
      .flatMap((other) =>
        this.localNames(other, file, name).flatMap((local) => chainsFrom(other.program, local)),
      )
      .filter((chain) => chain.every((part, index) => index >= names.length || part === names[index])).length;
  }

  /** The name of a constant in a file, its own or an imported one. */
  private localNames(
    file: SourceFile,
    from: SourceFile,
    name: string,
  ): readonly (readonly [string, ...string[]])[] {
    if (file === from) {
      return [[name]];
    }
    return file.program.body.flatMap((statement): [string, ...string[]][] => {
      if (
        statement.type !== "ImportDeclaration" ||
        this.imported(file, statement.source.value)?.path !== from.path
      ) {
        return [];
      }
      return statement.specifiers.flatMap((specifier): [string, ...string[]][] => {
        if (specifier.type === "ImportNamespaceSpecifier") {
          return [[specifier.local.name, name]];
        }
        const imported =
          specifier.type === "ImportDefaultSpecifier" ? "default" : importedName(specifier.imported);
        return this.exported(from, imported)?.name === name ? [[specifier.local.name]] : [];
      });
    });
  }

  private constant(file: SourceFile, name: string): Constant | undefined {
    const own = this.constantsOf(file).get(name);
    if (own !== undefined) {
      return own;
    }
    for (const statement of file.program.body) {
      for (const specifier of statement.type === "ImportDeclaration" ? statement.specifiers : []) {
        if (specifier.local.name === name && statement.type === "ImportDeclaration") {
          const from = this.imported(file, statement.source.value);
          const imported =
            specifier.type === "ImportSpecifier" ? importedName(specifier.imported) : "default";
          return from === undefined || specifier.type === "ImportNamespaceSpecifier"
            ? undefined
            : this.exported(from, imported);
        }
      }
    }
    return undefined;
  }

  private exported(file: SourceFile, name: string): Constant | undefined {
    for (const statement of file.program.body) {
      if (statement.type === "ExportDefaultDeclaration" && name === "default") {
        const { declaration } = statement;
        return declaration.type === "Identifier"
          ? this.constantsOf(file).get(declaration.name)
          : { file, node: declaration, name: "default" };
      }
      if (statement.type === "ExportNamedDeclaration") {
        for (const specifier of statement.source ? [] : statement.specifiers) {
          if (specifier.type === "ExportSpecifier" && importedName(specifier.exported) === name) {
            return this.constantsOf(file).get(specifier.local.name);
          }
        }
      }
    }
    const constant = this.constantsOf(file).get(name);
    return constant !== undefined && isExported(file, name) ? constant : undefined;
  }

  private constantsOf(file: SourceFile): ReadonlyMap<string, Constant> {
    const known = this.constants.get(file.path);
    if (known !== undefined) {
      return known;
    }
    const constants = new Map<string, Constant>();
    for (const statement of file.program.body) {
      for (const { id, init } of declaratorsIn(statement)) {
        if (id.type === "Identifier" && init !== undefined && init !== null) {
          constants.set(id.name, { file, node: init, name: id.name });
        }
      }
    }
    this.constants.set(file.path, constants);
    return constants;
  }

  private imported(file: SourceFile, specifier: string): SourceFile | undefined {
    return candidatesOf(file.path, specifier)
      .map((path) => this.files.get(path))
      .find((found) => found !== undefined);
  }
}

const DEEPEST = 16;

/** The files that an import may mean: TypeScript is imported by its own name, by that of its output, or by none. */
export function candidatesOf(path: string, specifier: string): readonly string[] {
  if (!specifier.startsWith(".")) {
    return [];
  }
  const target = posix.join(posix.dirname(path), specifier);
  const bareTarget = target.replace(/\.([cm]?)jsx?$/, "");
  return [
    target,
    ...["ts", "mts", "cts", "tsx"].flatMap((ending) => [
      `${target}.${ending}`,
      `${bareTarget}.${ending}`,
      `${target}/index.${ending}`,
    ]),
  ];
}

function asObject(value: Resolved | undefined): ResolvedObject | undefined {
  return value?.node.type === "ObjectExpression" ? { ...value, node: value.node } : undefined;
}

export function deeper(through: Resolved["through"], name: string): Resolved["through"] {
  return through.map(({ constant, names }) => ({ constant, names: [...names, name] }));
}

function declaratorsIn(statement: Node): readonly (Node & { type: "VariableDeclarator" })[] {
  const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  return declaration?.type === "VariableDeclaration" && declaration.kind === "const"
    ? declaration.declarations
    : [];
}

function isExported(file: SourceFile, name: string): boolean {
  return file.program.body.some(
    (statement) =>
      statement.type === "ExportNamedDeclaration" &&
      declaratorsIn(statement).some(({ id }) => id.type === "Identifier" && id.name === name),
  );
}

const importedName = (node: { readonly type: string; readonly name?: string; readonly value?: string }) =>
  node.name ?? node.value ?? "";

/** Each use of a name in a program, as the names that follow it: `[]` if it is used as a whole. */
function chainsFrom(program: Node, [local, ...prefix]: readonly [string, ...string[]]): readonly string[][] {
  const chains: string[][] = [];
  const visit = (node: Node): void => {
    if (node.type === "MemberExpression" || node.type === "Identifier") {
      const chain = chainOf(node);
      if (chain !== undefined) {
        const [root, ...names] = chain;
        if (root === local && prefix.every((name, index) => (names[index] ?? name) === name)) {
          chains.push(names.slice(prefix.length));
        }
        return;
      }
    }
    for (const child of usedPartsOf(node)) {
      visit(child);
    }
  };
  visit(program);
  return chains;
}

/** Without nodes that are only a name or a type. */
function usedPartsOf(node: Node): readonly Node[] {
  switch (node.type) {
    case "ImportDeclaration":
      return [];
    case "ExportNamedDeclaration":
      return node.declaration ? [node.declaration] : [];
    case "ExportDefaultDeclaration":
      return node.declaration.type === "Identifier" ? [] : [node.declaration];
    case "VariableDeclarator":
      return node.init ? [node.init] : [];
    case "ObjectProperty":
      return node.computed ? [node.key, node.value] : [node.value];
    case "ObjectMethod":
      return node.computed === true ? [node.key, ...node.params, node.body] : [...node.params, node.body];
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
      return [node.expression];
    default:
      return node.type.startsWith("TS") ? [] : childrenOf(node);
  }
}
