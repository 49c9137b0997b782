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
import { awsProviderOf } from "../aws-resources";
import { dayProblems, wordProblems } from "../checks/values";
import { dayAfter, Guards, isBefore } from "../guard";
import { isDraining } from "../nodes/live-phase";
import { LiveTraffic } from "../traffic/live-traffic";
import { isUnresolved } from "../validation";

/** An upgrade that is rolled back. EKS rolls back one minor, within seven days of the upgrade. */
export interface Rollback extends Omit<RollbackSettings, "of"> {
  /** The version that the cluster was upgraded to. @inCode */
  readonly of: KubernetesVersion | string;
}

/** A load balancer that can send traffic to a cluster, by its names in AWS. */
export interface TrafficSource {
  readonly loadBalancerName: string;
  /** Traffic to these target groups is for other clusters. All other traffic counts as this cluster's. @listInCode */
  readonly otherTargetGroups: readonly string[];
  /** The ports of its listeners that forward. @default [443] */
  readonly ports?: readonly number[];
  /** The priorities of its rules that follow the weights. Each must exist at each port. @default - none */
  readonly rulePriorities?: readonly number[];
}

/** A node group for the guard of its cluster. */
export interface GuardedNodeGroup extends IConstruct {
  readonly nodeGroupName: string;
  readonly phase: NodeGroupPhase;
}

export interface ClusterGuardProps {
  readonly clusterName: string;
  readonly off?: ClusterGuardsOff;
  /** All node groups of the cluster that the program declares. Read at synthesis. */
  readonly nodeGroups: () => readonly GuardedNodeGroup[];
  /** Names of node groups that belong to others. `*` matches any text. @listInCode */
  readonly otherNodeGroups: readonly string[];
}

/**
 * The state of a cluster in AWS when Terraform plans, and the conditions that compare the code with it. A cluster that does
 * not exist yet is accepted: everything is read only if the list of clusters has it.
 */
export class ClusterGuard extends Construct {
  private readonly props: ClusterGuardProps;
  private readonly guards: Guards<ClusterGuardName>;
  private readonly exists: string;
  /** The data source of the cluster: a list with one item, or empty. */
  private readonly cluster: string;
  private madeNodeGroups: string | undefined;
  private madeDrained: string | undefined;

  constructor(scope: Construct, id: string, props: ClusterGuardProps) {
    super(scope, id);
    this.props = props;
    const { clusterName: name } = props;
    this.guards = new Guards(this, "off", { of: name, names: clusterGuards, off: props.off });
    const clusters = new DataAwsEksClusters(this, "clusters", { provider: awsProviderOf(this) });
    this.exists = `contains(${addressOf(clusters)}.names, "${name}")`;
    this.cluster = this.whereItExists(
      new DataAwsEksCluster(this, "cluster", { name, provider: awsProviderOf(this) }),
    );
  }

  /** The versions from which a control plane can go to `version`. */
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

  /** True if no undeclared node group has nodes: retire a node group before you remove it. */
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

  /** True if the live control plane is not older than the declared nodes. */
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

  /** True if the live control plane is not too old for the add-on. */
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

  /** True if a group is already draining, or if no earlier drain has left its parameter, which would count for this one. */
  notDrainedBefore(nodeGroupName: string): Precondition {
    const { clusterName } = this.props;
    return this.guards.precondition(
      "drained-before",
      this.ofGroup(nodeGroupName, `${IS_DRAINING} || !${this.isDrained(nodeGroupName)}`),
      `${nodeGroupName} of ${clusterName} cannot drain: the SSM parameter ${drainedParameter(clusterName, nodeGroupName)} records an earlier drain. Set its phase to "cordoned" and apply the stack that drained it (${workloadStack(clusterName)}), which removes the parameter. If no stack did, delete the parameter. Then drain it.`,
    );
  }

  /**
   * True if AWS says that the drain of a group has finished, or that the group has no nodes.
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

  /** True if a cluster whose protection is removed gets no traffic from these. */
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

  /** True if `condition` is true for the live `group` of this name, or if there is no such group. */
  private ofGroup(nodeGroupName: string, condition: string): string {
    return `alltrue([for name, group in ${this.nodeGroups} : ${condition} if name == "${nodeGroupName}"])`;
  }

  private isDrained(nodeGroupName: string): string {
    this.madeDrained ??= this.whereItExists(
      new DataAwsSsmParametersByPath(this, "drained", {
        path: drainedPath(this.props.clusterName),
        provider: awsProviderOf(this),
      }),
    );
    const parameter = drainedParameter(this.props.clusterName, nodeGroupName);
    return `contains(flatten(${this.madeDrained}[*].names), "${parameter}")`;
  }

  /** The live node groups that the guard reads, by name: those that drain or retire, and undeclared ones. */
  private get nodeGroups(): string {
    if (this.madeNodeGroups === undefined) {
      const { clusterName } = this.props;
      const provider = awsProviderOf(this);
      const names = this.whereItExists(
        new DataAwsEksNodeGroups(this, "node-groups", { clusterName, provider }),
      );
      const group = new DataAwsEksNodeGroup(this, "node-group", {
        clusterName,
        nodeGroupName: "${each.key}",
        provider,
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
    // One of the names is a token, so the declared groups are not known.
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

  /** The live version. Empty if the cluster does not exist. */
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

/** The minor of the live `cluster`. */
const MINOR = 'tonumber(split(".", cluster.version)[1])';

/** Whether the live `group` has the phase draining or retired. */
const IS_DRAINING = isDraining("group");

/** Without a port, the guard would read no listener and accept everything. */
export function trafficProblems(source: TrafficSource, index: number): readonly string[] {
  const { loadBalancerName, ports } = source;
  return [
    ...wordProblems(`traffic[${index}].loadBalancerName`, loadBalancerName, "its name in AWS"),
    ...(ports?.length === 0
      ? [`traffic[${index}].ports is empty: expected the ports of its listeners that forward`]
      : []),
  ];
}

/** The problems of a rollback of a cluster that is declared at `version`. */
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
 * The oldest control plane for a build. A build of kube-proxy has it in its version. For other add-ons, the catalog knows
 * whether the build is too new for the version below the declared one, from which the cluster is upgraded.
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
