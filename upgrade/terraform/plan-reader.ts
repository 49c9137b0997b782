import { decodeActive, identityConfigMap, identityKeys } from "../eks/cluster-identity";
import { decodeRollback, ROLLBACK_TAG } from "../eks/declared-rollback";
import { decodeProtection, PROTECTED_TAG } from "../eks/protection";
import type { ResourceChange, ResourceKind } from "../fleet/change";
import { lazily } from "../fleet/lazily";
import {
  type AddonState,
  type BindingState,
  type ClusterKey,
  type ClusterState,
  emptyLists,
  type FleetLists,
  ifKnown,
  isUnknown,
  type Known,
  type OtherNodesState,
  type PartName,
  type Place,
  type RouteState,
  regionalKey,
  type TargetGroupKey,
  type Things,
  UNKNOWN,
} from "../fleet/state";
import { loadBalancerInArn, targetGroupInArn } from "./arn";
import type { Attributes } from "./attributes";
import {
  bindingInManifest,
  bindingsInManifestText,
  bindingsInRelease,
  type FoundBinding,
  multiClusterIn,
} from "./bindings";
import { changedPaths, replacedFor } from "./changed-paths";
import { imageTagOf } from "./image-tag";
import { type Instance, Instances } from "./instances";
import { get, getRecord, getText, isRecord, type JsonRecord } from "./json";
import { nodeGroupOf } from "./node-groups";
import { expressionsIn, Origins } from "./origins";
import type { Plan, PlannedAction, PlannedResource } from "./plan-json";
import { Regions } from "./regions";
import { SensitiveTexts } from "./sensitive-text";
import { targetsOf } from "./targets";

/** What plans hold of a fleet on one side of the step. */
export interface Side {
  readonly fleet: FleetLists;
  /** The target groups that something is attached to without a binding. */
  readonly attached: Set<TargetGroupKey>;
  /** The releases of bindings whose cluster only the name may tell. */
  readonly releaseNames: Map<BindingState, string>;
  /** What may be managed elsewhere as well: no longer managed here afterwards, or not yet before. */
  readonly shared: Set<string>;
}

/** What plans hold, one after the other. */
export interface Reading {
  readonly before: Side;
  readonly after: Side;
  readonly resources: ResourceChange[];
  /** What leaves Terraform and stays as it is. */
  readonly forgotten: Place[];
  readonly secrets: SensitiveTexts;
}

export function emptyReading(): Reading {
  return {
    before: emptySide(),
    after: emptySide(),
    resources: [],
    forgotten: [],
    secrets: new SensitiveTexts(),
  };
}

export function placeText({ stack, address }: Place): string {
  return `${stack}\n${address}`;
}

function emptySide(): Side {
  return {
    fleet: emptyLists(),
    attached: new Set(),
    releaseNames: new Map(),
    shared: new Set(),
  };
}

const KINDS: ReadonlyMap<string, ResourceKind> = new Map([
  ["aws_eks_cluster", "cluster"],
  ["aws_eks_node_group", "node-group"],
  ["aws_eks_addon", "addon"],
  ["aws_lb", "load-balancer"],
  ["aws_alb", "load-balancer"],
  ["aws_lb_target_group", "target-group"],
  ["aws_alb_target_group", "target-group"],
  ["aws_lb_listener", "listener"],
  ["aws_alb_listener", "listener"],
  ["aws_lb_listener_rule", "listener-rule"],
  ["aws_alb_listener_rule", "listener-rule"],
  ["helm_release", "release"],
  ["aws_iam_role", "role"],
]);

/** The types that are looked into. */
const READ: ReadonlySet<string> = new Set([
  ...KINDS.keys(),
  "kubernetes_manifest",
  "kubectl_manifest",
  "kubernetes_config_map",
  "kubernetes_config_map_v1",
  "aws_eks_fargate_profile",
  "aws_eks_pod_identity_association",
  "aws_eks_access_entry",
  "aws_autoscaling_group",
  "aws_autoscaling_attachment",
  "aws_autoscaling_traffic_source_attachment",
  "aws_lb_target_group_attachment",
  "aws_alb_target_group_attachment",
]);

const CLUSTERS = ["aws_eks_cluster", "aws_eks_cluster_auth"];
const TARGET_GROUPS = ["aws_lb_target_group", "aws_alb_target_group"];
const LOAD_BALANCERS = ["aws_lb", "aws_alb"];
const LISTENERS = ["aws_lb_listener", "aws_alb_listener"];

