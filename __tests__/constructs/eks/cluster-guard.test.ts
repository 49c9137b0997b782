import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Cluster, type ClusterProps } from "../../../constructs/eks/cluster";
import { declaredFleet } from "../../../constructs/fleet-part";
import { fleet } from "../../../fleet/fleet";
import type { Environment } from "../../../stacks/environment";
import type { NodeGroupPhase } from "../../../upgrade/eks/node-group-phase";
import { cluster, workers as nodes, stacksOf, withLoadBalancer } from "../../stacks/fixtures";
import { type Synthesized, synthesize } from "../../synthesize";
import {
  clusterProblems,
  clusterProps,
  only,
  problemsAt,
  withCluster,
  withWorkers,
  workers,
  workersOf,
  workersProblems,
} from "./fixtures";

/* The messages of each guard, and what it accepts, are tested with real Terraform: end-to-end/guards.e2e.ts. */

const dataTypes = ({ data }: Pick<Synthesized, "data">) => Object.keys(data).sort();

describe("the data sources of all stacks", () => {
  const environment = withLoadBalancer({
    targetGroups: { a: { cluster: "beta-kr-a" } },
    weights: { a: 100 },
    removedTargetGroups: ["b"],
    plainHttp: "forward",
  });
  const leaving: Environment = {
    ...environment,
    clusters: {
      "beta-kr-a": {
        ...cluster,
        nodeGroups: { "workers-v1": { ...nodes, version: "1.34", phase: "retired" } },
        deletionProtection: "disabled",
        guardsOff: { "unprotected-with-traffic": { reason: "a test", until: "2026-12-01" } },
      },
    },
  };
  const data = [stacksOf(fleet), stacksOf([leaving])].flatMap((stacks) =>
    Object.entries(stacks).flatMap(([stack, each]) =>
      // A drain reads its own Job, after it: that is no guard.
      Object.entries(each.data).flatMap(([type, named]) =>
        Object.entries(type === "kubernetes_resources" ? {} : named).map(
          ([name, attributes]) => [`${stack}: ${type}.${name}`, attributes] as const,
        ),
      ),
    ),
  );

  test("include those of the guards", () => {
    const types = new Set(data.map(([address]) => address.replace(/^.*: (\w+)\..*$/, "$1")));
    expect([...types].sort()).toEqual([
      "aws_eks_cluster",
      "aws_eks_clusters",
      "aws_eks_node_group",
      "aws_eks_node_groups",
      "aws_lb_listener",
      "aws_lb_listener_rule",
      "aws_lb_target_group",
      "aws_lbs",
      "aws_partition",
      "aws_ssm_parameters_by_path",
      "helm_template",
    ]);
  });

  test.each(data)(
    "%s refers to no resource and depends on nothing, so that it is read at plan",
    (_, attributes) => {
      expect(attributes).not.toHaveProperty("depends_on");
      expect(JSON.stringify(attributes)).not.toMatch(
        /(?<!data\.)\b(?:aws|helm|kubernetes|terraform)_\w+\.[\w-]+/,
      );
    },
  );
});

test("a protected cluster reads itself and its node groups, but no load balancer", () => {
  const traffic = [{ loadBalancerName: "alpha-webapp", otherTargetGroups: [] }];
  const own = [
    "aws_eks_cluster",
    "aws_eks_clusters",
    "aws_eks_node_group",
    "aws_eks_node_groups",
    "aws_partition",
  ];
  expect(dataTypes(synthesize(withCluster({ traffic })))).toEqual(own);
  expect(
    dataTypes(synthesize(withCluster({ traffic, deletionProtection: "disabled", protectedBy: "tag" }))),
  ).toEqual([...own, "aws_lb_listener", "aws_lb_listener_rule", "aws_lbs"].sort());
});

test("if a group drains or is retired, the drained groups are read once for all groups", () => {
  const types = (...phases: readonly NodeGroupPhase[]) =>
    Object.entries(
      synthesize(
        withCluster({}, (cluster) => {
          for (const [index, phase] of phases.entries()) {
            cluster.addNodeGroup(`workers-v${index}`, { ...workers, phase });
          }
        }),
      ).data,
    ).flatMap(([type, named]) => Object.keys(named).map(() => type));
  expect(types("active", "cordoned")).not.toContain("aws_ssm_parameters_by_path");
  expect(types("active", "draining")).toContain("aws_ssm_parameters_by_path");
  expect(
    types("active", "draining", "retired", "retired").filter((type) => type.startsWith("aws_ssm")),
  ).toHaveLength(1);
});

