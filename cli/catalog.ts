import { Command } from "commander";
import { type Refresh, refresh } from "../upgrade/eks/catalog/refresh";
import { offerOf } from "./aws/offer";
import { type CatalogFiles, ownFile, projectFiles } from "./catalog/files";
import { ACCEPTED, REJECTED } from "./shared/exit-codes";
import { failed, messageOf } from "./shared/failed";
import { collected, dayProblems, today } from "./shared/options";
import { joined, section } from "./shared/sections";
import { visible } from "./shared/visible";

const EXAMPLES = `
Write what EKS offers now into a file of your own, which the environments name (catalogFile):
  cdktf-eks-upgrade catalog refresh --file eks-catalog.json --region ap-northeast-2

Print what is new, and write nothing:
  cdktf-eks-upgrade catalog refresh --file eks-catalog.json --dry-run

It calls eks:DescribeClusterVersions and eks:DescribeAddonVersions with the credentials of the AWS CLI.
A refresh never removes a row, because clusters run add-on versions that EKS no longer offers: it lists these as kept.
If EKS does not list a version that the file has as supported, nothing is written.

If nothing is new, the file stays as it is, with its date: the date says when the file changed.

Exit codes:
  0  the file is up to date
  1  a row would be lost: nothing was written
  2  AWS, an option or a file has a problem: nothing was written`;

interface RefreshOptions {
  readonly file?: string;
  readonly region?: string;
  readonly addon: readonly string[];
  readonly day: string;
  readonly dryRun?: true;
}

export function catalogCommand(): Command {
  return new Command("catalog")
    .description("The Kubernetes versions and add-on versions that EKS offers, as files that are reviewed.")
    .addCommand(
      new Command("refresh")
        .summary("ask AWS what EKS offers, and write it to the catalog")
        .description("Asks AWS what EKS offers, and writes what is new into the catalog as a diff.")
        .option("-f, --file <file>", "a file of your own; it is created if it does not exist")
        .option("-r, --region <region>", "the region to ask (default: the region of the AWS CLI)")
        .option(
          "-a, --addon <name>",
          "an add-on besides those in the catalog; can be given more than once",
          collected,
          [],
        )
        .option("-d, --day <day>", "the date that is written into the file, YYYY-MM-DD (UTC)", today())
        .option("--dry-run", "print what is new, and write nothing")
        .addHelpText("after", EXAMPLES)
        .action(async (options: RefreshOptions) => {
          process.exitCode = await run(options);
        }),
    );
}

const NOTHING = "nothing was written";

async function run(options: RefreshOptions): Promise<number> {
  const { day, addon, region, dryRun } = options;
  const { files, problems } = filesOf(options);
  if (files === undefined || problems.length > 0) {
    return failed(NOTHING, problems);
  }
  const { own, base } = files;
  const known = [...base.addonVersions, ...own.addonVersions].map(({ addonName }) => addonName);
  try {
    const offer = await offerOf(
      [...new Set([...known, ...addon])],
      day,
      region === undefined ? {} : { region },
    );
    const result = refresh(own, base, offer);
    if (result.problems.length > 0) {
      failed(NOTHING, result.problems);
      return REJECTED;
    }
    const isNew = result.added.length + result.changed.length > 0;
    const written = isNew && dryRun !== true ? files.write(result.data, day) : [];
    process.stdout.write(textOf(result, written, `EKS in ${offer.region} on ${day}`));
    return ACCEPTED;
  } catch (error) {
    return failed(NOTHING, [messageOf(error)]);
  }
}

function filesOf({ file, day }: RefreshOptions): {
  readonly files?: CatalogFiles;
  readonly problems: readonly string[];
} {
  const problems = dayProblems(day);
  try {
    const files = file === undefined ? projectFiles(process.cwd()) : ownFile(file);
    return files === undefined
      ? {
          problems: [
            ...problems,
            "this folder is no checkout of cdktf-eks-upgrade; give --file with a file of your own, which the environments then name as their catalogFile",
          ],
        }
      : { files, problems };
  } catch (error) {
    return { problems: [...problems, ...messageOf(error).split("\n")] };
  }
}

function textOf(
  { added, changed, kept, skipped }: Refresh,
  written: readonly string[],
  asked: string,
): string {
  const isNew = added.length + changed.length > 0;
  return joined([
    counted("New", added),
    counted("Changed", changed),
    counted("Kept, though EKS does not offer it today", kept),
    counted("Not taken over", skipped),
    isNew
      ? `${asked}: ${added.length} new, ${changed.length} changed; ${written.length === 0 ? "nothing was written" : `written: ${written.join(", ")}`}.`
      : `${asked}: nothing is new, and nothing was written.`,
  ]);
}

const counted = (title: string, lines: readonly string[]) =>
  section(
    `${title} (${lines.length})`,
    lines.map((line) => `  ${visible(line)}`),
  );
