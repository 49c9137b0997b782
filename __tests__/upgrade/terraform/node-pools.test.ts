import type { FleetState } from "../../../upgrade/fleet/state";
import { UNKNOWN } from "../../../upgrade/fleet/state";
import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { readPlans } from "../../../upgrade/terraform/read-plans";

/* Node pools and node classes, by whichever resource anyone writes them. */

interface Planned {
  readonly type: string;
  readonly after: object;
  readonly before?: object;
  readonly unknown?: object;
}

function read(...resources: readonly Planned[]): FleetState {
  const plan = parsePlan({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: resources.map(({ type, before, after, unknown }, index) => ({
      address: `${type}.r${index}`,
      mode: "managed",
      type,
      name: `r${index}`,
      provider_name: "registry.terraform.io/hashicorp/any",
      change: {
        actions: [before === undefined ? "create" : "update"],
        before: before ?? null,
        after,
        after_unknown: unknown ?? {},
      },
    })),
    configuration: {},
  });
  if ("problem" in plan) {
    throw new Error(plan.problem);
  }
  return readPlans([{ name: "stack", plan }]).after;
}

const pool = {
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: "workers-v1", annotations: { "cdktf-eks-upgrade/version": "1.33" } },
  spec: {
    weight: 10,
    limits: { cpu: 1000, memory: "4000Gi" },
    disruption: {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      budgets: [
        { nodes: "0", reasons: ["Drifted"] },
        { nodes: "20%", schedule: "0 6 * * *", duration: "20h" },
      ],
    },
    template: {
      metadata: { labels: { group: "workers" } },
      spec: {
        expireAfter: "720h",
        terminationGracePeriod: "48h",
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
        requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }],
        taints: [{ key: "team", value: "a", effect: "NoSchedule" }],
      },
    },
  },
};
const nodeClass = {
  apiVersion: "karpenter.k8s.aws/v1",
  kind: "EC2NodeClass",
  metadata: { name: "default" },
  spec: { role: "nodes", amiSelectorTerms: [{ alias: "al2023@v20261015" }] },
};

const POOL = {
  nodePoolName: "workers-v1",
  kind: "karpenter",
  version: "1.33",
  nodeClass: "default",
  drift: "held",
  budgets: pool.spec.disruption.budgets,
  phase: "active",
  limits: { cpu: "1000", memory: "4000Gi" },
  requirements: pool.spec.template.spec.requirements,
  labels: { group: "workers" },
  taints: [{ key: "team", value: "a", effect: "NO_SCHEDULE" }],
  expireAfter: "720h",
  terminationGracePeriod: "48h",
  weight: 10,
  amiSelector: "alias",
  amiAlias: "al2023@v20261015",
};

test.each<readonly [string, readonly Planned[]]>([
  [
    "manifests",
    [
      { type: "kubernetes_manifest", after: { manifest: pool } },
      { type: "kubernetes_manifest", after: { manifest: nodeClass } },
    ],
  ],
  [
    "a text of YAML and a manifest",
    [
      { type: "kubectl_manifest", after: { yaml_body: JSON.stringify(pool) } },
      { type: "kubernetes_manifest", after: { manifest: nodeClass } },
    ],
  ],
  [
    "a text of several documents",
    [
      {
        type: "kubectl_manifest",
        after: { yaml_body: `${JSON.stringify(pool)}\n---\n${JSON.stringify(nodeClass)}` },
      },
    ],
  ],
  [
    "values of a chart",
    [
      {
        type: "helm_release",
        after: { name: "p", chart: "raw", values: [JSON.stringify({ resources: [pool, nodeClass] })] },
      },
    ],
  ],
  [
    "texts in values of a chart",
    [
      {
        type: "helm_release",
        after: {
          name: "p",
          chart: "raw",
          values: [JSON.stringify({ templates: [JSON.stringify(pool), JSON.stringify(nodeClass)] })],
        },
      },
    ],
  ],
])("a pool and its class in %s are the same", (_, planned) => {
  const fleet = read(...planned);
  expect(fleet.nodePools).toEqual([expect.objectContaining(POOL)]);
  expect(fleet.nodeClasses).toEqual([
    expect.objectContaining({ className: "default", kind: "EC2NodeClass", role: "nodes" }),
  ]);
  expect([...fleet.releases, ...fleet.otherNodes]).toEqual([]);
});