/** Reads a fleet out of one plan, by the types of its resources and their attributes, whoever wrote them. */
export class PlanReader {
  private readonly instances: Instances;
  private readonly origins: Origins;
  private readonly regions: Regions;
  private readonly clustersOfProviders = new Map<string, Known<ClusterKey>>();
  private readonly bindingAddresses = new Set<string>();
  /** The keys that clusters of several configurations of the provider have. */
  private readonly twins = lazily(() => this.clusterTwins());

  /** @param stack what the plan is called */
  constructor(
    private readonly stack: string,
    private readonly plan: Plan,
    private readonly reading: Reading,
  ) {
    this.instances = new Instances(plan, (text, address) => reading.secrets.add(text, { stack, address }));
    this.origins = new Origins(this.instances, plan.variables);
    this.regions = new Regions(this.instances, this.origins, plan.providers);
  }

  /** Adds what the plan holds to what others do. */
  read(): void {
    const { before, after, resources, forgotten } = this.reading;
    for (const instance of this.instances.all) {
      const { resource } = instance;
      const isRead = READ.has(resource.type);
      // Most resources of a plan are of no interest, and stay as they are.
      if (!isRead && resource.action !== "forget" && isLeftAlone(resource)) {
        continue;
      }
      if (isRead) {
        this.addBoth(instance, before, after);
      }
      if (!instance.isPlanned || instance.isData) {
        continue;
      }
      if (resource.action === "forget") {
        after.shared.add(placeText(this.placeOf(instance)));
        forgotten.push(this.placeOf(instance));
      }
      if (resource.isImport) {
        before.shared.add(placeText(this.placeOf(instance)));
      }
      const change = this.changeOf(instance, resource);
      if (change !== undefined) {
        resources.push(change);
      }
    }
  }

  private clusterTwins(): ReadonlySet<string> {
    const providers = new Map<string, Set<string>>();
    for (const instance of this.regions.hasSeveral() ? this.instances.all : []) {
      const side =
        instance.type === "aws_eks_cluster" && !instance.isData
          ? (instance.after ?? instance.before)
          : undefined;
      const name = ifKnown(side?.text("name"));
      if (side !== undefined && name !== undefined && this.instances.configOf(instance) !== undefined) {
        const key = regionalKey(this.regions.of(instance, side), name);
        providers.set(key, (providers.get(key) ?? new Set()).add(this.regions.providerOf(instance)));
      }
    }
    return new Set([...providers].flatMap(([key, { size }]) => (size > 1 ? [key] : [])));
  }

  private addBoth(instance: Instance, before: Side, after: Side): void {
    const [was, becomes] = [instance.before, instance.after];
    if (was !== undefined && was === becomes) {
      this.add(instance, was, was, [before, after]);
      return;
    }
    if (was !== undefined) {
      this.add(instance, was, undefined, [before]);
    }
    if (becomes !== undefined) {
      this.add(instance, becomes, was, [after]);
    }
  }

  private changeOf(instance: Instance, planned: PlannedResource): ResourceChange | undefined {
    const { action, previousAddress, isImport } = planned;
    if (isLeftAlone(planned)) {
      return undefined;
    }
    return {
      stack: this.stack,
      address: instance.address,
      previousAddress: isMoved(planned) ? previousAddress : undefined,
      kind: this.bindingAddresses.has(instance.address) ? "binding" : (KINDS.get(planned.type) ?? "other"),
      type: planned.type,
      // Moved or imported, and otherwise left as it is: an update of nothing.
      action: isQuiet(action) ? "update" : action,
      isImport,
      changed: isQuiet(action) ? [] : changedPaths(planned),
      replacedFor: action === "replace" ? replacedFor(planned) : [],
    };
  }

