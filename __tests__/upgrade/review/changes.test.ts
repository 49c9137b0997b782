import type { FleetChange } from "../../../upgrade/fleet/change";
import { UNKNOWN } from "../../../upgrade/fleet/state";
import { changesOf } from "../../../upgrade/review/changes";
import { rollbackOf } from "../../../upgrade/review/reverts";
import { clusterIn } from "../keys";
import { addonState, clusterState, nodeGroupState } from "../rules/state";
import { bindingState, LOAD_BALANCER, routeState, step, targetGroupKey, targetGroupState } from "./step";

const DAY = "2026-11-24";

/** Each change as "kind | subject: what | rollback". */
function lines(change: FleetChange): readonly string[] {
  return changesOf(change, DAY).map(
    ({ kind, subject, what, rollback }) =>
      `${kind} | ${subject}: ${what} | ${rollback === undefined ? "" : `${rollback.state}: ${rollback.how}`}`,
  );
}

test("a step that does nothing has no changes", () => {
  expect(lines(step({}, {}))).toEqual([]);
});

describe("a control plane", () => {
  const versions = (before: string | typeof UNKNOWN, after: string | typeof UNKNOWN) =>
    lines(
      step(
        { clusters: [clusterState({ version: before })] },
        { clusters: [clusterState({ version: after })] },
        { changed: ["version"] },
      ),
    );

  test("goes back one minor within seven days of the day of the apply", () => {
    expect(versions("1.33", "1.34")).toEqual([
      "control-plane | alpha-kr-a: control plane 1.33 → 1.34 | closes: to 1.33 within seven days of the apply (applied on 2026-11-24: until 2026-12-01), if no nodes are newer and the add-ons are compatible with 1.33",
    ]);
  });

  test("does not go back where it has jumped", () => {
    expect(versions("1.32", "1.34")).toEqual([
      "control-plane | alpha-kr-a: control plane 1.32 → 1.34 | none: EKS rolls back one minor version at most",
    ]);
  });

  test("that goes back can go forward again", () => {
    expect(versions("1.34", "1.33")).toEqual([
      "control-plane | alpha-kr-a: control plane 1.34 → 1.33 | open: upgrade to 1.34 again",
    ]);
  });

  test("of a version that is not known promises nothing", () => {
    expect(versions("1.33", UNKNOWN)).toEqual([
      "control-plane | alpha-kr-a: control plane 1.33 → (known after apply) | none: a version is known after apply",
    ]);
    expect(versions(UNKNOWN, UNKNOWN)).toEqual([]);
  });
});

test("a cluster is created, replaced, removed", () => {
  const clusters = [clusterState()];
  expect(lines(step({}, { clusters }, { action: "create" }))).toEqual([
    "cluster-create | alpha-kr-a: cluster created with Kubernetes 1.34 | open: remove it while it has no traffic",
  ]);
  expect(
    lines(step({ clusters }, { clusters }, { action: "replace", replacedFor: ["role_arn", "name"] })),
  ).toEqual([
    "replace | alpha-kr-a: replaced because of role_arn, name | none: Terraform destroys the cluster and everything in it, then creates an empty one",
  ]);
  expect(lines(step({ clusters }, {}, { action: "delete" }))).toEqual([
    "cluster-remove | alpha-kr-a: cluster removed (Kubernetes 1.34) | none: a new cluster has to be created and filled",
  ]);
});

test("protection, endpoint, support and other attributes have a line each, attributes only by name", () => {
  const before = clusterState();
  const after = clusterState({
    isProtected: false,
    isPublic: true,
    publicCidrs: ["0.0.0.0/0"],
    supportType: "STANDARD",
  });
  const changed = [
    "deletion_protection",
    "upgrade_policy.support_type",
    "vpc_config.endpoint_public_access",
    "vpc_config.public_access_cidrs[0]",
    "tags.team",
  ];
  expect(lines(step({ clusters: [before] }, { clusters: [after] }, { changed }))).toEqual([
    "unprotect | alpha-kr-a: no longer protected from removal | open: protect it again before it is removed",
    "access | alpha-kr-a: public endpoint off → on for 0.0.0.0/0 | open: revert the diff",
    "other | alpha-kr-a: support EXTENDED → STANDARD | open: revert the diff",
    "other | alpha-kr-a: tags.team changed | open: revert the diff",
  ]);
  expect(
    lines(step({ clusters: [after] }, { clusters: [before] }, { changed })).filter((line) =>
      /support|protect|endpoint/.test(line),
    ),
  ).toEqual([
    "protect | alpha-kr-a: protected from removal | open: revert the diff",
    "access | alpha-kr-a: public endpoint on for 0.0.0.0/0 → off | open: revert the diff",
    "other | alpha-kr-a: support STANDARD → EXTENDED | closes: revert the diff before extended support begins",
  ]);
});

