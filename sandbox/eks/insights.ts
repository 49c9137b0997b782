import { isOffered } from "./addons";
import { type Call, clusterOf, type Operations } from "./call";
import { notFound } from "./errors";
import { minorOf } from "./minor";
import { page } from "./pages";
import type { EksCluster } from "./region";
import type { Insight } from "./resources";
import { timestamp } from "./timestamp";

/** The insights of a cluster: those that the sandbox derives, and those that a test sets. */
function insightsOf(call: Call): readonly Insight[] {
  const cluster = clusterOf(call);
  return [addonCompatibility(call, cluster), kubeletSkew(cluster), ...cluster.insights].filter(
    (insight) => insight !== undefined,
  );
}

function addonCompatibility(call: Call, cluster: EksCluster): Insight | undefined {
  const next = nextVersion(cluster);
  const late = cluster.addons
    .values()
    .filter(({ addonName, addonVersion }) => !isOffered(call.options, addonName, addonVersion, next))
    .map(({ addonName }) => addonName);
  return {
    id: "00000000-0000-4000-8000-000000000001",
    name: "EKS add-on version compatibility",
    category: "UPGRADE_READINESS",
    kubernetesVersion: next,
    description:
      "Checks version of installed EKS add-ons to ensure they are compatible with the next version.",
    insightStatus:
      late.length === 0
        ? { status: "PASSING", reason: "All installed EKS add-on versions are compatible." }
        : { status: "WARNING", reason: `Not compatible with ${next}: ${late.join(", ")}.` },
    recommendation: "Update the add-ons after the control plane, before the nodes.",
  };
}

function kubeletSkew(cluster: EksCluster): Insight {
  const next = nextVersion(cluster);
  const behind = cluster.nodeGroups
    .values()
    .filter(({ version }) => (minorOf(next) ?? 0) - (minorOf(version) ?? 0) > 3)
    .map(({ nodegroupName }) => nodegroupName);
  return {
    id: "00000000-0000-4000-8000-000000000002",
    name: "Kubelet version skew",
    category: "UPGRADE_READINESS",
    kubernetesVersion: next,
    description: "Checks for kubelet versions of worker nodes that would be too old for the next version.",
    insightStatus:
      behind.length === 0
        ? { status: "PASSING", reason: "Node kubelet versions match the cluster control plane version." }
        : { status: "ERROR", reason: `Too old for ${next}: ${behind.join(", ")}.` },
    recommendation: "Update the node groups before the control plane.",
  };
}

function nextVersion(cluster: EksCluster): string {
  return `1.${(minorOf(cluster.value.version) ?? 0) + 1}`;
}

function list(call: Call): object {
  const filter = call.body.object("filter");
  const allows = (member: string, value: string) => filter?.strings(member)?.includes(value) ?? true;
  const summaries = insightsOf(call)
    .filter(
      ({ category, kubernetesVersion, insightStatus }) =>
        allows("categories", category) &&
        allows("kubernetesVersions", kubernetesVersion) &&
        allows("statuses", insightStatus.status),
    )
    .map(({ recommendation: _, ...summary }) => dated(call, summary));
  return page("insights", summaries, {
    maxResults: call.body.integer("maxResults") ?? null,
    nextToken: call.body.string("nextToken") ?? null,
  });
}

function describe(call: Call): object {
  const id = call.label("id");
  const insight = insightsOf(call).find((candidate) => candidate.id === id);
  if (insight === undefined) {
    throw notFound(`No insight found for id: ${id}.`, { clusterName: call.label("name") });
  }
  return { insight: { ...dated(call, insight), additionalInfo: {}, resources: [] } };
}

function dated(call: Call, insight: object): object {
  return { ...insight, lastRefreshTime: timestamp(call.now), lastTransitionTime: timestamp(call.now) };
}

export const insightOperations: Operations = {
  ListInsights: { method: "POST", path: "/clusters/{name}/insights", answer: list },
  DescribeInsight: { method: "GET", path: "/clusters/{name}/insights/{id}", answer: describe },
};
