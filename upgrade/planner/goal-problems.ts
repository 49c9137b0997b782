import type { Catalog } from "../eks/catalog/catalog";
import { KubernetesVersion } from "../eks/kubernetes-version";
import { ROLLBACK_DAYS } from "../eks/rollback-window";
import { isWhole } from "../eks/whole-number";
import { ambiguousCluster, clustersMeantBy } from "../fleet/find-cluster";
import { FleetIndex } from "../fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown } from "../fleet/state";
import { LAST_PREVIEW_PRIORITY } from "../fleet/traffic-weights";
import { versionIn } from "../rules/support/reading";
import { listed } from "../rules/support/wording";
import { ESSENTIAL_ADDONS } from "./in-place/addon-targets";
import { loadBalancersOf } from "./load-balancers";
import { leavingProblems, nodeProblems, rollsProblems } from "./node-problems";
import { releasesOf } from "./platform-releases";
import {
  type ClusterGoal,
  DEFAULT_SHIFT,
  type InPlaceGoal,
  type SecondClusterGoal,
  type UpgradeGoal,
} from "./upgrade-goal";

/** A goal, and the clusters that it names. */
export interface FoundGoal {
  readonly goal: ClusterGoal;
  readonly first: ClusterState | undefined;
  readonly second: ClusterState | undefined;
}

/** What a goal is compared with. */
interface Circumstances {
  readonly fleet: FleetState;
  readonly catalog: Catalog;
  readonly day: string | undefined;
}

/** The goal of each cluster, and which clusters of the fleet it is about. */
export function foundGoals(fleet: FleetState, { clusters }: UpgradeGoal): readonly FoundGoal[] {
  return clusters.map((goal) => {
    const first = onlyCluster(fleet, goal.cluster);
    const second = goal.way === "in-place" ? undefined : besideCluster(fleet, first, goal.secondCluster);
    return { goal, first, second };
  });
}

function onlyCluster(fleet: FleetState, text: string): ClusterState | undefined {
  const [only, ...others] = clustersMeantBy(text, fleet);
  return others.length === 0 ? only : undefined;
}

/** The cluster of a name in the account and the region of another. */
function besideCluster(
  fleet: FleetState,
  first: ClusterState | undefined,
  name: string,
): ClusterState | undefined {
  return first === undefined
    ? onlyCluster(fleet, name)
    : fleet.clusters.find(
        ({ account, region, clusterName }) =>
          clusterName === name && account === first.account && region === first.region,
      );
}

/** A sentence for each problem of a goal, whatever its steps are. */
export function goalProblems(goal: UpgradeGoal, circumstances: Circumstances): readonly string[] {
  const taken = new Map<string, number>();
  for (const each of goal.clusters) {
    for (const name of namesIn(each)) {
      taken.set(name, (taken.get(name) ?? 0) + 1);
    }
  }
  return [
    ...(goal.clusters.length === 0 ? ["the goal names no cluster; name at least one"] : []),
    ...[...taken]
      .filter(([, times]) => times > 1)
      .map(
        ([name]) =>
          `duplicate cluster ${name} in the goal: give each cluster one goal, and the next one when it is reached`,
      ),
    ...Object.entries(goal.soakHours ?? {}).flatMap(([kind, hours]) =>
      Number.isFinite(hours) && hours >= 0 ? [] : [`the soak of ${kind} is ${hours}; give hours, 0 or more`],
    ),
    ...foundGoals(circumstances.fleet, goal).flatMap((each) =>
      each.goal.way === "in-place"
        ? inPlaceProblems(each.goal, each.first, circumstances)
        : secondClusterProblems(each.goal, each.first, each.second, circumstances),
    ),
  ];
}

function namesIn(goal: ClusterGoal): readonly string[] {
  return goal.way === "in-place" ? [goal.cluster] : [...new Set([goal.cluster, goal.secondCluster])];
}

function inPlaceProblems(
  goal: InPlaceGoal,
  cluster: ClusterState | undefined,
  circumstances: Circumstances,
): readonly string[] {
  if (cluster === undefined) {
    return [absent(goal.cluster, circumstances.fleet)];
  }
  const problems = versionProblems(goal.cluster, goal.version, circumstances);
  if (problems.length > 0) {
    return problems;
  }
  const to = KubernetesVersion.of(goal.version);
  const from = versionIn(cluster.version);
  if (from === undefined) {
    return [unreadable(goal.cluster, cluster)];
  }
  if (to.compare(from) < 0) {
    return [
      `${goal.cluster} runs Kubernetes ${from}, and the goal names ${to}; name ${from} or newer. Only a rollback lowers a control plane, by one minor within ${ROLLBACK_DAYS} days`,
    ];
  }
  return [
    ...nodeProblems(circumstances.fleet, cluster),
    ...releaseProblems(goal, cluster, circumstances.fleet),
    ...leavingProblems(goal),
    ...rollsProblems(goal, circumstances.fleet, cluster),
    ...addonProblems(cluster, from.plus(to.equals(from) ? 0 : 1), to, circumstances),
  ];
}