test("many changed attributes are counted after the first six", () => {
  const clusters = [clusterState()];
  const changed = ["a", "b", "c", "d", "e", "f", "g", "h"];
  expect(lines(step({ clusters }, { clusters }, { changed }))).toEqual([
    "other | alpha-kr-a: a, b, c, d, e, f and 2 more changed | ",
  ]);
});

test("an add-on is added, updated, removed, replaced", () => {
  const kind = "addon" as const;
  const address = "stack/alpha/addon";
  const [old, next] = ["v1.12.4-eksbuild.38", "v1.13.2-eksbuild.24"].map((addonVersion) => ({
    clusters: [clusterState()],
    addons: [addonState({ addonVersion })],
  }));
  const none = { clusters: [clusterState()] };
  expect(lines(step(none, next ?? none, { kind, address, action: "create" }))).toEqual([
    "add-ons | alpha-kr-a: coredns v1.13.2-eksbuild.24 added | open: remove it",
  ]);
  expect(
    lines(step(old ?? none, next ?? none, { kind, address, changed: ["addon_version", "tags.a"] })),
  ).toEqual([
    "add-ons | alpha-kr-a: coredns v1.12.4-eksbuild.38 → v1.13.2-eksbuild.24 | open: pin v1.12.4-eksbuild.38 again",
    "other | alpha-kr-a: coredns: tags.a changed | open: revert the diff",
  ]);
  expect(lines(step(next ?? none, none, { kind, address, action: "delete" }))).toEqual([
    "add-ons | alpha-kr-a: coredns v1.13.2-eksbuild.24 removed | open: add it again; it does not run in between",
  ]);
  expect(
    lines(step(old ?? none, next ?? none, { kind, address, action: "replace", replacedFor: ["addon_name"] })),
  ).toEqual([
    "replace | alpha-kr-a: coredns replaced because of addon_name | open: revert the diff, which replaces it again; it does not run in between",
  ]);
});