test("a pool that says nothing has what Karpenter takes", () => {
  const manifest = { ...pool, metadata: { name: "default" }, spec: { template: { spec: {} } } };
  const [read1] = read({ type: "kubernetes_manifest", after: { manifest } }).nodePools;
  expect(read1).toMatchObject({
    drift: "released",
    budgets: [{ nodes: "10%" }],
    phase: "active",
    limits: {},
  });
  expect(read1).not.toHaveProperty("expireAfter");
  expect(read1).not.toHaveProperty("amiSelector");
});

test("a pool of Auto Mode is named by its node class", () => {
  const nodeClassRef = { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" };
  const manifest = { ...pool, spec: { template: { spec: { nodeClassRef } } } };
  const fleet = read(
    { type: "kubernetes_manifest", after: { manifest } },
    {
      type: "kubernetes_manifest",
      after: { manifest: { ...nodeClass, apiVersion: "eks.amazonaws.com/v1", kind: "NodeClass" } },
    },
  );
  expect(fleet.nodePools).toMatchObject([{ kind: "auto-mode" }]);
  expect(fleet.nodeClasses).toMatchObject([{ kind: "NodeClass" }]);
});

test("a class that selects AMIs by ID says so, and one of Amazon Linux 2", () => {
  const spec = { amiFamily: "AL2", amiSelectorTerms: [{ id: "ami-1" }] };
  const fleet = read(
    { type: "kubernetes_manifest", after: { manifest: pool } },
    { type: "kubernetes_manifest", after: { manifest: { ...nodeClass, spec } } },
  );
  expect(fleet.nodePools).toMatchObject([{ amiSelector: "other" }]);
  expect(fleet.nodeClasses).toMatchObject([{ amiSelector: "other", isAmazonLinux2: true }]);
});

test("a pool that is known after apply is still there, and nothing else is known of it", () => {
  const [unread] = read({
    type: "kubectl_manifest",
    before: { yaml_body: JSON.stringify(pool) },
    after: {},
    unknown: { yaml_body: true },
  }).nodePools;
  expect(unread).toMatchObject({
    nodePoolName: "workers-v1",
    drift: UNKNOWN,
    budgets: UNKNOWN,
    phase: UNKNOWN,
    requirements: UNKNOWN,
    labels: UNKNOWN,
    taints: UNKNOWN,
  });
});

test("a value that is known after apply leaves the others", () => {
  const [partly] = read({
    type: "kubernetes_manifest",
    after: { manifest: { ...pool, spec: { ...pool.spec, limits: {} } } },
    unknown: { manifest: { spec: { limits: { cpu: true } } } },
  }).nodePools;
  expect(partly).toMatchObject({
    nodePoolName: "workers-v1",
    limits: UNKNOWN,
    phase: UNKNOWN,
    drift: "held",
  });
});

test("a Fargate profile has its selectors, and its version in a tag", () => {
  const fleet = read({
    type: "aws_eks_fargate_profile",
    after: {
      cluster_name: "alpha-kr-a",
      fargate_profile_name: "batch",
      subnet_ids: ["subnet-1"],
      selector: [{ namespace: "batch-*", labels: { team: "a" } }],
      tags: { "cdktf-eks-upgrade/version": "1.33" },
    },
  });
  expect(fleet.fargateProfiles).toMatchObject([
    {
      profileName: "batch",
      version: "1.33",
      subnetIds: ["subnet-1"],
      selectors: [{ namespace: "batch-*", labels: { team: "a" } }],
    },
  ]);
});

test.each([
  ["the chart's own affinity", "replicas: 2", undefined],
  ["a node group", "nodeSelector: {eks.amazonaws.com/nodegroup: system}", undefined],
  ["a pool", "nodeSelector: {karpenter.sh/nodepool: workers}", true],
  [
    "an affinity away from pools",
    "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: karpenter.sh/nodepool, operator: DoesNotExist}]}]}}}",
    undefined,
  ],
  [
    "an affinity to pools",
    "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: karpenter.sh/nodepool, operator: Exists}]}]}}}",
    true,
  ],
])("a controller of Karpenter with %s: on its own nodes is %s", (_, values, isOnOwnNodes) => {
  const { releases } = read({
    type: "helm_release",
    after: { name: "karpenter", namespace: "kube-system", chart: "oci://x/karpenter", values: [values] },
  });
  expect(releases[0]?.namespace).toBe("kube-system");
  expect(releases[0]?.isOnOwnNodes).toBe(isOnOwnNodes);
});
