import { FargateProfile, type FargateProfileProps } from "../../../constructs/nodes/fargate-profile";
import { synthesize } from "../../synthesize";
import { only, problemsAt, withCluster } from "../eks/fixtures";

const withProfile = (props: Partial<FargateProfileProps> = {}) =>
  withCluster({}, (cluster) => {
    new FargateProfile(cluster, "jobs", {
      cluster,
      version: "1.34",
      selectors: [{ namespace: "jobs" }],
      ...props,
    });
  });

test("a profile runs in the subnets of its cluster, with a role of its own and its version in a tag", () => {
  const made = synthesize(withProfile());
  expect(only(made, "aws_eks_fargate_profile")).toMatchObject({
    fargate_profile_name: "jobs",
    subnet_ids: ["subnet-a", "subnet-c"],
    selector: [{ namespace: "jobs" }],
    tags: { "cdktf-eks-upgrade/version": "1.34" },
    pod_execution_role_arn: expect.stringContaining("aws_iam_role."),
  });
  expect(JSON.stringify(made.resource.aws_iam_role)).toContain("eks-fargate-pods.amazonaws.com");
});

test("a profile with a given role creates none", () => {
  const podExecutionRoleArn = "arn:aws:iam::123456789012:role/pods";
  const made = synthesize(withProfile({ podExecutionRoleArn }));
  expect(only(made, "aws_eks_fargate_profile")).toMatchObject({
    pod_execution_role_arn: podExecutionRoleArn,
  });
  expect(Object.keys(made.resource.aws_iam_role ?? {}).filter((id) => id.includes("jobs"))).toEqual([]);
});

test("an adopted profile is imported by its cluster and name", () => {
  expect(synthesize(withProfile({ adopted: true }))).toMatchObject({ import: [{ id: "alpha-kr-a:jobs" }] });
});

const selectors = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ namespace: `n${index}` }));

test.each<[string, Partial<FargateProfileProps>, number]>([
  ["no selector", { selectors: [] }, 1],
  ["five selectors", { selectors: selectors(5) }, 0],
  ["six selectors", { selectors: selectors(6) }, 1],
  ["a pattern of namespaces", { selectors: [{ namespace: "team-?-*" }] }, 0],
  ["a namespace in uppercase", { selectors: [{ namespace: "Jobs" }] }, 1],
  ["a label that Kubernetes rejects", { selectors: [{ namespace: "a", labels: { "a b": "c" } }] }, 1],
  ["a name that begins with eks-", { profileName: "eks-jobs" }, 1],
  ["a version that is no version", { version: "latest" }, 1],
  ["a role that is no ARN", { podExecutionRoleArn: "pods" }, 1],
  ["no subnets", { subnetIds: [] }, 1],
])("%s has the expected number of problems", (_, props, problems) => {
  expect(problemsAt("alpha-kr-a/jobs", withProfile(props))).toHaveLength(problems);
});
