import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { DataAwsEksClusters } from "@cdktf/provider-aws/lib/data-aws-eks-clusters";
import { DataAwsEksNodeGroup } from "@cdktf/provider-aws/lib/data-aws-eks-node-group";
import { DataAwsEksNodeGroups } from "@cdktf/provider-aws/lib/data-aws-eks-node-groups";
import { DataAwsSsmParametersByPath } from "@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path";
import { Lazy, type Precondition, type TerraformDataSource } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { AddonVersion } from "../../upgrade/eks/addon-version";
import type { Catalog } from "../../upgrade/eks/catalog/catalog";
import { drainedParameter, drainedPath } from "../../upgrade/eks/drained";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import { workloadStack } from "../../upgrade/eks/layout";
import type { NodeGroupPhase } from "../../upgrade/eks/node-group-phase";
import { PROTECTED_TAG } from "../../upgrade/eks/protection";
import { ROLLBACK_DAYS } from "../../upgrade/eks/rollback-window";
import type { RollbackSettings } from "../../upgrade/fleet/settings";
import {
  type ClusterGuardName,
  type ClusterGuardsOff,
  clusterGuards,
} from "../../upgrade/fleet/settings/guards";
import { dayProblems } from "../checks/values";
import { dayAfter, Guards, isBefore } from "../guard";
import { isDraining } from "../nodes/live-phase";
import { LiveTraffic } from "../traffic/live-traffic";
import { isUnresolved } from "../validation";

/** An upgrade that is rolled back. EKS rolls back one minor, within seven days of the upgrade. */
export interface Rollback extends Omit<RollbackSettings, "of"> {
  /** The version that the cluster was upgraded to, and leaves again. */
  readonly of: KubernetesVersion | string;
}

/** A load balancer that may send traffic to a cluster, as it is found in AWS. */
export interface TrafficSource {
  readonly loadBalancerName: string;
  /** What it sends to these target groups is for other clusters. All else counts as this cluster's. */
  readonly otherTargetGroups: readonly string[];
  /** Of its listeners that forward. @default [443] */
  readonly ports?: readonly number[];
  /** Of its rules that follow the weights; each must be there at each port. @default - none */
  readonly rulePriorities?: readonly number[];
}

/** A node group, as far as the guard of its cluster looks at it. */
export interface GuardedNodeGroup extends IConstruct {
  readonly nodeGroupName: string;
  readonly phase: NodeGroupPhase;
}

export interface ClusterGuardProps {
  readonly clusterName: string;
  readonly off?: ClusterGuardsOff;
  /** All node groups of the cluster that the program declares. Asked for at synthesis. */
  readonly nodeGroups: () => readonly GuardedNodeGroup[];
  /** Names of node groups that belong to others; `*` stands for anything. */
  readonly otherNodeGroups: readonly string[];
}

/**
 * What AWS says of a cluster when Terraform plans, and what is held against it. A cluster that is not there yet
 * passes: everything is read only where the list of clusters has it.
 */
export class ClusterGuard extends Construct {
  private readonly props: ClusterGuardProps;
  private readonly guards: Guards<ClusterGuardName>;
  private readonly exists: string;
  /** The data source of the cluster: a list of one, or of none. */
  private readonly cluster: string;
  private madeNodeGroups: string | undefined;
  private madeDrained: string | undefined;

  constructor(scope: Construct, id: string, props: ClusterGuardProps) {
    super(scope, id);
    this.props = props;
    const { clusterName: name } = props;
    this.guards = new Guards(this, "off", { of: name, names: clusterGuards, off: props.off });
    const clusters = new DataAwsEksClusters(this, "clusters", {});
    this.exists = `contains(${addressOf(clusters)}.names, "${name}")`;
    this.cluster = this.whereItExists(new DataAwsEksCluster(this, "cluster", { name }));
  }

