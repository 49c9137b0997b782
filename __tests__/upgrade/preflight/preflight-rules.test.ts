import fc from "fast-check";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { declared } from "../../../upgrade/fleet/change";
import { EMPTY_FLEET } from "../../../upgrade/fleet/state";
import type { Intent, LiveFacts, LiveNode, LiveNodePool } from "../../../upgrade/preflight/live-facts";
import { preflight } from "../../../upgrade/preflight/preflight";
import { preflightRules } from "../../../upgrade/preflight/preflight-rules";
import { review } from "../../../upgrade/review/review";
import { rules } from "../../../upgrade/rules/rules";

const well: LiveFacts = {
  region: "ap-northeast-2",
  clusterName: "alpha-kr-a",
  version: "1.33",
  status: "ACTIVE",
  issues: [],
  updates: [],
  insights: [
    {
      name: "Kubelet version skew",
      category: "UPGRADE_READINESS",
      kubernetesVersion: "1.34",
      status: "PASSING",
      reason: "All is well.",
    },
  ],
  subnets: [
    { subnetId: "subnet-a", zone: "ap-northeast-2a", freeAddresses: 5 },
    { subnetId: "subnet-c", zone: "ap-northeast-2c", freeAddresses: 5 },
  ],
  nodeGroups: [{ name: "workers-v1", status: "ACTIVE", version: "1.33", issues: [] }],
  addons: [{ name: "coredns", version: "v1.12.4-eksbuild.38", status: "ACTIVE", issues: [] }],
  targetGroups: [],
  offeredVersions: ["1.33", "1.34"],
  offeredBuilds: { coredns: ["v1.13.2-eksbuild.24", "v1.12.4-eksbuild.38"] },
  unread: {},
};

const STEP: Intent = { version: "1.34", isOfControlPlane: true, gaining: [] };

function reviewed(facts: LiveFacts, intent: Intent = STEP) {
  const { judgements, outsidePlans } = preflight(facts, intent, Catalog.DATED);
  return review({ ...declared(EMPTY_FLEET), outsidePlans }, judgements, [], "2026-11-24");
}

/** "error live-insight Name: message", of all rules. */
function findings(more: Partial<LiveFacts>, intent: Intent = STEP): readonly string[] {
  const { rejected, notEvaluated, warnings } = reviewed({ ...well, ...more }, intent);
  return [
    ...[...rejected, ...warnings].map(
      ({ severity, rule, address, message }) => `${severity} ${rule} ${address}: ${message}`,
    ),
    ...notEvaluated.map(({ rule, message }) => `not evaluated ${rule}: ${message}`),
  ];
}

describe("node pools", () => {
  const node = { group: "node pool workers-v1", isReady: true };
  const pool: LiveNodePool = {
    name: "workers-v1",
    budgets: [{ nodes: "10%" }],
    limits: { cpu: "16" },
    resources: { cpu: "8" },
    drifted: 0,
    blocking: [],
  };

  test("nodes are counted by version and pool while some are older than the control plane", () => {
    const kubelets = ["v1.32.9-eks-1", "v1.33.5-eks-1", "v1.33.5-eks-1"];
    const nodes = kubelets.map((kubelet, index) => ({ ...node, kubelet, name: `ip-${index}` }));
    expect(findings({ nodes })).toEqual([
      "warning live-node-pool-version node pool workers-v1: node pool workers-v1 has 1 node of 1.32 and 2 nodes of 1.33 under a control plane of 1.33: the upgrade of its nodes has not ended",
    ]);
    expect(findings({ nodes: nodes.slice(1) })).toEqual([]);
  });

  test("drift that stands still has its reason", () => {
    const blocking = ["webapp/webapp-1 (do-not-disrupt)"];
    expect(findings({ nodePools: [{ ...pool, drifted: 2 }] })).toEqual([]);
    expect(findings({ nodePools: [{ ...pool, budgets: [{ nodes: "0" }] }] })).toEqual([]);
    expect(findings({ nodePools: [{ ...pool, drifted: 2, budgets: [{ nodes: "0" }], blocking }] })).toEqual([
      "warning live-node-pool-drift node pool workers-v1: node pool workers-v1 has 2 drifted nodes, and drift stands still: a budget of 0 holds it; release it when the add-ons are upgraded; webapp/webapp-1 (do-not-disrupt) cannot be evicted; add a replica, or remove what holds them",
    ]);
  });

  test("a pool at its limits is named, one below them or limited on purpose is not", () => {
    expect(findings({ nodePools: [{ ...pool, resources: { cpu: "15" } }] })).toEqual([]);
    expect(findings({ nodePools: [{ ...pool, limits: { cpu: "0" } }] })).toEqual([]);
    expect(findings({ nodePools: [{ ...pool, resources: { cpu: "16" } }] })).toEqual([
      "warning live-node-pool-limits node pool workers-v1: node pool workers-v1 is at its limits: its nodes have cpu 16 of 16; raise the limit, or give pods another pool",
    ]);
  });
});

