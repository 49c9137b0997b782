import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { givenResources } from "../../cli/rehearsal/given";
import { Terraform } from "../../cli/rehearsal/terraform";
import { run } from "../../cli/shared/run";
import { problemsOf } from "../../constructs/synthesize";
import { type Aws, startAws } from "../../sandbox/aws";
import type { JournalEntry } from "../../sandbox/journal";
import { ClusterStack } from "../../stacks/cluster-stack";
import type { Environment, LoadBalancerSettings } from "../../stacks/environment";
import { declareFleet } from "../../stacks/fleet";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { drainedParameter } from "../../upgrade/eks/drained";
import type { NodeGroupPhase } from "../../upgrade/eks/node-group-phase";
import type { ClusterSettings, NodeGroupSettings } from "../../upgrade/fleet/settings";
import { planUpgrade } from "../../upgrade/planner/plan-upgrade";
import { judge } from "../../upgrade/rules/rules";
import { parsePlan } from "../../upgrade/terraform/plan-json";
import { type PlansReading, readPlans } from "../../upgrade/terraform/read-plans";
import { editedEnvironment } from "../upgrade/planner/edit-environment";

/*
 * Each guard with its case and real Terraform: whole messages, no write request, and no more reads than documented. It
 * runs once, in order, and the tests check the results. Needs what rehearsal.e2e.ts needs.
 */

const REGION = "ap-northeast-2";
const CLUSTER = "alpha-kr-a";
const LOAD_BALANCER = "alpha-webapp";
/** The sandbox's account, and one in which nothing is planned. */
const [ACCOUNT, OTHER_ACCOUNT] = ["123456789012", "222222222222"];

const network = {
  subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
  administrators: ["arn:aws:iam::123456789012:role/platform"],
} as const;

const workers: NodeGroupSettings = { version: "1.33", instanceTypes: ["m6i.xlarge"], minSize: 2, maxSize: 4 };

const KUBE_PROXY = { "1.33": "v1.33.10-eksbuild.29", "1.34": "v1.34.6-eksbuild.29" } as const;

/** The cluster at creation. */
const created: ClusterSettings = {
  ...network,
  version: "1.33",
  addons: { "kube-proxy": KUBE_PROXY["1.33"] },
  nodeGroups: { "workers-v1": workers },
};
/** The cluster after the only step that is applied. */
const upgraded: ClusterSettings = { ...created, version: "1.34" };
const unprotected: ClusterSettings = { ...upgraded, deletionProtection: "disabled" };

const slotB = { cluster: "alpha-kr-b", podSecurityGroupId: "sg-0a0100000000000b1" };

const webapp: LoadBalancerSettings = {
  subnetIds: network.subnetIds,
  clientCidrs: { world: "0.0.0.0/0" },
  certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
  service: { namespace: "webapp", name: "webapp", port: "http" },
  targetGroups: { a: { cluster: CLUSTER, podSecurityGroupId: "sg-0a0100000000000a1" }, b: slotB },
  weights: { a: 50, b: 50 },
  rules: { api: { priority: 110, pathPatterns: ["/api*"] } },
};
const shifted: LoadBalancerSettings = { ...webapp, weights: { b: 100 } };
const removed: LoadBalancerSettings = {
  ...webapp,
  targetGroups: { b: slotB },
  weights: { b: 100 },
  removedTargetGroups: ["a"],
};

/** The outcome of a plan. */
interface Outcome {
  readonly rejections: readonly string[];
  readonly actions: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** A small fleet in a temporary folder, and AWS on loopback for it. */
class Stage {
  static async set(): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-guards-"));
    synthesize(folder, created, webapp);
    const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
    const aws = await startAws({
      start: new Date("2026-11-23T00:00:00Z"),
      versions: kubernetesVersions,
      addons: addonVersions.map((row) => ({ ...row, isDefault: row.evidence === "eks-default" })),
      given: givenResources(
        [CLUSTER, LOAD_BALANCER].map((stack) =>
          JSON.parse(readFileSync(join(stackFolder(folder, stack), "cdk.tf.json"), "utf8")),
        ),
      ),
    });
    return new Stage(folder, aws);
  }

