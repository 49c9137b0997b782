import { allowedSkew, oldestUnder } from "../../eks/version-skew";
import type { FleetIndex } from "../../fleet/fleet-index";
import { type ClusterState, isUnknown, type Known, type NodePoolState, type Place } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { clusterOfPool, followsControlPlane, poolName } from "../support/node-pool";
import { versionIn } from "../support/reading";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const nodePoolVersion: Rule = {
  id: "node-pool-version",
  severity: "error",
  title:
    "A node pool or Fargate profile has a version that its nodes do not have, or that the cluster rejects",
  why: "Karpenter and Auto Mode resolve AMIs for the version of the control plane: after an upgrade the nodes of a pool drift, and are replaced unless a budget of 0 holds them. A kubelet may not be newer than its API server, and at most three minor versions older. Pods on Fargate keep the kubelet of their creation, and count too. The rule compares versions that the code gives.",
  source:
    "Kubernetes, version skew policy; Karpenter, drift and NodePool disruption budgets; aws/karpenter-provider-aws #6923 (a second upgrade while nodes drift)",
  judge: (input) => violations(input, findingsIn),
};

function findingsIn(index: FleetIndex): readonly Finding[] {
  const { nodePools, fargateProfiles } = index.fleet;
  return [
    ...nodePools.flatMap((pool) => [
      ...skewFindings(pool, poolName(pool), clusterOfPool(pool, index)),
      ...driftFindings(pool, clusterOfPool(pool, index)),
    ]),
    ...fargateProfiles.flatMap((profile) =>
      skewFindings(profile, `Fargate profile ${shown(profile.profileName)}`, clusterOfPool(profile, index)),
    ),
  ];
}

function skewFindings(
  thing: Place & { readonly version?: Known<string> },
  name: string,
  cluster: ClusterState | undefined,
): readonly Finding[] {
  if (thing.version === undefined || cluster?.version === undefined) {
    return [];
  }
  if (isUnknown(thing.version)) {
    return [
      notEvaluated(thing, `the Kubernetes version of ${name}`, "whether its nodes suit the control plane"),
    ];
  }
  const [nodes, controlPlane] = [versionIn(thing.version), versionIn(cluster.version)];
  if (nodes === undefined || controlPlane === undefined) {
    return [];
  }
  const values = { nodes: `${nodes}`, controlPlane: `${controlPlane}` };
  if (nodes.compare(controlPlane) > 0) {
    const message = `${name} has Kubernetes ${nodes} under a control plane with ${controlPlane}: nodes must not be newer than cluster ${shown(cluster.clusterName)}. Upgrade the control plane first`;
    return [found(thing, message, { code: "newer", values })];
  }
  if (controlPlane.minorsAheadOf(nodes) > allowedSkew(nodes)) {
    const message = `${name} has Kubernetes ${nodes} under a control plane with ${controlPlane}: nodes of cluster ${shown(cluster.clusterName)} must have ${oldestUnder(controlPlane)} or newer. Replace its nodes before you upgrade the control plane`;
    return [found(thing, message, { code: "too-old", values })];
  }
  return [];
}

/** A pool says an older version, and nothing holds its nodes there. */
function driftFindings(pool: NodePoolState, cluster: ClusterState | undefined): readonly Finding[] {
  const [nodes, controlPlane] = [versionIn(pool.version), versionIn(cluster?.version)];
  if (
    nodes === undefined ||
    controlPlane === undefined ||
    nodes.compare(controlPlane) >= 0 ||
    pool.drift === "held" ||
    !followsControlPlane(pool)
  ) {
    return [];
  }
  if (isUnknown(pool.drift)) {
    const value = `the list of budgets of ${poolName(pool)}`;
    return [notEvaluated(pool, value, `whether its nodes stay at ${nodes}`)];
  }
  const message = `${poolName(pool)} has Kubernetes ${nodes}, and its drift is released: its nodes are replaced with nodes of ${controlPlane}, the version of the control plane. Hold drift before you upgrade the control plane (drift: "held", a budget of 0 for Drifted), or set the version ${controlPlane}`;
  return [
    found(pool, message, {
      code: "not-held",
      values: { nodes: `${nodes}`, controlPlane: `${controlPlane}` },
    }),
  ];
}
