import type { Catalog } from "../eks/catalog/catalog";
import { KubernetesVersion } from "../eks/kubernetes-version";
import { oldestUnder } from "../eks/version-skew";
import { grouped } from "../fleet/grouped";
import type { Finding, Severity } from "../rules/rule";
import { counted, listed } from "../rules/support/wording";
import type { FactName, Intent, Issue, LiveFacts, LiveNode } from "./live-facts";

/** What a rule of the preflight looks at. */
export interface PreflightInput {
  readonly facts: LiveFacts;
  readonly intent: Intent;
  readonly catalog: Catalog;
}

export type PreflightFinding = Pick<Finding, "message" | "notJudged" | "severity"> & {
  /** What it is about: "subnet-0a1", "workers-v1". @default - the cluster */
  readonly about?: string;
};

/** A judgement on what runs; ids are never changed, like those of the rules on plans. */
export interface PreflightRule {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly source: string;
  /** Refuses only where the control plane is about to be changed; elsewhere it tells. */
  readonly ofControlPlane?: true;
  judge(input: PreflightInput): readonly PreflightFinding[];
}

/** EKS puts the addresses of a new control plane there. Source: EKS user guide, update-cluster. */
export const FREE_ADDRESSES = 5;

/** How a finding is told of a fact that could not be read. */
function unread(facts: LiveFacts, name: FactName, what: string): readonly PreflightFinding[] {
  const why = facts.unread[name];
  return why === undefined ? [] : [{ message: `${what} could not be read: ${why}`, notJudged: true }];
}

const clusterHealth: PreflightRule = {
  id: "live-cluster-health",
  severity: "error",
  title: "a cluster that is not well",
  why: "EKS refuses to update a cluster that is not ACTIVE, and an update of one that has lost its role, its subnets or its key fails half way.",
  source: "EKS API, Cluster: status, health",
  judge: ({ facts: { clusterName, status, issues } }) => [
    ...(status === "ACTIVE"
      ? []
      : [{ message: `cluster ${clusterName} is ${status}; wait until it is ACTIVE` }]),
    ...issues.map((issue) => ({ message: `cluster ${clusterName} is not well: ${told(issue)}` })),
  ],
};

const updateUnderWay: PreflightRule = {
  id: "live-update-under-way",
  severity: "error",
  title: "an update that is under way",
  why: "EKS makes one update of a thing at a time and refuses the second one; two at once of a control plane and its nodes hide which of them broke something.",
  source: "EKS API, UpdateClusterVersion: ResourceInUseException",
  judge: ({ facts }) => [
    ...unread(facts, "updates", "whether an update is under way"),
    ...(facts.updates ?? [])
      .filter(({ failedFor }) => failedFor === undefined)
      .map(({ id, type, of }) => ({
        ...(of === undefined ? {} : { about: of }),
        message: `the update ${id} (${type}) of ${of ?? `cluster ${facts.clusterName}`} is under way; wait for its end`,
      })),
  ],
};

const updateFailed: PreflightRule = {
  id: "live-update-failed",
  severity: "warning",
  title: "a last update that failed",
  why: "What an update failed for, the next one fails for again, unless somebody has mended it.",
  source: "EKS API, Update: errors",
  judge: ({ facts }) =>
    (facts.updates ?? []).flatMap(({ id, type, of, failedFor }) =>
      failedFor === undefined
        ? []
        : [
            {
              ...(of === undefined ? {} : { about: of }),
              message: `the last update ${id} (${type}) of ${of ?? `cluster ${facts.clusterName}`} failed${failedFor.length === 0 ? "" : `: ${failedFor.map(told).join("; ")}`}`,
            },
          ],
    ),
};

