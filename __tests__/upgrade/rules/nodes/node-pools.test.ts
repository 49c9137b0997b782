import { type FleetState, type NodePoolState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, nodePoolState, saidBy, saidOf, stepBetween } from "../state";

/* What plans of Terraform cannot show in few cases: each boundary of the rules of node pools. */

const ADDRESS = "stack/alpha/workers-v1";
const v1 = nodePoolState();
const v2 = nodePoolState({ nodePoolName: "workers-v2" });
const clusters = [clusterState({ version: "1.34" })];
const step = (rule: string, before: Partial<FleetState>, after: Partial<FleetState>) =>
  saidBy(rule, stepBetween({ clusters, ...before }, { clusters, ...after }));
const ids = (said: readonly string[]) => said.map((each) => each.slice(0, each.indexOf(":")));

describe("node-pool-version", () => {
  const said = (state: Partial<NodePoolState>) =>
    saidOf("node-pool-version", { clusters, nodePools: [nodePoolState(state)] });

  test.each<Partial<NodePoolState>>([
    {},
    { version: "1.34" },
    { version: "1.33", drift: "held" },
    { version: "1.31", drift: "held" },
    { version: "1.33", amiSelector: "other" },
    { version: UNKNOWN, cluster: UNKNOWN, drift: "held" },
  ])("accepts %j under 1.34", (state) => {
    expect(said(state).filter((each) => each.startsWith("error"))).toEqual([]);
  });

  test("names what is wrong, and what to do", () => {
    expect(said({ version: "1.33" })).toEqual([
      `error ${ADDRESS}: node pool workers-v1 has Kubernetes 1.33, and its drift is released: its nodes are replaced with nodes of 1.34, the version of the control plane. Hold drift before you upgrade the control plane (drift: "held", a budget of 0 for Drifted), or set the version 1.34`,
    ]);
    expect(said({ version: "1.35" })).toEqual([
      `error ${ADDRESS}: node pool workers-v1 has Kubernetes 1.35 under a control plane with 1.34: nodes must not be newer than cluster alpha-kr-a. Upgrade the control plane first`,
    ]);
    expect(said({ version: "1.30", drift: "held" })).toEqual([
      `error ${ADDRESS}: node pool workers-v1 has Kubernetes 1.30 under a control plane with 1.34: nodes of cluster alpha-kr-a must have 1.31 or newer. Replace its nodes before you upgrade the control plane`,
    ]);
  });

  test("pods on Fargate keep their kubelet", () => {
    const profile = (version: string) => ({
      clusters,
      fargateProfiles: [
        { stack: "stack", address: "f", cluster: v1.cluster, profileName: "system", selectors: [], version },
      ],
    });
    expect(saidOf("node-pool-version", profile("1.31"))).toEqual([]);
    expect(ids(saidOf("node-pool-version", profile("1.30")))).toEqual(["error f"]);
  });
});

describe("drift-not-held", () => {
  const upgrade = (state: Partial<NodePoolState>) => {
    const nodePools = [nodePoolState(state)];
    return ids(
      saidBy(
        "drift-not-held",
        stepBetween({ clusters: [clusterState({ version: "1.33" })], nodePools }, { clusters, nodePools }),
      ),
    );
  };

  test("warns of a pool that is not held, and does not evaluate unknown budgets", () => {
    expect(upgrade({})).toEqual([`warning ${ADDRESS}`]);
    expect(upgrade({ drift: UNKNOWN })).toEqual([`not evaluated ${ADDRESS}`]);
    expect(upgrade({ drift: "held" })).toEqual([]);
    expect(upgrade({ amiSelector: "other" })).toEqual([]);
  });
});

