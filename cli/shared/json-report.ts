import { version } from "../../package.json";

/**
 * The JSON output of a command, by its schema in schemas/.
 *
 * @param formatVersion - its first number changes if readers must change
 */
export function jsonReport(formatVersion: string, content: object): string {
  const report = { formatVersion, tool: { name: "cdktf-eks-upgrade", version }, ...content };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
