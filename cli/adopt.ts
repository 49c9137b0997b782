import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { type Adoption, adoptionOf } from "../upgrade/adopt/adoption";
import { type FleetFile, fleetFileText } from "../upgrade/adopt/fleet-text";
import { type Forgetting, forgettingOf } from "../upgrade/adopt/forgetting";
import type { LiveCluster } from "../upgrade/adopt/live-cluster";
import { type LoadBalancerUse, loadBalancerAdoptionOf } from "../upgrade/adopt/load-balancer-adoption";
import type { ClusterSettings, LoadBalancerSettings } from "../upgrade/fleet/settings";
import { readJson, reasonOf } from "../upgrade/input/read-json";
import { AwsProblem } from "./aws/ask";
import { liveCluster } from "./aws/live-cluster";
import { liveLoadBalancer } from "./aws/load-balancer";
import { ACCEPTED, REJECTED } from "./shared/exit-codes";
import { failed } from "./shared/failed";
import { optionProblem } from "./shared/options";
import { visible } from "./shared/visible";
import { writeWhole } from "./shared/write-file";

const EXAMPLES = `
Bring an existing cluster under code. Nothing of it changes:
  cdktf-eks-upgrade adopt legacy --region ap-northeast-2 --output fleet/legacy.ts

Adopt a load balancer with it. Give the service whose pods are the targets:
  cdktf-eks-upgrade adopt legacy --region ap-northeast-2 --output fleet/legacy.ts --load-balancer legacy-webapp=webapp/webapp:http

If another Terraform state has the cluster, also write what that state must forget:
  terraform show -json > legacy-state.json
  cdktf-eks-upgrade adopt legacy --region ap-northeast-2 --output fleet/legacy.ts --state legacy-state.json

Then add it to your fleet and read the first plan: it imports, with 0 to add, 0 to change, 0 to destroy:
  npx cdktf diff legacy

The command only reads AWS. It requires eks:Describe* and eks:List*. If allowed, it also uses ec2:DescribeInstances
and elasticloadbalancing:Describe*. It reports what the file does not manage.

Exit codes
  0  the fleet file was written
  1  the cluster cannot be adopted as it is; nothing was written
  2  AWS, an option or a file has a problem; nothing was written`;

interface AdoptOptions {
  readonly region: string;
  readonly environment: string;
  readonly output?: string;
  readonly state?: string;
  readonly loadBalancer?: readonly string[];
}

export function adoptCommand(): Command {
  return new Command("adopt")
    .description(
      "Reads a cluster with its node groups, add-ons, access entries and Pod Identity associations, and the named load balancers. Writes a fleet file whose first plan imports them and changes nothing.",
    )
    .argument("<cluster>", "the cluster's name")
    .requiredOption("-r, --region <region>", "the cluster's region")
    .option("-e, --environment <name>", "the name of the environment in the file", "adopted")
    .option("-o, --output <file>", "the fleet file to write (default: standard output)")
    .option(
      "-s, --state <file>",
      'the state that has the cluster now, from "terraform show -json": also writes what that state must forget',
    )
    .option(
      "-l, --load-balancer <name=namespace/service:port...>",
      "a load balancer of the cluster, and the Kubernetes service whose pods are its targets",
    )
    .addHelpText("after", EXAMPLES)
    .action(async (name: string, options: AdoptOptions) => {
      process.exitCode = await run(name, options);
    });
}

async function run(name: string, options: AdoptOptions): Promise<number> {
  const { region, output, state } = options;
  const files = output === undefined ? [] : [output, ...(state === undefined ? [] : [removedFile(output)])];
  const problems = files
    .filter((file) => existsSync(file))
    .map((file) => `${file} already exists: give another file, or move it`);
  if (state !== undefined && output === undefined) {
    problems.push("--state writes a second file next to the fleet file: give --output");
  }
  const asked = (options.loadBalancer ?? []).map(askedLoadBalancer);
  problems.push(...asked.flatMap((one) => ("problem" in one ? [one.problem] : [])));
  const json = state === undefined ? undefined : readJson(state);
  if (json !== undefined && "problem" in json) {
    problems.push(`${state}: ${json.problem}`);
  }
  if (problems.length > 0) {
    return failed(NOTHING, problems);
  }
  const loadBalancers = asked.flatMap((one) => ("problem" in one ? [] : [one]));
  const read = await readFromAws(name, region, loadBalancers);
  if ("problem" in read) {
    return failed(NOTHING, [read.problem]);
  }
  const { cluster, balancers } = read;
  const own = adoptionOf(
    cluster,
    balancers.map((balancer) => balancer.name),
  );
  const adoption = {
    ...own,
    notAdopted: [...own.notAdopted, ...balancers.flatMap(({ notAdopted }) => notAdopted)],
  };
  const arns = new Set(balancers.flatMap((balancer) => balancer.arns));
  const forgetting =
    json === undefined || "problem" in json ? undefined : forgettingOf(json.value, cluster, arns);
  if (forgetting !== undefined && "problem" in forgetting) {
    return failed(NOTHING, [`${state}: ${forgetting.problem}`]);
  }
  if (adoption.problems.length > 0) {
    failed(NOTHING, adoption.problems);
    return REJECTED;
  }
  const text = fleetFileText({
    clusterName: name,
    environmentName: options.environment,
    region,
    accountId: cluster.arn.split(":")[4] ?? "",
    vpcId: cluster.vpcId,
    settings: adoption.settings,
    ...loadBalancersIn(balancers),
    importFrom: existsSync(join("upgrade", "fleet", "settings.ts"))
      ? "../upgrade/fleet/settings"
      : "cdktf-eks-upgrade/stacks",
  });
  if (output === undefined) {
    process.stdout.write(text);
    process.stderr.write(report(cluster, adoption, balancers, "the file", []));
    return ACCEPTED;
  }
  const removed = removedFile(output);
  const hasBlocks = forgetting !== undefined && forgetting.blocks !== "";
  try {
    mkdirSync(dirname(output), { recursive: true });
    writeWhole(output, text);
    if (hasBlocks) {
      writeWhole(removed, forgetting.blocks);
    }
  } catch (error) {
    return failed(NOTHING, [`cannot write ${output}: ${reasonOf(error)}`]);
  }
  const toForget =
    forgetting === undefined ? [] : forgettingLines(forgetting, hasBlocks ? removed : undefined);
  process.stdout.write(report(cluster, adoption, balancers, output, toForget));
  return ACCEPTED;
}

