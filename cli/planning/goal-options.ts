import type { Command } from "commander";
import type { Catalog } from "../../upgrade/catalog/catalog";
import { type FleetState, ifKnown } from "../../upgrade/fleet-state";
import { KubernetesVersion } from "../../upgrade/kubernetes-version";
import type { ClusterGoal, InPlaceGoal, UpgradeGoal } from "../../upgrade/planning/upgrade-goal";
import { type StepKind, stepKinds } from "../../upgrade/planning/upgrade-plan";
import { catalogOf } from "../catalog-option";
import { dayProblems } from "../day-option";

/** The options that say where a fleet is to go, as they are given. */
export interface GoalOptions {
  readonly to: string;
  readonly cluster: readonly string[];
  readonly way: string;
  readonly second?: string;
  readonly shift?: string;
  readonly keepFirst?: true;
  readonly nodes?: string;
  readonly replacements?: string;
  readonly kubeProxy?: string;
  readonly environments?: string;
  readonly soak: readonly string[];
  readonly lastChange: readonly string[];
  readonly day: string;
  readonly catalog?: string;
}

const WAYS = ["in-place", "second-cluster"] as const;
const NODES = ["second-group", "roll"] as const;
const REPLACEMENTS = ["fewest", "each-minor"] as const;
const KUBE_PROXY = ["after-soak", "lower-first"] as const;

/** The same for each command that plans. */
export function withGoalOptions(command: Command): Command {
  const collect = (value: string, before: readonly string[]) => [...before, value];
  return command
    .requiredOption("-t, --to <version>", 'the Kubernetes version to get to, "1.36"')
    .option(
      "--cluster <name>",
      "only this cluster; can be given more than once (default: all that are not beyond the version)",
      collect,
      [],
    )
    .option(
      "--way <way>",
      `${WAYS.join(" or ")}: one minor after the other, or traffic to another cluster`,
      WAYS[0],
    )
    .option(
      "--second <name>",
      "second cluster: its name (default: that of the first with the slot b for a, or a for b)",
    )
    .option("--shift <percents>", 'second cluster: its part of the traffic, step by step, "0,10,50,100"')
    .option("--keep-first", "second cluster: keep the first one when the traffic has left it")
    .option("--nodes <way>", `in place: ${NODES.join(" or ")} (default: ${NODES[0]})`)
    .option("--replacements <times>", `in place: ${REPLACEMENTS.join(" or ")} (default: ${REPLACEMENTS[0]})`)
    .option("--kube-proxy <when>", `in place: ${KUBE_PROXY.join(" or ")} (default: ${KUBE_PROXY[0]})`)
    .option(
      "--environments <names>",
      'the order of the environments, the least important first: "alpha,production"',
    )
    .option(
      "--soak <step=hours>",
      "how long such a step waits after the last change of its cluster, as control-plane=72; can be given more than once",
      collect,
      [],
    )
    .option(
      "--last-change <cluster=time>",
      "when a cluster was changed last, as alpha-kr-a=2026-11-24T09:00:00Z; can be given more than once",
      collect,
      [],
    )
    .option("-d, --day <day>", "plan as of this day, YYYY-MM-DD (UTC)", new Date().toISOString().slice(0, 10))
    .option("-c, --catalog <file>", "add versions and builds that EKS has by now, from a file of your own");
}

/** What the options say, but for the clusters that the fleet has. */
export interface GoalRequest {
  readonly version: KubernetesVersion;
  readonly clusters: readonly string[];
  readonly goalOf: (cluster: string) => ClusterGoal;
  readonly rest: Omit<UpgradeGoal, "clusters">;
  readonly day: string;
  readonly lastChanges: Readonly<Record<string, string>>;
  readonly catalog: Catalog;
}

