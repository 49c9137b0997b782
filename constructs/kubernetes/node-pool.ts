import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import { nodePoolKind } from "../../upgrade/eks/node-pool";
import { windowProblems } from "../../upgrade/eks/node-pool-drift";
import type { NodePoolSettings } from "../../upgrade/fleet/settings";
import { clusterNameProblems } from "../checks/cluster-name";
import { labelProblems, taintProblems } from "../checks/kubernetes";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { literalNumberProblems, textProblems, wholeNumberProblems } from "../checks/values";
import { declarePart, keyNamed, placeOf } from "../fleet-part";
import { jsonOf } from "../json";
import { isUnresolved, reportAtSynthesis, stateOf } from "../validation";
import { chartPath } from "./chart";
import { poolManifests, poolValues } from "./node-pool-manifests";

export interface NodePoolProps extends NodePoolSettings {
  /** The cluster that the provider reaches. */
  readonly clusterName: string;
  /** The name of the IAM role of the nodes. A change replaces the nodes, by drift. */
  readonly nodeRoleName: string;
  /** Of the nodes. A change replaces the nodes that differ. */
  readonly subnetIds: readonly string[];
  /** "workers-v1" is generation 1 of the family `workers`. A change replaces the pool. @default - the id */
  readonly nodePoolName?: string;
  /** Karpenter, which must be there before the pool, and until its nodes are removed. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** @default - the Helm provider of the stack */
  readonly provider?: TerraformProvider;
}

/**
 * A node pool of Karpenter, or of EKS Auto Mode, with its node class: a Helm release of a chart of this package. On removal
 * Helm waits until its nodes are drained and removed.
 */
export class NodePool extends Construct {
  readonly nodePoolName: string;

  /** The release, for resources that depend on it. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: NodePoolProps) {
    super(scope, id);
    props = rightTypes(this, "NodePoolProps", props);
    const { clusterName, nodeRoleName, subnetIds, version } = props;
    this.nodePoolName = props.nodePoolName ?? id;
    const { nodePoolName } = this;
    const place = { clusterName, nodePoolName, nodeRoleName, subnetIds };
    this.dependable = new Release(this, "Default", {
      name: `node-pool-${nodePoolName}`,
      namespace: "kube-system",
      chart: chartPath(this, "node-pool"),
      values: [jsonOf(poolManifests(props, place))],
      atomic: true,
      wait: true,
      timeout: REMOVAL_SECONDS,
      dependsOn: props.dependsOn === undefined ? undefined : [...props.dependsOn],
      provider: props.provider,
    });
    declarePart(this, () => {
      const cluster = keyNamed("cluster", this, clusterName);
      const values = poolValues(props, place);
      const kind = nodePoolKind(props);
      const ami =
        props.ami === undefined ? {} : { amiSelector: "alias" as const, amiAlias: stateOf(props.ami) };
      return {
        nodePools: [
          {
            ...placeOf(this),
            cluster,
            kind,
            ...ami,
            nodePoolName: stateOf(nodePoolName),
            nodeClass: stateOf(nodePoolName),
            version: stateOf(version),
            drift: values.drift,
            phase: values.phase,
            budgets: values.budgets,
            limits: values.limits,
            requirements: values.requirements,
            labels: stateOf(values.labels),
            taints: stateOf(props.taints ?? []),
            expireAfter: values.expireAfter,
            ...(values.terminationGracePeriod === undefined
              ? {}
              : { terminationGracePeriod: values.terminationGracePeriod }),
            ...(props.weight === undefined ? {} : { weight: props.weight }),
          },
        ],
        nodeClasses: [
          {
            ...placeOf(this),
            cluster,
            ...ami,
            className: stateOf(nodePoolName),
            kind: kind === "karpenter" ? ("EC2NodeClass" as const) : ("NodeClass" as const),
            role: stateOf(nodeRoleName),
          },
        ],
      };
    });
    reportAtSynthesis(this, () => [
      ...clusterNameProblems(this, clusterName),
      ...nameProblems("the name of the node pool", nodePoolName, "kubernetes"),
      ...versionProblems(version),
      ...(props.ami === undefined
        ? []
        : textProblems(
            "ami",
            props.ami,
            /^(al2|al2023|bottlerocket)@v?\d[\w.]*$/,
            'a family and a pinned version, like "al2023@v20261015"',
          )),
      ...budgetProblems("driftBudget", props.driftBudget),
      ...budgetProblems("consolidationBudget", props.consolidationBudget),
      ...(props.driftBudget !== undefined && /^0%?$/.test(props.driftBudget)
        ? ['driftBudget is 0: use drift "held", which the plan releases']
        : []),
      ...driftWindowProblems(props),
      ...(props.weight === undefined ? [] : wholeNumberProblems("weight", props.weight, 1, 100, "")),
      ...nameProblems("nodeRoleName", nodeRoleName, "role"),
      ...(subnetIds.length === 0 ? ["subnetIds is empty: expected the subnets of the nodes"] : []),
      ...LISTS.filter((name) => props[name]?.length === 0).map(
        (name) => `${name} is empty, and no node fits: expected at least one, or nothing`,
      ),
      ...durationProblems("expireAfter", props.expireAfter),
      ...durationProblems("terminationGracePeriod", props.terminationGracePeriod),
      ...durationProblems("consolidateAfter", props.consolidateAfter),
      ...numberProblems("limits.cpus", props.limits?.cpus),
      ...numberProblems("limits.memoryGib", props.limits?.memoryGib),
      ...numberProblems("diskSizeGib", props.diskSizeGib),
      ...labelProblems("labels", props.labels),
      ...taintProblems("taints", props.taints),
    ]);
  }
}

const LISTS = [
  "instanceTypes",
  "instanceFamilies",
  "instanceCategories",
  "architectures",
  "capacityTypes",
  "zones",
] as const;

function driftWindowProblems({ driftWindow }: NodePoolProps): readonly string[] {
  if (driftWindow === undefined) {
    return [];
  }
  const tokens = isUnresolved(driftWindow.durationMinutes)
    ? literalNumberProblems("driftWindow.durationMinutes", driftWindow.durationMinutes, 1, WEEK_MINUTES)
    : [];
  return tokens.length > 0 ? tokens : windowProblems(driftWindow).map((problem) => `driftWindow: ${problem}`);
}

const WEEK_MINUTES = 7 * 24 * 60;

function durationProblems(what: string, duration: string | undefined): readonly string[] {
  return duration === undefined
    ? []
    : textProblems(what, duration, /^(Never|(\d+(s|m|h))+)$/, 'a time like "720h" or "5m", or "Never"');
}

function numberProblems(what: string, value: number | undefined): readonly string[] {
  return value === undefined ? [] : wholeNumberProblems(what, value, 1);
}

/** The removal of a pool waits so long for its nodes. */
const REMOVAL_SECONDS = 3600;

function versionProblems(version: string): readonly string[] {
  const problem = isUnresolved(version) ? undefined : KubernetesVersion.problemOf(version);
  return problem === undefined ? [] : [problem];
}

function budgetProblems(what: string, budget: string | undefined): readonly string[] {
  return budget === undefined
    ? []
    : textProblems(what, budget, /^((100|[1-9]?\d)%|\d+)$/, 'a number or a percentage, like "1" or "10%"');
}
