import type { Command } from "commander";
import type { Catalog } from "../../upgrade/eks/catalog/catalog";
import { timeOf } from "../../upgrade/eks/days";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import { clusterLabels, identityIn } from "../../upgrade/fleet/find-cluster";
import { type FleetState, ifKnown } from "../../upgrade/fleet/state";
import { readJson } from "../../upgrade/input/read-json";
import { oneOfNames } from "../../upgrade/input/wording";
import { goalProblems } from "../../upgrade/planner/goal-problems";
import { type StepKind, stepKinds } from "../../upgrade/planner/step-kinds";
import type { ClusterGoal, InPlaceGoal, UpgradeGoal } from "../../upgrade/planner/upgrade-goal";
import { listed } from "../../upgrade/rules/support/wording";
import type { Wrong } from "../shared/declared-fleet";
import { catalogOf, collected, dayProblems, optionProblem, withCatalog, withDay } from "../shared/options";
import { visible } from "../shared/visible";
import { KUBE_PROXY, NODE_POOLS, NODES, REPLACEMENTS, WAYS } from "./goal-choices";
import { goalIn } from "./goal-file";

/** The options of a goal, as given. */
export interface GoalOptions {
  readonly to?: string;
  readonly goal?: string;
  readonly cluster: readonly string[];
  readonly way?: string;
  readonly second?: string;
  readonly shift?: string;
  readonly keepFirst?: true;
  readonly nodes?: string;
  readonly nodePools?: string;
  readonly replacements?: string;
  readonly kubeProxy?: string;
  readonly environments?: string;
  readonly soak: readonly string[];
  readonly lastChange: readonly string[];
  readonly day: string;
  readonly catalog?: string;
  /** What a missing --to means: the first cluster, one minor further. @default - it is an error */
  readonly withoutTo?: "next-minor";
}

/** Adds the options of a goal to a command that plans. */
export function withGoalOptions(command: Command): Command {
  const declared = command
    .option("-t, --to <version>", 'the Kubernetes version of the goal, "1.36"')
    .option(
      "--goal <file>",
      "a goal as JSON, by schemas/goal.schema.json; it replaces --to and the options from --cluster to --soak",
    )
    .option(
      "--cluster <name>",
      "only this cluster: NAME, REGION/NAME or ACCOUNT/REGION/NAME; can be given more than once (default: all that are not newer than the version)",
      collected,
      [],
    )
    .option(
      "--way <way>",
      `${WAYS.join(" or ")}: one minor after the other, or traffic to another cluster (default: ${WAYS[0]})`,
    )
    .option(
      "--second <name>",
      "second cluster: its name (default: that of the first with the slot b for a, or a for b)",
    )
    .option("--shift <percents>", 'second cluster: its share of the traffic, step by step, "0,10,50,100"')
    .option("--keep-first", "second cluster: keep the first cluster after the shift")
    .option("--nodes <way>", `in place: ${NODES.join(" or ")} (default: ${NODES[0]})`)
    .option("--node-pools <way>", `in place: ${NODE_POOLS.join(" or ")} (default: ${NODE_POOLS[0]})`)
    .option("--replacements <times>", `in place: ${REPLACEMENTS.join(" or ")} (default: ${REPLACEMENTS[0]})`)
    .option("--kube-proxy <when>", `in place: ${KUBE_PROXY.join(" or ")} (default: ${KUBE_PROXY[0]})`)
    .option(
      "--environments <names>",
      'the order of the environments, the least important first: "alpha,production"',
    )
    .option(
      "--soak <step=hours>",
      "the hours that such a step waits after the last change of its cluster, control-plane=72; can be given more than once",
      collected,
      [],
    )
    .option(
      "--last-change <cluster=time>",
      "the last change of a cluster, alpha-kr-a=2026-11-24T09:00:00Z, or without a name, of all others; can be given more than once",
      collected,
      [],
    );
  return withCatalog(withDay(declared, "plan"));
}

/** What the options ask for. */
export interface GoalRequest {
  /** The goal of a fleet, or its problems. */
  readonly goalOf: (fleet: FleetState) => UpgradeGoal | Wrong;
  readonly day: string;
  /** The last change of clusters, by name. */
  readonly lastChanges: Readonly<Record<string, string>>;
  /** The last change of all other clusters. */
  readonly lastChange?: string;
  readonly catalog: Catalog;
}

type GoalOf = GoalRequest["goalOf"];

/** How the problems of options are reported. */
interface Report {
  /** Options that do not go together. @param value - true if the option has none */
  readonly misuse: (option: string, value: string | true, problem: string | undefined) => void;
  /** @param expected - what is a valid value */
  readonly invalid: (option: string, value: string, expected: string) => void;
}