describe("a drain by hand", () => {
  const drainedByHand = { reason: "a database that one person moves", on: "2026-11-20" };
  const messages = (phase: NodeGroupPhase) =>
    JSON.stringify(workersOf({ phase, drainedByHand }).lifecycle).match(/\((?:drained|retired)-\w+\)/g);

  test("counts as drained, once AWS says that the group was draining", () => {
    expect(messages("draining")).toBeNull();
    expect(messages("retired")).toEqual(["(retired-undrained)"]);
    expect(workersProblems({ phase: "draining", drainedByHand })).toEqual([]);
  });

  test.each(["active", "cordoned"] as const)("is none of a group that is %s", (phase) => {
    expect(workersProblems({ phase, drainedByHand })).toEqual([
      `drainedByHand is set and the group is ${phase}: expected a draining or retired group. Remove drainedByHand: it would count for the next drain too`,
    ]);
  });

  test("requires a reason and a day", () => {
    expect(workersProblems({ phase: "retired", drainedByHand: { reason: " ", on: "yesterday" } })).toEqual([
      "drainedByHand.reason is missing: give one",
      'drainedByHand.on is "yesterday": expected a date (YYYY-MM-DD)',
    ]);
  });
});

test("a node group or an add-on of an imported cluster is also compared with the live cluster", () => {
  const synthesized = synthesize((stack) => {
    const cluster = Cluster.fromClusterAttributes(stack, "cluster", { clusterName: "beta", version: "1.34" });
    cluster.addAddon("kube-proxy", { addonVersion: "v1.34.6-eksbuild.29" });
  });
  expect(dataTypes(synthesized)).toEqual(["aws_eks_cluster", "aws_eks_clusters"]);
  expect(only(synthesized, "aws_eks_addon").lifecycle).toEqual({
    precondition: [{ condition: expect.stringContaining(">= 34"), error_message: expect.any(String) }],
  });
});

test("a node group that another stack of the program adds to a cluster counts as declared", () => {
  const names = (add: (scope: TerraformStack) => void) => {
    const synthesized = synthesize((stack) => {
      withWorkers()(stack);
      add(stack);
    });
    return JSON.stringify(synthesized.data.aws_eks_node_group);
  };
  const addTo = (clusterName: string) => (stack: TerraformStack) => {
    Cluster.fromClusterAttributes(stack, "imported", {
      clusterName,
      version: "1.34",
      subnetIds: ["subnet-a"],
    }).addNodeGroup("batch-v1", workers);
  };
  expect(names(addTo("alpha-kr-a"))).toContain("^(batch-v1|workers-v1)$");
  expect(names(addTo("alpha-kr-b"))).toContain("^(workers-v1)$");
});

test("the guard reads neither the node groups of others nor the declared ones", () => {
  const { data } = synthesize(withWorkers({}, { otherNodeGroups: ["batch", "team-*"] }));
  expect(JSON.stringify(data.aws_eks_node_group)).toContain("^(workers-v1|batch|team-.*)$");
});

describe("a name that is an unresolved token", () => {
  const later = (stack: TerraformStack, id: string) =>
    new TerraformVariable(stack, id, { type: "string" }).stringValue;

  test("of a cluster leaves it without guards", () => {
    const synthesized = synthesize((stack) => {
      new Cluster(stack, "cluster", { ...clusterProps, clusterName: later(stack, "name") });
    });
    expect(dataTypes(synthesized)).toEqual(["aws_partition"]);
    expect(only(synthesized, "aws_eks_cluster").lifecycle).not.toHaveProperty("precondition");
  });

  test("of a node group means that the declared node groups are not known", () => {
    const { data } = synthesize(
      withCluster({}, (cluster, stack) => {
        cluster.addNodeGroup("workers", { ...workers, nodeGroupName: later(stack, "name") });
      }),
    );
    expect(JSON.stringify(data.aws_eks_node_group)).toContain("name if contains([], name)");
  });

  test("is invalid for a retired group", () => {
    const problems = problemsAt(
      "alpha-kr-a/workers",
      withCluster({}, (cluster, stack) => {
        cluster.addNodeGroup("workers", {
          ...workers,
          phase: "retired",
          nodeGroupName: later(stack, "name"),
        });
      }),
    );
    expect(problems).toEqual([
      "the group is retired, and its name or its cluster's name is an unresolved token: the guard cannot read whether the group was drained. Write both names as text",
    ]);
  });
});