/** @returns a sentence for each thing that is wrong, all of them at once */
export function goalRequestOf(options: GoalOptions): GoalRequest | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const tell = (option: string, value: string, problem: string | undefined) => {
    if (problem !== undefined) {
      problems.push(`--${option} ${value}: ${problem}`);
    }
  };
  const oneOf = <T extends string>(option: string, value: string | undefined, known: readonly T[]) => {
    const found = known.find((each) => each === value);
    if (value !== undefined && found === undefined) {
      tell(option, value, `there is no such thing; give ${known.join(" or ")}`);
    }
    return found;
  };
  const version = KubernetesVersion.parse(options.to);
  tell("to", options.to, KubernetesVersion.problemOf(options.to));
  problems.push(...dayProblems("day", options.day));
  const way = oneOf("way", options.way, WAYS);
  const nodes = oneOf("nodes", options.nodes, NODES);
  const replacements = oneOf("replacements", options.replacements, REPLACEMENTS);
  const kubeProxy = oneOf("kube-proxy", options.kubeProxy, KUBE_PROXY);
  const shift = options.shift?.split(",").map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  if (shift?.some(Number.isNaN)) {
    tell("shift", options.shift ?? "", 'give percentages with commas between, as in "0,10,50,100"');
  }
  const soakHours = soaksOf(options.soak, tell);
  const lastChanges = timesOf(options.lastChange, tell);
  if (way === "second-cluster") {
    for (const name of options.cluster) {
      if (options.second === undefined && otherSlot(name) === undefined) {
        tell("cluster", name, "it ends in no slot (-a or -b); name the second cluster with --second");
      }
    }
    if (options.cluster.length === 0) {
      problems.push("--way second-cluster: name the cluster whose traffic moves, with --cluster");
    }
    if (options.second !== undefined && options.cluster.length > 1) {
      tell("second", options.second, "it can be for one cluster only; plan one cluster at a time");
    }
  } else {
    for (const [option, value] of Object.entries({ second: options.second, shift: options.shift })) {
      tell(option, value ?? "", value === undefined ? undefined : "it is for --way second-cluster");
    }
  }
  const catalog = catalogOf(options.catalog, problems);
  if (version === undefined || way === undefined || problems.length > 0) {
    return { problems };
  }
  const inPlace = (cluster: string): InPlaceGoal => ({
    way: "in-place",
    cluster,
    version: version.toString(),
    ...(nodes === undefined ? {} : { nodes }),
    ...(replacements === undefined ? {} : { replacements }),
    ...(kubeProxy === undefined ? {} : { kubeProxy }),
  });
  const secondCluster = (cluster: string): ClusterGoal => ({
    way: "second-cluster",
    cluster,
    secondCluster: options.second ?? otherSlot(cluster) ?? cluster,
    version: version.toString(),
    ...(shift === undefined ? {} : { shift }),
    ...(options.keepFirst === true ? { keepsFirst: true } : {}),
  });
  return {
    version,
    clusters: options.cluster,
    goalOf: way === "in-place" ? inPlace : secondCluster,
    rest: {
      ...(options.environments === undefined ? {} : { environments: options.environments.split(",") }),
      ...(Object.keys(soakHours).length === 0 ? {} : { soakHours }),
    },
    day: options.day,
    lastChanges,
    catalog,
  };
}

/** Without names, each cluster that is not beyond the version already: one that is there brings its nodes up. */
export function goalOf(fleet: FleetState, { clusters, goalOf, version, rest }: GoalRequest): UpgradeGoal {
  const names =
    clusters.length > 0
      ? [...new Set(clusters)]
      : fleet.clusters.flatMap((cluster) => {
          const name = ifKnown(cluster.clusterName);
          const has = KubernetesVersion.parse(ifKnown(cluster.version) ?? "");
          return name === undefined || (has !== undefined && has.compare(version) > 0) ? [] : [name];
        });
  return { ...rest, clusters: names.map(goalOf) };
}

function otherSlot(cluster: string): string | undefined {
  const [, start = "", slot] = /^(.+-)([ab])$/.exec(cluster) ?? [];
  return slot === undefined ? undefined : `${start}${slot === "a" ? "b" : "a"}`;
}

type Tell = (option: string, value: string, problem: string) => void;

function soaksOf(texts: readonly string[], tell: Tell): Partial<Record<StepKind, number>> {
  const soaks: Partial<Record<StepKind, number>> = {};
  for (const text of texts) {
    const [, name, hours = ""] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
    const kind = stepKinds.find((each) => each === name);
    if (kind === undefined) {
      tell(
        "soak",
        text,
        `give a step and its hours, as in control-plane=72; steps are ${stepKinds.join(", ")}`,
      );
    } else {
      soaks[kind] = Number(hours);
    }
  }
  return soaks;
}

function timesOf(texts: readonly string[], tell: Tell): Readonly<Record<string, string>> {
  const times: [string, string][] = [];
  for (const text of texts) {
    const [, name = "", time = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (/^\d{4}-\d{2}-\d{2}T/.test(time) && !Number.isNaN(Date.parse(time))) {
      times.push([name, time]);
    } else {
      tell("last-change", text, "give a cluster and a time, as in alpha-kr-a=2026-11-24T09:00:00Z");
    }
  }
  return Object.fromEntries(times);
}