function secondClusterProblems(
  goal: SecondClusterGoal,
  first: ClusterState | undefined,
  second: ClusterState | undefined,
  circumstances: Circumstances,
): readonly string[] {
  const { cluster, secondCluster, shift } = goal;
  if (cluster === secondCluster) {
    return [`the second cluster of ${cluster} has the same name: give it another name`];
  }
  const problems = [
    ...versionProblems(cluster, goal.version, circumstances),
    ...shiftProblems(cluster, shift),
    ...previewProblems(goal, circumstances.fleet),
  ];
  if (first === undefined && second === undefined) {
    return [...problems, absent(cluster, circumstances.fleet)];
  }
  if (problems.length > 0) {
    return problems;
  }
  const evacuated = evacuationProblems(circumstances.fleet, [first, second]);
  if (evacuated.length > 0) {
    return evacuated;
  }
  const other = versionProblem(second, goal);
  const to = KubernetesVersion.of(goal.version);
  return [
    ...(other === undefined ? [] : [other]),
    ...(second === undefined
      ? []
      : [
          ...releaseProblems(goal, second, circumstances.fleet),
          ...otherReleaseProblems(goal, second, circumstances.fleet),
        ]),
    ...(first === undefined ? [] : nodeProblems(circumstances.fleet, first)),
    ...(first === undefined || second !== undefined
      ? []
      : [
          ...releaseProblems(goal, first, circumstances.fleet),
          ...addonProblems(first, to, to, circumstances),
        ]),
  ];
}

/** An evacuated cluster gets no traffic, whatever its weights are: the listeners do not show how far the shift is. */
function evacuationProblems(
  fleet: FleetState,
  clusters: readonly (ClusterState | undefined)[],
): readonly string[] {
  return clusters.flatMap((cluster) => {
    const name = ifKnown(cluster?.clusterName) ?? "";
    const weights = loadBalancersOf(fleet).flatMap(({ name: loadBalancer, state, slots }) =>
      slots.flatMap((slot) => {
        const weight = Object.hasOwn(state.evacuated ?? {}, slot.name)
          ? state.evacuated?.[slot.name]
          : undefined;
        return weight === undefined || cluster === undefined || slot.cluster !== cluster.key
          ? []
          : [`${slot.name} ${weight} in ${loadBalancer}`];
      }),
    );
    return weights.length === 0
      ? []
      : [
          `${name} is evacuated: it gets no traffic, whatever its weights (${listed(weights)}). Remove it from evacuated, and set its weights to 0 first if it must not get traffic; then plan again`,
        ];
  });
}

function absent(name: string, fleet: FleetState): string {
  const { clusters } = fleet;
  const found = clustersMeantBy(name, fleet);
  if (found.length > 1) {
    return ambiguousCluster(name, found, fleet);
  }
  const names = clusters.map(({ clusterName }) => ifKnown(clusterName) ?? "one with an unknown name");
  return names.length === 0
    ? `no cluster ${name}: the fleet has no clusters. Give the program or the plans that have it`
    : `no cluster ${name} in the fleet: expected ${listed([...names].sort())}`;
}

function unreadable(name: string, { version }: ClusterState): string {
  return version === undefined
    ? `${name} has no Kubernetes version, so its upgrade cannot be planned: write the version that it runs`
    : `the Kubernetes version of ${name} is not known before the apply; write it out in the code, or apply what it comes from in an earlier change`;
}

function versionProblems(name: string, text: string, { catalog, day }: Circumstances): readonly string[] {
  const version = KubernetesVersion.parse(text);
  if (version === undefined) {
    return [`the goal of ${name}: ${KubernetesVersion.problemOf(text) ?? text}`];
  }
  if (!catalog.knows(version)) {
    return [
      `the goal of ${name} is Kubernetes ${version}, which is not in the catalog of EKS versions (${catalog.oldest} to ${catalog.newest}); name one of these, or, if EKS offers it, add ${version} to your own catalog file`,
    ];
  }
  const support = day === undefined ? undefined : catalog.supportOn(day, version);
  const row = catalog.row(version);
  return support === "not-released"
    ? [
        `the goal of ${name} is Kubernetes ${version}, which EKS has from ${row?.eksRelease}; plan for ${version.plus(-1)} until then`,
      ]
    : support === "ended"
      ? [
          `the goal of ${name} is Kubernetes ${version}, whose support ended on ${row?.endOfExtendedSupport ?? row?.endOfStandardSupport}; name a newer one`,
        ]
      : [];
}