  /** What a control plane must run to go to `version`. */
  controlPlaneStep(version: string, rollback: Rollback | undefined): readonly Precondition[] {
    const declared = KubernetesVersion.parse(version);
    if (declared === undefined) {
      return [];
    }
    const { clusterName } = this.props;
    const isOneBehind = this.whereItRuns(`${MINOR} >= ${declared.minor - 1}`);
    const isNotAhead = this.whereItRuns(`${MINOR} <= ${declared.minor}`);
    const jump = `${clusterName} runs ${this.version} and cannot go to ${version}: EKS upgrades one minor at a time. Set version to "${this.nextVersion}", apply, and go on from there.`;
    if (rollback === undefined) {
      return [
        this.guards.precondition("control-plane-step", isOneBehind, jump),
        this.guards.precondition(
          "control-plane-step",
          isNotAhead,
          `${clusterName} runs ${this.version} and cannot go back to ${version}. Set version to "${this.version}". To roll back an upgrade by one minor within seven days, declare rollback with the version and the day of that upgrade.`,
        ),
      ];
    }
    const isInTime = isBefore(dayAfter(rollback.upgradedOn, ROLLBACK_DAYS + 1));
    return [
      this.guards.precondition("control-plane-step", isOneBehind, jump),
      this.guards.precondition(
        "control-plane-step",
        `${isNotAhead} || (${this.whereItRuns(`${MINOR} == ${declared.minor + 1}`)} && ${isInTime})`,
        `${clusterName} runs ${this.version} and cannot go back to ${version}: EKS rolls back one minor within seven days, and rollback declares the upgrade to ${rollback.of} on ${rollback.upgradedOn}. Set version to "${this.version}" and remove rollback.`,
      ),
    ];
  }

  /** Holds while no node group has nodes that nobody has declared: one that is removed must be retired before. */
  noUndeclaredNodeGroups(): Precondition {
    const groups = this.nodeGroups;
    const { clusterName } = this.props;
    const undeclared = `for name, group in ${groups} : "\${name} (\${group.scaling_config[0].desired_size})" if ${this.lazily(() => `!contains(${list(this.names(true))}, name)`)} && group.status != "DELETING" && group.scaling_config[0].desired_size > 0`;
    return this.guards.precondition(
      "undeclared-node-groups",
      `length([${undeclared}]) == 0`,
      `${clusterName} has node groups with nodes that the code does not declare: \${join(", ", [${undeclared}])}. Terraform would delete or forget such a group, and its pods would be killed without disruption budgets. Declare it again, and retire it before you remove it. If others declare it, name it in otherNodeGroups.`,
    );
  }

  /** Holds while the control plane that runs is not older than the nodes are to be. */
  nodeGroupNotAhead(nodeGroupName: string, version: string): readonly Precondition[] {
    const nodes = KubernetesVersion.parse(version);
    return nodes === undefined
      ? []
      : [
          this.guards.precondition(
            "node-group-ahead",
            this.whereItRuns(`${MINOR} >= ${nodes.minor}`),
            `${nodeGroupName} of ${this.props.clusterName} cannot run ${version}: the control plane runs ${this.version}, and nodes are never newer. Upgrade the control plane first, in an apply of its own.`,
          ),
        ];
  }

  /** Holds while the control plane that runs is not too old for the add-on. */
  addonNotAhead(
    addonName: string,
    addonVersion: string,
    clusterVersion: string,
    catalog: Catalog,
  ): readonly Precondition[] {
    const oldest = oldestFor(addonName, addonVersion, clusterVersion, catalog);
    return oldest === undefined
      ? []
      : [
          this.guards.precondition(
            "addon-ahead",
            this.whereItRuns(`${MINOR} >= ${oldest.minor}`),
            `${addonName} ${addonVersion} of ${this.props.clusterName} is for ${oldest} or later, and the control plane runs ${this.version}. Upgrade the control plane first, in an apply of its own.`,
          ),
        ];
  }