  private add(
    instance: Instance,
    side: Attributes,
    was: Attributes | undefined,
    sides: readonly Side[],
  ): void {
    const { type, isData } = instance;
    if (isData) {
      if (type === "aws_eks_cluster") {
        push(sides, "readClusters", this.cluster(instance, side));
      }
      return;
    }
    switch (type) {
      case "aws_eks_cluster":
        push(sides, "clusters", this.cluster(instance, side));
        if (side.block("compute_config")?.flag("enabled") === true) {
          this.addNodesOf(instance, this.keyOfCluster(instance, side), "auto-mode", "Auto Mode", sides);
        }
        return;
      case "aws_eks_node_group":
        push(
          sides,
          "nodeGroups",
          nodeGroupOf(this.placeOf(instance), this.clusterNamed(instance, side), side, was, {
            isGiven: (name) => this.isGiven(instance, name),
            isWritten: (name) =>
              typeof this.origins.valueOf(this.expressionOf(instance, name), instance) === "string",
          }),
        );
        return;
      case "aws_eks_addon":
        push(sides, "addons", this.addon(instance, side));
        return;
      case "aws_lb":
      case "aws_alb":
        push(sides, "loadBalancers", {
          stack: this.stack,
          address: instance.address,
          key: this.keyByName(instance, side),
          loadBalancerName: side.text("name") ?? UNKNOWN,
        });
        return;
      case "aws_lb_target_group":
      case "aws_alb_target_group":
        push(sides, "targetGroups", {
          stack: this.stack,
          address: instance.address,
          key: this.keyByName(instance, side),
          targetGroupName: side.text("name") ?? UNKNOWN,
        });
        return;
      case "aws_lb_listener":
      case "aws_alb_listener":
        push(sides, "routes", this.listener(instance, side));
        return;
      case "aws_lb_listener_rule":
      case "aws_alb_listener_rule":
        push(sides, "routes", this.rule(instance, side));
        return;
      case "helm_release":
        this.addRelease(instance, side, sides);
        return;
      case "kubernetes_manifest":
      case "kubectl_manifest":
        this.addBindings(instance, this.bindingsInManifest(instance, side), undefined, sides);
        return;
      case "kubernetes_config_map":
      case "kubernetes_config_map_v1":
        this.addIdentity(instance, side, sides);
        return;
      case "aws_iam_role":
        push(sides, "roles", {
          stack: this.stack,
          address: instance.address,
          roleName: side.text("name") ?? UNKNOWN,
        });
        return;
      default:
        this.addOtherNodes(instance, side, sides);
    }
  }

  private placeOf({ address }: Instance): Place {
    return { stack: this.stack, address };
  }

  private cluster(instance: Instance, side: Attributes): ClusterState {
    const network = side.block("vpc_config");
    const rollback = side.tag(ROLLBACK_TAG);
    const supportType = side.block("upgrade_policy")?.text("support_type");
    return {
      stack: this.stack,
      address: instance.address,
      key: this.keyOfCluster(instance, side),
      clusterName: side.text("name") ?? UNKNOWN,
      version: this.given(instance, "version", side.text("version")),
      supportType: this.given(instance, "upgrade_policy", supportType),
      isProtected: isProtected(side),
      isPublic: network === undefined ? UNKNOWN : (network.flag("endpoint_public_access") ?? true),
      publicCidrs: this.publicCidrs(instance, network),
      isForced: side.flag("force_update_version") ?? false,
      rollbackOfUpgradeOn: isUnknown(rollback) ? UNKNOWN : decodeRollback(rollback),
      otherNodes: [],
    };
  }

  private addon(instance: Instance, side: Attributes): AddonState {
    const addonVersion = this.given(instance, "addon_version", side.text("addon_version"));
    const asked = isUnknown(addonVersion)
      ? this.origins.resourceOf(
          ["aws_eks_addon_version"],
          this.expressionOf(instance, "addon_version"),
          instance,
        )
      : undefined;
    const offeredFor = asked?.after?.text("kubernetes_version");
    return {
      stack: this.stack,
      address: instance.address,
      cluster: this.clusterNamed(instance, side),
      addonName: side.text("addon_name") ?? UNKNOWN,
      addonVersion,
      ...(offeredFor === undefined ? {} : { offeredFor }),
      ...(side.flag("preserve") === true ? { isPreserved: true } : {}),
    };
  }

  /** Where a new cluster's code names none, EKS opens the public endpoint to the world. */
  private publicCidrs(
    instance: Instance,
    network: Attributes | undefined,
  ): Known<readonly string[]> | undefined {
    if (network?.flag("endpoint_public_access") === false) {
      return [];
    }
    const cidrs = network?.texts("public_access_cidrs");
    if (!isUnknown(cidrs)) {
      return cidrs;
    }
    const expressions = getRecord(this.instances.configOf(instance), "expressions");
    const block = firstOf(get(expressions, "vpc_config"));
    return isRecord(block) && get(block, "public_access_cidrs") === undefined ? ["0.0.0.0/0"] : cidrs;
  }

