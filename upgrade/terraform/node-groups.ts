import { isCordonTaint, type NodeGroupPhase, PHASE_TAG, phaseInTag } from "../eks/node-group-phase";
import {
  type ClusterKey,
  ifKnown,
  isUnknown,
  type Known,
  type NodeGroupState,
  type Place,
  type TaintState,
  UNKNOWN,
} from "../fleet/state";
import type { Attributes } from "./attributes";

/** What the code says of an attribute. */
interface Code {
  /** Something, which may be null. */
  isGiven(name: string): boolean;
  /** A text that is known without Terraform. */
  isWritten(name: string): boolean;
}

export function nodeGroupOf(
  place: Place,
  cluster: Known<ClusterKey>,
  side: Attributes,
  was: Attributes | undefined,
  code: Code,
): NodeGroupState {
  const given = (name: string) => code.isGiven(name);

  const scaling = side.block("scaling_config");
  const taints = taintsOf(side);
  const [minSize, desiredSize] = [size(scaling, "min_size"), size(scaling, "desired_size")];
  const template = side.block("launch_template");
  return {
    stack: place.stack,
    address: place.address,
    cluster,
    nodeGroupName: side.text("node_group_name") ?? UNKNOWN,
    version: leftOut(side.text("version"), "version", given),
    releaseVersion: leftOut(side.text("release_version"), "release_version", given),
    ...(isOtherVersion(was, side) && code.isWritten("release_version") ? { isReleasePinned: true } : {}),
    launchTemplateVersion: template?.text("version"),
    amiType: leftOut(side.text("ami_type"), "ami_type", given),
    capacityType: leftOut(side.text("capacity_type"), "capacity_type", given),
    instanceTypes: leftOut(side.texts("instance_types"), "instance_types", given),
    subnetIds: side.texts("subnet_ids"),
    labels: side.map("labels"),
    taints,
    minSize,
    maxSize: size(scaling, "max_size"),
    desiredSize,
    phase: phaseOf(side, minSize, desiredSize, taints, was),
    isForced: side.flag("force_update_version") ?? false,
  };
}

/** Whether the step changes the version, or may: only then anybody asks who chose the release. */
function isOtherVersion(was: Attributes | undefined, side: Attributes): boolean {
  const [before, after] = [was?.text("version"), side.text("version")];
  return was !== undefined && was !== side && (before !== after || isUnknown(after));
}

/** What the code leaves to EKS is not there, rather than not known. */
function leftOut<T>(
  value: Known<T> | undefined,
  name: string,
  given: (name: string) => boolean,
): Known<T> | undefined {
  return isUnknown(value) && !given(name) ? undefined : value;
}

function size(scaling: Attributes | undefined, name: string): Known<number> {
  return scaling?.number(name) ?? UNKNOWN;
}

function taintsOf(side: Attributes): Known<readonly TaintState[]> {
  const blocks = side.blocks("taint");
  if (isUnknown(blocks)) {
    return UNKNOWN;
  }
  const taints: TaintState[] = [];
  for (const block of blocks) {
    const [key, value, effect] = [block.text("key"), block.text("value"), block.text("effect")];
    if (typeof key !== "string" || typeof effect !== "string" || isUnknown(value)) {
      return UNKNOWN;
    }
    taints.push({ key, ...(value === undefined ? {} : { value }), effect });
  }
  return taints;
}

/**
 * By our tag; without one, retired is a group that has no nodes and may have none, and cordoned one with a NO_SCHEDULE
 * taint that is there to cordon: ours, one that says so by its name, or one that this step adds to a group that is there.
 * (A taint that a group was born with keeps others' pods away from it, those with a GPU for example.)
 */
function phaseOf(
  side: Attributes,
  minSize: Known<number>,
  desiredSize: Known<number>,
  taints: Known<readonly TaintState[]>,
  was: Attributes | undefined,
): Known<NodeGroupPhase> {
  const tag = side.tag(PHASE_TAG);
  // One value that is not known, a time stamp for one, makes all tags unknown: who had none of ours has none.
  if (isUnknown(tag) && was?.tag(PHASE_TAG) !== undefined) {
    return UNKNOWN;
  }
  const tagged = phaseInTag(ifKnown(tag));
  if (tagged !== undefined) {
    return tagged;
  }
  if (minSize === 0 && desiredSize === 0) {
    return "retired";
  }
  if (isUnknown(taints)) {
    return UNKNOWN;
  }
  const earlier = was === undefined ? taints : (ifKnown(taintsOf(was)) ?? taints);
  const isCordoned = taints.some(
    (taint) =>
      isCordonTaint(taint) ||
      (taint.effect === "NO_SCHEDULE" &&
        (/cordon|drain|unschedulable|retir/i.test(taint.key) ||
          !earlier.some(({ key }) => key === taint.key))),
  );
  if (isCordoned) {
    return "cordoned";
  }
  return minSize === 0 && isUnknown(desiredSize) ? UNKNOWN : "active";
}
