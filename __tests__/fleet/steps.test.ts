import { alphaKr } from "../../fleet/alpha-kr";
import { fleet } from "../../fleet/fleet";
import type { Environment } from "../../stacks/environment";
import type { ClusterSettings, NodeGroupSettings } from "../../upgrade/fleet/settings";
import { changes } from "./changes";

/*
 * What each step of an upgrade changes in the whole fleet: in one stack, what the step is about, and no more. The
 * fleet is the one that ships, with alpha-kr-a at the beginning of an upgrade to 1.34.
 */

type NodeGroups = Readonly<Record<string, NodeGroupSettings>>;

const workers = { instanceTypes: ["m6i.xlarge"], minSize: 2, maxSize: 10 } as const;

const old: Partial<ClusterSettings> = {
  version: "1.33",
  addons: {
    "kube-proxy": "v1.33.10-eksbuild.29",
    coredns: "v1.12.4-eksbuild.38",
    "vpc-cni": "v1.22.4-eksbuild.3",
    "eks-pod-identity-agent": "v1.4.0-eksbuild.1",
  },
};
const upgraded: Partial<ClusterSettings> = {
  version: "1.34",
  addons: {
    "kube-proxy": "v1.34.6-eksbuild.29",
    coredns: "v1.13.2-eksbuild.24",
    "vpc-cni": "v1.23.1-eksbuild.1",
    "eks-pod-identity-agent": "v1.4.0-eksbuild.1",
  },
};

const fleetOf = (changed: (environment: Environment) => Environment): readonly Environment[] =>
  fleet.map((environment) => (environment === alphaKr ? changed(environment) : environment));

const withCluster = (changed: Partial<ClusterSettings>, nodeGroups: NodeGroups) =>
  fleetOf((environment) => {
    const { "alpha-kr-a": cluster, ...others } = environment.clusters;
    return cluster === undefined
      ? environment
      : { ...environment, clusters: { "alpha-kr-a": { ...cluster, ...changed, nodeGroups }, ...others } };
  });

const V1 = "alpha-kr-a aws_eks_node_group.cluster_workers-v1_A6435936";
const TEMPLATE_V1 = "alpha-kr-a aws_launch_template.cluster_workers-v1_launch-template_9040B53E";
const V2 = "alpha-kr-a aws_eks_node_group.cluster_workers-v2_9BC16F2D";
const TEMPLATE_V2 = "alpha-kr-a aws_launch_template.cluster_workers-v2_launch-template_FD4C1CD1";
const COREDNS = "alpha-kr-a aws_eks_addon.cluster_coredns_98314015";
/** It stays until the group is active again, or gone. */
const DRAIN = [
  "aws_ssm_parameter.drain-workers-v1_drained_2E81054A",
  "data.aws_eks_node_group.drain-workers-v1_node-group_85A3C764",
  "data.kubernetes_resources.drain-workers-v1_finished_584D32BF",
  "kubernetes_cluster_role_binding_v1.drain-workers-v1_role-binding_8C47D679",
  "kubernetes_cluster_role_v1.drain-workers-v1_role_624911FA",
  "kubernetes_job_v1.drain-workers-v1",
  "kubernetes_service_account_v1.drain-workers-v1_service-account_03C25089",
  "terraform_data.drain-workers-v1_attempt_82C7D2BC",
].map((address) => `alpha-kr-a-workload ${address}`);

const v1 = (phase: NodeGroupSettings["phase"]) => ({ ...workers, version: "1.33", phase }) as const;
const v2 = { ...workers, version: "1.34" } as const;

const one: NodeGroups = { "workers-v1": v1("active") };
const both = (phase: NodeGroupSettings["phase"]): NodeGroups => ({
  "workers-v1": v1(phase),
  "workers-v2": v2,
});

const waitsFor = (...groups: readonly string[]) =>
  JSON.stringify(groups.map((each) => each.replace("alpha-kr-a ", "")));
const taint = '[{"effect":"NO_SCHEDULE","key":"cdktf-eks-upgrade/cordoned","value":"true"}]';
const sizes = (desired: number, min: number) =>
  JSON.stringify({ desired_size: desired, max_size: 10, min_size: min });
const phase = (name: string) => JSON.stringify({ "cdktf-eks-upgrade/phase": name });

