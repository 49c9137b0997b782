import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  API,
  type Checker,
  type Symbol as Declared,
  ModifierFlags,
  type Project,
  type Signature,
  SignatureKind,
  SymbolFlags,
  type Type,
  TypeFlags,
} from "typescript/unstable/sync";
import { type Made, marks, type Properties, type Shape, type TypeTable } from "../constructs/checks/types";

/*
 * Describes the types of what a program gives to our constructs and stacks: synthesis compares values with them, because
 * no compiler runs for JavaScript and tsx. The compiler resolves the types, so that nothing restates a property.
 */

const PROJECT = resolve(__dirname, "..");
const CONFIG = join(PROJECT, "tsconfig.build.json");
const ENTRIES = ["constructs/index.ts", "stacks/index.ts"];

/** What every construct takes. The package "constructs" checks it. */
const OF_EVERY_CONSTRUCT: readonly string[] = ["scope", "id"];

/** Classes of these folders check what they are given. */
const CHECKING = ["constructs", "stacks"].map((folder) => `${PROJECT}/${folder}/`);

class Descriptions {
  private readonly table: Record<string, Properties | Made> = {};
  private readonly checker: Checker;
  private readonly classes: readonly Declared[];

  constructor(private readonly project: Project) {
    this.checker = project.checker;
    const exported = ENTRIES.flatMap((entry) => {
      const file = project.program.getSourceFile(join(PROJECT, entry));
      const module = file === undefined ? undefined : this.checker.getSymbolAtLocation(file);
      return module === undefined ? [] : this.checker.getExportsOfModule(module);
    }).map((each) => ((each.flags & SymbolFlags.Alias) === 0 ? each : this.checker.getAliasedSymbol(each)));
    this.classes = [...new Map(exported.map((each) => [each.id, each])).values()].filter(
      ({ flags }) => (flags & SymbolFlags.Class) !== 0,
    );
  }

