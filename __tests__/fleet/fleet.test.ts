import { fleet } from "../../fleet/fleet";
import { stacksOf } from "../stacks/fixtures";

/* The shipped fleet. */

const clusters = fleet.flatMap(({ clusters }) => Object.keys(clusters));

test("is ten clusters in four regions and two environments", () => {
  expect([...clusters].sort()).toEqual([
    "alpha-ca-a",
    "alpha-jp-a",
    "alpha-kr-a",
    "alpha-kr-b",
    "alpha-uk-a",
    "production-ca-a",
    "production-jp-a",
    "production-kr-a",
    "production-ops-kr-a",
    "production-uk-a",
  ]);
  expect([...new Set(fleet.map(({ region }) => region))].sort()).toEqual([
    "ap-northeast-1",
    "ap-northeast-2",
    "ca-central-1",
    "eu-west-2",
  ]);
  expect([...new Set(fleet.map(({ name }) => name))]).toEqual(["alpha", "production"]);
});

test("has one load balancer, with sixteen rules, before the two clusters of the webapp", () => {
  const loadBalancers = fleet.flatMap(({ loadBalancers = {} }) => Object.entries(loadBalancers));
  expect(loadBalancers.map(([name]) => name)).toEqual(["alpha-webapp"]);
  const [, webapp] = loadBalancers[0] ?? [];
  expect(Object.keys(webapp?.rules ?? {})).toHaveLength(16);
  expect(webapp?.targetGroups).toEqual({
    a: { cluster: "alpha-kr-a" },
    b: { cluster: "alpha-kr-b" },
    default: {},
  });
});

test("names each cluster by its environment, the nickname of its region, and its slot", () => {
  for (const { name, clusters } of fleet) {
    for (const cluster of Object.keys(clusters)) {
      expect(cluster).toMatch(new RegExp(`^${name}-(ops-)?(kr|uk|ca|jp)-[ab]$`));
    }
  }
});

test("keeps the states of production in S3, and lets an account's Terraform work in that account alone", () => {
  for (const { name, backend, allowedAccountIds } of fleet) {
    expect(allowedAccountIds).toHaveLength(1);
    expect(backend).toEqual(
      name === "production"
        ? expect.objectContaining({ bucket: "example-terraform-states", region: expect.any(String) })
        : undefined,
    );
  }
});

test("labels the nodes with group, instance group and subgroup", () => {
  const [group] = Object.values(stacksOf(fleet)["production-kr-a"]?.resource.aws_eks_node_group ?? {});
  expect(group?.labels).toMatchObject({ group: "workers", "krmt.io/instancegroup": group?.node_group_name });
});