describe("a node group", () => {
  const kind = "node-group" as const;
  const address = "stack/alpha/workers-v1";
  const group = (state: Parameters<typeof nodeGroupState>[0]) => ({
    clusters: [clusterState()],
    nodeGroups: [nodeGroupState(state)],
  });
  const update = (
    before: Parameters<typeof nodeGroupState>[0],
    after: Parameters<typeof nodeGroupState>[0],
    ...changed: readonly string[]
  ) => lines(step(group(before), group(after), { kind, address, changed }));

  test("is created, removed, replaced", () => {
    expect(lines(step({}, group({ version: "1.34" }), { kind, address, action: "create" }))).toEqual([
      "node-group-create | workers-v1 of alpha-kr-a: node group created with Kubernetes 1.34, 3 to 60 nodes | open: retire and remove it while its predecessor still accepts pods",
    ]);
    expect(lines(step(group({ minSize: 0, maxSize: 0 }), {}, { kind, address, action: "delete" }))).toEqual([
      "node-group-remove | workers-v1 of alpha-kr-a: node group removed (the Kubernetes version of its cluster, 0 nodes) | none: a new node group has to be created and filled",
    ]);
    expect(
      lines(step(group({}), group({}), { kind, address, action: "replace", replacedFor: ["ami_type"] })),
    ).toEqual([
      "replace | workers-v1 of alpha-kr-a: replaced because of ami_type | none: EKS removes its nodes first, with all pods on them",
    ]);
  });

  test("is called by the name that is known, where another of a name that AWS gives takes its place", () => {
    const replaced = { kind, address, action: "replace", replacedFor: ["ami_type"] } as const;
    expect(lines(step(group({}), group({ nodeGroupName: UNKNOWN, address }), replaced))).toEqual([
      "replace | workers-v1 of alpha-kr-a: replaced because of ami_type | none: EKS removes its nodes first, with all pods on them",
    ]);
  });

  test("has no rollback from a newer version or AMI", () => {
    expect(update({ version: "1.33" }, { version: "1.34" }, "version")).toEqual([
      "node-group-roll | workers-v1 of alpha-kr-a: nodes rolled: Kubernetes 1.33 → 1.34 | none: EKS does not roll a node group back to an older version, and the control plane cannot be older than its nodes; create a second node group",
    ]);
    expect(
      update({ releaseVersion: "1.34.1-20261001" }, { releaseVersion: "1.34.2-20261101" }, "release_version"),
    ).toEqual([
      "node-group-roll | workers-v1 of alpha-kr-a: nodes rolled: AMI release 1.34.1-20261001 → 1.34.2-20261101 | none: EKS does not roll a node group back to an older version, and the control plane cannot be older than its nodes; create a second node group",
    ]);
  });

  test("is rolled for another version of its launch template, and back", () => {
    expect(
      update({ launchTemplateVersion: "3" }, { launchTemplateVersion: "4" }, "launch_template[0].version"),
    ).toEqual([
      "node-group-roll | workers-v1 of alpha-kr-a: nodes rolled: launch template version 3 → 4 | open: revert the diff, which rolls them again",
    ]);
  });

  test.each([
    [
      "active",
      "cordoned",
      "cordon | workers-v1 of alpha-kr-a: cordoned: no new pods, running pods stay | open: revert the diff",
    ],
    [
      "cordoned",
      "active",
      "uncordon | workers-v1 of alpha-kr-a: uncordoned: accepts new pods | open: cordon it again",
    ],
    [
      "cordoned",
      "draining",
      "drain | workers-v1 of alpha-kr-a: drained: its pods are evicted, disruption budgets are respected | open: make it active again; pods that moved stay where they are",
    ],
  ] as const)("that was %s and is %s is one line", (before, after, line) => {
    expect(update({ phase: before }, { phase: after }, "taint", "tags.cdktf-eks-upgrade/phase")).toEqual([
      line,
    ]);
  });

  test("is retired, sizes included, and needs a desired size to come back", () => {
    expect(
      update(
        { phase: "draining" },
        { phase: "retired", minSize: 0, desiredSize: 0 },
        "scaling_config[0].min_size",
        "scaling_config[0].desired_size",
      ),
    ).toEqual([
      "retire | workers-v1 of alpha-kr-a: retired: scaled to 0 | open: revert the diff and set desiredSize, because EKS does not keep it",
    ]);
  });

  test("gets other sizes and labels", () => {
    expect(
      update(
        {},
        { minSize: 5, maxSize: 80 },
        "scaling_config[0].min_size",
        "scaling_config[0].max_size",
        "labels.a",
      ),
    ).toEqual([
      "capacity | workers-v1 of alpha-kr-a: sizes: minimum 3 → 5, maximum 60 → 80 | open: restore the sizes",
      "other | workers-v1 of alpha-kr-a: labels.a changed | ",
    ]);
  });

  test("of an unknown cluster has the name of its stack", () => {
    expect(
      lines(
        step(
          {},
          { nodeGroups: [nodeGroupState({ cluster: UNKNOWN, nodeGroupName: UNKNOWN, address })] },
          { kind, address, action: "create" },
        ),
      ),
    ).toEqual([
      "node-group-create | (known after apply) of stack: node group created with the Kubernetes version of its cluster, 3 to 60 nodes | open: retire and remove it while its predecessor still accepts pods",
    ]);
  });
});

