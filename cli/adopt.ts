import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { adoptionOf } from "../upgrade/adopt/adoption";
import { fleetFileText } from "../upgrade/adopt/fleet-text";
import { liveCluster } from "./aws/live-cluster";
import { CANNOT_BE_JUDGED, PASSED, REFUSED } from "./exit-codes";
import { reasonOf } from "./review/read-json";
import { visible } from "./review/wording";

const EXAMPLES = `
Take a cluster that runs under code; nothing of it changes:
  cdktf-eks-upgrade adopt legacy --region ap-northeast-2 --output fleet/legacy.ts

Then name it in your fleet, and look at the first plan. It imports, and has 0 to add, 0 to change, 0 to destroy:
  npx cdktf diff legacy

AWS is only read: eks:Describe* and eks:List*, and, where that is allowed, ec2:DescribeInstances and
elasticloadbalancing:Describe* for what is told besides. What the file does not take over is named, not guessed.

Ends with
  0  the fleet entry was written
  1  the cluster cannot be adopted as it is: nothing was written
  2  AWS, an option or a file is wrong: nothing was written`;

interface AdoptOptions {
  readonly region: string;
  readonly environment: string;
  readonly output?: string;
}

export function adoptCommand(): Command {
  return new Command("adopt")
    .summary("take a cluster that runs under code")
    .description(
      "Reads a cluster with its node groups, add-ons, access entries and Pod Identity associations, and writes the fleet file whose first plan imports them and changes nothing.",
    )
    .argument("<cluster>", "the cluster's name")
    .requiredOption("-r, --region <region>", "where it runs")
    .option("-e, --environment <name>", "the name of the environment in the file", "adopted")
    .option("-o, --output <file>", "write the fleet file there; without it, to standard output")
    .addHelpText("after", EXAMPLES)
    .action(async (name: string, options: AdoptOptions) => {
      process.exitCode = await run(name, options);
    });
}

async function run(name: string, { region, environment, output }: AdoptOptions): Promise<number> {
  if (output !== undefined && existsSync(output)) {
    return failed([`${output}: it is there already; give another file, or move it away`], CANNOT_BE_JUDGED);
  }
  try {
    const cluster = await liveCluster(name, { region });
    const { settings, left, problems } = adoptionOf(cluster);
    if (problems.length > 0) {
      return failed(problems, REFUSED);
    }
    const text = fleetFileText({
      clusterName: name,
      environmentName: environment,
      region,
      accountId: cluster.arn.split(":")[4] ?? "",
      vpcId: cluster.vpcId,
      settings,
      importFrom: existsSync(join("stacks", "environment.ts"))
        ? "../stacks/environment"
        : "cdktf-eks-upgrade/stacks",
    });
    const told = [
      ...(left.length === 0
        ? []
        : [`Left as it is (${left.length})`, ...left.map((line) => `  ${visible(line)}`)]),
      `${name} ${cluster.version} in ${region}: ${counted(settings)} in ${output ?? "the file"}.`,
    ].join("\n");
    if (output === undefined) {
      process.stdout.write(text);
      process.stderr.write(`${told}\n`);
    } else {
      writeFileSync(output, text);
      process.stdout.write(`${told}\n`);
    }
    return PASSED;
  } catch (error) {
    const isOfFile = error instanceof Error && "code" in error && "syscall" in error;
    return failed(
      [isOfFile ? `${output}: it cannot be written: ${reasonOf(error)}` : messageOf(error)],
      CANNOT_BE_JUDGED,
    );
  }
}

/** "2 node groups, 3 add-ons, 1 access entry". */
function counted(settings: Readonly<Record<string, unknown>>): string {
  const kinds = [
    ["nodeGroups", "node group", "node groups"],
    ["addons", "add-on", "add-ons"],
    ["accessEntries", "access entry", "access entries"],
    ["podIdentityAssociations", "Pod Identity association", "Pod Identity associations"],
  ] as const;
  return kinds
    .map(([kind, one, many]) => {
      const value = settings[kind];
      const count = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
      return `${count} ${count === 1 ? one : many}`;
    })
    .join(", ");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failed(problems: readonly string[], exitCode: number): number {
  process.stderr.write(
    `error: nothing was written\n${problems.map((problem) => `  ${visible(problem)}\n`).join("")}`,
  );
  return exitCode;
}
