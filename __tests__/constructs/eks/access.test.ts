import { type AccessEntryOptions, AccessPolicy } from "../../../constructs/eks/access-entry";
import { synthesize } from "../../synthesize";
import { CLUSTER_NAME, problemsAt, withCluster } from "./fixtures";

const PRINCIPAL = "arn:aws:iam::123456789012:role/viewers";

const withEntry = (options: Partial<AccessEntryOptions>) =>
  withCluster({}, (cluster) => {
    cluster.addAccessEntry("viewers", { principalArn: PRINCIPAL, ...options });
  });

const associationsOf = (policies: readonly AccessPolicy[]) =>
  Object.entries(synthesize(withEntry({ policies })).resource.aws_eks_access_policy_association ?? {})
    .filter(([address]) => address.includes("_viewers_"))
    .map(([, association]) => association);

test("an access entry gives a principal access, with its Kubernetes groups", () => {
  const { resource } = synthesize(withEntry({ kubernetesGroups: ["viewers"] }));
  expect(Object.values(resource.aws_eks_access_entry ?? {})).toContainEqual({
    cluster_name: CLUSTER_NAME,
    principal_arn: PRINCIPAL,
    kubernetes_groups: ["viewers"],
  });
  expect(associationsOf([])).toEqual([]);
});

test.each([
  ["CLUSTER_ADMIN", "AmazonEKSClusterAdminPolicy"],
  ["ADMIN", "AmazonEKSAdminPolicy"],
  ["EDIT", "AmazonEKSEditPolicy"],
  ["VIEW", "AmazonEKSViewPolicy"],
  ["ADMIN_VIEW", "AmazonEKSAdminViewPolicy"],
] as const)("AccessPolicy.%s is %s, for the whole cluster", (name, policy) => {
  expect(associationsOf([AccessPolicy[name]])).toMatchObject([
    {
      policy_arn: expect.stringMatching(
        new RegExp(
          `^arn:\\$\\{data\\.aws_partition\\..*\\.partition\\}:eks::aws:cluster-access-policy/${policy}$`,
        ),
      ),
      access_scope: { type: "cluster" },
    },
  ]);
});

test("a policy in namespaces is valid only in these, and the original policy does not change", () => {
  expect(associationsOf([AccessPolicy.EDIT.in("webapp", "batch-*")])).toMatchObject([
    { access_scope: { type: "namespace", namespaces: ["webapp", "batch-*"] } },
  ]);
  expect(AccessPolicy.EDIT.namespaces).toEqual([]);
});

const notAnArn = (text: string) =>
  `the principal of an access entry is "${text}": expected the ARN of an IAM role or user, arn:aws:iam::<account>:role/<name>`;

test.each([
  ["a role", PRINCIPAL, []],
  ["a user", "arn:aws:iam::123456789012:user/kim", []],
  ["a role on a path", "arn:aws:iam::123456789012:role/team/viewers", []],
  ["a role in China", "arn:aws-cn:iam::123456789012:role/viewers", []],
  ["a group", "arn:aws:iam::123456789012:group/team", [notAnArn("arn:aws:iam::123456789012:group/team")]],
  [
    "a session",
    "arn:aws:sts::123456789012:assumed-role/a/b",
    [notAnArn("arn:aws:sts::123456789012:assumed-role/a/b")],
  ],
  [
    "an account of 11 digits",
    "arn:aws:iam::12345678901:role/a",
    [notAnArn("arn:aws:iam::12345678901:role/a")],
  ],
  ["a role without a name", "arn:aws:iam::123456789012:role/", [notAnArn("arn:aws:iam::123456789012:role/")]],
  ["a name", "viewers", [notAnArn("viewers")]],
])("the principal is %s: the problems are reported", (_what, principalArn, problems) => {
  expect(problemsAt("alpha-kr-a/viewers", withEntry({ principalArn }))).toEqual(problems);
});

test("a duplicate policy fails, and the message says how to write it once", () => {
  const policies = [AccessPolicy.EDIT.in("webapp"), AccessPolicy.VIEW, AccessPolicy.EDIT.in("batch")];
  expect(problemsAt("alpha-kr-a/viewers", withEntry({ policies }))).toEqual([
    'duplicate policy AmazonEKSEditPolicy: expected it once, with all its namespaces, like AccessPolicy.EDIT.in("a", "b")',
  ]);
});

test("a Pod Identity association gives a role to the pods of a service account", () => {
  const association = {
    namespace: "webapp",
    serviceAccount: "webapp",
    roleArn: "arn:aws:iam::123456789012:role/webapp",
  };
  const { resource } = synthesize(
    withCluster({}, (cluster) => void cluster.addPodIdentityAssociation("webapp", association)),
  );
  expect(Object.values(resource.aws_eks_pod_identity_association ?? {})).toEqual([
    {
      cluster_name: CLUSTER_NAME,
      namespace: "webapp",
      service_account: "webapp",
      role_arn: association.roleArn,
    },
  ]);
});
