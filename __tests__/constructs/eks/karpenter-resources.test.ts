import { runSimulation } from "@cloud-copilot/iam-simulate";
import {
  KarpenterResources,
  type KarpenterResourcesProps,
} from "../../../constructs/eks/karpenter-resources";
import { karpenterStatements } from "../../../constructs/eks/karpenter-statements";
import { policyDocument, statementsOf } from "../../../constructs/eks/pod-role";
import { synthesize } from "../../synthesize";
import { only, problemsAt, withCluster } from "./fixtures";

const withKarpenter = (props: Partial<KarpenterResourcesProps> = {}) =>
  withCluster({}, (cluster, stack) => {
    new KarpenterResources(stack, "karpenter", { cluster, region: "ap-northeast-2", ...props });
  });

const entriesOf = (props: Partial<KarpenterResourcesProps> = {}) =>
  Object.values(synthesize(withKarpenter(props)).resource.aws_eks_access_entry ?? {}).filter(
    (entry) => Object(entry).type === "EC2_LINUX",
  );

test("the role of the nodes joins by an access entry of type EC2_LINUX, and a given role brings its own", () => {
  expect(entriesOf()).toHaveLength(1);
  expect(entriesOf({ nodeRoleArn: "arn:aws:iam::123456789012:role/nodes" })).toEqual([]);
});

test("the controller gets its role through EKS Pod Identity", () => {
  expect(only(synthesize(withKarpenter()), "aws_eks_pod_identity_association")).toMatchObject({
    namespace: "kube-system",
    service_account: "karpenter",
  });
});

test("four kinds of events reach the queue of interruptions, which accepts no others", () => {
  const made = synthesize(withKarpenter());
  expect(only(made, "aws_sqs_queue")).toMatchObject({
    name: "alpha-kr-a-karpenter",
    sqs_managed_sse_enabled: true,
  });
  expect(Object.keys(made.resource.aws_cloudwatch_event_rule ?? {})).toHaveLength(4);
  expect(Object.keys(made.resource.aws_cloudwatch_event_target ?? {})).toHaveLength(4);
  const policy = String(only(made, "aws_sqs_queue_policy").policy);
  expect(policy).toContain("events.amazonaws.com");
  expect(policy.match(/aws_cloudwatch_event_rule\.[\w-]+\.arn/g)).toHaveLength(4);
});

test("a bad region and a role that is no ARN are problems", () => {
  const bad = { region: "Seoul", nodeRoleArn: "nodes" };
  expect(problemsAt("karpenter", withKarpenter(bad))).toHaveLength(2);
});

const ACCOUNT = "123456789012";
const NODES = `arn:aws:iam::${ACCOUNT}:role/alpha-kr-a-karpenter-node`;
const policy: object = JSON.parse(
  policyDocument(
    statementsOf(
      karpenterStatements({
        clusterName: "alpha-kr-a",
        partition: "aws",
        region: "ap-northeast-2",
        nodeRoleArn: NODES,
      }),
    ),
  ),
);

const owned = (when: "RequestTag" | "ResourceTag", cluster = "alpha-kr-a") => ({
  [`aws:${when}/kubernetes.io/cluster/${cluster}`]: "owned",
  [`aws:${when}/eks:eks-cluster-name`]: cluster,
  [`aws:${when}/karpenter.sh/nodepool`]: "workers-v1",
});
const ec2 = (what: string, region = "ap-northeast-2") => `arn:aws:ec2:${region}:${ACCOUNT}:${what}`;

test.each<[string, boolean, string, string, Record<string, string>]>([
  ["launches an owned instance", true, "ec2:RunInstances", ec2("instance/*"), owned("RequestTag")],
  ["launches without tags", false, "ec2:RunInstances", ec2("instance/*"), {}],
  [
    "launches for another cluster",
    false,
    "ec2:CreateFleet",
    ec2("fleet/*"),
    owned("RequestTag", "alpha-kr-b"),
  ],
  ["terminates an owned instance", true, "ec2:TerminateInstances", ec2("instance/i-1"), owned("ResourceTag")],
  [
    "terminates an instance of another cluster",
    false,
    "ec2:TerminateInstances",
    ec2("instance/i-1"),
    owned("ResourceTag", "alpha-kr-b"),
  ],
  [
    "terminates an instance in another region",
    false,
    "ec2:TerminateInstances",
    ec2("instance/i-1", "us-east-1"),
    owned("ResourceTag"),
  ],
  [
    "passes the role of its nodes",
    true,
    "iam:PassRole",
    NODES,
    { "iam:PassedToService": "ec2.amazonaws.com" },
  ],
  [
    "passes an administrator's role",
    false,
    "iam:PassRole",
    `arn:aws:iam::${ACCOUNT}:role/admin`,
    { "iam:PassedToService": "ec2.amazonaws.com" },
  ],
  [
    "reads its queue",
    true,
    "sqs:ReceiveMessage",
    `arn:aws:sqs:ap-northeast-2:${ACCOUNT}:alpha-kr-a-karpenter`,
    {},
  ],
  [
    "reads the queue of another cluster",
    false,
    "sqs:ReceiveMessage",
    `arn:aws:sqs:ap-northeast-2:${ACCOUNT}:alpha-kr-b-karpenter`,
    {},
  ],
])("Karpenter %s: %s", async (_, isAllowed, action, resource, contextVariables) => {
  const ran = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/alpha-kr-a-karpenter`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables,
      },
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      identityPolicies: [{ name: "karpenter", policy }],
    },
    {},
  );
  expect(ran.resultType === "error" ? ran.errors : ran.overallResult === "Allowed").toBe(isAllowed);
});

test("the policy is within the limit of a role's own policies: 10,240 characters", () => {
  expect(JSON.stringify(policy).length).toBeLessThan(10_240);
});