function releaseProblems(
  { cluster, releases = {} }: ClusterGoal,
  state: ClusterState,
  fleet: FleetState,
): readonly string[] {
  const has = releasesOf(fleet, state);
  const names = has.length === 0 ? "none" : listed(has.map(({ name }) => name));
  return Object.keys(releases).flatMap((name) => {
    const release = has.find((each) => each.name === name);
    const named = `the goal of ${cluster} names release ${name}`;
    return release === undefined
      ? [`${named}, which ${ifKnown(state.clusterName) ?? "the cluster"} does not have; it has ${names}`]
      : release.version === undefined
        ? [
            `${named}, whose version is not known before the apply; write it out in the code, or apply what it comes from in an earlier change`,
          ]
        : [];
  });
}

/** A second cluster that exists keeps its charts. */
function otherReleaseProblems(
  { secondCluster, releases = {} }: SecondClusterGoal,
  second: ClusterState,
  fleet: FleetState,
): readonly string[] {
  return releasesOf(fleet, second).flatMap(({ name, version }) => {
    const wanted = Object.hasOwn(releases, name) ? releases[name] : undefined;
    return wanted === undefined || version === undefined || wanted === version
      ? []
      : [
          `${secondCluster} has ${name} ${version}, and the goal names ${wanted}; upgrade it in place first, with a goal of its own, or name the version that it has`,
        ];
  });
}

/** A cluster needs a build of these add-ons at each version between. */
function addonProblems(
  cluster: ClusterState,
  from: KubernetesVersion,
  to: KubernetesVersion,
  { fleet, catalog }: Circumstances,
): readonly string[] {
  const name = ifKnown(cluster.clusterName) ?? "";
  const has = new FleetIndex(fleet).addonsOf(cluster.key).map(({ addonName }) => ifKnown(addonName));
  const versions = Array.from({ length: to.minorsAheadOf(from) + 1 }, (_, minors) => from.plus(minors));
  return ESSENTIAL_ADDONS.filter((addon) => has.includes(addon)).flatMap((addon) => {
    const missing = versions.filter((version) => catalog.addonVersions(addon, version).length === 0);
    return missing.length === 0
      ? []
      : [
          `the goal of ${name} is Kubernetes ${to}, and the catalog has no build of ${addon} for ${listed(missing.map(String))}; name an older version, or add the builds of "aws eks describe-addon-versions --addon-name ${addon} --kubernetes-version ${String(missing[0])}" to your own catalog file`,
        ];
  });
}

function shiftProblems(name: string, shift: readonly number[] = DEFAULT_SHIFT): readonly string[] {
  const bad = shift.filter((step) => !(step >= 0 && step <= 100));
  const rises = shift.every((step, index) => index === 0 || step > (shift[index - 1] ?? 0));
  return [
    ...(shift.length === 0
      ? [`the shift of ${name} has no step; give percentages that rise, as in 0, 10, 50, 100`]
      : []),
    ...(bad.length === 0
      ? []
      : [`the shift of ${name} has ${listed(bad.map(String))}; give percentages from 0 to 100`]),
    ...(rises
      ? []
      : [`the shift of ${name} goes ${shift.join(", ")}; give percentages that rise, as in 0, 10, 50, 100`]),
  ];
}

/** A second cluster that exists must run the version of the goal. */
function versionProblem(
  second: ClusterState | undefined,
  { secondCluster, version }: SecondClusterGoal,
): string | undefined {
  const runs = versionIn(second?.version);
  return second === undefined || runs?.equals(KubernetesVersion.of(version)) === true
    ? undefined
    : `${secondCluster} runs Kubernetes ${String(runs ?? "of an unknown version")}, and the goal names ${version}; upgrade it in place first, with a goal of its own, or name the version that it runs`;
}

function previewProblems(
  { previews = {}, cluster }: SecondClusterGoal,
  fleet: FleetState,
): readonly string[] {
  const names = loadBalancersOf(fleet)
    .filter(({ kind }) => kind === "application")
    .map(({ name }) => name);
  return Object.entries(previews).flatMap(([name, { priority, hostHeaders }]) => [
    ...(names.includes(name)
      ? []
      : [
          `the goal of ${cluster} has a preview for load balancer ${name}, which does not exist; ${names.length === 0 ? "the fleet has none" : `expected ${listed(names)}`}`,
        ]),
    ...(isWhole(priority, 1, LAST_PREVIEW_PRIORITY)
      ? []
      : [
          `the preview of ${name} in the goal of ${cluster} has priority ${priority}; expected a whole number from 1 to ${LAST_PREVIEW_PRIORITY}, before all rules`,
        ]),
    ...(hostHeaders.length > 0
      ? []
      : [
          `the preview of ${name} in the goal of ${cluster} has no host; give one, as in "b.webapp.example.com"`,
        ]),
  ]);
}
