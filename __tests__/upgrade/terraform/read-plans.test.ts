import type { ResourceChange } from "../../../upgrade/fleet/change";
import { type FleetState, isUnknown, type Place, UNKNOWN } from "../../../upgrade/fleet/state";
import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { type NamedPlan, type PlansReading, readPlans } from "../../../upgrade/terraform/read-plans";
import { planJson, planOf } from "../../fixtures/plans";
import { withLabels } from "../keys";

const read = (...names: readonly string[]) => readAll(names.map(planOf));

/** What plans hold, with labels in place of keys. */
function readAll(plans: readonly NamedPlan[]): PlansReading {
  const reading = readPlans(plans);
  const [before = reading.before, after = reading.after] = withLabels(reading.before, reading.after);
  return { ...reading, before, after };
}

/** A plan that Terraform made, with its text changed. */
function edited(name: string, edit: (text: string) => string): NamedPlan {
  const plan = parsePlan(JSON.parse(edit(JSON.stringify(planJson(name)))));
  if ("problem" in plan) {
    throw new Error(plan.problem);
  }
  return { name, plan };
}

/** Fleets as JSON has them: what is undefined is not there. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function at<T extends Place>(things: readonly T[], address: string): T {
  const found = things.find((thing) => thing.address === address);
  if (found === undefined) {
    throw new Error(`there is no ${address} among ${things.map((thing) => thing.address).join(", ")}`);
  }
  return found;
}

function changes({ resources }: PlansReading): readonly string[] {
  return resources.map(
    ({ action, address, changed }: ResourceChange) => `${action} ${address}: ${changed.join(" ")}`,
  );
}

function sizes(fleet: FleetState): readonly number[] {
  return [
    fleet.clusters,
    fleet.nodeGroups,
    fleet.addons,
    fleet.loadBalancers,
    fleet.targetGroups,
    fleet.routes,
    fleet.roles,
  ].map(({ length }) => length);
}

test("references are followed in a plan of code in JSON, where a template is a constant value too", () => {
  const { routes } = read("fleet/00-create-alpha-webapp").after;
  expect(routes.length).toBeGreaterThan(0);
  const named = routes.flatMap(({ loadBalancer, targets }) => [
    loadBalancer,
    ...(isUnknown(targets) ? [targets] : targets.map(({ targetGroup }) => targetGroup)),
  ]);
  expect(named.filter(isUnknown)).toEqual([]);
});

describe("what a plan changes", () => {
  test("is nothing where nothing changes, and before is as after", () => {
    const reading = read("raw/life/nothing");
    expect(reading.resources).toEqual([]);
    expect(reading.before).toEqual(reading.after);
    expect(sizes(reading.after)).toEqual([2, 3, 4, 1, 3, 4, 3]);
  });

  test("is all after a first create", () => {
    const { before, after, resources } = read("raw/life/create");
    expect(sizes(before)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(sizes(after)).toEqual([2, 3, 4, 1, 3, 4, 3]);
    expect(new Set(resources.map(({ action }) => action))).toEqual(new Set(["create"]));
  });

  test("is all after a destroy", () => {
    const { before, after, resources } = read("raw/life/destroy");
    expect(sizes(before)).toEqual([2, 3, 4, 1, 3, 4, 3]);
    expect(sizes(after)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(resources.map(({ action }) => action)).toEqual(Array(20).fill("delete"));
  });

  test("is a list of attribute paths", () => {
    expect(changes(read("raw/control-plane/next"))).toEqual(["update aws_eks_cluster.blue: version"]);
    expect(changes(read("raw/life/tags"))).toEqual([
      "update aws_eks_cluster.blue: tags.team tags_all.team",
      "update aws_eks_node_group.workers_v1: tags.team tags_all.team",
    ]);
    expect(changes(read("raw/cordon/v1-with-maximum"))).toEqual([
      "update aws_eks_node_group.workers_v1: scaling_config.max_size taint",
    ]);
    expect(changes(read("raw/shift/10"))).toEqual([
      "update aws_lb_listener.https: default_action.forward.target_group",
      "update aws_lb_listener_rule.api: action.forward.target_group",
    ]);
  });

  test("is not what is null on one side and empty on the other, as here the security groups", () => {
    const text = JSON.stringify(planJson("raw/control-plane/next"));
    expect(text).toContain('"security_group_ids":null');
    expect(text).toContain('"security_group_ids":[]');
    const { resources } = readAll([
      edited("raw/control-plane/next", (plan) =>
        plan.replace('"zonal_shift_config":[]},"after"', '"zonal_shift_config":{}},"after"'),
      ),
    ]);
    expect(resources[0]?.changed).toEqual(["version"]);
  });

  test("is a replacement in either order, with the attributes that it is for", () => {
    expect(at(read("raw/replace/node-group").resources, "aws_eks_node_group.workers_v1")).toMatchObject({
      action: "replace",
      replacedFor: ["instance_types"],
    });
    const newFirst = read("raw/replace/node-group-before-destroy");
    const { action, replacedFor } = at(newFirst.resources, "aws_eks_node_group.workers_v1");
    expect([action, [...replacedFor].sort()]).toEqual(["replace", ["instance_types", "node_group_name"]]);
    expect(at(newFirst.before.nodeGroups, "aws_eks_node_group.workers_v1").nodeGroupName).toBe("workers-v1");
    expect(at(newFirst.after.nodeGroups, "aws_eks_node_group.workers_v1").nodeGroupName).toBe("workers-v9");
  });

  test("is a move, which may change nothing else", () => {
    expect(read("raw/life/moved").resources).toMatchObject([
      {
        address: "aws_eks_node_group.first",
        previousAddress: "aws_eks_node_group.workers_v1",
        action: "update",
        changed: [],
      },
    ]);
    expect(read("raw/life/moved-and-changed").resources).toMatchObject([
      { previousAddress: "aws_eks_node_group.workers_v1", action: "update", changed: ["version"] },
    ]);
  });

  test("is an import of what is there before", () => {
    const { before, resources } = read("raw/life/import");
    expect(resources.map(({ address, isImport, changed }) => [address, isImport, changed])).toEqual([
      ["aws_eks_addon.blue_coredns", true, []],
      ["aws_eks_node_group.workers_v2", true, []],
    ]);
    expect(at(before.nodeGroups, "aws_eks_node_group.workers_v2").desiredSize).toBe(3);
  });

  test("is not what has changed by itself", () => {
    const { before, resources } = read("raw/life/drift");
    expect(resources).toEqual([]);
    expect(at(before.nodeGroups, "aws_eks_node_group.workers_v1").desiredSize).toBe(5);
  });

  test("is an object that an earlier apply left behind, beside the one in its place", () => {
    const { before, after, resources } = read("raw/life/deposed");
    const address = "aws_eks_node_group.workers_v2 (deposed 0badcafe)";
    expect(resources).toMatchObject([{ address, action: "delete", kind: "node-group" }]);
    expect(at(before.nodeGroups, address).nodeGroupName).toBe("workers-v2");
    expect(after.nodeGroups.map((group) => group.address)).toContain("aws_eks_node_group.workers_v2");
    expect(after.nodeGroups.map((group) => group.address)).not.toContain(address);
  });

  test("is not what leaves Terraform and stays", () => {
    const { after, resources, outsidePlans } = read("raw/life/forgotten");
    expect(resources.map(({ address }) => address)).not.toContain("aws_eks_cluster.green");
    expect(at(after.clusters, "aws_eks_cluster.green").version).toBe("1.34");
    expect(outsidePlans[0]).toEqual({
      stack: "raw/life/forgotten",
      address: "aws_eks_cluster.green",
      message: "Terraform forgets it and does not destroy it: later changes to it are in no plan",
    });
  });

  test("with -target has all else as it is, and says that it is a part", () => {
    const { before, after, outsidePlans } = read("raw/life/target");
    expect(sizes(before)).toEqual([2, 3, 4, 1, 3, 4, 3]);
    expect(sizes(after)).toEqual([2, 3, 4, 1, 3, 4, 3]);
    expect(outsidePlans.map(({ message }) => message)).toContain(
      "the plan was made with -target: other changes of the code are not in it",
    );
  });
});

test.each(["1.0", "1.1"])(
  "a plan of format version %s, of an older Terraform, is read as one of today",
  (format) => {
    for (const name of ["raw/shift/10", "raw/life/create", "raw/replace/node-group", "module/version"]) {
      const older = edited(name, (text) =>
        text
          .replace(/"format_version":"[^"]*"/, `"format_version":"${format}"`)
          .replace(/,"timestamp":"[^"]*"/, "")
          .replace(/,"(applyable|complete|errored)":(true|false)/g, ""),
      );
      expect(readAll([older])).toEqual(read(name));
    }
  },
);

describe("what is not known before the apply", () => {
  test("is found by the references of the configuration", () => {
    const { after } = read("raw/life/new-cluster");
    const group = at(after.nodeGroups, "aws_eks_node_group.yellow_workers_v1");
    expect(group.cluster).toBe("ap-northeast-2/alpha-yellow");
    expect(at(after.addons, "aws_eks_addon.yellow_kube_proxy").cluster).toBe("ap-northeast-2/alpha-yellow");
  });

  test("is found for target groups by reference and weight", () => {
    const { after } = read("raw/life/create");
    const { targets, loadBalancer } = at(after.routes, "aws_lb_listener.https");
    expect(loadBalancer).toBe("ap-northeast-2/alpha-webapp");
    expect(targets).toHaveLength(3);
    expect(targets).toEqual(
      expect.arrayContaining([
        { targetGroup: "ap-northeast-2/alpha-webapp-blue", weight: 100 },
        { targetGroup: "ap-northeast-2/alpha-webapp-green", weight: 0 },
        { targetGroup: "ap-northeast-2/alpha-webapp-default", weight: 0 },
      ]),
    );
    expect(at(after.routes, "aws_lb_listener_rule.preview")).toMatchObject({
      loadBalancer: "ap-northeast-2/alpha-webapp",
      byHost: true,
      targets: [{ targetGroup: "ap-northeast-2/alpha-webapp-green", weight: 1 }],
    });
  });

  test("stays unknown where the configuration is taken out of the plan", () => {
    const { after } = readAll([
      edited("raw/life/new-cluster", (text) => text.replace('"configuration":', '"was_configuration":')),
    ]);
    expect(at(after.nodeGroups, "aws_eks_node_group.yellow_workers_v1").cluster).toEqual({ unknown: true });
  });

  test("is found through modules, with count and for_each", () => {
    const { after } = read("module/create");
    expect(after.clusters.map(({ key }) => key)).toEqual([
      "ap-northeast-2/beta-blue",
      "ap-northeast-2/beta-green",
    ]);
    expect(
      after.nodeGroups.map(({ address, cluster }) => [address.replace(/\.module.*$/, ""), cluster]),
    ).toEqual([
      ['module.eks["blue"]', "ap-northeast-2/beta-blue"],
      ['module.eks["blue"]', "ap-northeast-2/beta-blue"],
      ['module.eks["green"]', "ap-northeast-2/beta-green"],
      ['module.eks["green"]', "ap-northeast-2/beta-green"],
    ]);
    expect(after.routes.map(({ address, loadBalancer }) => [address, loadBalancer])).toEqual([
      ['module.alb.aws_lb_listener.this["http"]', "ap-northeast-2/beta-webapp"],
      ['module.alb.aws_lb_listener.this["preview"]', "ap-northeast-2/beta-webapp"],
    ]);
  });

  test("stays unknown in blocks that are made by others: a plan says nothing of their references", () => {
    const [route] = read("module/create").after.routes;
    expect(route?.targets).toEqual([
      { targetGroup: { unknown: true }, weight: 0 },
      { targetGroup: { unknown: true }, weight: 100 },
    ]);
  });

  test("is known in such blocks once it is there", () => {
    const { before, after } = read("module/shift-10");
    const weights = (fleet: FleetState) => {
      const targets = fleet.routes[0]?.targets;
      return targets !== undefined && "length" in targets
        ? targets.map(({ weight }) => weight).sort()
        : targets;
    };
    expect(weights(before)).toEqual([0, 100]);
    expect(weights(after)).toEqual([10, 90]);
  });
});

describe("bindings", () => {
  test("are found in our chart, with the cluster that the provider reaches", () => {
    expect(plain(read("workload-blue/nothing").after.bindings)).toEqual([
      {
        stack: "workload-blue/nothing",
        address: "helm_release.webapp_binding",
        cluster: "ap-northeast-2/alpha-blue",
        targetGroup: "ap-northeast-2/alpha-webapp-blue",
        multiCluster: false,
      },
    ]);
  });

  test("are found in a chart of raw resources", () => {
    expect(read("workload-green/nothing").after.bindings).toMatchObject([
      { cluster: "ap-northeast-2/alpha-green", targetGroup: "ap-northeast-2/alpha-webapp-green" },
    ]);
  });

  test("are found before their target group is there", () => {
    const { after } = read("workload-blue/bind-new-target-group");
    expect(at(after.bindings, "helm_release.yellow_binding")).toMatchObject({
      cluster: "ap-northeast-2/alpha-blue",
      targetGroup: "ap-northeast-2/alpha-webapp-yellow",
    });
  });

  test("are no releases; the controller is one", () => {
    const { after, resources } = read("workload-blue/create");
    expect(after.releases).toMatchObject([
      { releaseName: "aws-load-balancer-controller", chart: "aws-load-balancer-controller" },
    ]);
    expect(resources.map(({ kind }) => kind)).toEqual(["release", "binding"]);
  });

  test("name their cluster in the release where the provider does not tell it", () => {
    const { after } = readAll([
      planOf("raw/life/nothing"),
      edited("workload-blue/nothing", (text) =>
        text.replace('"helm":{"name":"helm"', '"helmet":{"name":"helmet"'),
      ),
    ]);
    expect(after.bindings).toMatchObject([{ cluster: "ap-northeast-2/alpha-blue" }]);
  });

  test("are in the region of their target group, where the provider names a cluster alone", () => {
    const { after } = readAll([
      edited("workload-blue/nothing", (text) =>
        text.replace(
          /"kubernetes":\{"references":\[[^\]]*\]\}/,
          '"exec":{"constant_value":["eks","get-token","--cluster-name","alpha-blue"]}',
        ),
      ),
    ]);
    expect(after.bindings).toMatchObject([
      { cluster: "ap-northeast-2/alpha-blue", targetGroup: "ap-northeast-2/alpha-webapp-blue" },
    ]);
  });

  test("are found in a manifest", () => {
    const { after } = readAll([
      edited("workload-blue/nothing", (text) =>
        text
          .replaceAll("helm_release", "kubectl_manifest")
          .replaceAll(
            '"values":[',
            '"yaml_body":"kind: TargetGroupBinding\\nspec:\\n  targetGroupName: named\\n","v":[',
          ),
      ),
    ]);
    expect(after.bindings).toContainEqual(
      expect.objectContaining({ cluster: "ap-northeast-2/alpha-blue", targetGroup: "ap-northeast-2/named" }),
    );
  });
});

describe("several plans", () => {
  const names = ["raw/shift/10", "workload-blue/nothing", "workload-green/nothing"];

  test("are one fleet", () => {
    const { after, outsidePlans } = read(...names);
    expect(after.bindings).toHaveLength(2);
    for (const { targetGroup, cluster } of after.bindings) {
      expect(after.targetGroups.map(({ key }) => key)).toContain(targetGroup);
      expect(after.clusters.map(({ key }) => key)).toContain(cluster);
    }
    expect(outsidePlans).toEqual([]);
  });

  test("tell what none of them has", () => {
    expect(read("raw/shift/10").outsidePlans).toEqual([
      {
        stack: "raw/shift/10",
        address: "aws_lb_listener.http",
        message: "these plans have no TargetGroupBinding: the clusters behind the target groups are unknown",
      },
    ]);
    expect(read("workload-blue/nothing").outsidePlans.map(({ message }) => message)).toEqual([
      "cluster ap-northeast-2/alpha-blue is not in these plans: its version and its nodes are unknown",
      "target group ap-northeast-2/alpha-webapp-blue is not in these plans",
      "these plans have no listener: the traffic of the target groups is unknown",
    ]);
  });

  test("read a cluster that one of them removes as gone, though another reads it as it was", () => {
    const { before, after } = read("raw/remove/cluster", "nodes/nothing");
    expect(before.clusters.map(({ key }) => key)).toContain("ap-northeast-2/alpha-blue");
    expect(after.clusters.map(({ key }) => key)).toEqual(["ap-northeast-2/alpha-green"]);
    expect(after.readClusters).toEqual([]);
  });

  test("have the version of a cluster that is only read", () => {
    const { after, outsidePlans } = read("nodes/nothing");
    expect(after.clusters).toEqual([]);
    expect(after.readClusters).toMatchObject([{ key: "ap-northeast-2/alpha-blue", version: "1.33" }]);
    expect(outsidePlans.map(({ address, message }) => `${address}: ${message}`)).toEqual([
      "data.aws_eks_cluster.this: cluster ap-northeast-2/alpha-blue is only read: its other node groups and add-ons are not in these plans",
    ]);
    const together = read("raw/control-plane/next", "nodes/nothing").after;
    expect(together.readClusters).toEqual([]);
    expect(together.clusters.map(({ version }) => version)).toEqual(["1.34", "1.34"]);
  });

  test("of two accounts with the same names are kept apart", () => {
    const { after } = readAll([
      { ...planOf("raw/life/nothing"), name: "alpha" },
      { ...planOf("raw/life/nothing"), name: "production" },
    ]);
    expect(new Set(after.clusters.map(({ key }) => key)).size).toBe(4);
    for (const { stack, cluster } of after.nodeGroups) {
      expect(cluster).toContain(`(${stack})`);
    }
    for (const { stack, targets } of after.routes) {
      for (const { targetGroup } of "length" in targets ? targets : []) {
        expect(targetGroup).toContain(`(${stack})`);
      }
    }
  });

  test("join a plan whose region nothing tells to those that name it", () => {
    const withoutRegion = edited("workload-blue/nothing", (text) => text.replaceAll("ap-northeast-2", ""));
    expect(readAll([withoutRegion]).after.bindings).toMatchObject([
      { cluster: "alpha-blue", targetGroup: "alpha-webapp-blue" },
    ]);
    expect(readAll([planOf("raw/life/nothing"), withoutRegion]).after.bindings).toMatchObject([
      { cluster: "ap-northeast-2/alpha-blue", targetGroup: "ap-northeast-2/alpha-webapp-blue" },
    ]);
  });
});

describe("regions", () => {
  test("are those of resources where the AWS provider has them (version 6)", () => {
    const { after } = readAll([
      edited("raw/life/create", (text) =>
        text.replaceAll('"name":"alpha-blue"', '"name":"alpha-blue","region":"eu-west-2"'),
      ),
    ]);
    expect(at(after.clusters, "aws_eks_cluster.blue").key).toBe("eu-west-2/alpha-blue");
  });

  test("are read from variables and from what the provider reads", () => {
    expect(read("raw/life/create").after.clusters[0]?.key).toBe("ap-northeast-2/alpha-blue");
    expect(read("module/create").after.clusters[0]?.key).toBe("ap-northeast-2/beta-blue");
  });

  test("are the same in two accounts, whose clusters of one name are kept apart by the configurations of the provider", () => {
    const { before, after } = readAll([
      edited("regions/nothing", (text) =>
        text
          .replaceAll("eu-west-2:123456789012", "ap-northeast-2:210987654321")
          .replaceAll("eu-west-2", "ap-northeast-2"),
      ),
    ]);
    const keys = ["123456789012/ap-northeast-2/gamma", "210987654321/ap-northeast-2/gamma"];
    expect(after.clusters.map(({ key }) => key).sort()).toEqual(keys);
    expect(before.nodeGroups.map(({ cluster }) => cluster).sort()).toEqual(keys);
  });

  test("that no plan tells are kept apart by the configurations of the provider", () => {
    const { after } = readAll([
      edited("regions/create", (text) =>
        text.replaceAll(
          /"region":\{"constant_value":"[a-z0-9-]+"\}/g,
          '"region":{"references":["local.region"]}',
        ),
      ),
    ]);
    const of = (module: string) => `gamma (regions/create: module.${module}.aws_eks_cluster.this[0])`;
    expect(after.clusters.map(({ key }) => key).sort()).toEqual([of("london"), of("seoul")]);
    const group = 'module.london.module.eks_managed_node_group["workers"].aws_eks_node_group.this[0]';
    expect(at(after.nodeGroups, group).cluster).toBe(of("london"));
  });
});

describe("phases", () => {
  const phase = (name: string) => at(read(name).after.nodeGroups, "aws_eks_node_group.workers_v1").phase;

  test.each([
    ["raw/life/nothing", "active"],
    ["raw/cordon/v1", "cordoned"],
    ["raw/cordon/by-another-taint", "active"],
    ["raw/drain/v1", "draining"],
    ["raw/retire/v1", "retired"],
    ["raw/retire/v1-active", "retired"],
  ])("after %s: %s", (name, expected) => {
    expect(phase(name)).toBe(expected);
  });

  test("survive a time stamp that makes all tags unknown, unless a tag held the phase before", () => {
    const unknownTags = (text: string) =>
      text
        .replaceAll(/"after_unknown":\{\}/g, '"after_unknown":{"tags":true,"tags_all":true}')
        .replaceAll(/"tags":\{\},"tags_all":\{\}/g, '"tags":true,"tags_all":true');
    const stamped = (name: string) =>
      at(readAll([edited(name, unknownTags)]).after.nodeGroups, "aws_eks_node_group.workers_v1").phase;
    expect(stamped("raw/life/tags")).toBe("active");
    expect(stamped("raw/cordon/v1")).toBe("cordoned");
    expect(stamped("raw/drain/taken-back")).toEqual(UNKNOWN);
  });

  test("a taint that a group had at creation is no cordon", () => {
    const { before } = read("raw/cordon/missing-taint");
    expect(at(before.nodeGroups, "aws_eks_node_group.workers_v1").phase).toBe("active");
  });
});

describe("clusters", () => {
  test("are protected by the tag or by the attribute", () => {
    const { before, after } = read("raw/safety/unprotect");
    expect(at(before.clusters, "aws_eks_cluster.blue").isProtected).toBe(true);
    expect(at(after.clusters, "aws_eks_cluster.blue").isProtected).toBe(false);
    const byAttribute = readAll([
      edited("raw/life/nothing", (text) =>
        text.replaceAll('"name":"alpha-green"', '"name":"alpha-green","deletion_protection":true'),
      ),
    ]);
    expect(at(byAttribute.after.clusters, "aws_eks_cluster.green").isProtected).toBe(true);
  });

  test("leave out the version that the code leaves to EKS", () => {
    const { after } = readAll([
      edited("raw/life/create", (text) => text.replaceAll('"version":"1.34"', '"v":"1.34"')),
    ]);
    expect(at(after.clusters, "aws_eks_cluster.green").version).toBeUndefined();
  });

  test("name the day of the upgrade that is taken back, by tag", () => {
    const { after } = read("raw/control-plane/rollback");
    expect(at(after.clusters, "aws_eks_cluster.blue").rollbackOfUpgradeOn).toBe("2026-11-20");
  });

  test("have a sensitive version that counts, and list it as sensitive text", () => {
    const { after, sensitive } = read("raw/control-plane/sensitive");
    expect(at(after.clusters, "aws_eks_cluster.blue").version).toBe("1.35");
    expect(sensitive).toEqual([
      { text: "1.35", places: [{ stack: "raw/control-plane/sensitive", address: "aws_eks_cluster.blue" }] },
    ]);
  });
});
