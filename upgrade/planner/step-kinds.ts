import type { KubernetesVersion } from "../eks/kubernetes-version";
import { listed } from "../rules/support/wording";
import { boundTargetGroup, unboundTargetGroup } from "./expected/binding";
import { createdCluster, removedCluster, removedReleases } from "./expected/cluster";
import type { ImpliedActions } from "./expected/expected-stack";
import { createdNodeGroup, drainedNodeGroup, removedNodeGroup } from "./expected/node-group";
import { updatedReleases } from "./expected/release";

/** What a kind of step is. Its name stands in plans, goals and reviews: it is never renamed. */
interface StepKindRow {
  /** A command. The step has the name of its cluster beside it. */
  readonly title: (...values: never[]) => string;
  /** The title names the cluster, so nothing has to be written before it. */
  readonly namesCluster?: true;
  /** Unless the step itself knows better. */
  readonly estimate: Estimate;
  /** What Terraform does besides the changes that the state of a fleet shows. Without the addresses it is incomplete. */
  readonly implied?: { readonly actions: ImpliedActions; readonly needsAddresses: boolean };
  /** The stacks that it changes are destroyed, for the program does not declare them any more. */
  readonly destroysStacks?: true;
}

/** All kinds of steps, in the order of an upgrade. A new kind is a row here and a stage that plans it. */
export const STEP_KINDS = {
  "cluster-create": {
    title: (name: string, version: KubernetesVersion) => `Create ${name} (${version})`,
    namesCluster: true,
    estimate: guess(15, "the README of aws-ia/terraform-aws-eks-blueprints: 8 minutes, 15 with its add-ons"),
    implied: { actions: createdCluster, needsAddresses: true },
  },
  "drift-hold": {
    title: (names: readonly string[]) => `Hold drift of ${listed(names)}`,
    estimate: guess(2),
  },
  "control-plane": {
    title: (from: KubernetesVersion, to: KubernetesVersion) => `Upgrade control plane ${from} → ${to}`,
    estimate: guess(
      40,
      "measured: 40 minutes for each minor from 1.15 to 1.18; newer minors were not measured",
    ),
  },
  "add-ons": {
    title: (versions: readonly VersionChange[]) => `Update ${changesOf(versions)}`,
    estimate: guess(7, "the README of aws-ia/terraform-aws-eks-blueprints: add-ons make 8 minutes 15"),
  },
  karpenter: {
    title: (from: string, to: string) => `Upgrade Karpenter ${from} → ${to}`,
    estimate: guess(5, "an estimate: the CRDs, then the controller"),
    implied: { actions: updatedReleases, needsAddresses: false },
  },
  "node-group-create": {
    title: (name: string, version: KubernetesVersion) => `Create ${name} (${version})`,
    estimate: guess(5, "an estimate: a few minutes until nodes are ready"),
    implied: { actions: createdNodeGroup, needsAddresses: true },
  },
  capacity: {
    title: (name: string, nodes: string, reason: string) => `Scale ${name} to ${nodes}, ${reason}`,
    estimate: guess(5, "an estimate: a few minutes until nodes are ready"),
  },
  "node-group-roll": {
    title: (name: string, parts: readonly string[], note: string) => `Roll ${name}: ${listed(parts)}${note}`,
    estimate: rollEstimate(),
  },
  cordon: {
    title: (name: string) => `Cordon ${name}`,
    estimate: guess(2),
  },
  drain: {
    title: (name: string) => `Drain ${name}`,
    estimate: guess(60, "the time limit of the drain; disruption budgets decide"),
    implied: { actions: drainedNodeGroup, needsAddresses: false },
  },
  retire: {
    title: (name: string) => `Retire ${name} (scale to 0)`,
    estimate: guess(5, "an estimate: EKS ends the empty nodes in a few minutes"),
  },
  "node-group-remove": {
    title: (name: string) => `Remove ${name}`,
    estimate: guess(5, "an estimate: EKS deletes a group without nodes in a few minutes"),
    implied: { actions: removedNodeGroup, needsAddresses: true },
  },
  "drift-release": {
    title: (name: string, from: string, to: KubernetesVersion, pace: string) =>
      `Release drift of ${name}: ${from} → ${to}, ${pace}`,
    estimate: driftOf(1),
  },
  "node-pool-create": {
    title: (name: string, version: KubernetesVersion) => `Create node pool ${name} (${version})`,
    estimate: guess(2, "an estimate: nodes come when pods need them"),
  },
  "node-pool-limit": {
    title: (name: string) => `Limit node pool ${name} (no new nodes)`,
    estimate: guess(2),
  },
  "node-pool-remove": {
    title: (name: string) => `Remove node pool ${name}`,
    estimate: guess(60, "an estimate: its nodes are drained, and disruption budgets of pods decide"),
  },
  "node-pool-roll": {
    title: (name: string, from: string | undefined, to: string) =>
      `Roll ${name}: AMI ${from === undefined ? "" : `${from} → `}${to}`,
    estimate: driftOf(1),
  },
  "fargate-restart": {
    title: (name: string, from: string, to: KubernetesVersion) =>
      `Restart the pods of Fargate profile ${name}: ${from} → ${to}`,
    estimate: guess(15, "an estimate: disruption budgets of pods decide"),
  },
  bind: {
    title: (cluster: string, loadBalancer: string, preview: readonly string[]) =>
      `Bind ${cluster} to ${loadBalancer} (weight 0${preview.length === 0 ? "" : `, preview ${listed(preview)}`})`,
    namesCluster: true,
    estimate: guess(2),
    implied: { actions: boundTargetGroup, needsAddresses: true },
  },
  shift: {
    title: (loadBalancer: string, weights: string) => `Shift ${loadBalancer}: ${weights}`,
    estimate: guess(2),
  },
  unbind: {
    title: (cluster: string, loadBalancer: string | undefined) =>
      `Unbind ${cluster}${loadBalancer === undefined ? "" : ` from ${loadBalancer}`}`,
    namesCluster: true,
    estimate: guess(2),
    implied: { actions: unboundTargetGroup, needsAddresses: true },
  },
  workload: {
    title: (change: readonly VersionChange[] | ActiveCluster) =>
      "activates" in change
        ? change.activates
          ? `Activate ${change.cluster}`
          : `Deactivate ${change.cluster} (no cluster is active)`
        : `Update ${changesOf(change)}`,
    estimate: guess(7, "the README of aws-ia/terraform-aws-eks-blueprints: add-ons make 8 minutes 15"),
    implied: { actions: updatedReleases, needsAddresses: false },
  },
  "workload-remove": {
    title: (releases: readonly string[]) => `Remove ${listed(releases)}`,
    estimate: guess(2),
    implied: { actions: removedReleases, needsAddresses: true },
  },
  unprotect: {
    title: (cluster: string) => `Disable the deletion protection of ${cluster}`,
    namesCluster: true,
    estimate: guess(2),
  },
  "cluster-remove": {
    title: (cluster: string) => `Remove ${cluster}`,
    namesCluster: true,
    estimate: guess(15, "the README of aws-ia/terraform-aws-eks-blueprints: 8 minutes, 15 with its add-ons"),
    implied: { actions: removedCluster, needsAddresses: true },
    destroysStacks: true,
  },
} as const satisfies Readonly<Record<string, StepKindRow>>;

