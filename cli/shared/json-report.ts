import { version } from "../../package.json";

/**
 * What a command writes for programs, by its schema in schemas/.
 *
 * @param formatVersion - its first number changes when a reader would have to
 */
export function jsonReport(formatVersion: string, content: object): string {
  const report = { formatVersion, tool: { name: "cdktf-eks-upgrade", version }, ...content };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
