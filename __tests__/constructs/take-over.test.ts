import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformResource, TerraformStack, Testing } from "cdktf";
import { AccessPolicy } from "../../constructs/eks/access-entry";
import { Cluster } from "../../constructs/eks/cluster";
import { PodRole } from "../../constructs/eks/pod-role";
import { problemsOf } from "../../constructs/synthesize";
import { ApplicationLoadBalancer } from "../../constructs/traffic/application-load-balancer";
import { TargetGroup } from "../../constructs/traffic/target-group";
import { WeightedListeners } from "../../constructs/traffic/weighted-listeners";

/* Resources that exist, and come to their place in the code by a moved block or by an import block. */

const ROLE = "arn:aws:iam::123456789012:role";
const ELB = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012";
const subnetIds = ["subnet-0a1", "subnet-0c1"];
const certificateArn =
  "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027";

const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-"));

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

interface Moves {
  readonly cluster?: string;
  readonly group?: string;
  readonly addon?: string;
  readonly entry?: string;
  readonly policies?: Readonly<Record<string, string>>;
  readonly targetGroup?: string;
  readonly loadBalancer?: string;
  readonly http?: string;
  readonly https?: string;
  readonly rule?: string;
}

/** A program with everything that can be taken over. */
function program(moves: Moves = {}, adopted?: true) {
  const stack = new TerraformStack(
    Testing.stubVersion(new App({ stackTraces: false, skipValidation: true, outdir })),
    "stack",
  );
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  const part = (id: string) => (adopted === true ? { adopted: { arn: `${ELB}:${id}` } } : {});
  const cluster = new Cluster(stack, "shop", {
    version: "1.34",
    subnetIds,
    administrators: [],
    adopted: true,
    movedFrom: moves.cluster,
  });
  cluster.addNodeGroup("workers-v1", {
    version: "1.34",
    instanceTypes: ["m6i.xlarge"],
    minSize: 1,
    maxSize: 3,
    adopted,
    movedFrom: moves.group,
  });
  cluster.addAddon("vpc-cni", {
    addonVersion: "v1.23.1-eksbuild.1",
    adopted,
    movedFrom: moves.addon,
  });
  cluster.addAccessEntry("viewers", {
    principalArn: `${ROLE}/viewers`,
    policies: [AccessPolicy.VIEW],
    adopted,
    movedFrom: moves.entry,
    policiesMovedFrom: moves.policies,
  });
  new PodRole(stack, "jobs", {
    cluster,
    roleName: "jobs",
    namespace: "jobs",
    serviceAccount: "jobs",
    statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
  });
  const vpcId = "vpc-0a1";
  const targetGroup = new TargetGroup(stack, "a", {
    targetGroupName: "web-a",
    vpcId,
    ...part("targetgroup/web-a/1"),
    movedFrom: moves.targetGroup,
  });
  const loadBalancer = new ApplicationLoadBalancer(stack, "load-balancer", {
    loadBalancerName: "web",
    vpcId,
    subnetIds,
    clientCidrs: { office: "203.0.113.0/24" },
    ...part("loadbalancer/app/web/1"),
    movedFrom: moves.loadBalancer,
  });
  new WeightedListeners(stack, "listeners", {
    loadBalancer,
    targetGroups: { a: targetGroup },
    weights: { a: 100 },
    certificateArn,
    rules: { api: { priority: 100, pathPatterns: ["/api*"] } },
    adopted:
      adopted === true
        ? {
            http: { arn: `${ELB}:listener/app/web/1/80` },
            https: { arn: `${ELB}:listener/app/web/1/443` },
            rules: { api: { https: { arn: `${ELB}:listener-rule/app/web/1/443/1` } } },
          }
        : undefined,
    movedFrom: {
      http: moves.http,
      https: moves.https,
      rules: moves.rule === undefined ? undefined : { api: { https: moves.rule } },
    },
  });
  return stack;
}

interface Block {
  readonly to: string;
  readonly from?: string;
  readonly id?: string;
}