  private listener(instance: Instance, side: Attributes): RouteState {
    const { targets, stickinessSeconds } = this.targets(instance, side, "default_action");
    return {
      stack: this.stack,
      address: instance.address,
      loadBalancer: this.loadBalancerOf(instance, side),
      kind: "default-action",
      protocol: side.text("protocol"),
      sslPolicy: this.given(instance, "ssl_policy", side.text("ssl_policy")),
      byHost: false,
      targets,
      stickinessSeconds,
    };
  }

  private rule(instance: Instance, side: Attributes): RouteState {
    const { targets, stickinessSeconds } = this.targets(instance, side, "action");
    const conditions = ifKnown(side.blocks("condition")) ?? [];
    return {
      stack: this.stack,
      address: instance.address,
      loadBalancer: this.loadBalancerOfRule(instance, side),
      kind: "rule",
      byHost: conditions.some((condition) => condition.block("host_header") !== undefined),
      targets,
      stickinessSeconds,
    };
  }

  private targets(instance: Instance, side: Attributes, actions: string) {
    return targetsOf(side.blocks(actions), () => this.expressionOf(instance, actions), {
      keyInArn: targetGroupInArn,
      keyOf: (expression) => {
        const group = this.origins.resourceOf(TARGET_GROUPS, expression, instance);
        const groupSide = group?.after ?? group?.before;
        return group === undefined || groupSide === undefined
          ? undefined
          : { key: this.keyByName(group, groupSide), arn: ifKnown(groupSide.text("arn")) };
      },
      valueOf: (expression) => this.origins.valueOf(expression, instance),
    });
  }

  private loadBalancerOf(instance: Instance, side: Attributes): Known<string> {
    const arn = side.text("load_balancer_arn");
    if (arn !== undefined && !isUnknown(arn)) {
      return loadBalancerInArn(arn) ?? UNKNOWN;
    }
    const own = loadBalancerInArn(ifKnown(side.text("arn")) ?? "");
    return own ?? this.keyOfOrigin(LOAD_BALANCERS, instance, "load_balancer_arn");
  }

  private loadBalancerOfRule(instance: Instance, side: Attributes): Known<string> {
    const arn = side.text("listener_arn");
    if (arn !== undefined && !isUnknown(arn)) {
      return loadBalancerInArn(arn) ?? UNKNOWN;
    }
    const expression = this.expressionOf(instance, "listener_arn");
    const listener = this.origins.resourceOf(LISTENERS, expression, instance);
    const listenerSide = listener?.after ?? listener?.before;
    return listener === undefined || listenerSide === undefined
      ? UNKNOWN
      : this.loadBalancerOf(listener, listenerSide);
  }

  private addRelease(instance: Instance, side: Attributes, sides: readonly Side[]): void {
    const [releaseName, chart] = [side.text("name") ?? UNKNOWN, side.text("chart") ?? UNKNOWN];
    const bindings = this.bindingsInRelease(instance, side);
    if (bindings.length > 0) {
      this.addBindings(instance, bindings, ifKnown(releaseName), sides);
      return;
    }
    push(sides, "releases", {
      stack: this.stack,
      address: instance.address,
      cluster: this.clusterOfProvider(instance),
      releaseName,
      chart,
      chartVersion: this.given(instance, "version", side.text("version")),
      imageTag: imageTagOf(side),
    });
    if (/(^|\/)karpenter$/.test(ifKnown(chart) ?? "")) {
      this.addNodesOf(instance, this.clusterOfProvider(instance), "karpenter", undefined, sides);
    }
  }

  private addIdentity(instance: Instance, side: Attributes, sides: readonly Side[]): void {
    if (side.block("metadata")?.text("name") !== identityConfigMap.name) {
      return;
    }
    const active = side.entry("data", identityKeys.isActive);
    push(sides, "identities", {
      stack: this.stack,
      address: instance.address,
      cluster: this.clusterOfProvider(instance),
      clusterName: side.entry("data", identityKeys.clusterName) ?? UNKNOWN,
      group: side.entry("data", identityKeys.group) ?? UNKNOWN,
      isActive: isUnknown(active) ? UNKNOWN : decodeActive(active),
    });
  }