  private readonly terraforms = new Map<string, Terraform>();

  private constructor(
    private readonly folder: string,
    readonly aws: Aws,
  ) {}

  async cluster(settings: ClusterSettings, balancer: LoadBalancerSettings = webapp): Promise<Outcome> {
    synthesize(this.folder, settings, balancer);
    return this.plan(CLUSTER, "eks", "ssm");
  }

  /** Beside a stack for another account, with a cluster and a node group of the same names. */
  async besideOtherAccount(settings: ClusterSettings): Promise<Outcome> {
    const own = { ...environmentOf(settings, webapp), allowedAccountIds: [ACCOUNT] };
    const other = { ...environmentOf(upgraded, webapp), allowedAccountIds: [OTHER_ACCOUNT] };
    synthesizeEnvironment(this.folder, own, (app) => {
      new ClusterStack(app, "other-account", { ...upgraded, environment: other, clusterName: CLUSTER });
    });
    return this.plan(CLUSTER, "eks");
  }

  /** What the last plan changes, as a review reads it. */
  async change(stack: string): Promise<PlansReading> {
    const plan = parsePlan(await (await this.terraform(stack)).show());
    if ("problem" in plan) {
      throw new Error(plan.problem);
    }
    return readPlans([{ name: stack, plan }]);
  }

  async balancer(settings: LoadBalancerSettings): Promise<Outcome> {
    synthesize(this.folder, upgraded, settings);
    return this.plan(LOAD_BALANCER, "elasticloadbalancing");
  }

  async plan(stack: string, ...services: readonly string[]): Promise<Outcome> {
    const terraform = await this.terraform(stack);
    this.aws.journal.clear();
    const { errors, actions } = await terraform.plan();
    return {
      rejections: errors.map((error) => error.replace("Resource precondition failed: ", "")),
      actions: actions.map(({ address, action }) => `${action} ${address}`),
      reads: services.flatMap((service) => this.aws.journal.find({ service, access: "read" })).map(worded),
      writes: services.flatMap((service) => this.aws.journal.find({ service, access: "write" })).map(worded),
    };
  }

  /** Applies the last plan. */
  async apply(stack: string): Promise<void> {
    const { errors } = await (await this.terraform(stack)).apply();
    if (errors.length > 0) {
      throw new Error(errors.join("\n"));
    }
  }

