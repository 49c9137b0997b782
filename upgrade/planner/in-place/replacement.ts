import type { AmiType } from "../../eks/ami-type";
import { nextGeneration, nodeGroupGeneration } from "../../eks/node-group-family";
import { nodeGroupPhases } from "../../eks/node-group-phase";
import { clusterPath } from "../../fleet/path-to";
import type { NodeGroupSettings } from "../../fleet/settings";
import { ifKnown, type NodeGroupState } from "../../fleet/state";
import { listed } from "../../rules/support/wording";
import { moreNodes } from "../capacity";
import type { Blocked, Draft } from "../draft";
import type { CopyChange, FleetEdit } from "../edits/fleet-edit";
import { copyNodeGroup, inNodeGroup, remove } from "../edits/make-edit";
import { hasOwnTemplate } from "../expected/node-group";
import { FIRST_TEMPLATE_VERSION, newTemplate, templateRemarks } from "../launch-template";
import { amiTypeAt, isBehind, isLeaving, isSameFamily, nameOf, nodesOf } from "../node-groups";
import { STEP_KINDS } from "../step-kinds";
import type { InPlace } from "./in-place";
import { versionRoll, wrongRoll } from "./roll";

/** The node groups that follow now: for the skew of the next minor, for the goal, or after each minor. */
export function replacementStep(at: InPlace): Draft | Blocked | undefined {
  const due = at.active.filter((group) => isBehind(group, at.version) && at.isDue(group.version));
  const [first] = due;
  if (first === undefined) {
    return undefined;
  }
  const family = due.filter((group) => isSameFamily(first, group));
  const rolled = family.find(
    (group) =>
      (at.goal.nodes === "roll" || group.desiredSize === 0) && amiTypeAt(group, at.version) === undefined,
  );
  if (rolled !== undefined) {
    return versionRoll(at, rolled);
  }
  const successors = at.active.filter((group) => isSameFamily(first, group) && !isBehind(group, at.version));
  return successors.length === 0
    ? createStep(at, family)
    : (capacityStep(at, family, successors) ?? cordonStep(at, nameOf(first)));
}

/** The next generation of a family, with as many nodes as all of those that leave. */
export function createStep(at: InPlace, leaving: readonly NodeGroupState[]): Draft | Blocked | undefined {
  const [source] = [...leaving].sort(
    (one, other) => nodeGroupGeneration(nameOf(other)) - nodeGroupGeneration(nameOf(one)),
  );
  if (source === undefined) {
    return undefined;
  }
  const model = nameOf(source);
  const name = nextGeneration(model, at.names);
  const nodes = nodesOf(leaving);
  const amiType = amiTypeAt(source, at.version);
  const wrong =
    wrongRoll(at, [{ ...source, nodeGroupName: name, ...(amiType === undefined ? {} : { amiType }) }]) ??
    wrongTemplate(at, source, name);
  if (wrong !== undefined) {
    return wrong;
  }
  const removal: readonly (readonly FleetEdit[])[] = [
    ...nodeGroupPhases
      .slice(1)
      .map((phase, index) => [at.phaseEdit(name, index === 0 ? undefined : nodeGroupPhases[index], phase)]),
    [remove(clusterPath(at.name, "nodeGroups", name))],
  ];
  return {
    kind: "node-group-create",
    clusterName: at.name,
    title: STEP_KINDS["node-group-create"].title(name, at.version),
    edits: [copyNodeGroup(at.name, model, name, changesOf(at, source, name, nodes, amiType))],
    rollback: isLeaving(source)
      ? {
          how: `make ${model} active again, then cordon, drain, retire and remove ${name}`,
          leadsBefore: "cordon",
          diffs:
            source.phase === "retired"
              ? []
              : [[at.phaseEdit(model, ifKnown(source.phase), undefined)], ...removal],
        }
      : { how: `cordon, drain, retire and remove ${name}`, diffs: removal },
    hardensRollback: true,
    remarks: [
      `before a rollback of the control plane to ${at.version.plus(-1)}, remove ${name}, whose nodes are newer`,
      ...templateRemarks(at.rollOf(name)?.launchTemplateVersion === undefined ? [source] : [], at.addresses),
      ...(nodes === undefined
        ? [
            `the number of nodes of ${listed(leaving.map(nameOf))} is not known here, so ${name} starts with its minSize; plan from Terraform's plans ("terraform show -json"), or write initialSize`,
          ]
        : []),
      ...(amiType === undefined
        ? []
        : [
            `Amazon Linux 2 ended with 1.32, so ${name} has AMI type ${amiType}; user data and settings of Amazon Linux 2 are incompatible with it`,
          ]),
    ],
  };
}