export type StepKind = keyof typeof STEP_KINDS;

export const stepKinds: readonly StepKind[] = Object.keys(STEP_KINDS).filter(isStepKind);

export function isStepKind(name: string): name is StepKind {
  return Object.hasOwn(STEP_KINDS, name);
}

export function rowOf(kind: StepKind): StepKindRow {
  return STEP_KINDS[kind];
}

interface VersionChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** The cluster of a group in which what may run only once runs. */
interface ActiveCluster {
  readonly cluster: string;
  readonly activates: boolean;
}

const changesOf = (versions: readonly VersionChange[]) =>
  listed(versions.map(({ name, from, to }) => `${name} ${from} → ${to}`));

export interface Estimate {
  readonly minutes: number;
  readonly source: string;
}

export function guess(minutes: number, source = "an estimate: a small change"): Estimate {
  return { minutes, source };
}

/** Nodes that drift replaces in rounds, as many at once as the budgets allow. */
export function driftOf(rounds: number, notes: readonly string[] = []): Estimate {
  const source = ["an estimate: 6 minutes until a node is replaced", ...notes];
  return guess(6 * Math.max(1, rounds), source.join("; "));
}

/** Nodes that are replaced one after another. */
export function rollEstimate(nodes?: number): Estimate {
  return guess(
    13 * Math.max(1, nodes ?? 1),
    `aws/containers-roadmap #1560: 25 to 30 minutes for two nodes${nodes === undefined ? "; the number of nodes is not known" : ""}`,
  );
}
