import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { textOf } from "../repository/project";

/*
 * The IAM policies that users start with, evaluated by a simulator of IAM against requests that the environment alpha
 * needs, and requests that reach beyond it.
 */

const ACCOUNT = "123456789012";
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/eks-upgrade-boundary`;

type Context = Readonly<Record<string, string | string[]>>;
type Request = readonly [what: string, action: string, resource: string, context?: Context];

const policyOf = (name: string) => ({ name, policy: JSON.parse(textOf(`workflows/iam/${name}.json`)) });
const everything = { Effect: "Allow", Action: "*", Resource: "*" };

async function isAllowed(simulation: Simulation): Promise<boolean> {
  const ran = await runSimulation(simulation, {});
  if (ran.resultType === "error") {
    throw new Error(JSON.stringify(ran.errors));
  }
  return ran.overallResult === "Allowed";
}

/** What KMS writes for a key without a policy: IAM decides. */
const KEY_POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ],
};

const simulated = (
  role: string,
  [, action, resource, context = {}]: Request,
  rest: Pick<Simulation, "identityPolicies" | "permissionBoundaryPolicies">,
): Simulation => ({
  request: {
    principal: `arn:aws:iam::${ACCOUNT}:role/${role}`,
    action,
    resource: { resource, accountId: ACCOUNT },
    contextVariables: { ...context },
  },
  serviceControlPolicies: [],
  resourceControlPolicies: [],
  ...(resource.includes(":key/") ? { resourcePolicy: KEY_POLICY } : {}),
  ...rest,
});

const applies = (request: Request) =>
  isAllowed(
    simulated("eks-upgrade-apply", request, {
      identityPolicies: ["plan-policy", "apply-policy", "apply-roles-policy"].map(policyOf),
    }),
  );
const plans = (request: Request) =>
  isAllowed(simulated("eks-upgrade-plan", request, { identityPolicies: [policyOf("plan-policy")] }));

/** A role of the fleet with a policy that allows everything: only the boundary decides. */
const withinBoundary = (request: Request) =>
  isAllowed(
    simulated("alpha-kr-a-node", request, {
      identityPolicies: [{ name: "everything", policy: { Version: "2012-10-17", Statement: [everything] } }],
      permissionBoundaryPolicies: [policyOf("boundary-policy")],
    }),
  );

const arn = (service: string, rest: string, region = "ap-northeast-2") =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;
const key = arn("kms", "key/11111111-2222-3333-4444-555555555555");
const stateKey = arn("kms", "key/00000000-0000-0000-0000-000000000000");
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const loadBalancer = (name: string) =>
  arn("elasticloadbalancing", `loadbalancer/app/${name}/0123456789abcdef`);
const targetGroup = arn("elasticloadbalancing", "targetgroup/alpha-webapp-a/0123456789abcdef");
const webAcl = (name: string) => arn("wafv2", `regional/webacl/${name}/11111111-2222-3333-4444-555555555555`);
const group = arn("autoscaling", "autoScalingGroup:11111111-2222:autoScalingGroupName/eks-workers-v1");
const instance = arn("ec2", "instance/i-0123456789abcdef0");
const networkInterface = arn("ec2", "network-interface/eni-0123456789abcdef0");
const securityGroup = arn("ec2", "security-group/sg-0123456789abcdef0");
const volume = arn("ec2", "volume/vol-0123456789abcdef0");
const vpc = (id: string) => ({ "ec2:Vpc": arn("ec2", `vpc/${id}`) });
const OWN_VPC = vpc("vpc-0a01000000000000f");
const environment = (name: string) => ({ "aws:ResourceTag/environment": name });
const given = (name: string) => ({
  "aws:RequestTag/environment": name,
  "aws:TagKeys": ["environment"],
});
const bounded = { "iam:PermissionsBoundary": BOUNDARY };
const named = (requests: readonly Request[]) => requests.map((request) => [request[0], request] as const);

describe("the role that applies may", () => {
  test.each(
    named([
      ["upgrade a cluster", "eks:UpdateClusterVersion", arn("eks", "cluster/alpha-kr-a")],
      ["create a key with the tag", "kms:CreateKey", "*", given("alpha")],
      ["tag the new key", "kms:TagResource", key, given("alpha")],
      ["tag its key again", "kms:TagResource", key, { ...environment("alpha"), "aws:TagKeys": ["team"] }],
      ["change the policy of its key", "kms:PutKeyPolicy", key, environment("alpha")],
      ["create a role within the boundary", "iam:CreateRole", role("alpha-kr-a-node"), bounded],
      ["change who takes such a role", "iam:UpdateAssumeRolePolicy", role("alpha-kr-a-node"), bounded],
      ["delete such a role", "iam:DeleteRole", role("alpha-kr-a-node"), bounded],
      ["attach a web ACL", "wafv2:AssociateWebACL", webAcl("alpha-webapp")],
      ["attach it to its load balancer", "wafv2:AssociateWebACL", loadBalancer("alpha-webapp")],
      [
        "use the key of the states through S3",
        "kms:GenerateDataKey",
        stateKey,
        { "kms:ViaService": "s3.ap-northeast-2.amazonaws.com" },
      ],
      ["tag its load balancer", "elasticloadbalancing:AddTags", loadBalancer("alpha-webapp"), given("alpha")],
      ["remove another tag", "kms:UntagResource", key, { ...environment("alpha"), "aws:TagKeys": ["team"] }],
    ]),
  )("%s", async (_, request) => {
    expect(await applies(request)).toBe(true);
  });
});

describe("the role that applies may not", () => {
  test.each(
    named([
      ["upgrade another cluster", "eks:UpdateClusterVersion", arn("eks", "cluster/production-kr-a")],
      [
        "take a key of another environment by its tag",
        "kms:TagResource",
        key,
        { ...environment("production"), ...given("alpha") },
      ],
      ["change the policy of that key", "kms:PutKeyPolicy", key, environment("production")],
      ["change the policy of a key without the tag", "kms:PutKeyPolicy", key],
      [
        "give its key to another environment",
        "kms:TagResource",
        key,
        {
          ...environment("alpha"),
          ...given("production"),
        },
      ],
      [
        "remove the tag of its key",
        "kms:UntagResource",
        key,
        {
          ...environment("alpha"),
          "aws:TagKeys": ["environment"],
        },
      ],
      ["create a role without the boundary", "iam:CreateRole", role("alpha-kr-a-node")],
      ["change who takes a role without the boundary", "iam:UpdateAssumeRolePolicy", role("alpha-admin")],
      ["delete a role without the boundary", "iam:DeleteRole", role("alpha-admin")],
      [
        "put the boundary on a role of others",
        "iam:PutRolePermissionsBoundary",
        role("alpha-admin"),
        bounded,
      ],
      [
        "replace the boundary",
        "iam:PutRolePermissionsBoundary",
        role("alpha-kr-a-node"),
        { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
      ],
      ["remove the boundary", "iam:DeleteRolePermissionsBoundary", role("alpha-kr-a-node"), bounded],
      [
        "pass a role to other services",
        "iam:PassRole",
        role("alpha-kr-a-node"),
        {
          "iam:PassedToService": "lambda.amazonaws.com",
        },
      ],
      ["change a web ACL of others", "wafv2:AssociateWebACL", webAcl("production-webapp")],
      ["detach a web ACL of others", "wafv2:DisassociateWebACL", loadBalancer("production-webapp")],
      ["read with the key of the states", "kms:Decrypt", stateKey],
      [
        "read with other keys",
        "kms:Decrypt",
        key,
        { "kms:ViaService": "s3.ap-northeast-2.amazonaws.com", ...environment("production") },
      ],
      [
        "write another state",
        "s3:PutObject",
        "arn:aws:s3:::example-terraform-states/eks/production-kr-a.tfstate",
      ],
      [
        "tag a security group of others",
        "ec2:CreateTags",
        securityGroup,
        {
          ...environment("production"),
          ...given("alpha"),
        },
      ],
    ]),
  )("%s", async (_, request) => {
    expect(await applies(request)).toBe(false);
  });
});

describe("the role that plans", () => {
  test.each(
    named([
      ["reads web ACLs", "wafv2:GetWebACLForResource", loadBalancer("alpha-webapp")],
      ["reads its state", "s3:GetObject", "arn:aws:s3:::example-terraform-states/eks/alpha-kr-a.tfstate"],
      [
        "reads states that are encrypted with a key",
        "kms:Decrypt",
        stateKey,
        { "kms:ViaService": "s3.ap-northeast-2.amazonaws.com" },
      ],
    ]),
  )("%s", async (_, request) => {
    expect(await plans(request)).toBe(true);
  });

  test.each(
    named([
      ["decrypts nothing else", "kms:Decrypt", stateKey],
      ["writes no state", "s3:PutObject", "arn:aws:s3:::example-terraform-states/eks/alpha-kr-a.tfstate"],
      [
        "reads no other state",
        "s3:GetObject",
        "arn:aws:s3:::example-terraform-states/eks/production-kr-a.tfstate",
      ],
      ["reads no other parameter", "ssm:GetParameter", arn("ssm", "parameter/production/token")],
    ]),
  )("%s", async (_, request) => {
    expect(await plans(request)).toBe(false);
  });
});

const ofCluster = (name: string) => ({ "aws:ResourceTag/eks:cluster-name": name });
const boundTo = (name: string) => ({ "aws:ResourceTag/elbv2.k8s.aws/cluster": name });

describe("within the boundary, nodes, controllers and pods may", () => {
  test.each(
    named([
      ["describe instances", "ec2:DescribeInstances", "*"],
      ["pull images", "ecr:BatchGetImage", arn("ecr", "repository/webapp")],
      ["join the cluster", "eks:DescribeCluster", arn("eks", "cluster/alpha-kr-a")],
      ["give pods addresses", "ec2:AssignPrivateIpAddresses", networkInterface, OWN_VPC],
      ["create a network interface", "ec2:CreateNetworkInterface", networkInterface],
      [
        "create it in a subnet of the VPC",
        "ec2:CreateNetworkInterface",
        arn("ec2", "subnet/subnet-0a1"),
        OWN_VPC,
      ],
      ["attach it to a node", "ec2:AttachNetworkInterface", instance, ofCluster("alpha-kr-a")],
      ["open a security group of the VPC", "ec2:AuthorizeSecurityGroupIngress", securityGroup, OWN_VPC],
      ["scale a node group", "autoscaling:SetDesiredCapacity", group, ofCluster("alpha-kr-a")],
      ["register targets", "elasticloadbalancing:RegisterTargets", targetGroup, boundTo("alpha-kr-a")],
      ["decrypt secrets of the cluster", "kms:Decrypt", key, environment("alpha")],
      ["create a volume", "ec2:CreateVolume", volume, given("alpha")],
      ["attach the volume", "ec2:AttachVolume", volume, environment("alpha")],
    ]),
  )("%s", async (_, request) => {
    expect(await withinBoundary(request)).toBe(true);
  });
});

describe("within the boundary, nodes, controllers and pods may not", () => {
  test.each(
    named([
      ["end instances", "ec2:TerminateInstances", instance, environment("alpha")],
      ["launch instances", "ec2:RunInstances", instance],
      ["take the VPC apart", "ec2:DeleteSubnet", arn("ec2", "subnet/subnet-0a1"), OWN_VPC],
      ["take addresses in another VPC", "ec2:AssignPrivateIpAddresses", networkInterface, vpc("vpc-0b02")],
      [
        "attach to a node of another cluster",
        "ec2:AttachNetworkInterface",
        instance,
        ofCluster("production-kr-a"),
      ],
      [
        "open a security group of another VPC",
        "ec2:AuthorizeSecurityGroupIngress",
        securityGroup,
        vpc("vpc-0b02"),
      ],
      [
        "scale groups of other clusters",
        "autoscaling:SetDesiredCapacity",
        group,
        ofCluster("production-kr-a"),
      ],
      ["scale groups of nobody's", "autoscaling:SetDesiredCapacity", group],
      [
        "register targets of other clusters",
        "elasticloadbalancing:RegisterTargets",
        targetGroup,
        boundTo("production-kr-a"),
      ],
      ["delete a load balancer", "elasticloadbalancing:DeleteLoadBalancer", loadBalancer("alpha-webapp")],
      ["detach a web ACL", "wafv2:DisassociateWebACL", loadBalancer("alpha-webapp")],
      ["decrypt with other keys", "kms:Decrypt", key, environment("production")],
      [
        "grant a key to a person",
        "kms:CreateGrant",
        key,
        {
          ...environment("alpha"),
          "kms:GrantIsForAWSResource": "false",
        },
      ],
      ["delete volumes of others", "ec2:DeleteVolume", volume, environment("production")],
      ["take other roles", "sts:AssumeRole", role("admin")],
      ["change roles", "iam:PutRolePolicy", role("alpha-kr-a-node"), bounded],
      ["read secrets", "secretsmanager:GetSecretValue", arn("secretsmanager", "secret:production-abcdef")],
      ["read a bucket", "s3:GetObject", "arn:aws:s3:::example-terraform-states/eks/alpha-kr-a.tfstate"],
    ]),
  )("%s", async (_, request) => {
    expect(await withinBoundary(request)).toBe(false);
  });
});

describe("with the resource control policy of an organization, a role of a cluster whose trust names anybody", () => {
  const taken = (principal: string, action: string, context: Context = {}) =>
    isAllowed({
      request: {
        principal,
        action,
        resource: { resource: role("alpha-kr-a-node"), accountId: ACCOUNT },
        contextVariables: { ...context },
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [
        { orgIdentifier: "ou-1", policies: [policyOf("roles-resource-control-policy")] },
      ],
      resourcePolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: principal.endsWith("amazonaws.com") ? { Service: principal } : { AWS: principal },
            Action: action,
          },
        ],
      },
    });
  const isService = { "aws:PrincipalIsAWSService": "true" };

  test.each(["ec2.amazonaws.com", "eks.amazonaws.com", "pods.eks.amazonaws.com"])(
    "is taken by %s",
    async (service) => {
      expect(await taken(service, "sts:AssumeRole", isService)).toBe(true);
    },
  );

  test.each([`arn:aws:iam::${ACCOUNT}:role/anybody`, "arn:aws:iam::999999999999:role/anybody"])(
    "is not taken by %s",
    async (principal) => {
      expect(await taken(principal, "sts:AssumeRole", { "aws:PrincipalIsAWSService": "false" })).toBe(false);
    },
  );
});
