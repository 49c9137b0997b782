import { isRecord } from "../../upgrade/terraform/json";
import { pathsOf, textOf } from "../repository/project";
import { notAllowed, statementsOf } from "./policy";

/* The policies that users begin with. That they suffice is held against what AWS is asked for, end to end. */

const plan = statementsOf("plan");
const apply = statementsOf("apply", "apply-roles");

test("the role that plans only reads", () => {
  const writing = plan
    .flatMap(({ actions }) => actions)
    .filter((action) => !/^\w+:(Describe|Get|List)\w+$/.test(action));
  expect(writing).toEqual([]);
});

test("the role that plans reads no secret, and of parameters and objects only those that are ours", () => {
  const secret = ["secretsmanager:GetSecretValue", "kms:Decrypt", "ssm:GetParametersByPath"];
  expect(notAllowed(secret, plan)).toEqual(secret);
  const reads = plan.filter(({ actions }) =>
    actions.some((action) => ["ssm:GetParameter", "s3:GetObject"].includes(action)),
  );
  expect(reads.flatMap(({ resources }) => resources)).toEqual([
    "arn:aws:ssm:*:123456789012:parameter/cdktf-eks-upgrade/alpha-*",
    "arn:aws:s3:::example-terraform-states/eks/alpha-*.tfstate",
  ]);
});

test("the role that applies does nothing to everything, but what is tagged as it is made", () => {
  const wide = apply.filter(({ resources }) => resources.includes("*"));
  expect(wide.map(({ sid, condition }) => [sid, condition])).toEqual([
    ["MakeTaggedClusters", { StringEquals: { "aws:RequestTag/environment": "alpha" } }],
    ["MakeTaggedKeys", { StringEquals: { "aws:RequestTag/environment": "alpha" } }],
  ]);
  expect(apply.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
});

test("what is scoped by no name is scoped by a tag, or is a rule or a network of what is", () => {
  const unscoped = apply.filter(
    ({ resources, condition }) =>
      Object.keys(condition).length === 0 && resources.some((arn) => !arn.includes("alpha-")),
  );
  expect(unscoped.map(({ sid }) => sid)).toEqual([
    "BringSecurityGroupsToLifeInAVpc",
    "ChangeRulesOfTaggedSecurityGroups",
  ]);
});

test("roles are passed to EKS alone, and are made and given policies only within the boundary", () => {
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

test("instances are launched by templates alone, as EKS asks of whoever makes a node group with one", () => {
  const launching = apply.filter(({ actions }) => actions.includes("ec2:RunInstances"));
  expect(launching.map(({ condition }) => condition)).toEqual([
    { StringEquals: { "aws:ResourceTag/environment": "alpha" } },
    { ArnLike: { "ec2:LaunchTemplate": "arn:aws:ec2:*:123456789012:launch-template/*" } },
  ]);
});

test("a state is never deleted, only its lock is", () => {
  const deleting = apply.filter(({ actions }) => actions.includes("s3:DeleteObject"));
  expect(deleting.flatMap(({ resources }) => resources)).toEqual([
    "arn:aws:s3:::example-terraform-states/eks/alpha-*.tfstate.tflock",
  ]);
});

test("the role that plans is for pull requests and the main branch, the one that applies for its environment alone", () => {
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

test("each policy fits into one of IAM's: 6,144 characters without blanks", () => {
  const lengths = pathsOf("-policy.json", "workflows/iam").map(
    (path) => JSON.stringify(JSON.parse(textOf(path))).length,
  );
  expect(lengths).toHaveLength(4);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(6144);
});
