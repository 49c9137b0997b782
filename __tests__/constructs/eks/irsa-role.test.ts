import { Cluster } from "../../../constructs/eks/cluster";
import { IrsaRole, type IrsaRoleProps } from "../../../constructs/eks/irsa-role";
import { OidcProvider } from "../../../constructs/eks/oidc-provider";
import { problemsOf, synthesize } from "../../synthesize";
import { clusterProps, only } from "./fixtures";

const pods = { roleName: "webapp", namespace: "webapp", serviceAccount: "webapp" };

const imported = { version: "1.33", subnetIds: ["subnet-a"] };

test("the trust of a role covers the issuers of the old and the new cluster, for one service account", () => {
  const synthesized = synthesize((stack) => {
    const old = Cluster.fromClusterAttributes(stack, "old", { ...imported, clusterName: "shop-a" });
    const next = new Cluster(stack, "shop-b", clusterProps);
    for (const cluster of [old, next]) {
      new OidcProvider(stack, `oidc-${cluster.declaredName}`, { cluster });
    }
    new IrsaRole(stack, "role", {
      ...pods,
      clusters: [old, next],
      statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
      policyArns: { logs: "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy" },
    });
  });
  const { aws_iam_role: roles = {}, aws_iam_openid_connect_provider: providers = {} } = synthesized.resource;
  const trust: { readonly Statement: readonly unknown[] } = JSON.parse(
    `${roles.role?.assume_role_policy}`.replaceAll(
      /\$\{replace\((.*?), \\?"https:\/\/\\?", \\?"\\?"\)\}/g,
      "$1",
    ),
  );
  const old = expect.stringMatching(
    /^data\.aws_eks_cluster\.old_cluster-data_\w+\.identity\[0\]\.oidc\[0\]\.issuer$/,
  );
  const next = "aws_eks_cluster.shop-b.identity[0].oidc[0].issuer";
  const [first, second] = Object.values(providers).map(({ url }) => `${url}`.slice(2, -1));
  expect([first, second]).toEqual([old, next]);
  expect(trust.Statement).toEqual(
    [first, second].map((issuer) => ({
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: expect.stringMatching(new RegExp(`:oidc-provider/${escaped(`${issuer}`)}$`)) },
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: "sts.amazonaws.com",
          [`${issuer}:sub`]: "system:serviceaccount:webapp:webapp",
        },
      },
    })),
  );
  expect(
    Object.values(synthesized.resource.aws_iam_role_policy ?? {}).map(({ policy }) => policy),
  ).toContainEqual(expect.stringContaining("s3:GetObject"));
  expect(Object.values(synthesized.resource.aws_iam_role_policy_attachment ?? {})).toContainEqual({
    role: "${aws_iam_role.role.name}",
    policy_arn: "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy",
  });
});

test("an OIDC provider has the issuer of its cluster and the audience of STS", () => {
  const synthesized = synthesize((stack) => {
    const cluster = new Cluster(stack, "shop-b", clusterProps);
    const { oidcProviderArn } = new OidcProvider(stack, "oidc", { cluster, tags: { team: "web" } });
    expect(oidcProviderArn).toBeDefined();
  });
  expect(only(synthesized, "aws_iam_openid_connect_provider")).toEqual({
    url: "${aws_eks_cluster.shop-b.identity[0].oidc[0].issuer}",
    client_id_list: ["sts.amazonaws.com"],
    tags: { team: "web" },
  });
});

test.each<[string, Partial<IrsaRoleProps>, string]>([
  ["no clusters", { clusters: [] }, "clusters is empty: expected the clusters whose pods assume the role"],
  ["a long name", { roleName: "r".repeat(65) }, "(65 characters): expected 1 to 64"],
  ["a namespace that Kubernetes rejects", { namespace: "Web" }, 'the namespace is "Web"'],
  ["a policy that is no ARN", { policyArns: { logs: "Logs" } }, 'the policy "logs" is "Logs"'],
])("a role with %s is rejected", (_, props, problem) => {
  const problems = problemsOf((stack) => {
    const cluster = new Cluster(stack, "shop-b", clusterProps);
    new IrsaRole(stack, "role", { ...pods, clusters: [cluster], ...props });
  });
  expect(problems).toEqual([expect.stringContaining(problem)]);
});

test("a role that names one cluster twice is rejected", () => {
  const problems = problemsOf((stack) => {
    const cluster = new Cluster(stack, "shop-b", clusterProps);
    new IrsaRole(stack, "role", { ...pods, clusters: [cluster, cluster] });
  });
  expect(problems).toEqual(["[stack/role] duplicate cluster shop-b: expected each cluster once"]);
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