const insights: PreflightRule = {
  id: "live-insight",
  severity: "error",
  title: "an insight of EKS's that says no",
  why: "EKS reads the audit log for calls of APIs that the next version does not have, and looks at kubelets, kube-proxy and add-ons. An ERROR for the version that is to come breaks workloads; one of rollback readiness ends a rollback. A WARNING is told.",
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
      ...unread(facts, "insights", "EKS's insights"),
      ...(facts.insights ?? [])
        .filter(({ category, kubernetesVersion }) => concerns(category, kubernetesVersion))
        .flatMap(({ name, category, kubernetesVersion, status, reason }): PreflightFinding[] => {
          const of = kubernetesVersion === undefined ? "" : ` for ${kubernetesVersion}`;
          const message = `EKS's insight "${name}"${of} says ${status}: ${withoutFullStop(reason)}`;
          if (status === "PASSING") {
            return [];
          }
          // A blocking one is an upgrade's or a rollback's; all else is told.
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
  title: "subnets without free addresses",
  why: "For an update EKS makes new network interfaces of the control plane in the subnets of the cluster, and takes up to five free addresses for them; without these the update fails.",
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
              message: `no subnet of cluster ${facts.clusterName} has ${FREE_ADDRESSES} free addresses (${few.map(({ subnetId, freeAddresses: count }) => `${subnetId} ${count}`).join(", ")}), and an update takes up to ${FREE_ADDRESSES}; free some, or add a subnet`,
            },
          ]
        : few.map(({ subnetId, zone, freeAddresses: count }) => ({
            about: subnetId,
            severity: "warning" as const,
            message: `${subnetId} in ${zone} has ${count} free ${count === 1 ? "address" : "addresses"}, and an update takes up to ${FREE_ADDRESSES}; EKS may have to do with the other subnets`,
          }))),
    ];
  },
};

const nodeGroupHealth: PreflightRule = {
  id: "live-node-group-health",
  severity: "error",
  title: "a node group that is not well",
  why: "A node group that is DEGRADED or updating can neither be updated nor take over from another; what it lacks (addresses, instances, its launch template) it lacks in the middle of the upgrade.",
  source: "EKS API, Nodegroup: status, health",
  judge: ({ facts }) => [
    ...unread(facts, "nodeGroups", "the health of the node groups"),
    ...(facts.nodeGroups ?? []).flatMap(({ name, status, issues }) => [
      ...(status === "ACTIVE"
        ? []
        : [{ about: name, message: `node group ${name} is ${status}; mend it, or wait until it is ACTIVE` }]),
      ...issues.map((issue) => ({ about: name, message: `node group ${name} is not well: ${told(issue)}` })),
    ]),
  ],
};

const kubeletSkew: PreflightRule = {
  id: "live-kubelet-skew",
  severity: "error",
  title: "kubelets that would be too old",
  why: "A kubelet may be three minors older than its API server, and never newer. Nodes beyond that are not supported; EKS refuses the update of the control plane.",
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
        // Of each node it is told below.
        return facts.nodes === undefined
          ? [
              {
                about: name,
                severity: "warning",
                message: `the kubelets of node group ${name} are of an AMI of its own, whose version EKS does not know; see that they are ${oldest} to ${to}`,
              },
            ]
          : [];
      }),
      ...skewOfNodes(facts.nodes ?? [], to),
    ];
  },
};

/** A finding for all nodes of a group that run the same minor. */
function skewOfNodes(nodes: readonly LiveNode[], to: KubernetesVersion): readonly PreflightFinding[] {
  const alike = grouped(nodes, ({ group, kubelet }) => `${group}\n${minorOf(kubelet) ?? kubelet}`);
  return [...alike.values()].flatMap((all) => {
    const [{ group, kubelet: text } = { group: "", kubelet: "" }] = all;
    const kubelet = KubernetesVersion.parse(minorOf(text) ?? "");
    const which = `${counted(all.length, "node")} of ${group} (${namesOf(all)})`;
    if (kubelet !== undefined) {
      return skewOf(`the kubelet of ${which} runs`, kubelet, to, group);
    }
    const message = `the kubelet of ${which} says that it is "${text}", which is no version`;
    return [{ about: group, message, notJudged: true }];
  });
}

function skewOf(
  runs: string,
  kubelet: KubernetesVersion,
  to: KubernetesVersion,
  about: string,
): PreflightFinding[] {
  const oldest = oldestUnder(to);
  if (kubelet.minor > to.minor) {
    return [
      {
        about,
        message: `${runs} ${kubelet} and would be newer than the control plane's ${to}; take the nodes back first`,
      },
    ];
  }
  return kubelet.minor < oldest.minor
    ? [
        {
          about,
          message: `${runs} ${kubelet}, and under a control plane of ${to} they must be ${oldest} or newer; upgrade the nodes first`,
        },
      ]
    : [];
}

/** A few of them: there can be hundreds. */
function namesOf(nodes: readonly LiveNode[]): string {
  const names = nodes.map(({ name }) => name);
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : listed(names);
}

/** "1.33" of "v1.33.5-eks-3abbec1". */
function minorOf(kubelet: string): string | undefined {
  return /^v(\d+\.\d+)\./.exec(kubelet)?.[1];
}