describe("traffic", () => {
  const listeners = ["aws_lb_listener.https", "aws_lb_listener.http"];
  const rules = ["r1", "r2", "r3"].map((name) => `aws_lb_listener_rule.${name}`);
  const loadBalancers = [
    { stack: "stack", address: "aws_lb.webapp", key: LOAD_BALANCER, loadBalancerName: "alpha-webapp" },
  ];
  const fleet = (weights: Readonly<Record<string, number>>) => ({
    loadBalancers,
    routes: [...listeners, ...rules].map((address) => routeState(address, weights)),
    targetGroups: Object.keys(weights).map(targetGroupState),
  });
  const changes = [
    ...listeners.map((address) => ({ kind: "listener" as const, address, changed: ["default_action"] })),
    ...rules.map((address) => ({ kind: "listener-rule" as const, address, changed: ["action"] })),
  ];

  test("is shifted in one line, whatever the number of listeners and rules; who has no part is not named", () => {
    const shift = step(fleet({ a: 100, b: 0, default: 0 }), fleet({ a: 90, b: 10, default: 0 }), ...changes);
    expect(lines(shift)).toEqual([
      "shift | alpha-webapp: a 100 → 90, b 0 → 10 on 2 listeners and 3 rules | open: restore the weights",
    ]);
    expect(changesOf(shift, DAY).map(({ places }) => places)).toEqual([
      [...listeners, ...rules].map((address) => ({ stack: "stack", address })),
    ]);
  });

  test("names who keeps its part, who comes, and who goes", () => {
    expect(
      lines(step(fleet({ a: 50, b: 50, c: 10 }), fleet({ a: 50, b: 40, d: 20 }), ...changes.slice(0, 1))),
    ).toEqual([
      "shift | alpha-webapp: a stays at 50, b 50 → 40, c 10 → none, d none → 20 on 1 listener | open: restore the weights",
    ]);
  });

  test("shows one line for each group of rules that disagree", () => {
    const before = fleet({ a: 100, b: 0 });
    const after = fleet({ a: 90, b: 10 });
    const odd = routeState("aws_lb_listener_rule.r3", { a: 0, b: 100 });
    expect(
      lines(
        step(
          before,
          { ...after, routes: [...after.routes.filter(({ address }) => address !== odd.address), odd] },
          ...changes,
        ),
      ),
    ).toEqual([
      "shift | alpha-webapp: a 100 → 0, b 0 → 100 on 1 rule | open: restore the weights",
      "shift | alpha-webapp: a 100 → 90, b 0 → 10 on 2 listeners and 2 rules | open: restore the weights",
    ]);
  });

  test("whose targets are not known is said to be so", () => {
    const before = fleet({ a: 100 });
    const unknown = before.routes.map((route) => ({ ...route, targets: UNKNOWN }));
    expect(lines(step(before, { ...before, routes: unknown }, ...changes.slice(0, 1)))).toEqual([
      "shift | alpha-webapp: a 100 → (known after apply) on 1 listener | open: restore the weights",
    ]);
  });

  test("of a target group and its binding: bound, then unbound", () => {
    const kind = "target-group" as const;
    const address = "aws_lb_target_group.b";
    expect(
      lines(
        step(
          fleet({ a: 100 }),
          { ...fleet({ a: 100, b: 0 }), clusters: [clusterState()], bindings: [bindingState("b")] },
          { kind, address, action: "create" },
          { kind: "binding", address: "helm_release.binding", action: "create" },
        ),
      ),
    ).toEqual([
      "bind | alpha-kr-a: pods bound to alpha-webapp-b | open: unbind them while the weight is 0",
      "bind | alpha-webapp: target group alpha-webapp-b created | open: remove it while its weight is 0",
    ]);
    expect(
      lines(
        step(
          { ...fleet({ a: 100, b: 0 }), clusters: [clusterState()], bindings: [bindingState("b")] },
          fleet({ a: 100 }),
          { kind, address, action: "delete" },
          { kind: "binding", address: "helm_release.binding", action: "delete" },
        ),
      ),
    ).toEqual([
      "unbind | alpha-kr-a: pods no longer bound to alpha-webapp-b | open: bind them again, then shift",
      "unbind | alpha-webapp: target group alpha-webapp-b removed | open: create it again at weight 0, bind it, and shift",
    ]);
  });

  test("the policy of a listener has its own line", () => {
    const route = (sslPolicy: string) => routeState("aws_lb_listener.https", { a: 100 }, { sslPolicy });
    expect(
      lines(
        step(
          { loadBalancers, routes: [route("ELBSecurityPolicy-2016-08")] },
          { loadBalancers, routes: [route("ELBSecurityPolicy-TLS13-1-2-2021-06")] },
          { kind: "listener", address: "aws_lb_listener.https", changed: ["ssl_policy"] },
        ),
      ),
    ).toEqual([
      "access | alpha-webapp: TLS policy ELBSecurityPolicy-2016-08 → ELBSecurityPolicy-TLS13-1-2-2021-06 | open: revert the diff",
    ]);
  });
});

