import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { type Adoption, adoptionOf } from "../upgrade/adopt/adoption";
import { type FleetFile, fleetFileText } from "../upgrade/adopt/fleet-text";
import { type Forgetting, forgettingOf } from "../upgrade/adopt/forgetting";
import type { LiveCluster } from "../upgrade/adopt/live-cluster";
import { loadBalancerAdoptionOf } from "../upgrade/adopt/load-balancer-adoption";
import { liveCluster } from "./aws/live-cluster";
import { liveLoadBalancer } from "./aws/load-balancer";
import { PASSED, REFUSED } from "./shared/exit-codes";
import { failed, messageOf } from "./shared/failed";
import { readJson, reasonOf } from "./shared/read-json";
import { visible } from "./shared/visible";

const EXAMPLES = `
Take a cluster that runs under code; nothing of it changes:
  cdktf-eks-upgrade adopt legacy --region ap-northeast-2 --output fleet/legacy.ts

Take a load balancer over with it, and say the service that its target groups are for:
  cdktf-eks-upgrade adopt legacy --region ap-northeast-2 --output fleet/legacy.ts --load-balancer legacy-webapp=webapp/webapp:http

Where another Terraform state has it, that of a module for one, have what it must forget written too:
  terraform show -json > legacy-state.json
  cdktf-eks-upgrade adopt legacy --region ap-northeast-2 --output fleet/legacy.ts --state legacy-state.json

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
  readonly state?: string;
  readonly loadBalancer?: readonly string[];
}

export function adoptCommand(): Command {
  return new Command("adopt")
    .summary("take a cluster that runs under code")
    .description(
      "Reads a cluster with its node groups, add-ons, access entries and Pod Identity associations, and the load balancers that are named, and writes the fleet file whose first plan imports them and changes nothing.",
    )
    .argument("<cluster>", "the cluster's name")
    .requiredOption("-r, --region <region>", "where it runs")
    .option("-e, --environment <name>", "the name of the environment in the file", "adopted")
    .option("-o, --output <file>", "write the fleet file there; without it, to standard output")
    .option(
      "-s, --state <file>",
      'the state that has it now, from "terraform show -json": writes beside the fleet file what that must forget',
    )
    .option(
      "-l, --load-balancer <name=namespace/service:port...>",
      "a load balancer in front of it, and the Kubernetes service that its target groups are for",
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
    .map((file) => `${file}: it is there already; give another file, or move it away`);
  if (state !== undefined && output === undefined) {
    problems.push("--state writes a file beside the fleet file; give --output");
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
  try {
    const cluster = await liveCluster(name, { region });
    const balancers = await loadBalancersOf(
      cluster,
      asked.flatMap((one) => ("problem" in one ? [] : [one])),
    );
    const own = adoptionOf(
      cluster,
      balancers.map(({ name: balancer }) => balancer),
    );
    const adoption = { ...own, left: [...own.left, ...balancers.flatMap(({ left }) => left)] };
    const arns = new Set(balancers.flatMap((balancer) => balancer.arns));
    const forgetting =
      json === undefined || "problem" in json ? undefined : forgettingOf(json.value, cluster, arns);
    if (forgetting !== undefined && "problem" in forgetting) {
      return failed(NOTHING, [`${state}: ${forgetting.problem}`]);
    }
    if (adoption.problems.length > 0) {
      failed(NOTHING, adoption.problems.map(visible));
      return REFUSED;
    }
    const text = fleetFileText({
      clusterName: name,
      environmentName: options.environment,
      region,
      accountId: cluster.arn.split(":")[4] ?? "",
      vpcId: cluster.vpcId,
      settings: adoption.settings,
      ...fieldOf(balancers),
      importFrom: existsSync(join("upgrade", "fleet", "settings.ts"))
        ? "../upgrade/fleet/settings"
        : "cdktf-eks-upgrade/stacks",
    });
    if (output === undefined) {
      process.stdout.write(text);
      process.stderr.write(told(cluster, adoption, balancers, "the file", []));
      return PASSED;
    }
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, text);
    const hasBlocks = forgetting !== undefined && forgetting.blocks !== "";
    if (hasBlocks) {
      writeFileSync(removedFile(output), forgetting.blocks);
    }
    const toForget =
      forgetting === undefined
        ? []
        : forgettingLines(forgetting, hasBlocks ? removedFile(output) : undefined);
    process.stdout.write(told(cluster, adoption, balancers, output, toForget));
    return PASSED;
  } catch (error) {
    const isOfFile = error instanceof Error && "code" in error && "syscall" in error;
    return failed(NOTHING, [
      isOfFile ? `${output}: it cannot be written: ${reasonOf(error)}` : visible(messageOf(error)),
    ]);
  }
}

const NOTHING = "nothing was written";

interface AskedLoadBalancer {
  readonly name: string;
  readonly service: { readonly namespace: string; readonly name: string; readonly port: string | number };
}

function askedLoadBalancer(text: string): AskedLoadBalancer | { readonly problem: string } {
  const [, name, namespace, service, port] = /^([^=/:]+)=([^=/:]+)\/([^=/:]+):([^=/:]+)$/.exec(text) ?? [];
  return name === undefined || namespace === undefined || service === undefined || port === undefined
    ? {
        problem: `--load-balancer ${text}: give its name and the service, as in "legacy-webapp=webapp/webapp:http": the namespace, the service's name, and its port by name or number`,
      }
    : { name, service: { namespace, name: service, port: /^\d+$/.test(port) ? Number(port) : port } };
}

interface AdoptedBalancer {
  readonly name: string;
  /** @default - it cannot be adopted */
  readonly settings?: Adoption["settings"];
  readonly left: readonly string[];
  readonly arns: readonly string[];
}

/** Those that are asked for; what cannot be said by code exactly is left as a whole. */
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
            left: adoption.reasons.map(
              (reason) => `the load balancer ${name} stays as it is, all of it: ${reason}`,
            ),
            arns: [],
          }
        : { name, ...adoption },
    );
  }
  return balancers;
}

function fieldOf(balancers: readonly AdoptedBalancer[]): Pick<FleetFile, "loadBalancers"> {
  const entries = balancers.flatMap(({ name, settings }) =>
    settings === undefined ? [] : [[name, settings] as const],
  );
  return entries.length === 0 ? {} : { loadBalancers: Object.fromEntries(entries) };
}

function namesOf(balancers: readonly AdoptedBalancer[]): readonly string[] {
  return balancers.flatMap(({ name, settings }) =>
    settings === undefined ? [] : [`the load balancer ${name}`],
  );
}

/** "fleet/legacy.removed.tf", beside "fleet/legacy.ts". */
function removedFile(output: string): string {
  return `${output.replace(/\.ts$/, "")}.removed.tf`;
}

function told(
  cluster: LiveCluster,
  { left, settings }: Adoption,
  balancers: readonly AdoptedBalancer[],
  file: string,
  toForget: readonly string[],
): string {
  return [
    ...(left.length === 0 ? [] : [`Left as it is (${left.length})`, ...left.map((line) => `  ${line}`), ""]),
    ...(toForget.length === 0 ? [] : ["To be forgotten by the other state", ...toForget, ""]),
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
    ...(file === undefined ? [] : [`  ${file} goes in place of the code that made it`]),
    ...commands.map((command) => `  ${command}`),
    `  taken over: ${taken.join(", ")}`,
    ...(orphans.length === 0
      ? []
      : [`  in no state afterwards, and running on: ${orphans.join(", ")}; import them where you want them`]),
  ];
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
