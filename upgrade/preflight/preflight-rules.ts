import { KubernetesVersion } from "../eks/kubernetes-version";
import type { Intent, LiveFacts, LiveTargetHealth, LiveUpdate } from "./live-facts";
import { nodePoolDrift, nodePoolLimits, nodePoolVersions } from "./node-pool-rules";
import { kubeletSkew, nodeGroupHealth, nodeHealth, retiredNodesEmpty } from "./node-rules";
import {
  issueText,
  type PreflightFinding,
  type PreflightRule,
  unhealthy,
  unread,
  withoutFullStop,
} from "./preflight-rule";

/** Free addresses that EKS needs for the interfaces of a new control plane. Source: EKS user guide, update-cluster. */
export const FREE_ADDRESSES = 5;

/** "the update 1a2b (VersionUpdate) of node group workers-v1 …". */
function updateFinding(
  { id, type, of }: LiveUpdate,
  { clusterName }: LiveFacts,
  which: string,
  what: string,
): PreflightFinding {
  return { about: of, message: `the ${which} ${id} (${type}) of ${of ?? `cluster ${clusterName}`} ${what}` };
}

const clusterHealth: PreflightRule = {
  id: "live-cluster-health",
  severity: "error",
  title: "The cluster is unhealthy",
  why: "EKS rejects the update of a cluster that is not ACTIVE. If the cluster has lost its role, its subnets or its key, the update fails half-way.",
  source: "EKS API, Cluster: status, health",
  judge: ({ facts: { clusterName, status, issues } }) => [
    ...(status === "ACTIVE"
      ? []
      : [{ message: `cluster ${clusterName} is ${status}; wait until it is ACTIVE` }]),
    ...issues.map((issue) => ({ message: `cluster ${clusterName} is unhealthy: ${issueText(issue)}` })),
  ],
};

const updateUnderWay: PreflightRule = {
  id: "live-update-under-way",
  severity: "error",
  title: "An update is in progress",
  why: "EKS runs one update of a resource at a time and rejects the second. If a control plane and its nodes are updated at the same time, it is hard to see which update broke something.",
  source: "EKS API, UpdateClusterVersion: ResourceInUseException",
  judge: ({ facts }) => [
    ...unread(facts, "updates", "updates in progress"),
    ...(facts.updates ?? [])
      .filter(({ failedFor }) => failedFor === undefined)
      .map((update) => updateFinding(update, facts, "update", "is in progress; wait until it ends")),
  ],
};

const updateFailed: PreflightRule = {
  id: "live-update-failed",
  severity: "warning",
  title: "The last update failed",
  why: "The next update fails for the same reason, unless the reason is fixed.",
  source: "EKS API, Update: errors",
  judge: ({ facts }) =>
    (facts.updates ?? []).flatMap((update) => {
      const reasons = update.failedFor?.map(issueText).join("; ");
      const what = `failed${reasons === "" ? "" : `: ${reasons}`}`;
      return reasons === undefined ? [] : [updateFinding(update, facts, "last update", what)];
    }),
};

const insights: PreflightRule = {
  id: "live-insight",
  severity: "error",
  title: "An EKS insight reports a problem",
  why: "EKS checks the audit log for calls of APIs that the next version removes, and checks kubelets, kube-proxy and add-ons. An ERROR for the next version means that workloads break. An ERROR of rollback readiness means that the rollback fails. For a WARNING, this rule only warns.",
  source: "EKS user guide, cluster-insights, rollback-cluster",
  ofControlPlane: true,
  judge: ({ facts, intent }) => {
    const isBack = compare(intent.version, facts.version) < 0;
    const concerns = (category: string, version: string | undefined) =>
      category === "ROLLBACK_READINESS"
        ? isBack
        : category === "UPGRADE_READINESS"
          ? !isBack &&
            (version === undefined || compare(version, facts.version) > 0) &&
            isWithin(version, facts, intent)
          : true;
    return [
      ...unread(facts, "insights", "EKS insights"),
      ...(facts.insights ?? [])
        .filter(({ category, kubernetesVersion }) => concerns(category, kubernetesVersion))
        .flatMap(({ name, category, kubernetesVersion, status, reason }): PreflightFinding[] => {
          const of = kubernetesVersion === undefined ? "" : ` for ${kubernetesVersion}`;
          const message = `EKS insight "${name}"${of} says ${status}: ${withoutFullStop(reason)}`;
          if (status === "PASSING") {
            return [];
          }
          // Insights about upgrades and rollbacks reject; all others only warn.
          const blocks =
            category !== "MISCONFIGURATION" && (status === "ERROR" || (isBack && status === "UNKNOWN"));
          return [{ about: name, message, ...(blocks ? {} : { severity: "warning" as const }) }];
        }),
    ];
  },
};

const freeAddresses: PreflightRule = {
  id: "live-free-addresses",
  severity: "error",
  title: "The subnets have no free addresses",
  why: "For an update, EKS creates network interfaces of the control plane in the subnets of the cluster. They need up to five free addresses. Without free addresses, the update fails.",
  source: "EKS user guide, update-cluster (prerequisites), network-reqs",
  ofControlPlane: true,
  judge: ({ facts }) => {
    const subnets = facts.subnets ?? [];
    const free = subnets.reduce((sum, { freeAddresses: count }) => sum + count, 0);
    const few = subnets.filter(({ freeAddresses: count }) => count < FREE_ADDRESSES);
    return [
      ...unread(facts, "subnets", "the free addresses of the subnets"),
      ...(subnets.length > 0 && (free < FREE_ADDRESSES || few.length === subnets.length)
        ? [
            {
              message: `no subnet of cluster ${facts.clusterName} has ${FREE_ADDRESSES} free addresses (${few.map(({ subnetId, freeAddresses: count }) => `${subnetId} ${count}`).join(", ")}), and an update needs up to ${FREE_ADDRESSES}; free some addresses, or add a subnet`,
            },
          ]
        : few.map(({ subnetId, zone, freeAddresses: count }) => ({
            about: subnetId,
            severity: "warning" as const,
            message: `${subnetId} in ${zone} has ${count} free ${count === 1 ? "address" : "addresses"}, and an update needs up to ${FREE_ADDRESSES}; EKS can use the other subnets`,
          }))),
    ];
  },
};

