/**
 * The phases of a node group, from its use to its removal:
 * - `active`: pods are scheduled on it;
 * - `cordoned`: new pods are not scheduled on it (a NO_SCHEDULE taint), running pods stay;
 * - `draining`: its pods are evicted, and disruption budgets are respected;
 * - `retired`: it has no nodes (minimum and desired size 0). Then remove it from the code.
 */
export const nodeGroupPhases = ["active", "cordoned", "draining", "retired"] as const;

export type NodeGroupPhase = (typeof nodeGroupPhases)[number];

/**
 * The tag in which AWS keeps the phase of a node group that is draining or retired. An active or cordoned
 * group has none: a cordon changes the taint and nothing else.
 */
export const PHASE_TAG = "cdktf-eks-upgrade/phase";

/**
 * The taint of a group that is not active. (Kubernetes removes the taint `node.kubernetes.io/unschedulable` from every
 * node that was not cordoned with kubectl, so it cannot be used here.)
 */
export const CORDON_TAINT = {
  key: "cdktf-eks-upgrade/cordoned",
  value: "true",
  effect: "NO_SCHEDULE",
} as const;

/** What a phase writes on a node group, in addition to what the group has in every phase. */
export interface PhaseMarks {
  readonly tags: Readonly<Record<string, string>>;
  readonly taints: readonly (typeof CORDON_TAINT)[];
  /** They replace the sizes of the code. */
  readonly sizes: { readonly minSize?: 0; readonly desiredSize?: 0 };
}

export function encodePhase(phase: NodeGroupPhase): PhaseMarks {
  return {
    tags: isDrainPhase(phase) ? { [PHASE_TAG]: phase } : {},
    taints: phase === "active" ? [] : [CORDON_TAINT],
    sizes: phase === "retired" ? { minSize: 0, desiredSize: 0 } : {},
  };
}

/** The phase of a node group of ours, by its tags and taints. */
export function decodePhase({
  tags,
  taints,
}: {
  readonly tags: Readonly<Record<string, string>>;
  readonly taints: readonly TaintLike[];
}): NodeGroupPhase {
  return phaseInTag(tags[PHASE_TAG]) ?? (taints.some(isCordonTaint) ? "cordoned" : "active");
}

/** The phase that a value of the tag says; `undefined` for any other text. */
export function phaseInTag(tag: string | undefined): NodeGroupPhase | undefined {
  return nodeGroupPhases.find((phase) => phase === tag);
}

interface TaintLike {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export function isCordonTaint({ key, value, effect }: TaintLike): boolean {
  return key === CORDON_TAINT.key && value === CORDON_TAINT.value && effect === CORDON_TAINT.effect;
}

/** The phases that a tag records: those from the drain on. */
export const drainPhases = ["draining", "retired"] as const;

function isDrainPhase(phase: NodeGroupPhase): boolean {
  return drainPhases.some((each) => each === phase);
}

/** The attributes of `aws_eks_node_group` that a change of phase changes, as a plan names them. */
export const phaseAttributes = {
  taint: "taint",
  tag: `tags.${PHASE_TAG}`,
  inheritedTag: `tags_all.${PHASE_TAG}`,
} as const;

/** Minutes for the drain of a whole group, unless the code gives others. */
export const DRAIN_LIMIT_MINUTES = 60;

/** The label of a node that names its node group. EKS sets it. */
export const NODE_GROUP_LABEL = "eks.amazonaws.com/nodegroup";