/** A template that is made with the group is at its first version. */
function wrongTemplate(at: InPlace, source: NodeGroupState, name: string): Blocked | undefined {
  const template = at.rollOf(name)?.launchTemplateVersion;
  return template !== undefined &&
    String(template) !== FIRST_TEMPLATE_VERSION &&
    hasOwnTemplate(source.stack, nameOf(source), at.addresses)
    ? {
        problem: `the roll of ${name} in the goal of ${at.name} has launch template version ${template}, and the template is created with the group, at version 1; leave launchTemplateVersion out`,
      }
    : undefined;
}

function changesOf(
  at: InPlace,
  source: NodeGroupState,
  name: string,
  nodes: number | undefined,
  amiType: AmiType | undefined,
): readonly CopyChange<NodeGroupSettings>[] {
  const initialSize = nodes === undefined ? undefined : Math.max(ifKnown(source.minSize) ?? 0, nodes);
  const maxSize = ifKnown(source.maxSize) ?? Number.POSITIVE_INFINITY;
  const { releaseVersion, launchTemplateVersion: template } = at.rollOf(name) ?? {};
  return [
    inNodeGroup(["version"], String(at.version)),
    ...(initialSize === undefined ? [] : [inNodeGroup(["initialSize"], initialSize)]),
    ...(initialSize !== undefined && initialSize > maxSize ? [inNodeGroup(["maxSize"], initialSize)] : []),
    ...(amiType === undefined ? [] : [inNodeGroup(["amiType"], amiType)]),
    ...(template === undefined
      ? newTemplate(source, at.addresses).map((path) => inNodeGroup(path))
      : [inNodeGroup(["launchTemplate", "version"], template)]),
    inNodeGroup(["desiredSize"]),
    inNodeGroup(["phase"]),
    inNodeGroup(["drainedByHand"]),
    inNodeGroup(["releaseVersion"], releaseVersion),
    inNodeGroup(["nodeGroupName"]),
    inNodeGroup(["adopted"]),
  ];
}

/** More nodes for the successors, if they are known to have too few. */
export function capacityStep(
  at: InPlace,
  leaving: readonly NodeGroupState[],
  successors: readonly NodeGroupState[],
): Draft | undefined {
  const [needs, holds] = [nodesOf(leaving), nodesOf(successors)];
  const newest = successors.at(-1);
  const has = ifKnown(newest?.desiredSize);
  if (
    needs === undefined ||
    holds === undefined ||
    holds >= needs ||
    newest === undefined ||
    has === undefined
  ) {
    return undefined;
  }
  return moreNodes(at.name, newest, has + needs - holds, `as many as ${listed(leaving.map(nameOf))} runs`);
}

export function cordonStep(at: InPlace, name: string): Draft {
  return {
    kind: "cordon",
    clusterName: at.name,
    title: STEP_KINDS.cordon.title(name),
    edits: [at.phaseEdit(name, undefined, "cordoned")],
    rollback: {
      how: `remove the phase of ${name}`,
      diffs: [[at.phaseEdit(name, "cordoned", undefined)]],
    },
  };
}