  private bindingsInRelease(instance: Instance, side: Attributes): readonly FoundBinding[] {
    const bindings = bindingsInRelease(side);
    if (!isUnknown(bindings) && !bindings.some(({ targetGroup }) => isUnknown(targetGroup))) {
      return bindings;
    }
    // The ARN is known after apply; the target group that it comes from is known now.
    const found = this.bindingsByOrigin(instance, ["values", "set"]);
    if (found.length > 0) {
      return found;
    }
    const chart = `${ifKnown(side.text("chart"))} ${ifKnown(side.text("name"))}`;
    const isOfBinding = !isUnknown(bindings) || /target-?group-?binding|-tgb-/i.test(chart);
    return isOfBinding ? [{ targetGroup: UNKNOWN, multiCluster: UNKNOWN }] : [];
  }

  private bindingsInManifest(instance: Instance, side: Attributes): readonly FoundBinding[] {
    if (instance.type === "kubectl_manifest") {
      const text = side.text("yaml_body");
      return isUnknown(text)
        ? this.bindingsByOrigin(instance, ["yaml_body"])
        : bindingsInManifestText(text ?? "");
    }
    const manifest = side.json("manifest");
    if (!isUnknown(manifest)) {
      const binding = bindingInManifest(manifest);
      return binding === undefined ? [] : [binding];
    }
    const kind = side.entry("manifest", "kind");
    if (kind !== "TargetGroupBinding" && !isUnknown(kind)) {
      return [];
    }
    const found = this.bindingsByOrigin(instance, ["manifest"]);
    return found.length === 0 && kind === "TargetGroupBinding"
      ? [{ targetGroup: UNKNOWN, multiCluster: UNKNOWN }]
      : found;
  }

  private bindingsByOrigin(instance: Instance, attributes: readonly string[]): readonly FoundBinding[] {
    const keys = new Set<string>();
    let template: string | undefined;
    for (const attribute of attributes) {
      for (const expression of expressionsIn(this.expressionOf(instance, attribute))) {
        template ??= getText(expression, "template");
        for (const group of this.origins.resourcesOf(TARGET_GROUPS, expression, instance)) {
          const side = group.after ?? group.before;
          if (side !== undefined) {
            keys.add(this.keyByName(group, side));
          }
        }
      }
    }
    // Code that was synthesized tells the text around the reference, a plan does not.
    const multiCluster = template === undefined ? UNKNOWN : multiClusterIn(template);
    return [...keys].map((key) => ({ targetGroup: { key }, multiCluster }));
  }

  private addBindings(
    instance: Instance,
    bindings: readonly FoundBinding[],
    releaseName: string | undefined,
    sides: readonly Side[],
  ): void {
    if (bindings.length === 0) {
      return;
    }
    this.bindingAddresses.add(instance.address);
    const cluster = this.clusterOfProvider(instance);
    for (const { targetGroup, multiCluster } of bindings) {
      const binding: BindingState = {
        stack: this.stack,
        address: instance.address,
        cluster,
        targetGroup: isUnknown(targetGroup)
          ? UNKNOWN
          : "key" in targetGroup
            ? targetGroup.key
            : regionalKey(regionInKey(ifKnown(cluster)), targetGroup.name),
        multiCluster,
      };
      push(sides, "bindings", binding);
      for (const { releaseNames } of isUnknown(cluster) ? sides : []) {
        releaseNames.set(binding, releaseName ?? "");
      }
    }
  }