  /** Runs Terraform as a person does, and returns its output without frames and line breaks. */
  async print(settings: ClusterSettings, ...args: readonly string[]): Promise<string> {
    synthesize(this.folder, settings, webapp);
    const { stdout, stderr } = await run("terraform", [...args, "-input=false", "-no-color"], {
      cwd: stackFolder(this.folder, CLUSTER),
      env: { ...this.aws.env, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" },
    });
    return `${stdout}${stderr}`.replace(/^[│╷╵]/gm, "").replace(/\s+/g, " ");
  }

  /** Plans the stack of the cluster with an empty state, importing the existing cluster. */
  async import(settings: ClusterSettings): Promise<Outcome> {
    const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-guards-"));
    try {
      synthesize(folder, settings, webapp);
      writeFileSync(
        join(stackFolder(folder, CLUSTER), "import.tf.json"),
        JSON.stringify({ import: [{ to: "aws_eks_cluster.cluster", id: CLUSTER }] }),
      );
      return await new Stage(folder, this.aws).plan(CLUSTER, "eks");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async end(): Promise<void> {
    await this.aws.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async terraform(stack: string): Promise<Terraform> {
    const known = this.terraforms.get(stack);
    if (known !== undefined) {
      return known;
    }
    const terraform = new Terraform(stackFolder(this.folder, stack), this.aws.env);
    this.terraforms.set(stack, terraform);
    await terraform.init();
    return terraform;
  }
}

function stackFolder(folder: string, stack: string): string {
  return join(folder, "cdktf.out", "stacks", stack);
}

function worded({ operation, resource }: JournalEntry): string {
  return resource === undefined ? operation : `${operation} ${resource}`;
}

function synthesize(folder: string, cluster: ClusterSettings, balancer: LoadBalancerSettings): void {
  synthesizeEnvironment(folder, environmentOf(cluster, balancer));
}

function environmentOf(cluster: ClusterSettings, balancer: LoadBalancerSettings): Environment {
  return {
    name: "alpha",
    region: REGION,
    vpcId: "vpc-0a01000000000000f",
    clusters: { [CLUSTER]: cluster, "alpha-kr-b": created },
    loadBalancers: { [LOAD_BALANCER]: balancer },
  };
}

function synthesizeEnvironment(
  folder: string,
  environment: Environment,
  declareOthers: (app: App) => void = () => undefined,
): void {
  const app = new App({ outdir: join(folder, "cdktf.out"), skipValidation: true, stackTraces: false });
  declareFleet(app, [environment]);
  declareOthers(app);
  const problems = problemsOf(app);
  if (problems.length > 0) {
    throw new Error(problems.join("\n"));
  }
  app.synth();
}

/** The day this many days from today. Terraform uses the clock of the machine. */
function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

/** Read once, because the tests can run past midnight. */
const TOMORROW = day(1);
const YESTERDAY = day(-1);

/** On the last day on which EKS accepts it. */
const rolledBack: ClusterSettings = { ...created, rollback: { of: "1.34", upgradedOn: day(-7) } };

const off = (until: string): ClusterSettings => ({
  ...upgraded,
  version: "1.36",
  guardsOff: { "control-plane-step": { reason: `INC-4711: "%{all}" and \${more} are down`, until } },
});

interface Story {
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly rollback: PlansReading;
  readonly whileOff: string;
  readonly afterwards: string;
  readonly destroy: string;
  readonly answersOutsideTheModel: readonly string[];
}

let story: Story;

beforeAll(async () => {
  const stage = await Stage.set();
  try {
    const outcomes: Record<string, Outcome> = {};
    // An ALB takes a minute to create, so it starts while the cluster is tested.
    outcomes["first balancer"] = await stage.balancer({ ...webapp, removedTargetGroups: ["c"] });
    await stage.balancer(webapp);
    const balancerIsUp = stage.apply(LOAD_BALANCER);
    outcomes["first apply"] = await stage.cluster({
      ...unprotected,
      nodeGroups: { "workers-v0": { ...workers, phase: "retired" } },
    });
    await stage.cluster(created);
    await stage.apply(CLUSTER);
    outcomes["no change"] = await stage.cluster(created);
    outcomes["two minors"] = await stage.cluster({ ...created, version: "1.35" });
    outcomes["add-on ahead"] = await stage.cluster({
      ...upgraded,
      addons: { "kube-proxy": KUBE_PROXY["1.34"] },
    });
    outcomes["one minor"] = await stage.cluster(upgraded);
    await stage.apply(CLUSTER);
    outcomes["back without a word"] = await stage.cluster(created);
    outcomes.rollback = await stage.cluster(rolledBack);
    const rollback = await stage.change(CLUSTER);
    outcomes["late rollback"] = await stage.cluster({
      ...created,
      rollback: { of: "1.34", upgradedOn: "2026-01-31" },
    });
    outcomes["nodes ahead"] = await stage.cluster({
      ...upgraded,
      version: "1.35",
      nodeGroups: { "workers-v1": { ...workers, version: "1.35" } },
    });
    outcomes.undrained = await stage.cluster({
      ...upgraded,
      nodeGroups: { "workers-v1": { ...workers, phase: "retired" } },
    });
    const inPhase = (phase: NodeGroupPhase): ClusterSettings => ({
      ...upgraded,
      nodeGroups: { "workers-v1": { ...workers, phase } },
      // The nodes for the evicted pods.
      otherNodeGroups: ["karpenter"],
    });
    outcomes.draining = await stage.cluster(inPhase("draining"));
    await stage.apply(CLUSTER);
    outcomes["drain not ended"] = await stage.cluster(inPhase("retired"));
    // As the in-cluster stack writes it.
    const name = drainedParameter(CLUSTER, "workers-v1");
    await stage.aws.give({ parameters: [{ name, region: REGION, value: "workers-v1" }] });
    outcomes.drained = await stage.cluster(inPhase("retired"));
    outcomes["back to active"] = await stage.cluster(inPhase("active"));
    await stage.apply(CLUSTER);
    outcomes["drained before"] = await stage.cluster(inPhase("draining"));
    outcomes.undeclared = await stage.cluster({ ...upgraded, nodeGroups: {}, logRetentionDays: 30 });
    outcomes["undeclared in this account"] = await stage.besideOtherAccount({ ...upgraded, nodeGroups: {} });
    outcomes["of others"] = await stage.cluster({
      ...upgraded,
      nodeGroups: {},
      otherNodeGroups: ["batch", "workers-*"],
    });
    outcomes.import = await stage.import(upgraded);
    const whileOff = await stage.print(off(TOMORROW), "plan");
    const afterwards = await stage.print(off(YESTERDAY), "plan");

    await balancerIsUp;
    outcomes["unprotected with traffic"] = await stage.cluster(unprotected);
    outcomes["removed with traffic"] = await stage.balancer(removed);
    outcomes.shift = await stage.balancer(shifted);
    await stage.apply(LOAD_BALANCER);
    outcomes.unprotected = await stage.cluster(unprotected, shifted);
    outcomes.removed = await stage.balancer(removed);
    await stage.apply(LOAD_BALANCER);
    outcomes["removed already"] = await stage.balancer(removed);
    const destroy = await stage.print(created, "plan", "-destroy");
    story = { outcomes, rollback, whileOff, afterwards, destroy, answersOutsideTheModel: stage.aws.problems };
  } finally {
    await stage.end();
  }
});

function outcome(title: string): Outcome {
  const found = story.outcomes[title];
  if (found === undefined) {
    throw new Error(`nothing was played under "${title}"`);
  }
  return found;
}

test.each([
  [
    "two minors",
    'alpha-kr-a runs 1.33 and cannot go to 1.35: EKS upgrades one minor at a time. Set version to "1.34", apply, and go on from there. (control-plane-step)',
  ],
  [
    "back without a word",
    'alpha-kr-a runs 1.34 and cannot go back to 1.33. Set version to "1.34". To roll back an upgrade by one minor within seven days, declare rollback with the version and the day of that upgrade. (control-plane-step)',
  ],
  [
    "late rollback",
    'alpha-kr-a runs 1.34 and cannot go back to 1.33: EKS rolls back one minor within seven days, and rollback declares the upgrade to 1.34 on 2026-01-31. Set version to "1.34" and remove rollback. (control-plane-step)',
  ],
  [
    "add-on ahead",
    "kube-proxy v1.34.6-eksbuild.29 of alpha-kr-a is for 1.34 or later, and the control plane runs 1.33. Upgrade the control plane first, in an apply of its own. (addon-ahead)",
  ],
  [
    "nodes ahead",
    "workers-v1 of alpha-kr-a cannot run 1.35: the control plane runs 1.34, and nodes are never newer. Upgrade the control plane first, in an apply of its own. (node-group-ahead)",
  ],
  [
    "undeclared",
    "alpha-kr-a has node groups with nodes that the code does not declare: workers-v1 (2). Terraform would delete or forget such a group, and its pods would be killed without disruption budgets. Declare it again, and retire it before you remove it. If others declare it, name it in otherNodeGroups. (undeclared-node-groups)",
  ],
  [
    "unprotected with traffic",
    "alpha-kr-a cannot lose its protection: alpha-webapp still sends traffic to alpha-webapp-a (weight 50 at port 443), alpha-webapp-a (weight 50 at rule 110 of port 443). Set the weight to 0, apply, wait until the traffic has ended, and then disable the protection. (unprotected-with-traffic)",
  ],
  [
    "removed with traffic",
    "alpha-webapp still sends traffic to what is removed: alpha-webapp-a (weight 50 at port 443), alpha-webapp-a (weight 50 at rule 110 of port 443). Declare it again with weight 0, apply, see that its traffic has ended, and then remove it. (removed-with-traffic)",
  ],
])("terraform plan fails without a write request: %s", (title, message) => {
  const { rejections, writes } = outcome(title);
  expect(rejections).toEqual([message]);
  expect(writes).toEqual([]);
});

test("a node group with nodes cannot be removed because a stack for another account declares one of its name", () => {
  const { rejections, writes } = outcome("undeclared in this account");
  expect(rejections).toEqual(outcome("undeclared").rejections);
  expect(writes).toEqual([]);
});

test.each([
  ["two days after the upgrade", -5, []],
  ["eight days after the upgrade", 1, ["control-plane-decrease"]],
])("the review of the declared rollback %s", (_, offset, rules) => {
  const errors = judge({ ...story.rollback, catalog: Catalog.DATED, day: day(offset) }).filter(
    ({ severity }) => severity === "error",
  );
  expect(errors.map(({ rule }) => rule)).toEqual(rules);
});

test("the plan back to the version after a rollback removes the declared rollback, and the fleet synthesizes", () => {
  const goal = { way: "in-place", cluster: CLUSTER, version: "1.34" } as const;
  const plan = planUpgrade(story.rollback.after, { clusters: [goal] }, { catalog: Catalog.DATED });
  const [step] = "problems" in plan ? [] : plan.steps;
  expect(step?.kind).toBe("control-plane");
  const environment = editedEnvironment(environmentOf(rolledBack, webapp), step?.edits ?? []);
  expect(environment.clusters[CLUSTER]).toEqual(upgraded);
  const app = new App({ skipValidation: true, stackTraces: false });
  declareFleet(app, [environment]);
  expect(problemsOf(app)).toEqual([]);
});

const DRAINED = "/cdktf-eks-upgrade/alpha-kr-a/drained/workers-v1";

// node-group-phases.test.ts pins these sentences.
test.each([
  ["undrained", "retired-undrained", ["workers-v1 of alpha-kr-a", '"draining"']],
  ["drain not ended", "retired-undrained", ["workers-v1 of alpha-kr-a", DRAINED, "alpha-kr-a-workload"]],
  ["drained before", "drained-before", ["workers-v1 of alpha-kr-a", DRAINED, "alpha-kr-a-workload"]],
])("terraform plan fails without a write request: %s", (title, guard, values) => {
  const { rejections, writes } = outcome(title);
  const [message = ""] = rejections;
  expect(rejections).toHaveLength(1);
  expect(message).toMatch(new RegExp(` \\(${guard}\\)$`));
  expect(values.filter((value) => !message.includes(value))).toEqual([]);
  expect(writes).toEqual([]);
});

const HTTPS = "update aws_lb_listener.listeners_https_5F94B91D";
const RULE = "update aws_lb_listener_rule.listeners_rules_api_https_6DFBC9AB";

const WORKERS = "update aws_eks_node_group.cluster_workers-v1_A6435936";

test.each([
  ["one minor", ["update aws_eks_cluster.cluster"]],
  ["rollback", ["update aws_eks_cluster.cluster"]],
  ["unprotected", ["update aws_eks_cluster.cluster"]],
  ["draining", [WORKERS]],
  ["drained", [WORKERS]],
  ["back to active", [WORKERS]],
  ["no change", []],
  ["shift", [HTTPS, RULE]],
  ["removed already", []],
])("terraform plan succeeds: %s", (title, actions) => {
  expect(outcome(title).rejections).toEqual([]);
  expect(outcome(title).actions).toEqual(actions);
});

test.each([
  ["first balancer", "create aws_lb.load-balancer"],
  ["first apply", "create aws_eks_node_group.cluster_workers-v0_DF3B588B"],
  ["of others", "delete aws_eks_node_group.cluster_workers-v1_A6435936"],
  ["removed", "delete aws_lb_target_group.target-group-a"],
])("terraform plan succeeds: %s", (title, action) => {
  expect(outcome(title).rejections).toEqual([]);
  expect(outcome(title).actions).toContain(action);
});

test("an existing cluster can be imported", () => {
  const { rejections, actions } = outcome("import");
  expect(rejections).toEqual([]);
  expect(actions).not.toContain("create aws_eks_cluster.cluster");
});

test("terraform plan -destroy succeeds", () => {
  expect(story.destroy).toContain("Plan: 0 to add, 0 to change, 16 to destroy.");
});

test("a guard is off until the end of its last day, and each plan prints the reason", () => {
  expect(story.whileOff).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
  expect(story.whileOff).toContain(`Warning: Check block assertion failed`);
  expect(story.whileOff).toContain(
    `The guard control-plane-step of alpha-kr-a is off until ${TOMORROW} (INC-4711: "%{all}" and \${more} are down).`,
  );
});

test("the guard is on again after that day", () => {
  expect(story.afterwards).toContain("alpha-kr-a runs 1.34 and cannot go to 1.36");
  expect(story.afterwards).toContain(
    `The guard control-plane-step of alpha-kr-a is on again, because ${YESTERDAY} is over: remove it from guardsOff (INC-4711: "%{all}" and \${more} are down).`,
  );
});

test("the guards of a cluster read three times, and once for each undeclared node group", () => {
  const own = ["DescribeCluster", "ListClusters", "ListNodegroups"].map((operation) =>
    operation === "ListClusters" ? operation : `${operation} ${CLUSTER}`,
  );
  const refreshed = [
    "DescribeAccessEntry alpha-kr-a/arn:aws:iam::123456789012:role/platform",
    "DescribeAddon alpha-kr-a/kube-proxy",
    "DescribeCluster alpha-kr-a",
    "DescribeNodegroup alpha-kr-a/workers-v1",
    "ListAssociatedAccessPolicies alpha-kr-a/arn:aws:iam::123456789012:role/platform",
  ];
  expect(outcome("no change").reads.toSorted()).toEqual([...own, ...refreshed].toSorted());
  expect(outcome("undeclared").reads.filter((read) => read.startsWith("DescribeNodegroup"))).toEqual([
    "DescribeNodegroup alpha-kr-a/workers-v1",
    "DescribeNodegroup alpha-kr-a/workers-v1",
  ]);
  expect(outcome("first apply").reads).toEqual(["ListClusters"]);
  // A draining or retired group is read as well, and the drained parameter once for all groups.
  const leaving = ["DescribeNodegroup alpha-kr-a/workers-v1", "GetParametersByPath"];
  expect(outcome("drained").reads.toSorted()).toEqual([...own, ...refreshed, ...leaving].toSorted());
});

test("the guard of a listener reads load balancers, listeners and rules only if a target group is removed", () => {
  const counts = (title: string) => {
    const operations = outcome(title).reads.map((read) => read.replace(/ .*/, ""));
    return (operation: string) => operations.filter((each) => each === operation).length;
  };
  const [before, after] = [counts("shift"), counts("removed")];
  const more = [...new Set(outcome("removed").reads.map((read) => read.replace(/ .*/, "")))]
    .map((operation): [string, number] => [operation, after(operation) - before(operation)])
    .filter(([, difference]) => difference !== 0);
  // The AWS provider reads the tags of each as well.
  expect(Object.fromEntries(more)).toEqual({
    DescribeLoadBalancers: 1,
    DescribeListeners: 1,
    DescribeRules: 1,
    DescribeTags: 2,
  });
});

test("every answer of the sandbox follows AWS's model of the API", () => {
  expect(story.answersOutsideTheModel).toEqual([]);
});