test("pods on the nodes of a group that is retired next are rejected by name", () => {
  const node = { group: "node group workers-v1", kubelet: "v1.33.5-eks-3abbec1", isReady: true };
  const pods = Array.from({ length: 6 }, (_, index) => `webapp/operator-${index}`);
  expect(
    findings({
      nodes: [
        { ...node, name: "ip-1", pods },
        { ...node, name: "ip-2", pods: [] },
        { ...node, name: "ip-3" },
      ],
    }),
  ).toEqual([
    'error live-retired-nodes-empty node group workers-v1: node ip-1 of node group workers-v1 still has webapp/operator-0, webapp/operator-1, webapp/operator-2, webapp/operator-3, webapp/operator-4 and 1 more: set its phase to "draining" and drain it again before it is retired',
  ]);
});

test("nodes that are about to be removed are accepted if and only if none of them has a pod", () => {
  const pods = fc.array(fc.constantFrom("webapp/a", "webapp/b", "kube-system/c"), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(pods, { maxLength: 5 }), (byNode) => {
      const nodes = byNode.map((each, index) => ({
        ...{ name: `ip-${index}`, group: "node group workers-v1", kubelet: "v1.33.5-eks-3abbec1" },
        ...{ isReady: true, pods: each },
      }));
      const rejected = findings({ nodes }).filter((text) => text.includes("live-retired-nodes-empty"));
      expect(rejected).toHaveLength(byNode.filter((each) => each.length > 0).length);
    }),
  );
});

test("accepts a healthy cluster, and reports what is not evaluated", () => {
  expect(findings({})).toEqual([]);
  const result = reviewed(well);
  expect(result).toMatchObject({ day: "2026-11-24", verdict: "accepted", changes: [] });
  expect(result.outsidePlans).toEqual([
    {
      stack: "ap-northeast-2/alpha-kr-a",
      address: "alpha-kr-a",
      message:
        'kubelets of nodes outside managed node groups, and pods: only the Kubernetes API has them (--nodes reads the nodes, as "kubectl get nodes" does)',
    },
  ]);
});