  private addOtherNodes(instance: Instance, side: Attributes, sides: readonly Side[]): void {
    switch (instance.type) {
      case "aws_eks_fargate_profile":
        this.addNodesOf(
          instance,
          this.clusterNamed(instance, side),
          "fargate",
          `Fargate profile ${ifKnown(side.text("fargate_profile_name"))}`,
          sides,
        );
        return;
      case "aws_eks_pod_identity_association":
        if (side.text("service_account") === "karpenter") {
          this.addNodesOf(instance, this.clusterNamed(instance, side), "karpenter", undefined, sides);
        }
        return;
      case "aws_eks_access_entry":
        if (["EC2_LINUX", "EC2_WINDOWS"].includes(ifKnown(side.text("type")) ?? "")) {
          this.addNodesOf(instance, this.clusterNamed(instance, side), "self-managed", undefined, sides);
        }
        return;
      case "aws_lb_target_group_attachment":
      case "aws_alb_target_group_attachment":
        this.addAttachment(instance, "target_group_arn", side, sides);
        return;
      case "aws_autoscaling_attachment":
        this.addAttachment(instance, "lb_target_group_arn", side, sides);
        return;
      case "aws_autoscaling_traffic_source_attachment":
        attach(targetGroupInArn(ifKnown(side.block("traffic_source")?.text("identifier")) ?? ""), sides);
        return;
      case "aws_autoscaling_group":
        // What others attach is among them too, where the code leaves them out.
        if (this.isGiven(instance, "target_group_arns")) {
          for (const arn of ifKnown(side.texts("target_group_arns")) ?? []) {
            attach(targetGroupInArn(arn), sides);
          }
        }
        for (const tag of ifKnown(side.blocks("tag")) ?? []) {
          const name = /^kubernetes\.io\/cluster\/(.+)$/.exec(ifKnown(tag.text("key")) ?? "")?.[1];
          if (name !== undefined) {
            const key = regionalKey(this.regions.of(instance, side), name);
            const cluster = this.inAccount(key, instance) ?? UNKNOWN;
            const what = `Auto Scaling group ${ifKnown(side.text("name")) ?? "(not known yet)"}`;
            this.addNodesOf(instance, cluster, "self-managed", what, sides, side.number("desired_capacity"));
          }
        }
    }
  }

  private addAttachment(
    instance: Instance,
    attribute: string,
    side: Attributes,
    sides: readonly Side[],
  ): void {
    const arn = side.text(attribute);
    const targetGroup =
      arn === undefined || isUnknown(arn)
        ? ifKnown(this.keyOfOrigin(TARGET_GROUPS, instance, attribute))
        : targetGroupInArn(arn);
    attach(targetGroup, sides);
  }

  private addNodesOf(
    instance: Instance,
    cluster: Known<ClusterKey>,
    kind: OtherNodesState["kind"],
    what: string | undefined,
    sides: readonly Side[],
    size?: Known<number>,
  ): void {
    if (!isUnknown(cluster)) {
      push(sides, "otherNodes", { ...this.placeOf(instance), cluster, kind, what, size });
    }
  }

  private keyOfCluster(instance: Instance, side: Attributes): ClusterKey {
    return this.keyByName(instance, side);
  }

  /** By region and name; by its place where its name is not known yet. */
  private keyByName(instance: Instance, side: Attributes): string {
    const name = ifKnown(side.text("name"));
    const key = name === undefined ? undefined : regionalKey(this.regions.of(instance, side), name);
    const own =
      key === undefined || instance.type !== "aws_eks_cluster" ? key : this.inAccount(key, instance);
    return own ?? `${this.stack}: ${instance.address}`;
  }

  /** The cluster that a resource names in its `cluster_name`. */
  private clusterNamed(instance: Instance, side: Attributes): Known<ClusterKey> {
    const name = side.text("cluster_name");
    return name === undefined || isUnknown(name)
      ? this.keyOfOrigin(CLUSTERS, instance, "cluster_name")
      : (this.inAccount(regionalKey(this.regions.of(instance, side), name), instance) ?? UNKNOWN);
  }

  /**
   * The key of a cluster as the configuration of the provider has it, where several have one of that name: those of
   * two accounts. `undefined` where it has no configuration any more, and nobody can tell.
   */
  private inAccount(key: string, instance: Instance): string | undefined {
    if (!this.twins().has(key)) {
      return key;
    }
    return this.instances.configOf(instance) === undefined
      ? undefined
      : `${key} (${this.regions.providerOf(instance)})`;
  }

  private keyOfOrigin(types: readonly string[], instance: Instance, attribute: string): Known<string> {
    const origin = this.origins.resourceOf(types, this.expressionOf(instance, attribute), instance);
    const side = origin?.after ?? origin?.before;
    return origin === undefined || side === undefined ? UNKNOWN : this.keyByName(origin, side);
  }

