import { Command } from "commander";
import { declaredFleet, plannedFleet } from "./shared/declared-fleet";
import { ACCEPTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { catalogOf, dayProblems, withCatalog, withDay } from "./shared/options";
import { isColored } from "./shared/terminal";
import { statusOf } from "./status/fleet-status";
import { jsonOf } from "./status/json";
import { textOf } from "./status/text";

interface StatusOptions {
  readonly date: string;
  readonly catalog?: string;
  readonly json?: true;
}

const EXAMPLES = `
The fleet of the program in this folder, today and at the end of the year:
  cdktf-eks-upgrade status
  cdktf-eks-upgrade status --date 2026-12-31

Of a fleet that is written without our constructs, from its plans:
  cdktf-eks-upgrade status plans/*.json

The clusters whose support ends within 60 days:
  cdktf-eks-upgrade status --json | jq -r '.clusters[] | select(.daysLeft < 60) | .cluster'

"days" are those that are left of the support that a cluster is in. "$/month" is what extended support costs beyond the price of
any cluster: $0.50 an hour. "nodes" are the versions that nodes run, and how many minors the oldest is behind.

It tells what the code declares, and asks nobody: no network is used, and no clock but for the day. Ends with 0, and with
2 where the fleet cannot be read.`;

export function statusCommand(): Command {
  return withCatalog(withDay(new Command("status"), "report", "date"))
    .summary("tell where the fleet stands")
    .description(
      "Tells of each cluster its version, how long that is supported and at what price, the skew of its nodes, add-ons that are behind, and which half-done upgrade is under way.",
    )
    .argument(
      "[plans...]",
      'plans as JSON, from "terraform show -json", in place of the program in this folder',
    )
    .option("--json", "for programs, by schemas/status.schema.json")
    .addHelpText("after", EXAMPLES)
    .action(async (plans: readonly string[], options: StatusOptions) => {
      process.exitCode = await run(plans, options);
    });
}

async function run(plans: readonly string[], { date, catalog: file, json }: StatusOptions): Promise<number> {
  const problems = [...dayProblems("date", date)];
  const catalog = catalogOf(file, problems);
  if (problems.length > 0) {
    return failed("nothing was read", problems);
  }
  const fleet = plans.length > 0 ? plannedFleet(plans) : await declaredFleet(".");
  if ("problems" in fleet) {
    return failed("the fleet cannot be read", fleet.problems);
  }
  const status = statusOf(fleet, catalog, date);
  process.stdout.write(json === true ? jsonOf(status, date) : textOf(status, isColored()));
  return ACCEPTED;
}