test("two clusters of one name in two regions have different subjects; a cluster of another plan has its name", () => {
  const jp = { key: clusterIn("ap-northeast-1/alpha-kr-a"), region: "ap-northeast-1" };
  const clusters = [clusterState(), clusterState({ ...jp, address: "stack/jp" })];
  expect(
    lines(step({ clusters }, {}, { action: "delete" }, { address: "stack/jp", action: "delete" })),
  ).toEqual([
    "cluster-remove | ap-northeast-1/alpha-kr-a: cluster removed (Kubernetes 1.34) | none: a new cluster has to be created and filled",
    "cluster-remove | ap-northeast-2/alpha-kr-a: cluster removed (Kubernetes 1.34) | none: a new cluster has to be created and filled",
  ]);
  expect(
    lines(
      step(
        { addons: [addonState({ addonVersion: "v1" })] },
        {},
        { kind: "addon", address: "stack/alpha/addon", action: "delete" },
      ),
    ),
  ).toEqual(["add-ons | alpha-kr-a: coredns v1 removed | open: add it again; it does not run in between"]);
});

test("a move or an import has its own line", () => {
  const was = clusterState({ address: "stack/old", version: "1.33" });
  expect(
    lines(
      step(
        { clusters: [was] },
        { clusters: [clusterState()] },
        { previousAddress: "stack/old", isImport: true, changed: ["version"] },
      ),
    ),
  ).toEqual([
    "control-plane | alpha-kr-a: control plane 1.33 → 1.34 | closes: to 1.33 within seven days of the apply (applied on 2026-11-24: until 2026-12-01), if no nodes are newer and the add-ons are compatible with 1.33",
    'adopt | alpha-kr-a: imported | open: remove it from the state with a "removed" block, which does not destroy it',
    "adopt | alpha-kr-a: moved in the state from stack/old | open: move it back in the state",
  ]);
});

test("releases, roles, load balancers and other resources are named by type, equal lines are merged", () => {
  const release = { stack: "stack", address: "helm_release.app", releaseName: "app", chart: "webapp" };
  expect(
    lines(
      step(
        { releases: [{ ...release, chartVersion: "1.0.0" }] },
        { releases: [{ ...release, chartVersion: "1.1.0" }] },
        { kind: "release", type: "helm_release", address: "helm_release.app", changed: ["version", "set"] },
        { kind: "other", type: "aws_security_group", address: "aws_security_group.a", action: "create" },
        { kind: "other", type: "aws_security_group", address: "aws_security_group.b", action: "create" },
        { kind: "other", type: "aws_kms_key", address: "aws_kms_key.a", action: "delete" },
        { kind: "other", type: "aws_ssm_parameter", address: "aws_ssm_parameter.a", changed: ["value"] },
        { kind: "role", type: "aws_iam_role", address: "aws_iam_role.a", action: "delete" },
        {
          kind: "load-balancer",
          type: "aws_lb",
          address: "aws_lb.a",
          action: "replace",
          replacedFor: ["name"],
        },
      ),
    ),
  ).toEqual([
    "workload | stack: Helm release app of webapp: 1.0.0 → 1.1.0 | open: install the former version again; Helm does not take back changes of definitions (CRDs)",
    "replace | stack: load balancer replaced because of name | none: its DNS name changes, and clients of the old name get no answer",
    "other | stack: Helm release app of webapp: set changed | open: install the former values again; Helm does not take back changes of definitions (CRDs)",
    "other | stack: aws_kms_key removed | ",
    "other | stack: aws_security_group created (2 times) | open: remove it",
    "other | stack: aws_ssm_parameter: value changed | ",
    "other | stack: role aws_iam_role.a removed | ",
  ]);
});

test("a created or removed listener names its targets", () => {
  const routes = [routeState("aws_lb_listener.https", { a: 90, b: 10 })];
  const redirect = [routeState("aws_lb_listener.https", {})];
  const change = { kind: "listener" as const, address: "aws_lb_listener.https" };
  expect(lines(step({}, { routes }, { ...change, action: "create" }))).toEqual([
    "bind | alpha-webapp: listener created: a 90, b 10 | open: remove it",
  ]);
  expect(lines(step({ routes: redirect }, {}, { ...change, action: "delete" }))).toEqual([
    "unbind | alpha-webapp: listener removed: no forward | open: add it again; its port does not answer in between",
  ]);
});

test("the order of the resources in the plans changes nothing", () => {
  const clusters = ["a", "b"].map((slot) =>
    clusterState({ key: clusterIn(slot), clusterName: slot, address: slot }),
  );
  const before = { clusters, loadBalancers: [] };
  const changes = ["a", "b"].map((address) => ({ address, changed: ["tags.x"] }));
  expect(changesOf(step(before, before, ...changes), DAY)).toEqual(
    changesOf(step(before, before, ...[...changes].reverse()), DAY),
  );
});