const addonHealth: PreflightRule = {
  id: "live-addon-health",
  severity: "error",
  title: "An add-on is unhealthy",
  why: "An add-on that is DEGRADED is broken before the upgrade. The upgrade does not repair it, and new problems are hard to see.",
  source: "EKS API, Addon: status, health",
  judge: ({ facts }) => [
    ...unread(facts, "addons", "the health of the add-ons"),
    ...unhealthy("add-on", facts.addons),
  ],
};

const targetsHealthy: PreflightRule = {
  id: "live-targets-healthy",
  severity: "error",
  title: "Traffic would go to unhealthy targets",
  why: "If no target of a group is healthy, the load balancer sends requests to all of them. If no target is registered, it answers 503. In both cases, the shifted share of the traffic fails.",
  source:
    "Elastic Load Balancing user guide, target-group-health-checks; containers-roadmap, reports of shifts to empty target groups",
  judge: ({ facts }) => [
    ...unread(facts, "targetGroups", "the health of the targets"),
    ...(facts.targetGroups ?? []).flatMap((group): PreflightFinding[] => {
      const what = problemOfTargets(group, facts.region);
      const severity = group.exists && group.healthy > 0 ? "warning" : undefined;
      return what === undefined
        ? []
        : [
            {
              about: group.name,
              message: `target group ${group.name} ${what}`,
              ...(severity && { severity }),
            },
          ];
    }),
  ],
};

function problemOfTargets(
  { exists, registered, healthy }: LiveTargetHealth,
  region: string,
): string | undefined {
  if (!exists) {
    return `does not exist in ${region}; check the name`;
  }
  if (registered === 0) {
    return "will get traffic and has no targets; bind it to its pods first";
  }
  if (healthy === 0) {
    return `will get traffic, and none of its ${registered} targets is healthy; check its health check and its pods first`;
  }
  return healthy < registered
    ? `will get traffic, and ${healthy} of its ${registered} targets are healthy`
    : undefined;
}

const versionOffered: PreflightRule = {
  id: "live-version-offered",
  severity: "error",
  title: "EKS does not offer the version",
  why: "EKS ends versions, withdraws builds and adds new ones, but the catalog for plans has a fixed date. A version that EKS does not offer today cannot be applied today.",
  source: "EKS API, DescribeClusterVersions, DescribeAddonVersions",
  judge: ({ facts, intent, catalog }) => {
    const { clusterName, offeredVersions = [], offeredBuilds = {}, addons = [] } = facts;
    const isSame = intent.version === facts.version;
    const unknown = offeredVersions.filter((version) => {
      const parsed = KubernetesVersion.parse(version);
      return parsed !== undefined && !catalog.knows(parsed);
    });
    return [
      ...unread(facts, "offeredVersions", "the versions that EKS offers"),
      ...unread(facts, "offeredBuilds", "the add-on builds that EKS offers"),
      ...(facts.offeredVersions === undefined || offeredVersions.includes(intent.version)
        ? []
        : [
            {
              message: isSame
                ? `cluster ${clusterName} runs ${facts.version}, which EKS no longer supports: EKS may upgrade it at any time`
                : `cluster ${clusterName} would be upgraded to ${intent.version}, which EKS does not offer in ${facts.region} today; it offers ${offeredVersions.join(", ")}`,
              ...(isSame ? { severity: "warning" as const } : {}),
            },
          ]),
      ...unknown.map((version) => ({
        severity: "warning" as const,
        message: `EKS offers Kubernetes ${version}, which the catalog does not have; run "catalog refresh"`,
      })),
      ...addons.flatMap(({ name, version }): PreflightFinding[] => {
        const builds = offeredBuilds[name];
        return builds === undefined || builds.includes(version)
          ? []
          : [
              {
                about: name,
                severity: "warning",
                message: `add-on ${name} runs ${version}, which EKS does not offer for ${intent.version}; choose an offered build${builds[0] === undefined ? "" : `, such as ${builds[0]}`}`,
              },
            ];
      }),
    ];
  },
};

export const preflightRules: readonly PreflightRule[] = [
  clusterHealth,
  updateUnderWay,
  updateFailed,
  insights,
  freeAddresses,
  nodeGroupHealth,
  kubeletSkew,
  nodeHealth,
  retiredNodesEmpty,
  nodePoolVersions,
  nodePoolDrift,
  nodePoolLimits,
  addonHealth,
  targetsHealthy,
  versionOffered,
];

/** Whether an insight is for a version that this step reaches. If the control plane stays, for the next version. */
function isWithin(version: string | undefined, facts: LiveFacts, intent: Intent): boolean {
  const next = KubernetesVersion.parse(facts.version)?.plus(1);
  const to = KubernetesVersion.parse(intent.version);
  const of = version === undefined ? undefined : KubernetesVersion.parse(version);
  if (of === undefined || next === undefined || to === undefined) {
    return true;
  }
  return of.minor <= Math.max(next.minor, to.minor);
}

function compare(left: string, right: string): number {
  return (KubernetesVersion.parse(left)?.minor ?? 0) - (KubernetesVersion.parse(right)?.minor ?? 0);
}
