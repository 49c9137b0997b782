import { givenResources } from "../../../cli/rehearsal/given";

const seoul = {
  provider: { aws: [{ region: "ap-northeast-2" }] },
  resource: {
    aws_eks_cluster: { cluster: { vpc_config: { subnet_ids: ["subnet-0a", "subnet-0b"] } } },
    aws_eks_access_entry: { admin: { principal_arn: "arn:aws:iam::123456789012:role/platform" } },
    aws_lb: { lb: { security_groups: ["${aws_security_group.lb.id}", "sg-0c"] } },
    aws_lb_target_group: { a: { vpc_id: "vpc-0d" } },
    aws_lb_listener: { https: { certificate_arn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1" } },
  },
};

test("the sandbox has the resources that stacks name by literal ids, each in its region", () => {
  const london = {
    provider: { aws: [{ region: "eu-west-2" }] },
    terraform: { backend: { s3: { bucket: "states", region: "eu-west-1" } } },
    resource: { aws_eks_cluster: { cluster: { vpc_config: { subnet_ids: ["subnet-0e"] } } } },
  };
  expect(givenResources([seoul, london])).toEqual({
    vpcs: [
      {
        region: "ap-northeast-2",
        id: "vpc-0d",
        subnets: [{ id: "subnet-0a" }, { id: "subnet-0b" }],
        securityGroups: [{ id: "sg-0c" }],
      },
      {
        region: "eu-west-2",
        id: "vpc-00000000000000000",
        subnets: [{ id: "subnet-0e" }],
        securityGroups: [],
      },
    ],
    certificates: ["arn:aws:acm:ap-northeast-2:123456789012:certificate/1"],
    roles: ["arn:aws:iam::123456789012:role/platform"],
    keys: [],
    buckets: [{ name: "states", region: "eu-west-1" }],
  });
});

test("a resource that is named twice exists once", () => {
  expect(givenResources([seoul, seoul]).vpcs).toHaveLength(1);
  expect(givenResources([seoul, seoul]).certificates).toHaveLength(1);
});