test("a target group of another plan has the name of its key", () => {
  expect(
    lines(
      step(
        {},
        { bindings: [bindingState("b", { cluster: UNKNOWN, targetGroup: targetGroupKey("b") })] },
        { kind: "binding", address: "helm_release.binding", action: "create" },
      ),
    ),
  ).toEqual(["bind | stack: pods bound to alpha-webapp-b | open: unbind them while the weight is 0"]);
});

test("the active cluster shows by its name", () => {
  const identity = (isActive: boolean) => ({
    stack: "stack",
    address: "kubernetes_config_map_v1.identity",
    cluster: clusterIn("ap-northeast-2/alpha-kr-a"),
    clusterName: "alpha-kr-a",
    group: "alpha-kr",
    isActive,
  });
  const change = {
    kind: "other",
    type: "kubernetes_config_map_v1",
    address: "kubernetes_config_map_v1.identity",
  } as const;
  const linesOf = (before: boolean, after: boolean) =>
    lines(
      step(
        { identities: [identity(before)] },
        { identities: [identity(after)] },
        { ...change, changed: ["data.active"] },
      ),
    );
  expect(linesOf(false, true)).toEqual([
    "workload | alpha-kr-a: becomes the active cluster of alpha-kr: work that may run once runs here | open: deactivate it, check that its work has ended, then activate another cluster",
  ]);
  expect(linesOf(true, false)).toEqual([
    "workload | alpha-kr-a: is no longer the active cluster of alpha-kr: work that may run once ends here | open: activate it again, if no other cluster is active",
  ]);
  expect(linesOf(true, true)).toEqual(["other | stack: kubernetes_config_map_v1: data.active changed | "]);
  expect(lines(step({}, { identities: [identity(false)] }, { ...change, action: "create" }))).toEqual([
    "other | stack: kubernetes_config_map_v1 created | open: remove it",
  ]);
});

test("a Job that drains a node group says whose pods it evicts, also if it is replaced", () => {
  const address = "kubernetes_job_v1.drain-workers-v1";
  const drains = [{ stack: "stack", address, cluster: clusterIn("alpha-kr-a"), nodeGroupName: "workers-v1" }];
  const change = { kind: "other", type: "kubernetes_job_v1", address } as const;
  const evicts =
    "drain | workers-v1 of alpha-kr-a: its pods are evicted by a Job, disruption budgets are respected | open: make it active again; pods that moved stay where they are";
  expect(lines(step({}, { drains }, { ...change, action: "create" }))).toEqual([evicts]);
  expect(lines(step({ drains }, { drains }, { ...change, action: "replace" }))).toEqual([evicts]);
  expect(lines(step({ drains }, {}, { ...change, action: "delete" }))).toEqual([
    "other | workers-v1 of alpha-kr-a: Job of the drain removed | ",
  ]);
});

describe("the rollback of an update", () => {
  const updated = (type: string, ...changed: readonly string[]) =>
    changed.map((path) => rollbackOf(type, path)?.state ?? "not in the plan");

  test("is open for what changes back in place", () => {
    expect(updated("aws_eks_cluster", "enabled_cluster_log_types[1]", "tags.team")).toEqual(["open", "open"]);
    expect(updated("aws_eks_node_group", "labels.a", "update_config[0].max_unavailable")).toEqual([
      "open",
      "open",
    ]);
    expect(updated("aws_lb", "idle_timeout")).toEqual(["open"]);
  });

  test("is none for what EKS never changes back", () => {
    expect(
      updated(
        "aws_eks_cluster",
        "encryption_config[0].provider[0].key_arn",
        "access_config.authentication_mode",
      ),
    ).toEqual(["none", "none"]);
  });

  test("is left out if nobody knows it", () => {
    expect(updated("aws_ssm_parameter", "value")).toEqual(["not in the plan"]);
  });
});

test("a release that is a helper of another is named by its address", () => {
  const address = "helm_release.load-balancer-controller_guard_84E1242A";
  const change = { kind: "release", type: "helm_release", address } as const;
  expect(lines(step({}, {}, { ...change, action: "create" }))).toEqual([
    `other | stack: ${address} created | open: remove it`,
  ]);
  expect(lines(step({}, {}, { ...change, changed: ["values[0]"] }))).toEqual([
    expect.stringContaining(`other | stack: ${address}: values[0] changed | open: `),
  ]);
});