function blocksOf(stack: TerraformStack): {
  readonly moved: readonly Block[];
  readonly imports: readonly Block[];
} {
  expect(problemsOf(stack)).toEqual([]);
  const { moved = [], import: imports = [] } = JSON.parse(Testing.synth(stack, false));
  return { moved, imports };
}

const plain = (address: string) => address.replace(/_[0-9A-F]{8}$/, "");

const ALL: Moves = {
  cluster: "module.eks.aws_eks_cluster.this[0]",
  group: 'module.eks.module.groups["workers"].aws_eks_node_group.this[0]',
  addon: 'aws_eks_addon.this["vpc-cni"]',
  entry: "aws_eks_access_entry.viewers",
  policies: { AmazonEKSViewPolicy: "aws_eks_access_policy_association.view" },
  targetGroup: "aws_lb_target_group.web",
  loadBalancer: "aws_lb.web",
  http: "aws_lb_listener.http",
  https: "aws_lb_listener.https",
  rule: "aws_lb_listener_rule.api",
};

test("movedFrom writes a moved block from the old address to the new one, and no import block", () => {
  const { moved, imports } = blocksOf(program(ALL, true));
  expect(imports).toEqual([]);
  expect(new Map(moved.map(({ from = "", to }) => [from, plain(to)]))).toEqual(
    new Map([
      [ALL.cluster, "aws_eks_cluster.shop"],
      [ALL.group, "aws_eks_node_group.shop_workers-v1"],
      [ALL.addon, "aws_eks_addon.shop_vpc-cni"],
      [ALL.entry, "aws_eks_access_entry.shop_viewers"],
      [
        "aws_eks_access_policy_association.view",
        "aws_eks_access_policy_association.shop_viewers_AmazonEKSViewPolicy",
      ],
      [ALL.targetGroup, "aws_lb_target_group.a"],
      [ALL.loadBalancer, "aws_lb.load-balancer"],
      [ALL.http, "aws_lb_listener.listeners_http"],
      [ALL.https, "aws_lb_listener.listeners_https"],
      [ALL.rule, "aws_lb_listener_rule.listeners_rules_api_https"],
    ]),
  );
});

test("without movedFrom, what is adopted has an import block, and nothing has a moved block", () => {
  const { moved, imports } = blocksOf(program({}, true));
  expect(moved).toEqual([]);
  expect(imports).toHaveLength(10);
});

test.each<[string, Moves, string]>([
  ["a name in AWS", { cluster: "shop" }, '[stack/shop] movedFrom is "shop"'],
  ["an address of another type", { group: "aws_eks_cluster.shop" }, "[stack/shop/workers-v1] movedFrom is"],
  ["its own address", { targetGroup: "aws_lb_target_group.a" }, "[stack/a] movedFrom is"],
  [
    "an entry for a policy that it does not have",
    { policies: { AmazonEKSEditPolicy: "aws_eks_access_policy_association.edit" } },
    '[stack/shop/viewers] policiesMovedFrom names "AmazonEKSEditPolicy": expected a policy of the entry, AmazonEKSViewPolicy',
  ],
])("%s in place of an old address is rejected", (_, moves, problem) => {
  expect(problemsOf(program(moves))).toEqual([expect.stringContaining(problem)]);
});

test("overrideLogicalId of any resource gives it that address everywhere, or is rejected", () => {
  const resources = () => program().node.findAll().filter(TerraformResource.isTerraformResource);
  const count = resources().length;
  expect(count).toBeGreaterThan(25);
  const silent = Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const [resource] = resources().slice(index);
    if (resource === undefined) {
      return ["no resource"];
    }
    const { stack, path } = { stack: TerraformStack.of(resource), path: resource.node.path };
    const old = `${resource.terraformResourceType}.${stack.getLogicalId(resource.node)}`;
    resource.overrideLogicalId("renamed");
    if (problemsOf(stack).length > 0) {
      return [];
    }
    const text = Testing.synth(stack, false);
    const isRenamed = JSON.parse(text).resource[resource.terraformResourceType].renamed !== undefined;
    return isRenamed && !new RegExp(`${old}(?![\\w-])`).test(text) ? [] : [path];
  });
  expect(silent).toEqual([]);
});