interface ReadFromAws {
  readonly cluster: LiveCluster;
  readonly balancers: readonly AdoptedBalancer[];
}

async function readFromAws(
  name: string,
  region: string,
  asked: readonly AskedLoadBalancer[],
): Promise<ReadFromAws | { readonly problem: string }> {
  try {
    const cluster = await liveCluster(name, { region });
    return { cluster, balancers: await loadBalancersOf(cluster, asked) };
  } catch (error) {
    if (error instanceof AwsProblem) {
      return { problem: error.message };
    }
    throw error;
  }
}

const NOTHING = "nothing was written";

interface AskedLoadBalancer {
  readonly name: string;
  readonly service: LoadBalancerUse["service"];
}

function askedLoadBalancer(text: string): AskedLoadBalancer | { readonly problem: string } {
  const [, name, namespace, service, port] = /^([^=/:]+)=([^=/:]+)\/([^=/:]+):([^=/:]+)$/.exec(text) ?? [];
  return name === undefined || namespace === undefined || service === undefined || port === undefined
    ? {
        problem: optionProblem(
          "load-balancer",
          text,
          '<name>=<namespace>/<service>:<port>, as in "legacy-webapp=webapp/webapp:http"',
        ),
      }
    : { name, service: { namespace, name: service, port: /^\d+$/.test(port) ? Number(port) : port } };
}

interface AdoptedBalancer {
  readonly name: string;
  /** @default - it cannot be adopted */
  readonly settings?: LoadBalancerSettings;
  readonly notAdopted: readonly string[];
  readonly arns: readonly string[];
}

/** A load balancer that the settings cannot describe exactly is not adopted at all. */
async function loadBalancersOf(
  { name: clusterName, region, vpcId }: LiveCluster,
  asked: readonly AskedLoadBalancer[],
): Promise<readonly AdoptedBalancer[]> {
  const balancers: AdoptedBalancer[] = [];
  for (const { name, service } of asked) {
    const live = await liveLoadBalancer(name, { region });
    const adoption = loadBalancerAdoptionOf(live, { clusterName, vpcId, service });
    balancers.push(
      "reasons" in adoption
        ? {
            name,
            notAdopted: adoption.reasons.map((reason) => `load balancer ${name} is not adopted: ${reason}`),
            arns: [],
          }
        : { name, ...adoption },
    );
  }
  return balancers;
}

function loadBalancersIn(balancers: readonly AdoptedBalancer[]): Pick<FleetFile, "loadBalancers"> {
  const entries = balancers.flatMap(({ name, settings }) =>
    settings === undefined ? [] : [[name, settings] as const],
  );
  return entries.length === 0 ? {} : { loadBalancers: Object.fromEntries(entries) };
}

function namesOf(balancers: readonly AdoptedBalancer[]): readonly string[] {
  return balancers.flatMap(({ name, settings }) => (settings === undefined ? [] : [`load balancer ${name}`]));
}

/** "fleet/legacy.removed.tf", beside "fleet/legacy.ts". */
function removedFile(output: string): string {
  return `${output.replace(/\.ts$/, "")}.removed.tf`;
}

function report(
  cluster: LiveCluster,
  { notAdopted, settings }: Adoption,
  balancers: readonly AdoptedBalancer[],
  file: string,
  toForget: readonly string[],
): string {
  return [
    ...(notAdopted.length === 0
      ? []
      : [`Not adopted, or to check (${notAdopted.length})`, ...notAdopted.map((line) => `  ${line}`), ""]),
    ...(toForget.length === 0 ? [] : ["To remove from the other state", ...toForget, ""]),
    `${cluster.name} ${cluster.version} in ${cluster.region}: ${[counted(settings), ...namesOf(balancers)].join(", ")} in ${file}.`,
    "",
  ]
    .map(visible)
    .join("\n");
}

function forgettingLines(
  { taken, commands, orphans }: Forgetting,
  file: string | undefined,
): readonly string[] {
  return [
    ...(file === undefined ? [] : [`  replace the code that manages it now with ${file}`]),
    ...commands.map((command) => `  ${command}`),
    `  adopted: ${taken.join(", ")}`,
    ...(orphans.length === 0
      ? []
      : [`  in no state afterwards, still running: ${orphans.join(", ")}. Import them where you need them`]),
  ];
}

/** "2 node groups, 3 add-ons, 1 access entry, 0 Pod Identity associations". */
function counted(settings: ClusterSettings): string {
  const { nodeGroups, addons, accessEntries = {}, podIdentityAssociations = {} } = settings;
  return [
    number(nodeGroups, "node group", "node groups"),
    number(addons, "add-on", "add-ons"),
    number(accessEntries, "access entry", "access entries"),
    number(podIdentityAssociations, "Pod Identity association", "Pod Identity associations"),
  ].join(", ");
}

function number(entries: Readonly<Record<string, unknown>>, one: string, many: string): string {
  const count = Object.keys(entries).length;
  return `${count} ${count === 1 ? one : many}`;
}
