import type { PlayedNodeGroup } from "../../sandbox/aws";
import type { Kubernetes, NodeOptions, NodeTaint } from "../../sandbox/kubernetes/cluster";
import { NODE_GROUP_LABEL } from "../../upgrade/eks/node-group-phase";

const EFFECTS: Readonly<Record<string, NodeTaint["effect"]>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

/** Nodes of a cluster without managed node groups: something must run its pods. */
const OF_NO_GROUP: readonly NodeOptions[] = [{ name: "rehearsal-1" }, { name: "rehearsal-2" }];

/** The nodes that EKS would have started for these node groups. */
export function nodesOf(groups: readonly PlayedNodeGroup[]): readonly NodeOptions[] {
  return groups.length === 0
    ? OF_NO_GROUP
    : groups.flatMap(({ nodegroupName, labels, taints, desiredSize }) =>
        Array.from({ length: desiredSize }, (_, index) => ({
          name: `${nodegroupName.toLowerCase().replaceAll("_", "-")}-${index + 1}`,
          labels: { ...labels, [NODE_GROUP_LABEL]: nodegroupName },
          taints: taints.map(({ key, value, effect }) => ({
            key,
            ...(value === undefined ? {} : { value }),
            effect: EFFECTS[effect] ?? "NoSchedule",
          })),
        })),
      );
}

/** Gives a cluster the nodes of its node groups, and no others. */
export async function followNodeGroups(
  kubernetes: Kubernetes,
  groups: readonly PlayedNodeGroup[],
): Promise<void> {
  const nodes = nodesOf(groups);
  const names = new Set(nodes.map(({ name }) => name));
  const { items }: { readonly items: readonly { readonly metadata: { readonly name: string } }[] } =
    await kubernetes.get("nodes");
  const left = items.filter(({ metadata }) => !names.has(metadata.name));
  if (left.length > 0) {
    await kubernetes.kubectl(["delete", "nodes", ...left.map(({ metadata }) => metadata.name)]);
  }
  if (nodes.length > 0) {
    await kubernetes.addNodes(...nodes);
  }
}

const NAME = "rehearsal";
const REPLICAS = 4;

/** Runs pods with a disruption budget, so that a drain has something to evict. */
export async function runPods(kubernetes: Kubernetes): Promise<void> {
  const selector = { matchLabels: { app: NAME } };
  const metadata = { name: NAME, namespace: NAME };
  await kubernetes.apply(
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAME } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: REPLICAS,
        selector,
        template: {
          metadata: { labels: { app: NAME } },
          spec: { containers: [{ name: NAME, image: "example.com/rehearsal:1" }] },
        },
      },
    },
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata,
      spec: { maxUnavailable: 1, selector },
    },
  );
  // They stay pending if each node has taints of its own.
  const rollout = ["rollout", "status", `deployment/${NAME}`, "--namespace", NAME, "--timeout", "20s"];
  await kubernetes.kubectl(rollout);
}