describe("a guard that is off", () => {
  const withOff = (guardsOff: ClusterProps["guardsOff"]) => withCluster({ guardsOff });

  test("accepts everything until the end of its last day, and a check reports that", () => {
    const synthesized = synthesize(
      withOff({ "control-plane-step": { reason: "INC-4711 ${x}", until: "2026-12-31" } }),
    );
    const conditions = JSON.stringify(only(synthesized, "aws_eks_cluster").lifecycle);
    expect(
      conditions.match(/\{timecmp\(plantimestamp\(\), \\"2027-01-01T00:00:00Z\\"\) < 0 \|\| /g),
    ).toHaveLength(2);
    expect(synthesized).toMatchObject({
      check: {
        "alpha-kr-a_guard_off_control-plane-step-off_5A332579": {
          assert: [
            {
              condition: '${terraform.workspace == ""}',
              error_message:
                'The guard control-plane-step of alpha-kr-a is ${timecmp(plantimestamp(), "2027-01-01T00:00:00Z") < 0 ? "off until 2026-12-31" : "on again, because 2026-12-31 is over: remove it from guardsOff"} (INC-4711 $${x}).',
            },
          ],
        },
      },
    });
  });

  test("changes only the conditions", () => {
    const resources = (guardsOff: ClusterProps["guardsOff"]) =>
      JSON.stringify(synthesize(withOff(guardsOff)).resource, (key, value) =>
        key === "precondition" ? [] : value,
      );
    expect(resources({ "undeclared-node-groups": { reason: "INC-4711", until: "2026-12-31" } })).toBe(
      resources({}),
    );
  });

  test.each(["", "  "])("needs a reason: %j", (reason) => {
    expect(
      problemsAt("alpha-kr-a/guard/off", withOff({ "addon-ahead": { reason, until: "2026-12-31" } })),
    ).toEqual(["the reason why the guard addon-ahead is off is missing: give one"]);
  });

  test.each(["", "tomorrow", "2026-02-30", "2026-13-01", "2026-12-1", "2026-12-01T00:00:00Z"])(
    "requires a last day: %j",
    (until) => {
      expect(
        problemsAt("alpha-kr-a/guard/off", withOff({ "addon-ahead": { reason: "INC-4711", until } })),
      ).toEqual([
        `the last day on which the guard addon-ahead is off is "${until}": expected a date (YYYY-MM-DD)`,
      ]);
    },
  );

  test("must exist", () => {
    const guardsOff = Object.fromEntries([["addon-behind", { reason: "INC-4711", until: "2026-12-31" }]]);
    expect(problemsAt("alpha-kr-a/guard/off", withOff(guardsOff))).toEqual([
      'a guard in guardsOff is "addon-behind": expected control-plane-step, undeclared-node-groups, node-group-ahead, addon-ahead, drained-before, retired-undrained or unprotected-with-traffic',
    ]);
  });
});

describe("a rollback", () => {
  test("is part of the fleet that the rules check", () => {
    const app = Testing.app();
    withCluster({ version: "1.33", rollback: { of: "1.34", upgradedOn: "2026-11-20" } })(
      new TerraformStack(app, "stack"),
    );
    expect(declaredFleet(app).clusters).toEqual([
      expect.objectContaining({ version: "1.33", rollbackOfUpgradeOn: "2026-11-20" }),
    ]);
  });

  test.each([
    [
      { of: "1.35", upgradedOn: "2026-11-20" },
      'rollback.of is "1.35" and version is "1.33": EKS rolls back one minor. Set version to the minor below rollback.of',
    ],
    [
      { of: "1.34", upgradedOn: "last week" },
      'rollback.upgradedOn is "last week": expected a date (YYYY-MM-DD)',
    ],
  ])("is not valid as %j", (rollback, problem) => {
    expect(clusterProblems({ version: "1.33", rollback })).toEqual([problem]);
  });
});

test("an item of otherNodeGroups is a valid name", () => {
  expect(clusterProblems({ otherNodeGroups: ["team-*", "the rest"] })).toEqual([
    'a name in otherNodeGroups is "the rest": expected letters, digits, hyphens and underscores, and * for any text',
  ]);
});