  /** Holds where a group is draining already, or nothing is left of an earlier drain, which would pass for this one. */
  notDrainedBefore(nodeGroupName: string): Precondition {
    const { clusterName } = this.props;
    return this.guards.precondition(
      "drained-before",
      this.ofGroup(nodeGroupName, `${IS_DRAINING} || !${this.isDrained(nodeGroupName)}`),
      `${nodeGroupName} of ${clusterName} cannot drain: the SSM parameter ${drainedParameter(clusterName, nodeGroupName)} records an earlier drain. Set its phase to "cordoned" and apply the stack that drained it (${workloadStack(clusterName)}), which removes the parameter. If no stack did, delete the parameter. Then drain it.`,
    );
  }

  /**
   * Holds where AWS says that a group was draining before, and that this has ended; or that it has no nodes, whose
   * pods could be killed.
   */
  drained(nodeGroupName: string, byHand: boolean): readonly Precondition[] {
    const { clusterName } = this.props;
    const kill = "Removing its nodes would kill their pods and ignore disruption budgets.";
    const wasDraining = this.guards.precondition(
      "retired-undrained",
      this.ofGroup(nodeGroupName, IS_DRAINING),
      `${nodeGroupName} of ${clusterName} cannot be retired: it was not drained. ${kill} Set its phase to "draining", apply, drain it, and then retire it.`,
    );
    return byHand
      ? [wasDraining]
      : [
          wasDraining,
          this.guards.precondition(
            "retired-undrained",
            this.ofGroup(
              nodeGroupName,
              `!${IS_DRAINING} || group.scaling_config[0].desired_size == 0 || ${this.isDrained(nodeGroupName)}`,
            ),
            `${nodeGroupName} of ${clusterName} cannot be retired: no SSM parameter ${drainedParameter(clusterName, nodeGroupName)} records that its drain finished. ${kill} Apply the stack that drains it (${workloadStack(clusterName)}). If that fails, the log of its Job names the pods that block it. If people drained the group, set drainedByHand.`,
          ),
        ];
  }

  /** Holds while a cluster that is protected, and is no longer to be, gets no traffic from these. */
  noTraffic(sources: readonly TrafficSource[]): readonly Precondition[] {
    const { clusterName } = this.props;
    const isProtected = `lookup(coalesce(cluster.tags, {}), "${PROTECTED_TAG}", "") == "true"`;
    const isOff = this.guards.isOff("unprotected-with-traffic") ?? "false";
    return sources.map(({ loadBalancerName, otherTargetGroups, ports = [443], rulePriorities = [] }) => {
      const { found } = new LiveTraffic(this, `traffic-${loadBalancerName}`, {
        loadBalancerName,
        ports,
        rulePriorities: () => rulePriorities,
        when: `anytrue([for cluster in ${this.cluster} : ${isProtected}]) && !(${isOff})`,
        of: `!contains(${list(otherTargetGroups)}, name)`,
      });
      return this.guards.precondition(
        "unprotected-with-traffic",
        `length(${found}) == 0`,
        `${clusterName} cannot lose its protection: ${loadBalancerName} still sends traffic to \${join(", ", ${found})}. Set the weight to 0, apply, wait until the traffic has ended, and then disable the protection.`,
      );
    });
  }

  /** That `condition` holds for the live `group` of this name. (One that is not there has no pods.) */
  private ofGroup(nodeGroupName: string, condition: string): string {
    return `alltrue([for name, group in ${this.nodeGroups} : ${condition} if name == "${nodeGroupName}"])`;
  }

  private isDrained(nodeGroupName: string): string {
    this.madeDrained ??= this.whereItExists(
      new DataAwsSsmParametersByPath(this, "drained", { path: drainedPath(this.props.clusterName) }),
    );
    const parameter = drainedParameter(this.props.clusterName, nodeGroupName);
    return `contains(flatten(${this.madeDrained}[*].names), "${parameter}")`;
  }

  /** The live node groups that are looked at, by name: those that leave, and those that nobody declares. */
  private get nodeGroups(): string {
    if (this.madeNodeGroups === undefined) {
      const { clusterName } = this.props;
      const names = this.whereItExists(new DataAwsEksNodeGroups(this, "node-groups", { clusterName }));
      const group = new DataAwsEksNodeGroup(this, "node-group", {
        clusterName,
        nodeGroupName: "${each.key}",
      });
      group.addOverride(
        "for_each",
        `\${toset([for name in flatten(${names}[*].names) : name if ${this.lazily(() => this.filter())}])}`,
      );
      this.madeNodeGroups = addressOf(group);
    }
    return this.madeNodeGroups;
  }