  /** The cluster whose API a Helm or Kubernetes provider is configured to reach. */
  private clusterOfProvider(instance: Instance): Known<ClusterKey> {
    const name = this.providerKeyOf(instance);
    if (name === undefined) {
      return UNKNOWN;
    }
    const known = this.clustersOfProviders.get(name) ?? this.clusterIn(getRecord(this.plan.providers, name));
    this.clustersOfProviders.set(name, known);
    return known;
  }

  private providerKeyOf(instance: Instance): string | undefined {
    const { providers } = this.plan;
    const key = getText(this.instances.configOf(instance), "provider_config_key");
    if (key !== undefined) {
      return Object.hasOwn(providers, key) ? key : key.slice(key.lastIndexOf(":") + 1);
    }
    // What is no longer in the configuration is taken away by the one provider that can be meant.
    const [only, ...others] = Object.keys(providers).filter((candidate) =>
      instance.resource.provider.endsWith(`/${getText(get(providers, candidate), "name")}`),
    );
    return others.length === 0 ? only : undefined;
  }

  private clusterIn(provider: JsonRecord | undefined): Known<ClusterKey> {
    const expressions = get(provider, "expressions");
    const module = this.instances.module(getText(provider, "module_address") ?? "");
    const keys = new Set<string>();
    for (const cluster of this.origins.resourcesIn(CLUSTERS, expressions, module)) {
      const side = cluster.after ?? cluster.before;
      if (side !== undefined) {
        keys.add(this.keyByName(cluster, side));
      }
    }
    for (const expression of keys.size === 0 ? expressionsIn(expressions) : []) {
      const name = argumentIn(get(expression, "constant_value"), "--cluster-name");
      const region = argumentIn(get(expression, "constant_value"), "--region");
      if (name !== undefined) {
        keys.add(regionalKey(region, name));
      }
    }
    const [only, ...others] = keys;
    return only === undefined || others.length > 0 ? UNKNOWN : only;
  }

  /** What is not known, and not written in the code either, is left to AWS: it is not there. */
  private given<T>(instance: Instance, attribute: string, value: Known<T> | undefined): Known<T> | undefined {
    return isUnknown(value) && !this.isGiven(instance, attribute) ? undefined : value;
  }

  private isGiven(instance: Instance, attribute: string): boolean {
    const config = this.instances.configOf(instance);
    return config === undefined || this.expressionOf(instance, attribute) !== undefined;
  }

  private expressionOf(instance: Instance, attribute: string): unknown {
    return get(getRecord(this.instances.configOf(instance), "expressions"), attribute);
  }
}

function isLeftAlone(resource: PlannedResource): boolean {
  return isQuiet(resource.action) && !resource.isImport && !isMoved(resource);
}

function isQuiet(action: PlannedAction): action is "no-op" | "read" | "forget" {
  return action === "no-op" || action === "read" || action === "forget";
}

function isMoved({ previousAddress, address }: PlannedResource): boolean {
  return previousAddress !== undefined && previousAddress !== address;
}

/** The same thing on both sides, where nothing changes. */
function push<P extends PartName>(sides: readonly Side[], name: P, thing: Things[P]): void {
  for (const { fleet } of sides) {
    fleet[name].push(thing);
  }
}

function attach(targetGroup: TargetGroupKey | undefined, sides: readonly Side[]): void {
  if (targetGroup !== undefined) {
    for (const { attached } of sides) {
      attached.add(targetGroup);
    }
  }
}

function isProtected(side: Attributes): Known<boolean> {
  const [tag, attribute] = [side.tag(PROTECTED_TAG), side.flag("deletion_protection")];
  const isKnown = !isUnknown(tag) && !isUnknown(attribute);
  return (
    decodeProtection({ tag: ifKnown(tag), deletionProtection: ifKnown(attribute) }) ||
    (isKnown ? false : UNKNOWN)
  );
}

/** The value after a name, in the arguments of a command. */
function argumentIn(args: unknown, name: string): string | undefined {
  const value: unknown = Array.isArray(args) ? args[args.indexOf(name) + 1] : undefined;
  return Array.isArray(args) && args.includes(name) && typeof value === "string" ? value : undefined;
}

function firstOf(blocks: unknown): unknown {
  return Array.isArray(blocks) ? blocks[0] : blocks;
}

export function regionInKey(key: string | undefined): string | undefined {
  return /^([a-z]{2}(?:-[a-z]+)+-\d+)\//.exec(key ?? "")?.[1];
}