test("rules have ids of their own, and tell why and by which source", () => {
  const ids = preflightRules.map(({ id }) => id);
  expect(new Set([...ids, ...rules.map(({ id }) => id)]).size).toBe(ids.length + rules.length);
  expect(ids.filter((id) => !/^live-[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  expect(
    preflightRules.filter(({ title, why, source }) => title === "" || why === "" || source === ""),
  ).toEqual([]);
});

test("live-cluster-health", () => {
  expect(
    findings({
      status: "UPDATING",
      issues: [{ code: "Ec2SubnetNotFound", message: "A subnet was deleted." }],
    }),
  ).toEqual([
    "error live-cluster-health alpha-kr-a: cluster alpha-kr-a is UPDATING; wait until it is ACTIVE",
    "error live-cluster-health alpha-kr-a: cluster alpha-kr-a is unhealthy: Ec2SubnetNotFound, A subnet was deleted",
  ]);
});

test("live-update-under-way", () => {
  expect(
    findings({
      updates: [
        { id: "u-1", type: "LoggingUpdate" },
        { id: "u-2", type: "VersionUpdate", of: "node group workers-v1" },
      ],
    }),
  ).toEqual([
    "error live-update-under-way alpha-kr-a: the update u-1 (LoggingUpdate) of cluster alpha-kr-a is in progress; wait until it ends",
    "error live-update-under-way node group workers-v1: the update u-2 (VersionUpdate) of node group workers-v1 is in progress; wait until it ends",
  ]);
});

test("live-update-failed", () => {
  const failedFor = [{ code: "IpNotAvailable", message: "subnet-a is full." }];
  const update = { id: "u-1", type: "VersionUpdate", failedFor };
  expect(findings({ updates: [update, { ...update, of: "node group workers-v1", failedFor: [] }] })).toEqual([
    "warning live-update-failed alpha-kr-a: the last update u-1 (VersionUpdate) of cluster alpha-kr-a failed: IpNotAvailable, subnet-a is full",
    "warning live-update-failed node group workers-v1: the last update u-1 (VersionUpdate) of node group workers-v1 failed",
  ]);
});

describe("live-insight", () => {
  const insight = (category: string, status: string, kubernetesVersion?: string) => ({
    insights: [
      {
        name: "Deprecated APIs",
        category,
        status,
        reason: "flowcontrol v1beta3 is called.",
        ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
      },
    ],
  });
  const says = (severity: string, status: string, version: string) => [
    `${severity} live-insight Deprecated APIs: EKS insight "Deprecated APIs" for ${version} says ${status}: flowcontrol v1beta3 is called`,
  ];

  test("rejects an ERROR for the next version, also if the insight names no version", () => {
    const error = insight("UPGRADE_READINESS", "ERROR", "1.34");
    expect(findings(error)).toEqual(says("error", "ERROR", "1.34"));
    expect(findings(error, { version: "1.33", isOfControlPlane: true, gaining: [] })).toEqual(
      says("error", "ERROR", "1.34"),
    );
  });

  test("warns about WARNING and UNKNOWN", () => {
    expect(findings(insight("UPGRADE_READINESS", "WARNING", "1.34"))).toEqual(
      says("warning", "WARNING", "1.34"),
    );
    expect(findings(insight("UPGRADE_READINESS", "UNKNOWN", "1.34"))).toEqual(
      says("warning", "UNKNOWN", "1.34"),
    );
  });

  test("what is of a version beyond the step, or of the one that runs, is not of this step", () => {
    expect(findings(insight("UPGRADE_READINESS", "ERROR", "1.35"))).toEqual([]);
    expect(findings(insight("UPGRADE_READINESS", "ERROR", "1.33"))).toEqual([]);
  });

  test("reads rollback readiness for a rollback, and rejects UNKNOWN there too", () => {
    const back: Intent = { version: "1.32", isOfControlPlane: true, gaining: [] };
    const offered = { offeredVersions: ["1.32", "1.33"], nodeGroups: [] };
    const unknown = insight("ROLLBACK_READINESS", "UNKNOWN", "1.32");
    expect(findings(unknown)).toEqual([]);
    expect(findings({ ...unknown, ...offered }, back)).toEqual(says("error", "UNKNOWN", "1.32"));
    expect(findings({ ...insight("UPGRADE_READINESS", "ERROR", "1.34"), ...offered }, back)).toEqual([]);
  });

  test("warns about a misconfiguration", () => {
    expect(findings(insight("MISCONFIGURATION", "ERROR", "1.33"))).toEqual(says("warning", "ERROR", "1.33"));
  });
});

describe("live-free-addresses", () => {
  const free = (a: number, c: number) => ({
    subnets: [
      { subnetId: "subnet-a", zone: "ap-northeast-2a", freeAddresses: a },
      { subnetId: "subnet-c", zone: "ap-northeast-2c", freeAddresses: c },
    ],
  });

  test("five free addresses in each pass", () => {
    expect(findings(free(5, 5))).toEqual([]);
  });

  test("warns about a subnet with fewer addresses if another has enough", () => {
    expect(findings(free(1, 5))).toEqual([
      "warning live-free-addresses subnet-a: subnet-a in ap-northeast-2a has 1 free address, and an update needs up to 5; EKS can use the other subnets",
    ]);
  });

  test("where none has enough, it is refused", () => {
    expect(findings(free(4, 4))).toEqual([
      "error live-free-addresses alpha-kr-a: no subnet of cluster alpha-kr-a has 5 free addresses (subnet-a 4, subnet-c 4), and an update needs up to 5; free some addresses, or add a subnet",
    ]);
  });
});

test("only warns about the control plane if the change leaves it alone", () => {
  const shift: Intent = { version: "1.33", isOfControlPlane: false, gaining: ["webapp-b"] };
  const error = {
    name: "x",
    category: "UPGRADE_READINESS",
    kubernetesVersion: "1.34",
    status: "ERROR",
    reason: "y",
  };
  const subnets = [{ subnetId: "subnet-a", zone: "a", freeAddresses: 0 }];
  const found = findings({ subnets, insights: [error] }, shift);
  expect(found.map((finding) => finding.split(" ").slice(0, 2).join(" "))).toEqual([
    "warning live-insight",
    "warning live-free-addresses",
  ]);
});

test("live-node-group-health", () => {
  const issues = [{ code: "AutoScalingGroupNotFound", message: "" }];
  expect(
    findings({ nodeGroups: [{ name: "workers-v1", status: "DEGRADED", version: "1.33", issues }] }),
  ).toEqual([
    "error live-node-group-health workers-v1: node group workers-v1 is DEGRADED; fix it, or wait until it is ACTIVE",
    "error live-node-group-health workers-v1: node group workers-v1 is unhealthy: AutoScalingGroupNotFound",
  ]);
});

describe("live-kubelet-skew", () => {
  const kubelet = (version?: string) => ({
    nodeGroups: [
      { name: "old", status: "ACTIVE", issues: [], ...(version === undefined ? {} : { version }) },
    ],
  });

  test("three minors behind pass, four are refused", () => {
    expect(findings(kubelet("1.31"))).toEqual([]);
    expect(findings(kubelet("1.30"))).toEqual([
      "error live-kubelet-skew old: the kubelets of node group old run 1.30, and a control plane at 1.34 needs 1.31 or newer; upgrade the nodes first",
    ]);
  });

  test("in a rollback, nodes go first", () => {
    expect(
      findings(
        { ...kubelet("1.33"), offeredVersions: ["1.32", "1.33"] },
        { version: "1.32", isOfControlPlane: true, gaining: [] },
      ),
    ).toEqual([
      "error live-kubelet-skew old: the kubelets of node group old run 1.33 and would be newer than the control plane at 1.32; roll the nodes back first",
    ]);
  });

  test("warns about an own AMI", () => {
    expect(findings(kubelet())).toEqual([
      "warning live-kubelet-skew old: the kubelets of node group old come from a custom AMI, and EKS does not know their version; check that they are 1.31 to 1.34",
    ]);
  });
});

describe("with the nodes that the Kubernetes API has", () => {
  const node = (name: string, more: Partial<LiveNode> = {}): LiveNode => ({
    name,
    group: "no managed group",
    kubelet: "v1.33.5-eks-3abbec1",
    isReady: true,
    ...more,
  });

  test("accepts ready nodes within the skew, and names pods alone as not read", () => {
    const nodes = [node("ip-1"), node("ip-2", { kubelet: "v1.31.14-eks-3abbec1" })];
    expect(findings({ nodes })).toEqual([]);
    expect(reviewed({ ...well, nodes }).outsidePlans.map(({ message }) => message)).toEqual([
      "pods, and the APIs that their code calls",
    ]);
  });

  test("rejects kubelets outside the skew, by node group and with a few node names", () => {
    const old = ["ip-1", "ip-2", "ip-3", "ip-4", "ip-5"].map((name) =>
      node(name, { group: "node pool default", kubelet: "v1.30.14-eks-3abbec1" }),
    );
    expect(findings({ nodes: [...old, node("ip-6", { kubelet: "v1.35.0" })] })).toEqual([
      "error live-kubelet-skew node pool default: the kubelet of 5 nodes of node pool default (ip-1, ip-2, ip-3 and 2 more) runs 1.30, and a control plane at 1.34 needs 1.31 or newer; upgrade the nodes first",
      "error live-kubelet-skew no managed group: the kubelet of 1 node of no managed group (ip-6) runs 1.35 and would be newer than the control plane at 1.34; roll the nodes back first",
      "warning live-node-pool-version node pool default: node pool default has 5 nodes of 1.30 under a control plane of 1.33: the upgrade of its nodes has not ended",
    ]);
  });

  test("they tell what EKS does not know of a group with an AMI of its own", () => {
    const nodeGroups = [{ name: "own", status: "ACTIVE", issues: [] }];
    expect(findings({ nodeGroups, nodes: [node("ip-1", { group: "node group own" })] })).toEqual([]);
  });

  test("a kubelet without a version is not evaluated", () => {
    expect(findings({ nodes: [node("ip-1", { kubelet: "" })] })).toEqual([
      'not evaluated live-kubelet-skew: the kubelet of 1 node of no managed group (ip-1) reports the version "": not a Kubernetes version',
    ]);
  });

  test("nodes that are not ready only warn", () => {
    const group = "node group workers-v1";
    const nodes = [node("ip-1", { group, isReady: false }), node("ip-2", { group }), node("ip-3")];
    expect(findings({ nodes })).toEqual([
      "warning live-node-health node group workers-v1: 1 of 2 nodes of node group workers-v1 is not ready (ip-1); find out why before you continue",
    ]);
  });

  test("does not evaluate what it could not read", () => {
    expect(findings({ unread: { nodes: "aws eks get-token: no" } })).toEqual([
      "not evaluated live-kubelet-skew: the kubelets of all nodes could not be read: aws eks get-token: no",
    ]);
  });
});

test("live-addon-health", () => {
  const issues = [{ code: "InsufficientNumberOfReplicas", message: "coredns has none." }];
  const addons = [{ name: "coredns", version: "v1.12.4-eksbuild.38", status: "DEGRADED", issues }];
  expect(findings({ addons })).toEqual([
    "error live-addon-health coredns: add-on coredns is DEGRADED; fix it, or wait until it is ACTIVE",
    "error live-addon-health coredns: add-on coredns is unhealthy: InsufficientNumberOfReplicas, coredns has none",
  ]);
});

test("live-targets-healthy: rejects no registered and no healthy target, warns about some, accepts all", () => {
  const group = (name: string, registered: number, healthy: number, exists = true) => ({
    name,
    exists,
    registered,
    healthy,
  });
  expect(
    findings({
      targetGroups: [
        group("gone", 0, 0, false),
        group("a", 0, 0),
        group("b", 3, 0),
        group("c", 3, 2),
        group("d", 3, 3),
      ],
    }),
  ).toEqual([
    "error live-targets-healthy gone: target group gone does not exist in ap-northeast-2; check the name",
    "error live-targets-healthy a: target group a will get traffic and has no targets; bind it to its pods first",
    "error live-targets-healthy b: target group b will get traffic, and none of its 3 targets is healthy; check its health check and its pods first",
    "warning live-targets-healthy c: target group c will get traffic, and 2 of its 3 targets are healthy",
  ]);
});

test("live-version-offered", () => {
  expect(findings({ offeredVersions: ["1.33"] })).toEqual([
    "error live-version-offered alpha-kr-a: cluster alpha-kr-a would be upgraded to 1.34, which EKS does not offer in ap-northeast-2 today; it offers 1.33",
  ]);
  expect(
    findings({ offeredVersions: ["1.34"] }, { version: "1.33", isOfControlPlane: true, gaining: [] }),
  ).toEqual([
    "warning live-version-offered alpha-kr-a: cluster alpha-kr-a runs 1.33, which EKS no longer supports: EKS may upgrade it at any time",
  ]);
  expect(
    findings({ offeredVersions: ["1.34", "1.99"], offeredBuilds: { coredns: ["v1.13.2-eksbuild.24"] } }),
  ).toEqual([
    'warning live-version-offered alpha-kr-a: EKS offers Kubernetes 1.99, which the catalog does not have; run "catalog refresh"',
    "warning live-version-offered coredns: add-on coredns runs v1.12.4-eksbuild.38, which EKS does not offer for 1.34; choose an offered build, such as v1.13.2-eksbuild.24",
  ]);
});

test("rejects the cluster if a fact could not be read, and says that it was not evaluated", () => {
  const why = "eks:ListInsights: AccessDeniedException: no";
  const names = [
    "updates",
    "insights",
    "subnets",
    "nodeGroups",
    "addons",
    "targetGroups",
    "offeredVersions",
    "offeredBuilds",
  ] as const;
  const absent = Object.fromEntries(names.map((name) => [name, undefined]));
  expect(findings({ ...absent, unread: Object.fromEntries(names.map((name) => [name, why])) })).toEqual([
    `not evaluated live-update-under-way: updates in progress could not be read: ${why}`,
    `not evaluated live-insight: EKS insights could not be read: ${why}`,
    `not evaluated live-free-addresses: the free addresses of the subnets could not be read: ${why}`,
    `not evaluated live-node-group-health: the health of the node groups could not be read: ${why}`,
    `not evaluated live-addon-health: the health of the add-ons could not be read: ${why}`,
    `not evaluated live-targets-healthy: the health of the targets could not be read: ${why}`,
    `not evaluated live-version-offered: the versions that EKS offers could not be read: ${why}`,
    `not evaluated live-version-offered: the add-on builds that EKS offers could not be read: ${why}`,
  ]);
});