/** @returns the request, or a sentence for each problem */
export function goalRequestOf(options: GoalOptions): GoalRequest | Wrong {
  const { day } = options;
  const problems: string[] = [...dayProblems(day)];
  const report: Report = {
    misuse: (option, value, problem) => {
      if (problem !== undefined) {
        problems.push(`--${option}${value === true ? "" : ` ${value}`}: ${problem}`);
      }
    },
    invalid: (option, value, expected) => {
      problems.push(optionProblem(option, value, expected));
    },
  };
  const times = timesOf(options.lastChange, report);
  const catalog = catalogOf(options.catalog, problems);
  const goalOf =
    options.goal === undefined
      ? goalOfOptions(options, report)
      : goalOfFile(options.goal, options, { catalog, day }, report);
  return goalOf === undefined || problems.length > 0 ? { problems } : { goalOf, day, ...times, catalog };
}

/** Whether a goal is given. A command that plans only then asks this. */
export function hasGoal(options: GoalOptions): boolean {
  return options.goal !== undefined || saidByFile(options).length > 0;
}

/** The options that a goal file replaces. */
function saidByFile(options: GoalOptions): readonly string[] {
  const { to, way, second, shift, keepFirst, nodes, nodePools, replacements, kubeProxy, environments } =
    options;
  const {
    cluster: [cluster],
    soak: [soak],
  } = options;
  const given = {
    to,
    cluster,
    way,
    second,
    shift,
    "keep-first": keepFirst,
    nodes,
    "node-pools": nodePools,
    replacements,
    "kube-proxy": kubeProxy,
    environments,
    soak,
  };
  return Object.entries(given).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}`]));
}

function goalOfFile(
  path: string,
  options: GoalOptions,
  { catalog, day }: Pick<GoalRequest, "catalog" | "day">,
  report: Report,
): GoalOf | undefined {
  const others = saidByFile(options);
  if (others.length > 0) {
    report.misuse("goal", path, `it replaces ${listed(others)}: give one or the other`);
  }
  const read = readJson(path);
  if ("problem" in read) {
    report.misuse("goal", path, read.problem);
    return undefined;
  }
  const { goal, problems } = goalIn(read.value);
  return (fleet) =>
    problems.length === 0
      ? goal
      : {
          problems: [
            ...problems.map((problem) => `${path}: ${visible(problem)}`),
            ...(goal.clusters.length === 0 ? [] : goalProblems(goal, { fleet, catalog, day })),
          ],
        };
}

function goalOfOptions(options: GoalOptions, report: Report): GoalOf | undefined {
  const oneOf = <T extends string>(option: string, value: string | undefined, known: readonly T[]) => {
    const found = known.find((each) => each === value);
    if (value !== undefined && found === undefined) {
      report.invalid(option, value, oneOfNames(known));
    }
    return found;
  };
  const { to } = options;
  const version = KubernetesVersion.parse(to ?? "");
  if (to !== undefined || options.withoutTo === undefined) {
    report.misuse(
      "to",
      to ?? true,
      to === undefined
        ? 'missing: give the Kubernetes version, as in "1.36", or a goal file with --goal'
        : KubernetesVersion.problemOf(to),
    );
  }
  const way = oneOf("way", options.way ?? WAYS[0], WAYS);
  const nodes = oneOf("nodes", options.nodes, NODES);
  const nodePools = oneOf("node-pools", options.nodePools, NODE_POOLS);
  const replacements = oneOf("replacements", options.replacements, REPLACEMENTS);
  const kubeProxy = oneOf("kube-proxy", options.kubeProxy, KUBE_PROXY);
  const shift = options.shift?.split(",").map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  if (shift?.some(Number.isNaN)) {
    report.invalid("shift", options.shift ?? "", 'percentages with commas, as in "0,10,50,100"');
  }
  const soakHours = soaksOf(options.soak, report);
  reportWays(way, options, report);
  if (way === undefined || (to !== undefined && version === undefined)) {
    return undefined;
  }
  const inPlace = (cluster: string, goal: KubernetesVersion): InPlaceGoal => ({
    way: "in-place",
    cluster,
    version: goal.toString(),
    ...(nodes === undefined ? {} : { nodes }),
    ...(nodePools === undefined ? {} : { nodePools }),
    ...(replacements === undefined ? {} : { replacements }),
    ...(kubeProxy === undefined ? {} : { kubeProxy }),
  });
  const secondCluster = (cluster: string, goal: KubernetesVersion): ClusterGoal => ({
    way: "second-cluster",
    cluster,
    secondCluster: options.second ?? otherSlot(cluster) ?? identityIn(cluster).name,
    version: goal.toString(),
    ...(shift === undefined ? {} : { shift }),
    ...(options.keepFirst === true ? { keepsFirst: true } : {}),
  });
  return (fleet) => {
    const given = [...new Set(options.cluster)];
    const first = version === undefined ? firstMinor(fleet, given) : undefined;
    const goal = version ?? first?.version;
    if (goal === undefined) {
      return { problems: ["--to: no cluster here has a known version: give the Kubernetes version"] };
    }
    const clusters = given.length > 0 ? given : (first?.clusters ?? clustersUpTo(goal, fleet));
    return {
      ...(options.environments === undefined ? {} : { environments: options.environments.split(",") }),
      ...(Object.keys(soakHours).length === 0 ? {} : { soakHours }),
      clusters: clusters.map((cluster) => (way === "in-place" ? inPlace : secondCluster)(cluster, goal)),
    };
  };
}

/** The first cluster whose version is known, and the minor after it. @param given - the only clusters to look at, if any */
function firstMinor(
  fleet: FleetState,
  given: readonly string[],
): { readonly clusters: readonly string[]; readonly version: KubernetesVersion } | undefined {
  const labels = clusterLabels(fleet, "name");
  for (const { key, version } of fleet.clusters) {
    const label = labels.get(key);
    const next = KubernetesVersion.parse(ifKnown(version) ?? "")?.plus(1);
    if (label !== undefined && next !== undefined && (given.length === 0 || given.includes(label))) {
      return { clusters: [label], version: next };
    }
  }
  return undefined;
}

/** Options of the other way, and options that a second cluster requires. */
function reportWays(way: string | undefined, options: GoalOptions, report: Report): void {
  const { cluster: clusters, second, shift, keepFirst, nodes, nodePools, replacements, kubeProxy } = options;
  const isSecond = way === "second-cluster";
  const others = isSecond
    ? { nodes, "node-pools": nodePools, replacements, "kube-proxy": kubeProxy }
    : { second, shift, "keep-first": keepFirst };
  for (const [option, value] of Object.entries(others)) {
    if (value !== undefined) {
      report.misuse(option, value, `only for --way ${isSecond ? "in-place" : "second-cluster"}`);
    }
  }
  if (!isSecond) {
    return;
  }
  for (const name of clusters) {
    if (second === undefined && otherSlot(name) === undefined) {
      report.misuse(
        "cluster",
        name,
        "it does not end in a slot (-a or -b): name the second cluster with --second",
      );
    }
  }
  if (clusters.length === 0) {
    report.misuse("way", "second-cluster", "requires --cluster: the cluster whose traffic moves");
  }
  if (second !== undefined && clusters.length > 1) {
    report.misuse("second", second, "only for one cluster: plan one cluster at a time");
  }
}

/** Each cluster that is not newer than the version. If a cluster runs it already, its nodes are upgraded. */
function clustersUpTo(version: KubernetesVersion, fleet: FleetState): readonly string[] {
  const labels = clusterLabels(fleet, "name");
  return fleet.clusters.flatMap((cluster) => {
    const name = ifKnown(cluster.clusterName) === undefined ? undefined : labels.get(cluster.key);
    const has = KubernetesVersion.parse(ifKnown(cluster.version) ?? "");
    return name === undefined || (has !== undefined && has.compare(version) > 0) ? [] : [name];
  });
}

function otherSlot(cluster: string): string | undefined {
  const [, start = "", slot] = /^(.+-)([ab])$/.exec(identityIn(cluster).name) ?? [];
  return slot === undefined ? undefined : `${start}${slot === "a" ? "b" : "a"}`;
}

function soaksOf(texts: readonly string[], report: Report): Partial<Record<StepKind, number>> {
  const soaks: Partial<Record<StepKind, number>> = {};
  for (const text of texts) {
    const [, name, hours = ""] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
    const kind = stepKinds.find((each) => each === name);
    if (kind === undefined) {
      report.invalid(
        "soak",
        text,
        `a step and its hours, as in control-plane=72; steps are ${stepKinds.join(", ")}`,
      );
    } else {
      soaks[kind] = Number(hours);
    }
  }
  return soaks;
}

function timesOf(texts: readonly string[], report: Report): Pick<GoalRequest, "lastChanges" | "lastChange"> {
  const times: [string, string][] = [];
  let others: string | undefined;
  for (const text of texts) {
    const [, name, time = ""] = /^(?:([^=]+)=)?(.+)$/.exec(text) ?? [];
    if (!time.includes("T") || timeOf(time) === undefined) {
      report.invalid(
        "last-change",
        text,
        "a cluster and a time, as in alpha-kr-a=2026-11-24T09:00:00Z, or only a time for all clusters",
      );
    } else if (name === undefined) {
      others = time;
    } else {
      times.push([name, time]);
    }
  }
  return { lastChanges: Object.fromEntries(times), ...(others === undefined ? {} : { lastChange: others }) };
}
