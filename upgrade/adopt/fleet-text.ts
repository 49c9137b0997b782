import type { ClusterSettings, Environment, LoadBalancerSettings } from "../fleet/settings";
import { fieldsOf, keyText, valueText } from "../fleet/value-text";
import { literal } from "../terraform/template";

const WIDTH = 110;

const STYLE = { quote: '"' } as const;

/** A value as a person writes it in TypeScript: on one line if it fits, else one line for each item. */
function textOf(value: unknown, indent = 0, before = 0): string {
  const flat = valueText(value, STYLE);
  if (typeof value !== "object" || value === null) {
    return flat;
  }
  if (indent + before + flat.length < WIDTH && !isDeep(value)) {
    return flat;
  }
  const inner = " ".repeat(indent + 2);
  const end = `\n${" ".repeat(indent)}`;
  if (Array.isArray(value)) {
    return value.length === 0
      ? "[]"
      : `[${value.map((item) => `\n${inner}${textOf(item, indent + 2)},`).join("")}${end}]`;
  }
  const lines = fieldsOf(value).map(([name, item]) => {
    const key = keyText(name, STYLE);
    return `\n${inner}${key}: ${textOf(item, indent + 2, key.length + 3)},`;
  });
  return lines.length === 0 ? "{}" : `{${lines.join("")}${end}}`;
}

/** An object that holds objects is never on one line. */
function isDeep(value: object): boolean {
  return (
    !Array.isArray(value) &&
    fieldsOf(value).some(([, item]) => typeof item === "object" && !Array.isArray(item))
  );
}

export interface FleetFile {
  readonly clusterName: string;
  readonly environmentName: string;
  readonly region: string;
  readonly accountId: string;
  readonly vpcId: string;
  readonly settings: ClusterSettings;
  /** By name. @default - none */
  readonly loadBalancers?: Readonly<Record<string, LoadBalancerSettings>>;
  /** The module that exports the type: "cdktf-eks-upgrade/stacks". */
  readonly importFrom: string;
}

/**
 * A fleet file with one environment that has this cluster. Terraform evaluates no text of AWS: a tag "${file("a")}" is
 * "$${file("a")}" in the file.
 */
export function fleetFileText(file: FleetFile): string {
  const environment: Environment = {
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
    `/** ${file.clusterName} as it was when it was imported. */`,
    `export const ${variableName(file.clusterName)}: Environment = ${textOf(literal(environment))};`,
    "",
  ].join("\n");
}

/** "alpha-kr-a" becomes "alphaKrA". */
export function variableName(clusterName: string): string {
  const name = clusterName.replace(/[-_]+(\w?)/g, (_, letter: string) => letter.toUpperCase());
  return /^\d/.test(name) || RESERVED.has(name) ? `cluster${name}` : name;
}

/** Words that JavaScript and its modules reserve: they cannot name a constant. */
const RESERVED = new Set(
  "arguments await break case catch class const continue debugger default delete do else enum eval export exports extends false finally for function if implements import in instanceof interface let module new null package private protected public require return static super switch this throw true try typeof undefined var void while with yield".split(
    " ",
  ),
);
