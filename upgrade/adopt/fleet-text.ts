import type { Plain } from "./adoption";

const WIDTH = 110;

/** A value as a person writes it in TypeScript: on one line where there is room, else a line an item. */
export function textOf(value: Plain, indent = 0, before = 0): string {
  const flat = flatText(value);
  if (indent + before + flat.length < WIDTH && !isDeep(value)) {
    return flat;
  }
  const inner = " ".repeat(indent + 2);
  const end = `\n${" ".repeat(indent)}`;
  if (isList(value)) {
    return value.length === 0
      ? "[]"
      : `[${value.map((item) => `\n${inner}${textOf(item, indent + 2)},`).join("")}${end}]`;
  }
  if (typeof value !== "object") {
    return flat;
  }
  const lines = fieldsOf(value).map(([name, item]) => {
    const key = keyText(name);
    return `\n${inner}${key}: ${textOf(item, indent + 2, key.length + 3)},`;
  });
  return lines.length === 0 ? "{}" : `{${lines.join("")}${end}}`;
}

function flatText(value: Plain): string {
  if (isList(value)) {
    return `[${value.map(flatText).join(", ")}]`;
  }
  if (typeof value === "object") {
    const fields = fieldsOf(value).map(([name, item]) => `${keyText(name)}: ${flatText(item)}`);
    return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
  }
  return JSON.stringify(value);
}

/** An object that holds objects is never on one line. */
function isDeep(value: Plain): boolean {
  return (
    typeof value === "object" &&
    !isList(value) &&
    fieldsOf(value).some(([, item]) => typeof item === "object" && !isList(item))
  );
}

function fieldsOf(value: { readonly [name: string]: Plain | undefined }): readonly [string, Plain][] {
  return Object.entries(value).flatMap(([name, item]): [string, Plain][] =>
    item === undefined ? [] : [[name, item]],
  );
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function keyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

export interface FleetFile {
  readonly clusterName: string;
  readonly environmentName: string;
  readonly region: string;
  readonly accountId: string;
  readonly vpcId: string;
  readonly settings: { readonly [name: string]: Plain | undefined };
  /** By name. @default - none */
  readonly loadBalancers?: { readonly [name: string]: Plain };
  /** Where the type comes from: "cdktf-eks-upgrade/stacks". */
  readonly importFrom: string;
}

/** A fleet file with one environment that has this cluster. */
export function fleetFileText(file: FleetFile): string {
  const environment = {
    name: file.environmentName,
    region: file.region,
    allowedAccountIds: [file.accountId],
    vpcId: file.vpcId,
    clusters: { [file.clusterName]: file.settings },
    loadBalancers: file.loadBalancers,
  };
  return [
    `import type { Environment } from ${JSON.stringify(file.importFrom)};`,
    "",
    `/** ${file.clusterName} as it ran before it came under code. */`,
    `export const ${variableName(file.clusterName)}: Environment = ${textOf(environment)};`,
    "",
  ].join("\n");
}

/** "alpha-kr-a" becomes "alphaKrA". */
export function variableName(clusterName: string): string {
  const name = clusterName.replace(/[-_]+(\w?)/g, (_, letter: string) => letter.toUpperCase());
  return /^\d/.test(name) || RESERVED.has(name) ? `cluster${name}` : name;
}

/** Words of JavaScript, and of its modules, that are no name for a constant. */
const RESERVED = new Set(
  "arguments await break case catch class const continue debugger default delete do else enum eval export exports extends false finally for function if implements import in instanceof interface let module new null package private protected public require return static super switch this throw true try typeof undefined var void while with yield".split(
    " ",
  ),
);