describe("node-pool-removed", () => {
  const removed = (other: Partial<NodePoolState>, own: Partial<NodePoolState> = { phase: "limited" }) => {
    const others = [nodePoolState({ nodePoolName: "workers-v2", ...other })];
    return ids(
      step("node-pool-removed", { nodePools: [{ ...v1, ...own }, ...others] }, { nodePools: others }),
    );
  };
  const arm = { key: "kubernetes.io/arch", operator: "In", values: ["arm64"] };
  const both = { ...arm, values: ["arm64", "amd64"] };
  const zones = (...values: readonly string[]) => ({
    key: "topology.kubernetes.io/zone",
    operator: "In",
    values,
  });

  test.each<readonly [Partial<NodePoolState>, Partial<NodePoolState>]>([
    [{}, {}],
    [{ labels: { group: "workers", instancegroup: "workers-v2" } }, {}],
    [{ requirements: [both] }, { requirements: [arm] }],
    [{ requirements: [] }, { requirements: [arm, zones("a")] }],
    [{ requirements: [zones("a", "b")] }, { requirements: [zones("a")] }],
    [{ requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }] }, {}],
  ])("a pool %j takes the pods of a limited pool %j", (other, own) => {
    expect(removed(other, { phase: "limited", ...own })).toEqual([]);
  });

  test.each<readonly [Partial<NodePoolState>, Partial<NodePoolState>]>([
    [{ phase: "limited" }, {}],
    [{ labels: { group: "batch" } }, {}],
    [{ taints: [{ key: "team", value: "a", effect: "NO_SCHEDULE" }] }, {}],
    [{ requirements: [arm] }, { requirements: [both] }],
    [{ requirements: [arm] }, {}],
    [{ requirements: [zones("a")] }, { requirements: [zones("a", "b")] }],
    [{ requirements: UNKNOWN }, {}],
    [{ cluster: UNKNOWN }, {}],
  ])("a pool %j does not certainly take the pods of a limited pool %j", (other, own) => {
    expect(removed(other, { phase: "limited", ...own })).toEqual([`not evaluated ${ADDRESS}`]);
  });

  test("a pool that makes nodes is drained all at once; with its cluster it goes without a word", () => {
    expect(removed({}, {})).toEqual([`warning ${ADDRESS}`]);
    expect(ids(saidBy("node-pool-removed", stepBetween({ clusters, nodePools: [v1] }, {})))).toEqual([]);
  });

  test("a pool that this change creates does not take pods yet", () => {
    expect(ids(step("node-pool-removed", { nodePools: [v1] }, { nodePools: [v2] }))).toEqual([
      `not evaluated ${ADDRESS}`,
    ]);
  });

  test("a node group takes the pods of a pool of its platform", () => {
    const requirements = [{ ...arm, values: ["amd64"] }];
    const group = nodeGroupState({ nodeGroupName: "workers-v9", amiType: "AL2023_x86_64_STANDARD" });
    const pool = nodePoolState({ phase: "limited", requirements });
    const said = (amiType: string) => {
      const nodeGroups = [{ ...group, amiType }];
      return ids(step("node-pool-removed", { nodePools: [pool], nodeGroups }, { nodeGroups }));
    };
    expect(said("AL2023_x86_64_STANDARD")).toEqual([]);
    expect(said("AL2023_ARM_64_STANDARD")).toEqual([`not evaluated ${ADDRESS}`]);
  });
});

describe("node-pool-limited", () => {
  const limits = (before: Record<string, string>, after: Record<string, string>) =>
    ids(
      step(
        "node-pool-limited",
        { nodePools: [{ ...v1, limits: before }] },
        { nodePools: [{ ...v1, limits: after }] },
      ),
    );

  test.each([
    [{ cpu: "1000" }, { cpu: "2000" }],
    [{ cpu: "1000" }, { cpu: "1000000m" }],
    [{ memory: "1024Mi" }, { memory: "1Gi" }],
    [{ cpu: "1000" }, {}],
  ])("%j to %j lowers no limit", (before, after) => {
    expect(limits(before, after)).toEqual([]);
  });

  test.each([
    [{ cpu: "1000" }, { cpu: "999" }],
    [{ memory: "1Gi" }, { memory: "1023Mi" }],
  ])("%j to %j lowers a limit", (before, after) => {
    expect(limits(before, after)).toEqual([`warning ${ADDRESS}`]);
  });
});

describe("nodes of pools beside node groups", () => {
  const group = nodeGroupState({ amiType: "AL2023_x86_64_STANDARD" });
  const pool = nodePoolState({ nodePoolName: "workers-v2" });
  const cordon = (rule: string, nodePools: readonly NodePoolState[]) => {
    const withNodes = { clusters: [clusterState({ otherNodes: ["karpenter"] })], nodePools };
    return ids(
      saidBy(
        rule,
        stepBetween(
          { ...withNodes, nodeGroups: [group] },
          { ...withNodes, nodeGroups: [{ ...group, phase: "cordoned" }] },
        ),
      ),
    );
  };

  test.each(["last-capacity", "cordon-without-successor", "successor-capacity", "successor-coverage"])(
    "%s counts a pool that takes the pods",
    (rule) => {
      expect(cordon(rule, [pool])).toEqual([]);
    },
  );

  test("last-capacity does not count a pool that is limited, or that has other labels", () => {
    expect(cordon("last-capacity", [{ ...pool, phase: "limited" }])).toHaveLength(1);
    expect(cordon("last-capacity", [{ ...pool, labels: { group: "batch" } }])).toHaveLength(1);
    expect(cordon("last-capacity", [])).toHaveLength(1);
  });
});