  /** What the constructors and methods of the exported classes take, by type, and by the name of a method. */
  all(): TypeTable {
    for (const exported of this.classes.filter((each) => isIn(each, CHECKING))) {
      for (const parameter of this.constructorOf(exported)?.getParameters() ?? []) {
        if (!OF_EVERY_CONSTRUCT.includes(parameter.name)) {
          this.shapeOf(this.typeOf(parameter));
        }
      }
      for (const member of exported.getExports().values()) {
        this.describeMethod(`${exported.name}.${member.name}`, member);
      }
      for (const member of exported.getMembers().values()) {
        this.describeMethod(`${exported.name}.${member.name}`, member);
      }
    }
    return Object.fromEntries(Object.entries(this.table).sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  private describeMethod(name: string, method: Declared): void {
    const signature = this.isPublic(method) ? this.signatureOf(method) : undefined;
    const parameters = (signature?.getParameters() ?? [])
      // A destructured parameter has no name of its own.
      .filter((each) => !OF_EVERY_CONSTRUCT.includes(each.name) && !each.name.startsWith("__"))
      .map((each): [string, Shape] => [
        each.name + (this.isOptionalParameter(each) ? "?" : ""),
        this.shapeOf(this.typeOf(each)),
      ]);
    if (parameters.length > 0) {
      const marked = parameters.flatMap(([parameter]) => {
        const plain = parameter.replace(/\?$/, "");
        return this.marked(plain, method, (text) => text === plain);
      });
      this.table[name] = { properties: Object.fromEntries(parameters), ...withMarks(marked) };
    }
  }

  private shapeOf(type: Type): Shape {
    const all = type.isUnionType() ? type.getTypes() : [type];
    const options = all.filter(({ flags }) => (flags & (TypeFlags.Undefined | TypeFlags.Never)) === 0);
    const literals = options.flatMap((option) =>
      option.isLiteralType() && typeof option.value !== "bigint" ? [option.value] : [],
    );
    const isBoolean = literals.includes(true) && literals.includes(false);
    const oneOf = literals.filter((each) => !(isBoolean && typeof each === "boolean"));
    const shapes: readonly Shape[] = [
      ...options.filter((option) => !option.isLiteralType()).map((option) => this.oneShape(option)),
      ...(isBoolean ? ["boolean"] : []),
      ...(oneOf.length === 0 ? [] : [{ oneOf }]),
    ];
    const [only, ...others] = shapes;
    return only === undefined || others.length > 0 ? { any: shapes } : only;
  }

  private oneShape(type: Type): Shape {
    const parts = type.isIntersectionType() ? type.getTypes() : [type];
    const has = (flags: number) => parts.some((part) => (part.flags & flags) !== 0);
    if (has(TypeFlags.String | TypeFlags.TemplateLiteral)) {
      return "text";
    }
    if (has(TypeFlags.Number)) {
      return "number";
    }
    if (has(TypeFlags.AnyOrUnknown)) {
      return "anything";
    }
    if (this.checker.isArrayLikeType(type) && type.isTypeReference()) {
      const [item] = this.checker.getTypeArguments(type);
      return { list: item === undefined ? "anything" : this.shapeOf(item) };
    }
    const [index] = this.checker.getIndexInfosOfType(type);
    return index === undefined ? this.shapeOfObject(type) : { map: this.shapeOf(index.valueType) };
  }

  private shapeOfObject(type: Type): Shape {
    const name = this.checker.typeToString(type);
    const symbol = type.getAliasSymbol() ?? type.getSymbol();
    const properties = this.checker.getPropertiesOfType(type);
    if (this.checker.getSignaturesOfType(type, SignatureKind.Call).length > 0) {
      return "function";
    }
    if (!/^[A-Z][\w<>, ]*$/.test(name)) {
      return this.describedObject(properties);
    }
    if (this.table[name] === undefined) {
      const isClass = symbol !== undefined && (symbol.flags & SymbolFlags.Class) !== 0;
      const isMade = isClass || properties.some((each) => this.signatureOf(each) !== undefined);
      // The name comes first, because a type can have properties of its own type.
      this.table[name] = { properties: {} };
      if (symbol !== undefined && isIn(symbol, ["/node_modules/"])) {
        this.table[name] = {
          has: this.membersOf(properties.filter((each) => each.name === "fqn")),
          from: [],
        };
      } else if (isMade) {
        const own = properties.filter((each) => each.name === "node" || !isIn(each, ["/node_modules/"]));
        this.table[name] = { has: this.membersOf(own), from: this.waysTo(type) };
      } else {
        this.table[name] = this.describedObject(properties);
      }
    }
    return name;
  }

  private describedObject(properties: readonly Declared[]): Properties {
    const marked = properties.flatMap((each) => this.marked(each.name, each, (text) => text === ""));
    return { properties: this.propertiesOf(properties), ...withMarks(marked) };
  }

  /** What the docstring says of tokens. */
  private marked(
    name: string,
    documented: Declared,
    isMeant: (text: string) => boolean,
  ): readonly (readonly [string, string])[] {
    return documented
      .getJsDocTags(this.checker)
      .flatMap((tag) =>
        marks.some((mark) => mark === tag.name) && isMeant(tag.text ?? "") ? [[name, tag.name] as const] : [],
      );
  }

  private propertiesOf(properties: readonly Declared[]): Record<string, Shape> {
    return Object.fromEntries(
      properties
        .map((each): [string, Shape] => [
          each.name + (isOptional(each) ? "?" : ""),
          this.shapeOf(this.typeOf(each)),
        ])
        // Plain data cannot give what is `never`.
        .filter(([, shape]) => typeof shape === "string" || !("any" in shape) || shape.any.length > 0),
    );
  }

  /** What each value of a type has. A "?" follows the name of what can be undefined. */
  private membersOf(properties: readonly Declared[]): Record<string, Shape> {
    const members = properties.filter((each) => !isOptional(each) && this.isPublic(each));
    return Object.fromEntries(
      members.map((each) => {
        const type = this.typeOf(each);
        const isMaybe =
          type.isUnionType() && type.getTypes().some(({ flags }) => (flags & TypeFlags.Undefined) !== 0);
        return isMaybe ? [`${each.name}?`, "anything"] : [each.name, this.shapeOf(type)];
      }),
    );
  }

  /** How a program gets a value of a type: `EndpointAccess.PRIVATE`, `ControlPlaneLogs.of(…)`. */
  private waysTo(type: Type): readonly string[] {
    return this.classes.flatMap((exported) => {
      const signature = this.constructorOf(exported);
      const isMadeByNew =
        signature !== undefined &&
        isPublicNode(signature.declaration?.resolve(this.project)) &&
        this.gives(this.checker.getReturnTypeOfSignature(signature), type);
      const members = [...exported.getExports().values()].flatMap((member) => {
        const method = this.signatureOf(member);
        const made =
          method === undefined ? this.typeOf(member) : this.checker.getReturnTypeOfSignature(method);
        return member.name !== "prototype" && this.isPublic(member) && this.gives(made, type)
          ? [`${exported.name}.${member.name}${method === undefined ? "" : "(…)"}`]
          : [];
      });
      return [...(isMadeByNew ? [`new ${exported.name}(…)`] : []), ...members];
    });
  }

  private gives(made: Type | undefined, type: Type): boolean {
    return made?.isClassOrInterface() === true && this.checker.isTypeAssignableTo(made, type);
  }

  private constructorOf(exported: Declared): Signature | undefined {
    return this.checker.getSignaturesOfType(this.typeOf(exported), SignatureKind.Construct)[0];
  }

  private signatureOf(symbol: Declared): Signature | undefined {
    return this.checker.getSignaturesOfType(this.typeOf(symbol), SignatureKind.Call)[0];
  }

  private typeOf(symbol: Declared): Type {
    return this.checker.getTypeOfSymbol(symbol) ?? this.checker.getUnknownType();
  }

  private isPublic(symbol: Declared): boolean {
    return symbol.declarations.every((each) => isPublicNode(each.resolve(this.project)));
  }

  private isOptionalParameter(symbol: Declared): boolean {
    const node = symbol.valueDeclaration?.resolve(this.project);
    return (
      node !== undefined &&
      ["questionToken", "initializer"].some((name) => Reflect.get(node, name) !== undefined)
    );
  }
}

function withMarks(marked: readonly (readonly [string, string])[]): Partial<Properties> {
  return marked.length === 0 ? {} : { marks: Object.fromEntries(marked) };
}

function isOptional({ flags }: Declared): boolean {
  return (flags & SymbolFlags.Optional) !== 0;
}

function isIn({ declarations }: Declared, folders: readonly string[]): boolean {
  return declarations.some(({ path }) => folders.some((folder) => path.includes(folder)));
}

function isPublicNode(node: object | undefined): boolean {
  const flags = node !== undefined && "modifierFlags" in node ? node.modifierFlags : 0;
  return typeof flags !== "number" || (flags & (ModifierFlags.Private | ModifierFlags.Protected)) === 0;
}

/** The description of all types, as the text of its file. */
function describedTypes(): string {
  const api = new API({ cwd: PROJECT });
  try {
    const project = api.updateSnapshot({ openProjects: [CONFIG] }).getProject(CONFIG);
    if (project === undefined) {
      throw new Error(`the compiler did not open ${CONFIG}`);
    }
    return `${JSON.stringify(new Descriptions(project).all(), undefined, 1)}\n`;
  } finally {
    api.close();
  }
}

if (process.argv.includes("--print")) {
  process.stdout.write(describedTypes());
} else {
  writeFileSync(join(PROJECT, "constructs/checks/types.json"), describedTypes());
}
