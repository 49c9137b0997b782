import { Command, Option } from "commander";
import { declaredFleet, plannedFleet } from "./shared/declared-fleet";
import { ACCEPTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { catalogOf, dayProblems, withCatalog, withDay } from "./shared/options";
import { isColored } from "./shared/terminal";
import { statusOf } from "./status/fleet-status";
import { jsonOf } from "./status/json";
import { textOf } from "./status/text";

interface StatusOptions {
  readonly day: string;
  /** The old name of --day. */
  readonly date?: string;
  readonly catalog?: string;
  readonly json?: true;
}

const EXAMPLES = `
The fleet of the program in this folder, today and at the end of the year:
  cdktf-eks-upgrade status
  cdktf-eks-upgrade status --day 2026-12-31

A fleet without our constructs, from its plans:
  cdktf-eks-upgrade status plans/*.json

The clusters whose support ends within 60 days:
  cdktf-eks-upgrade status --json | jq -r '.clusters[] | select(.daysLeft < 60) | .cluster'

"days": until the current support of the cluster ends. "$/month": what extended support adds to the standard price, $0.50 an
hour. "nodes": the versions of the nodes, and how many minor versions the oldest is behind.

The command reports what the code declares. It uses no network, and the clock only for the day. Exit code 0: reported. Exit
code 2: the fleet cannot be read.`;

export function statusCommand(): Command {
  return withCatalog(withDay(new Command("status"), "report"))
    .description(
      "Reports for each cluster its version, the end and the price of its support, the skew of its nodes, outdated add-ons, and upgrades that are not finished.",
    )
    .argument(
      "[plans...]",
      'plans as JSON, from "terraform show -json", instead of the program in this folder',
    )
    .addOption(new Option("--date <day>", "the old name of --day").hideHelp())
    .option("--json", "write JSON, as in schemas/status.schema.json")
    .addHelpText("after", EXAMPLES)
    .action(async (plans: readonly string[], options: StatusOptions) => {
      process.exitCode = await run(plans, options);
    });
}

async function run(
  plans: readonly string[],
  { date, catalog: file, json, ...options }: StatusOptions,
): Promise<number> {
  const day = date ?? options.day;
  const problems = [...dayProblems(day)];
  const catalog = catalogOf(file, problems);
  if (problems.length > 0) {
    return failed("nothing was read", problems);
  }
  const fleet = plans.length > 0 ? plannedFleet(plans) : await declaredFleet(".");
  if ("problems" in fleet) {
    return failed("the fleet cannot be read", fleet.problems);
  }
  const status = statusOf(fleet, catalog, day);
  process.stdout.write(json === true ? jsonOf(status, day) : textOf(status, isColored()));
  return ACCEPTED;
}