  private filter(): string {
    const leaving = `contains(${list(this.names(true))}, name)`;
    // The name of one of them is known too late to tell which groups are declared.
    if (this.props.nodeGroups().some(({ nodeGroupName }) => isUnresolved(nodeGroupName))) {
      return leaving;
    }
    const known = [...this.names(false), ...this.props.otherNodeGroups].map((name) =>
      name.replaceAll("*", ".*"),
    );
    const isOff = this.guards.isOff("undeclared-node-groups");
    const undeclared = `!can(regex("^(${known.join("|")})$", name))`;
    return isOff === undefined ? undeclared : `${leaving} || (${undeclared} && !(${isOff}))`;
  }

  private names(areLeaving: boolean): readonly string[] {
    const names = this.props
      .nodeGroups()
      .filter(({ phase }) => (phase === "draining" || phase === "retired") === areLeaving)
      .map(({ nodeGroupName }) => nodeGroupName)
      .filter((name) => !isUnresolved(name));
    return [...new Set(names)].sort();
  }

  /** The version that runs; empty where the cluster is not there. */
  private get version(): string {
    return `\${join("", ${this.cluster}[*].version)}`;
  }

  private get nextVersion(): string {
    return `\${join("", [for cluster in ${this.cluster} : "1.\${${MINOR} + 1}"])}`;
  }

  private whereItRuns(condition: string): string {
    return `alltrue([for cluster in ${this.cluster} : ${condition}])`;
  }

  private whereItExists(data: TerraformDataSource): string {
    data.addOverride("count", `\${${this.exists} ? 1 : 0}`);
    return addressOf(data);
  }

  private lazily(produce: () => string): string {
    return Lazy.stringValue({ produce });
  }
}

/** The minor of `cluster`, a live one. */
const MINOR = 'tonumber(split(".", cluster.version)[1])';

/** Whether AWS knows `group`, a live one, as draining, or as retired after that. */
const IS_DRAINING = isDraining("group");

/** What is wrong with a rollback of a cluster that is declared at `version`. */
export function rollbackProblems(version: string, rollback: Rollback | undefined): readonly string[] {
  if (rollback === undefined) {
    return [];
  }
  const declared = KubernetesVersion.parse(version);
  const of = KubernetesVersion.parse(String(rollback.of));
  return [
    ...(declared === undefined || of?.minorsAheadOf(declared) === 1
      ? []
      : [
          `rollback.of is "${rollback.of}" and version is "${version}": EKS rolls back one minor. Set version to the minor below rollback.of`,
        ]),
    ...dayProblems("rollback.upgradedOn", rollback.upgradedOn),
  ];
}

/**
 * The oldest control plane that a build is for: a build of kube-proxy carries it in its version. Of another the
 * catalog tells whether it is too new for the version below the declared one, from which the cluster comes.
 */
function oldestFor(
  addonName: string,
  addonVersion: string,
  clusterVersion: string,
  catalog: Catalog,
): KubernetesVersion | undefined {
  const build = AddonVersion.parse(addonVersion);
  const declared = KubernetesVersion.parse(clusterVersion);
  if (build === undefined || declared === undefined) {
    return undefined;
  }
  if (addonName === "kube-proxy") {
    return KubernetesVersion.parse(`${build.major}.${build.minor}`);
  }
  const newestBelow = catalog.addonVersions(addonName, declared.plus(-1)).at(-1);
  return newestBelow !== undefined && build.compareMinor(newestBelow) > 0 ? declared : undefined;
}

function addressOf(data: TerraformDataSource): string {
  return `data.${data.terraformResourceType}.${data.friendlyUniqueId}`;
}

function list(names: readonly string[]): string {
  return `[${names.map((name) => `"${name}"`).join(", ")}]`;
}
