import { KubernetesVersion } from "../eks/kubernetes-version";
import { decodeDrift, nodesOfBudget } from "../eks/node-pool-drift";
import { quantityIn } from "../eks/quantity";
import { grouped } from "../fleet/grouped";
import { counted, listed } from "../rules/support/wording";
import { type LiveNodePool, nodePoolWords } from "./live-facts";
import { type PreflightFinding, type PreflightRule, unread } from "./preflight-rule";

export const nodePoolVersions: PreflightRule = {
  id: "live-node-pool-version",
  severity: "warning",
  title: "Nodes of a pool, or pods on Fargate, are older than the control plane",
  why: "Nodes of Karpenter and Auto Mode are replaced by drift, and pods on Fargate when they are created again. A step that releases drift has ended when no node is older.",
  source: "Karpenter, drift; EKS user guide, fargate-pod-patching",
  judge: ({ facts }) => {
    const controlPlane = KubernetesVersion.parse(facts.version);
    const ofPools = (facts.nodes ?? []).filter(
      ({ group }) => group === FARGATE || group.startsWith(nodePoolWords("")),
    );
    return [...grouped(ofPools, ({ group }) => group)].flatMap(([group, nodes]): PreflightFinding[] => {
      const versions = [...grouped(nodes, ({ kubelet }) => minorOf(kubelet))].sort(([one], [other]) =>
        one < other ? -1 : 1,
      );
      const isOlder = versions.some(([version]) => {
        const kubelet = KubernetesVersion.parse(version);
        return kubelet !== undefined && controlPlane !== undefined && kubelet.compare(controlPlane) < 0;
      });
      const counts = versions.map(([version, all]) => `${counted(all.length, "node")} of ${version}`);
      return isOlder
        ? [
            {
              about: group,
              message: `${group} has ${listed(counts)} under a control plane of ${facts.version}: the upgrade of its nodes has not ended`,
            },
          ]
        : [];
    });
  },
};

const FARGATE = "Fargate";

/** "1.33" of "v1.33.5-eks-3abbec1". */
function minorOf(kubelet: string): string {
  return /^v(\d+\.\d+)\./.exec(kubelet)?.[1] ?? kubelet;
}

export const nodePoolDrift: PreflightRule = {
  id: "live-node-pool-drift",
  severity: "warning",
  title: "Drifted nodes of a pool are not replaced",
  why: "Karpenter replaces a drifted node if the budgets of its pool allow it, its pods can be evicted, and the limits leave room for the new node. It reports no error for any of these: drift stands still.",
  source: "Karpenter, disruption: budgets, do-not-disrupt, limits; aws/karpenter-provider-aws #6888",
  judge: ({ facts }) => [
    ...unread(facts, "nodePools", "the node pools"),
    ...(facts.nodePools ?? []).flatMap((pool): PreflightFinding[] => {
      const reasons = pool.drifted === 0 ? [] : reasonsOf(pool);
      const message = `${nodePoolWords(pool.name)} has ${counted(pool.drifted, "drifted node")}, and drift stands still: ${reasons.join("; ")}`;
      return reasons.length === 0 ? [] : [{ about: nodePoolWords(pool.name), message }];
    }),
  ],
};

function reasonsOf(pool: LiveNodePool): readonly string[] {
  const { drift, driftBudget } = decodeDrift(pool.budgets);
  const first = pool.blocking.slice(0, 5);
  const more = pool.blocking.length > first.length ? ` and ${pool.blocking.length - first.length} more` : "";
  return [
    ...(drift === "held"
      ? ["a budget of 0 holds it; release it when the add-ons are upgraded"]
      : nodesOfBudget(driftBudget, pool.drifted) === 0
        ? [`its budget ${driftBudget} lets no node go`]
        : []),
    ...(first.length === 0
      ? []
      : [`${first.join(", ")}${more} cannot be evicted; add a replica, or remove what holds them`]),
    ...fullOf(pool).map((each) => `${each}, so no new node starts; raise the limit`),
  ];
}

export const nodePoolLimits: PreflightRule = {
  id: "live-node-pool-limits",
  severity: "warning",
  title: "A node pool is at its limits",
  why: "A pool at its limits makes no node: pods wait, and drifted nodes are not replaced. A limit of 0 is on purpose: such a pool is not reported.",
  source: "Karpenter, NodePool limits",
  judge: ({ facts }) =>
    (facts.nodePools ?? []).flatMap((pool) =>
      fullOf(pool).map((each) => ({
        about: nodePoolWords(pool.name),
        message: `${nodePoolWords(pool.name)} is at its limits: ${each}; raise the limit, or give pods another pool`,
      })),
    ),
};

/** "cpu 1000 of 1000" */
function fullOf({ limits, resources }: LiveNodePool): readonly string[] {
  return Object.entries(limits).flatMap(([resource, limit]) => {
    const [most, has] = [quantityIn(limit), quantityIn(resources[resource] ?? "")];
    return most !== undefined && most > 0 && has !== undefined && has >= most
      ? [`its nodes have ${resource} ${resources[resource]} of ${limit}`]
      : [];
  });
}
