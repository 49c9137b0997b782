import { KubernetesVersion } from "../eks/kubernetes-version";
import { oldestUnder } from "../eks/version-skew";
import { grouped } from "../fleet/grouped";
import { counted, listed } from "../rules/support/wording";
import type { LiveNode } from "./live-facts";
import { type PreflightFinding, type PreflightRule, unhealthy, unread } from "./preflight-rule";

export const nodeGroupHealth: PreflightRule = {
  id: "live-node-group-health",
  severity: "error",
  title: "A node group is unhealthy",
  why: "A node group that is DEGRADED or updating cannot be updated and cannot replace another group. Missing addresses, instances or a missing launch template stop the upgrade half-way.",
  source: "EKS API, Nodegroup: status, health",
  judge: ({ facts }) => [
    ...unread(facts, "nodeGroups", "the health of the node groups"),
    ...unhealthy("node group", facts.nodeGroups),
  ],
};

export const kubeletSkew: PreflightRule = {
  id: "live-kubelet-skew",
  severity: "error",
  title: "Kubelets are too old or too new for the control plane",
  why: "A kubelet may be up to three minor versions older than its API server, and never newer. Otherwise, EKS rejects the update of the control plane.",
  source: "Kubernetes, version skew policy; EKS user guide, update-cluster",
  ofControlPlane: true,
  judge: ({ facts, intent }) => {
    const to = KubernetesVersion.parse(intent.version);
    if (to === undefined) {
      return [];
    }
    const oldest = oldestUnder(to);
    return [
      ...unread(facts, "nodes", "the kubelets of all nodes"),
      ...(facts.nodeGroups ?? []).flatMap(({ name, version }): PreflightFinding[] => {
        const kubelet = version === undefined ? undefined : KubernetesVersion.parse(version);
        if (kubelet !== undefined) {
          return skewOf(`the kubelets of node group ${name} run`, kubelet, to, name);
        }
        // The check of each node follows below.
        return facts.nodes === undefined
          ? [
              {
                about: name,
                severity: "warning",
                message: `the kubelets of node group ${name} come from a custom AMI, and EKS does not know their version; check that they are ${oldest} to ${to}`,
              },
            ]
          : [];
      }),
      ...skewOfNodes(facts.nodes ?? [], to),
    ];
  },
};

/** One finding for all nodes of a group with the same minor version. */
function skewOfNodes(nodes: readonly LiveNode[], to: KubernetesVersion): readonly PreflightFinding[] {
  const alike = grouped(nodes, ({ group, kubelet }) => `${group}\n${minorOf(kubelet) ?? kubelet}`);
  return [...alike.values()].flatMap((all) => {
    const [{ group, kubelet: text } = { group: "", kubelet: "" }] = all;
    const kubelet = KubernetesVersion.parse(minorOf(text) ?? "");
    const which = `${counted(all.length, "node")} of ${group} (${namesOf(all)})`;
    if (kubelet !== undefined) {
      return skewOf(`the kubelet of ${which} runs`, kubelet, to, group);
    }
    const message = `the kubelet of ${which} reports the version "${text}": not a Kubernetes version`;
    return [{ about: group, message, isNotEvaluated: true }];
  });
}

function skewOf(
  runs: string,
  kubelet: KubernetesVersion,
  to: KubernetesVersion,
  about: string,
): PreflightFinding[] {
  const oldest = oldestUnder(to);
  const what =
    kubelet.minor > to.minor
      ? ` and would be newer than the control plane at ${to}; roll the nodes back first`
      : kubelet.minor < oldest.minor
        ? `, and a control plane at ${to} needs ${oldest} or newer; upgrade the nodes first`
        : undefined;
  return what === undefined ? [] : [{ about, message: `${runs} ${kubelet}${what}` }];
}

/** The first names only: there can be hundreds of nodes. */
function namesOf(nodes: readonly LiveNode[]): string {
  const names = nodes.map(({ name }) => name);
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : listed(names);
}

/** "1.33" of "v1.33.5-eks-3abbec1". */
function minorOf(kubelet: string): string | undefined {
  return /^v(\d+\.\d+)\./.exec(kubelet)?.[1];
}

export const nodeHealth: PreflightRule = {
  id: "live-node-health",
  severity: "warning",
  title: "Nodes are not ready",
  why: "Pods on such a node serve no requests. Evicted pods do not end there, so a drain waits for them.",
  source: "Kubernetes, node conditions: Ready",
  judge: ({ facts: { nodes = [] } }) =>
    [...grouped(nodes, ({ group }) => group)].flatMap(([group, all]) => {
      const bad = all.filter(({ isReady }) => !isReady);
      return bad.length === 0
        ? []
        : [
            {
              about: group,
              message: `${bad.length} of ${counted(all.length, "node")} of ${group} ${bad.length === 1 ? "is" : "are"} not ready (${namesOf(bad)}); find out why before you continue`,
            },
          ];
    }),
};

export const retiredNodesEmpty: PreflightRule = {
  id: "live-retired-nodes-empty",
  severity: "error",
  title: "Pods run on nodes that are about to be removed",
  why: "A retired group loses its nodes, and their pods are killed without regard to disruption budgets. A pod that tolerates the cordon can be scheduled on the group after its drain.",
  source: "EKS user guide, update-managed-node-group; Kubernetes, taints and tolerations",
  judge: ({ facts: { nodes = [] } }) =>
    nodes.flatMap(({ name, group, pods = [] }): PreflightFinding[] => {
      const first = pods.slice(0, 5);
      const more = pods.length > first.length ? ` and ${pods.length - first.length} more` : "";
      return pods.length === 0
        ? []
        : [
            {
              about: group,
              message: `node ${name} of ${group} still has ${first.join(", ")}${more}: set its phase to "draining" and drain it again before it is retired`,
            },
          ];
    }),
};
