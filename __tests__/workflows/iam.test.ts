import { isRecord } from "../../upgrade/terraform/json";
import { pathsOf, textOf } from "../repository/project";
import { notAllowed, statementsOf } from "./policy";

/* The IAM policies that users start with. The end-to-end tests check that they allow every request. */

const plan = statementsOf("plan");
const apply = statementsOf("apply", "apply-roles");

test("the role for plans only reads, and decrypts only its states", () => {
  const writing = plan
    .filter(({ sid }) => sid !== "UseTheKeyOfStates")
    .flatMap(({ actions }) => actions)
    .filter((action) => !/^\w+:(Describe|Get|List)\w+$/.test(action));
  expect(writing).toEqual([]);
});

test("the role for plans reads no secrets, and only parameters and objects of this project", () => {
  const secret = ["secretsmanager:GetSecretValue", "ssm:GetParametersByPath"];
  expect(notAllowed(secret, plan)).toEqual(secret);
  const reads = plan.filter(({ actions }) =>
    actions.some((action) => ["ssm:GetParameter", "s3:GetObject"].includes(action)),
  );
  expect(reads.flatMap(({ resources }) => resources)).toEqual([
    "arn:aws:ssm:*:123456789012:parameter/cdktf-eks-upgrade/alpha-*",
    "arn:aws:s3:::example-terraform-states/eks/alpha-*.tfstate",
  ]);
});

test("the role for applies may act on all resources only to tag them at creation", () => {
  const wide = apply.filter(({ resources }) => resources.includes("*"));
  expect(wide.map(({ sid, condition }) => [sid, condition])).toEqual([
    ["MakeTaggedClusters", { StringEquals: { "aws:RequestTag/environment": "alpha" } }],
    ["MakeTaggedKeys", { StringEquals: { "aws:RequestTag/environment": "alpha" } }],
  ]);
  expect(apply.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
});

test("a permission without a name in its scope has a tag, or is for rules and networks of tagged resources", () => {
  const unscoped = apply.filter(
    ({ resources, condition }) =>
      Object.keys(condition).length === 0 && resources.some((arn) => !arn.includes("alpha-")),
  );
  expect(unscoped.map(({ sid }) => sid)).toEqual([
    "BringSecurityGroupsToLifeInAVpc",
    "ChangeRulesOfTaggedSecurityGroups",
  ]);
});

test("roles are passed only to EKS, and are created and changed only within the boundary", () => {
  const of = (action: string) => apply.filter(({ actions }) => actions.includes(action));
  expect(of("iam:PassRole")).toMatchObject([
    {
      resources: ["arn:aws:iam::123456789012:role/alpha-*"],
      condition: { StringEquals: { "iam:PassedToService": ["eks.amazonaws.com", "pods.eks.amazonaws.com"] } },
    },
  ]);
  for (const action of ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"]) {
    expect(of(action)).toMatchObject([
      {
        condition: {
          StringEquals: {
            "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/eks-upgrade-boundary",
          },
        },
      },
    ]);
  }
  const escalation = [
    "iam:CreatePolicyVersion",
    "iam:DeleteRolePermissionsBoundary",
    "iam:CreateUser",
    "sts:AssumeRole",
  ];
  expect(notAllowed(escalation, [...apply, ...statementsOf("boundary")])).toEqual(escalation);
});

test("instances are launched only from launch templates, which EKS requires for node groups", () => {
  const launching = apply.filter(({ actions }) => actions.includes("ec2:RunInstances"));
  expect(launching.map(({ condition }) => condition)).toEqual([
    { StringEquals: { "aws:ResourceTag/environment": "alpha" } },
    { ArnLike: { "ec2:LaunchTemplate": "arn:aws:ec2:*:123456789012:launch-template/*" } },
  ]);
});

test("only the lock of a state can be deleted", () => {
  const deleting = apply.filter(({ actions }) => actions.includes("s3:DeleteObject"));
  expect(deleting.flatMap(({ resources }) => resources)).toEqual([
    "arn:aws:s3:::example-terraform-states/eks/alpha-*.tfstate.tflock",
  ]);
});

test("the role for plans is for pull requests and the main branch, the role for applies only for its environment", () => {
  const subjects = (name: string) => {
    const trust: unknown = JSON.parse(textOf(`workflows/iam/${name}-trust.json`));
    const [statement] = isRecord(trust) && Array.isArray(trust.Statement) ? trust.Statement : [];
    return isRecord(statement) ? [statement.Action, statement.Condition] : [];
  };
  const condition = (sub: string | readonly string[]) => [
    "sts:AssumeRoleWithWebIdentity",
    {
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": sub,
      },
    },
  ];
  expect(subjects("plan")).toEqual(
    condition(["repo:example/clusters:pull_request", "repo:example/clusters:ref:refs/heads/main"]),
  );
  expect(subjects("apply")).toEqual(condition("repo:example/clusters:environment:alpha"));
});

test("each policy is within the limit of IAM: 6,144 characters without blanks", () => {
  const lengths = pathsOf("-policy.json", "workflows/iam").map(
    (path) => JSON.stringify(JSON.parse(textOf(path))).length,
  );
  expect(lengths).toHaveLength(5);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(6144);
});