test.each<[string, readonly Environment[], readonly Environment[], readonly string[]]>([
  [
    "the control plane",
    withCluster(old, one),
    withCluster({ ...old, version: "1.34" }, one),
    ['alpha-kr-a aws_eks_cluster.cluster version: "1.33" → "1.34"'],
  ],
  [
    "the add-ons",
    withCluster({ ...old, version: "1.34" }, one),
    withCluster(upgraded, one),
    [
      `${COREDNS} addon_version: "v1.12.4-eksbuild.38" → "v1.13.2-eksbuild.24"`,
      'alpha-kr-a aws_eks_addon.cluster_kube-proxy_6C469389 addon_version: "v1.33.10-eksbuild.29" → "v1.34.6-eksbuild.29"',
      'alpha-kr-a aws_eks_addon.cluster_vpc-cni_88A11E7C addon_version: "v1.22.4-eksbuild.3" → "v1.23.1-eksbuild.1"',
    ],
  ],
  [
    "a second node group, which coredns waits for when it is recreated",
    withCluster(upgraded, one),
    withCluster(upgraded, both("active")),
    [`${COREDNS} depends_on: ${waitsFor(V1)} → ${waitsFor(V1, V2)}`, `+ ${V2}`, `+ ${TEMPLATE_V2}`],
  ],
  [
    "a cordon",
    withCluster(upgraded, both("active")),
    withCluster(upgraded, both("cordoned")),
    [`${V1} taint: undefined → ${taint}`],
  ],
  [
    "a cordon taken back",
    withCluster(upgraded, both("cordoned")),
    withCluster(upgraded, both("active")),
    [`${V1} taint: ${taint} → undefined`],
  ],
  [
    "draining",
    withCluster(upgraded, both("cordoned")),
    withCluster(upgraded, both("draining")),
    [`${V1} tags: undefined → ${phase("draining")}`, ...DRAIN.map((each) => `+ ${each}`)],
  ],
  [
    "retiring, which sets the size that is the autoscaler's else",
    withCluster(upgraded, both("draining")),
    withCluster(upgraded, both("retired")),
    [
      `${V1} lifecycle: {"ignore_changes":["scaling_config[0].desired_size"]} → undefined`,
      `${V1} scaling_config: ${sizes(2, 2)} → ${sizes(0, 0)}`,
      `${V1} tags: ${phase("draining")} → ${phase("retired")}`,
    ],
  ],
  [
    "the removal of the old node group",
    withCluster(upgraded, both("retired")),
    withCluster(upgraded, { "workers-v2": v2 }),
    [
      `${COREDNS} depends_on: ${waitsFor(V1, V2)} → ${waitsFor(V2)}`,
      `- ${V1}`,
      `- ${TEMPLATE_V1}`,
      ...DRAIN.map((each) => `- ${each}`),
    ],
  ],
])("%s changes what it is about and nothing else", (_, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected);
});

describe("a shift of weights", () => {
  const withWeights = (a: number, b: number) =>
    fleetOf((environment) => {
      const { "alpha-webapp": webapp } = environment.loadBalancers ?? {};
      return webapp === undefined
        ? environment
        : { ...environment, loadBalancers: { "alpha-webapp": { ...webapp, weights: { a, b, default: 0 } } } };
    });

  const shifted = changes(withWeights(100, 0), withWeights(90, 10));

  test("changes the default actions of both listeners and every rule on both, and nothing else", () => {
    const rules = Object.keys(alphaKr.loadBalancers?.["alpha-webapp"]?.rules ?? {});
    const changed = shifted.map((line) => line.replace(/_[0-9A-F]{8} (\w+): .*/, " $1"));
    expect(changed).toEqual(
      [
        ...["http", "https"].map((port) => `alpha-webapp aws_lb_listener.listeners_${port} default_action`),
        ...rules.flatMap((rule) =>
          ["http", "https"].map(
            (port) => `alpha-webapp aws_lb_listener_rule.listeners_rules_${rule}_${port} action`,
          ),
        ),
      ].sort(),
    );
  });

  test("changes nothing but the weights", () => {
    for (const line of shifted) {
      const [before, after] = line.slice(line.indexOf(": ") + 2).split(" → ");
      expect(before?.replace('"weight":100', '"weight":90').replace('"weight":0', '"weight":10')).toBe(after);
    }
  });
});

describe("two clusters for good", () => {
  const webapp = alphaKr.loadBalancers?.["alpha-webapp"];
  const shared = (changed: Partial<Environment>) =>
    fleetOf((environment) => ({
      ...environment,
      ...(webapp === undefined
        ? {}
        : { loadBalancers: { "alpha-webapp": { ...webapp, weights: { a: 60, b: 40, default: 0 } } } }),
      ...changed,
    }));
  const places = (lines: readonly string[]) => [...new Set(lines.map((line) => line.split(" ")[0]))];

  test("one that is evacuated gets weight 0, in the load balancer alone, and its weight when it comes back", () => {
    const out = changes(shared({}), shared({ evacuated: ["alpha-kr-a"] }));
    const back = changes(shared({ evacuated: ["alpha-kr-a"] }), shared({}));
    expect(places(out)).toEqual(["alpha-webapp"]);
    for (const [index, line] of out.entries()) {
      const [before, after] = line.slice(line.indexOf(": ") + 2).split(" → ");
      expect(before?.replace('"weight":60', '"weight":0')).toBe(after);
      expect(back[index]).toBe(`${line.slice(0, line.indexOf(": "))}: ${after} → ${before}`);
    }
    expect(out).toHaveLength(2 + 2 * 16);
  });

  test("the active one changes hands in two steps, each one line in the identity of one cluster", () => {
    const active = (name: string) => shared({ activeClusters: { "alpha-kr": name } });
    const identity = (slot: string, before: boolean, after: boolean) => {
      const data = (isActive: boolean) =>
        `{"active":"${isActive}","group":"alpha-kr","name":"alpha-kr-${slot}","slot":"${slot}"}`;
      return `alpha-kr-${slot}-workload kubernetes_config_map_v1.identity data: ${data(before)} → ${data(after)}`;
    };
    expect(changes(active("alpha-kr-a"), active("none"))).toEqual([identity("a", true, false)]);
    expect(changes(active("none"), active("alpha-kr-b"))).toEqual([identity("b", false, true)]);
  });
});
