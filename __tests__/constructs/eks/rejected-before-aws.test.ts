import { AccessPolicy } from "../../../constructs/eks/access-entry";
import { PodRole } from "../../../constructs/eks/pod-role";
import { problemsOf } from "../../synthesize";
import { ADMINISTRATOR, clusterProblems, problemsAt, withCluster } from "./fixtures";

test("a subnet that is named twice is reported", () => {
  expect(clusterProblems({ subnetIds: ["subnet-a", "subnet-c", "subnet-a"] })).toEqual([
    "duplicate subnet subnet-a: expected each once",
  ]);
});

test("a group that Kubernetes reserves is reported, because EKS rejects it", () => {
  const problems = problemsAt(
    "alpha-kr-a/team",
    withCluster({}, (cluster) => {
      cluster.addAccessEntry("team", {
        principalArn: ADMINISTRATOR.replace("platform", "team"),
        kubernetesGroups: ["system:masters", "team"],
      });
    }),
  );
  expect(problems).toEqual([expect.stringContaining('"system:masters"')]);
});

test("a policy for no namespace is reported: it would be for the whole cluster", () => {
  const problems = problemsOf(
    withCluster({}, (cluster) => {
      cluster.addAccessEntry("team", {
        principalArn: ADMINISTRATOR.replace("platform", "team"),
        policies: [AccessPolicy.VIEW.in()],
      });
    }),
  );
  expect(problems).toEqual([expect.stringContaining("policies[0]: no namespace of AmazonEKSViewPolicy")]);
});

test("a role without statements is reported, because IAM rejects its policy", () => {
  const problems = problemsOf(
    withCluster({}, (cluster, stack) => {
      new PodRole(stack, "role", {
        cluster,
        roleName: "a",
        namespace: "a",
        serviceAccount: "a",
        statements: [],
      });
    }),
  );
  expect(problems).toContainEqual(expect.stringContaining("statements is empty"));
});
