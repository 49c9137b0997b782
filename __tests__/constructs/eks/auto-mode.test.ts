import { synthesize } from "../../synthesize";
import { clusterOf, only, problemsAt, withCluster } from "./fixtures";

const POOLS = ["general-purpose", "system"] as const;

test("a cluster without Auto Mode says nothing of compute and storage", () => {
  expect(clusterOf()).not.toHaveProperty("compute_config");
  expect(clusterOf()).not.toHaveProperty("storage_config");
});

test("Auto Mode turns on compute, storage and load balancing together, beside the settings of the network", () => {
  expect(
    clusterOf({ autoMode: { builtInNodePools: POOLS }, serviceIpv4Cidr: "10.100.0.0/16" }),
  ).toMatchObject({
    compute_config: {
      enabled: true,
      node_pools: ["general-purpose", "system"],
      node_role_arn: expect.stringContaining("aws_iam_role."),
    },
    storage_config: { block_storage: { enabled: true } },
    kubernetes_network_config: {
      service_ipv4_cidr: "10.100.0.0/16",
      elastic_load_balancing: { enabled: true },
    },
  });
});

test("without a node pool of EKS, the cluster names no role of nodes: EKS rejects one", () => {
  const nodeRoleArn = "arn:aws:iam::123456789012:role/nodes";
  for (const autoMode of [{}, { nodeRoleArn }]) {
    expect(clusterOf({ autoMode })).toMatchObject({ compute_config: { enabled: true, node_pools: [] } });
    expect(JSON.stringify(clusterOf({ autoMode }))).not.toContain("node_role_arn");
  }
  expect(clusterOf({ autoMode: { builtInNodePools: ["system"], nodeRoleArn } })).toMatchObject({
    compute_config: { node_role_arn: nodeRoleArn },
  });
});

test("the role of the control plane has what EKS asks for in Auto Mode, and EKS may tag its sessions", () => {
  const roleOf = (autoMode: object | undefined) => {
    const made = synthesize(withCluster(autoMode === undefined ? {} : { autoMode }));
    return {
      policies: Object.keys(made.resource.aws_iam_role_policy_attachment ?? {}).length,
      trust: String(only(made, "aws_iam_role").assume_role_policy),
    };
  };
  expect(roleOf(undefined)).toMatchObject({ policies: 1, trust: expect.not.stringContaining("TagSession") });
  expect(roleOf({})).toMatchObject({ policies: 5, trust: expect.stringContaining("sts:TagSession") });
});

test("a repeated node pool and a role that is no ARN are problems of the cluster", () => {
  const autoMode = { builtInNodePools: ["system", "system"], nodeRoleArn: "nodes" } as const;
  expect(problemsAt("alpha-kr-a", withCluster({ autoMode }))).toHaveLength(2);
});