const nodeHealth: PreflightRule = {
  id: "live-node-health",
  severity: "warning",
  title: "nodes that are not ready",
  why: "Nobody is served by what runs on such a node, and what a drain evicts there does not end, so that the drain waits for it.",
  source: "Kubernetes, node conditions: Ready",
  judge: ({ facts: { nodes = [] } }) =>
    [...grouped(nodes, ({ group }) => group)].flatMap(([group, all]) => {
      const bad = all.filter(({ isReady }) => !isReady);
      return bad.length === 0
        ? []
        : [
            {
              about: group,
              message: `${bad.length} of ${counted(all.length, "node")} of ${group} ${bad.length === 1 ? "is" : "are"} not ready (${namesOf(bad)}); see why before you go on`,
            },
          ];
    }),
};

const addonHealth: PreflightRule = {
  id: "live-addon-health",
  severity: "error",
  title: "an add-on that is not well",
  why: "An add-on that is DEGRADED is broken before the upgrade, which makes it no better, and hides what the upgrade breaks.",
  source: "EKS API, Addon: status, health",
  judge: ({ facts }) => [
    ...unread(facts, "addons", "the health of the add-ons"),
    ...(facts.addons ?? []).flatMap(({ name, status, issues }) => [
      ...(status === "ACTIVE"
        ? []
        : [{ about: name, message: `the add-on ${name} is ${status}; mend it, or wait until it is ACTIVE` }]),
      ...issues.map((issue) => ({ about: name, message: `the add-on ${name} is not well: ${told(issue)}` })),
    ]),
  ],
};

const targetsHealthy: PreflightRule = {
  id: "live-targets-healthy",
  severity: "error",
  title: "traffic for targets that are not healthy",
  why: "Where no target of a group is healthy, the load balancer sends its requests to all of them all the same; where none is registered, it answers 503. Either is an outage of the share that is shifted.",
  source:
    "Elastic Load Balancing user guide, target-group-health-checks; containers-roadmap, reports of shifts to empty target groups",
  judge: ({ facts }) => [
    ...unread(facts, "targetGroups", "the health of the targets"),
    ...(facts.targetGroups ?? []).flatMap(({ name, exists, registered, healthy }): PreflightFinding[] => {
      if (!exists) {
        return [
          { about: name, message: `there is no target group ${name} in ${facts.region}; look at the name` },
        ];
      }
      if (registered === 0) {
        return [
          {
            about: name,
            message: `target group ${name} is to get traffic and has no targets; bind it to its pods first`,
          },
        ];
      }
      if (healthy === 0) {
        return [
          {
            about: name,
            message: `target group ${name} is to get traffic, and none of its ${registered} targets is healthy; look at its health check and its pods first`,
          },
        ];
      }
      return healthy < registered
        ? [
            {
              about: name,
              severity: "warning",
              message: `target group ${name} is to get traffic, and ${healthy} of its ${registered} targets are healthy`,
            },
          ]
        : [];
    }),
  ],
};

const versionOffered: PreflightRule = {
  id: "live-version-offered",
  severity: "error",
  title: "a version that EKS does not offer",
  why: "EKS ends a version or withdraws a build, and has new ones; a plan is judged by a catalog of some day. What is not offered today cannot be applied today.",
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
                ? `cluster ${clusterName} runs ${facts.version}, which EKS supports no more: it may be upgraded by EKS at any time`
                : `cluster ${clusterName} is to go to ${intent.version}, which EKS in ${facts.region} does not offer today; it offers ${offeredVersions.join(", ")}`,
              ...(isSame ? { severity: "warning" as const } : {}),
            },
          ]),
      ...unknown.map((version) => ({
        severity: "warning" as const,
        message: `EKS offers Kubernetes ${version}, which the catalog does not have; "catalog refresh" takes it over`,
      })),
      ...addons.flatMap(({ name, version }): PreflightFinding[] => {
        const builds = offeredBuilds[name];
        return builds === undefined || builds.includes(version)
          ? []
          : [
              {
                about: name,
                severity: "warning",
                message: `the add-on ${name} runs ${version}, which EKS does not offer for ${intent.version}; go to one that it offers${builds[0] === undefined ? "" : `, ${builds[0]} for one`}`,
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
  addonHealth,
  targetsHealthy,
  versionOffered,
];

/** Of an insight for a version: one that the step reaches; where the control plane stays, the next one. */
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

function told({ code, message }: Issue): string {
  return message === "" ? code : `${code}, ${withoutFullStop(message)}`;
}

function withoutFullStop(text: string): string {
  return text.replace(/\.\s*$/, "");
}
