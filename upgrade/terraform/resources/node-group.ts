import { isCordonTaint, type NodeGroupPhase, PHASE_TAG, phaseInTag } from "../../eks/node-group-phase";
import {
  ifKnown,
  isUnknown,
  type Known,
  type NodeGroupState,
  type TaintState,
  UNKNOWN,
} from "../../fleet/state";
import type { Attributes } from "../attributes";
import type { Found, ResourceReader } from "./resource-reader";

export const nodeGroupReader: ResourceReader = {
  types: ["aws_eks_node_group"],
  kind: "node-group",
  read(found) {
    found.add("nodeGroups", nodeGroupOf(found));
  },
};

function nodeGroupOf(found: Found): NodeGroupState {
  const { side, was } = found;
  const scaling = side.block("scaling_config");
  const taints = taintsOf(side);
  const [minSize, desiredSize] = [size(scaling, "min_size"), size(scaling, "desired_size")];
  return {
    stack: found.stack,
    address: found.address,
    cluster: found.clusterNamed(),
    nodeGroupName: found.text("node_group_name"),
    version: found.given("version", side.text("version")),
    releaseVersion: found.given("release_version", side.text("release_version")),
    ...(isOtherVersion(was, side) && isWritten(found, "release_version") ? { isReleasePinned: true } : {}),
    launchTemplateVersion: side.block("launch_template")?.text("version"),
    amiType: found.given("ami_type", side.text("ami_type")),
    capacityType: found.given("capacity_type", side.text("capacity_type")),
    instanceTypes: found.given("instance_types", side.texts("instance_types")),
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

/** Whether the code has a text that is known without Terraform. */
function isWritten({ plan, instance }: Found, attribute: string): boolean {
  return typeof plan.origins.valueOf(plan.expressionOf(instance, attribute), instance) === "string";
}

/** Whether the change updates the version, or may update it. Only then it matters who chose the release. */
function isOtherVersion(was: Attributes | undefined, side: Attributes): boolean {
  const [before, after] = [was?.text("version"), side.text("version")];
  return was !== undefined && was !== side && (before !== after || isUnknown(after));
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
 * From our tag. Without the tag, a group with maximum size 0 is retired, and a group with a NO_SCHEDULE taint for a cordon
 * is cordoned: our taint, or a taint with such a name. Another taint keeps other pods away from the group, for example
 * from GPU nodes.
 */
function phaseOf(
  side: Attributes,
  minSize: Known<number>,
  desiredSize: Known<number>,
  taints: Known<readonly TaintState[]>,
  was: Attributes | undefined,
): Known<NodeGroupPhase> {
  const tag = side.tag(PHASE_TAG);
  // One unknown value, such as a time stamp, makes all tags unknown. A group without our tag before has none now.
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
  const isCordoned = taints.some(
    (taint) =>
      isCordonTaint(taint) ||
      (taint.effect === "NO_SCHEDULE" && /cordon|drain|unschedulable|retir/i.test(taint.key)),
  );
  if (isCordoned) {
    return "cordoned";
  }
  return minSize === 0 && isUnknown(desiredSize) ? UNKNOWN : "active";
}
