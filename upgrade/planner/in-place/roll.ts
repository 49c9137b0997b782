import { clusterPath } from "../../fleet/path-to";
import { ifKnown, type NodeGroupState } from "../../fleet/state";
import { listed } from "../../rules/support/wording";
import type { Blocked, Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { change, set } from "../edits/make-edit";
import { nameOf } from "../node-groups";
import { poolNameOf } from "../node-pools";
import { rollProblems } from "../roll-problems";
import { rollEstimate, STEP_KINDS } from "../step-kinds";
import type { InPlace } from "./in-place";

/** A group whose nodes get the control plane's version in place, and at the end everything else that the goal sets. */
export function versionRoll(at: InPlace, group: NodeGroupState): Draft {
  const name = nameOf(group);
  const [version, release] = [String(ifKnown(group.version)), ifKnown(group.releaseVersion)];
  const roll = at.rollOf(name);
  const template = templateRoll(at, group, roll?.launchTemplateVersion);
  const nodes = ifKnown(group.desiredSize);
  const parts = [
    `${version} → ${at.version}`,
    ...(roll?.releaseVersion === undefined ? [] : [`AMI release ${roll.releaseVersion}`]),
    ...template.words,
  ];
  return {
    kind: "node-group-roll",
    clusterName: at.name,
    title: STEP_KINDS["node-group-roll"].title(name, parts, nodes === 0 ? " (no nodes)" : ""),
    edits: [
      set(clusterPath(at.name, "nodeGroups", name, "version"), String(at.version), version),
      ...releaseEdits(at, name, release, roll?.releaseVersion),
      ...template.edits,
    ],
    rollback: { how: `none: create another group beside ${name} and move to it`, diffs: [] },
    noRollback: `EKS does not set nodes back to ${version}, so the control plane cannot roll back to ${at.version.plus(-1)} either`,
    estimate: rollEstimate(nodes),
    hardensRollback: true,
  };
}

/** AMI releases and launch templates of the goal, after everything else. */
export function rollStep(at: InPlace): Draft | Blocked | undefined {
  for (const name of Object.keys(at.goal.rolls ?? {})) {
    const group = at.active.find((candidate) => nameOf(candidate) === name);
    const pools = at.pools.map(poolNameOf);
    if (group === undefined && !pools.includes(name)) {
      return {
        problem: `${at.name} has no node group or pool ${name} to roll; it has ${listed([...at.active.map(nameOf), ...pools])}`,
      };
    }
    const step = group && settingsRoll(at, group);
    if (step !== undefined) {
      return step;
    }
  }
  return undefined;
}

function settingsRoll(at: InPlace, group: NodeGroupState): Draft | undefined {
  const name = nameOf(group);
  const { releaseVersion, launchTemplateVersion } = at.rollOf(name) ?? {};
  const release = ifKnown(group.releaseVersion);
  const isNewRelease = releaseVersion !== undefined && releaseVersion !== release;
  const template = templateRoll(at, group, launchTemplateVersion);
  if (!isNewRelease && template.edits.length === 0) {
    return undefined;
  }
  const parts = [
    ...(isNewRelease ? [`AMI release ${release === undefined ? "" : `${release} → `}${releaseVersion}`] : []),
    ...template.words,
  ];
  return {
    kind: "node-group-roll",
    clusterName: at.name,
    title: STEP_KINDS["node-group-roll"].title(name, parts, ""),
    edits: [...(isNewRelease ? releaseEdits(at, name, release, releaseVersion) : []), ...template.edits],
    ...(!isNewRelease && template.back.length > 0
      ? {
          rollback: {
            how: "set the version of the launch template back, which rolls the nodes again",
            diffs: [template.back],
          },
        }
      : {
          rollback: { how: `none: create a second group beside ${name}`, diffs: [] },
          noRollback: isNewRelease
            ? `EKS does not set nodes of ${name} back to an older AMI release`
            : `the launch template version that ${name} runs is not known here`,
        }),
    estimate: rollEstimate(ifKnown(group.desiredSize)),
  };
}

/** The first problem of a roll of the goal, for groups that are created on the way, too. */
export function wrongRoll(at: InPlace, groups: readonly NodeGroupState[]): Blocked | undefined {
  const [problem] = groups.flatMap((group) => {
    const name = nameOf(group);
    const roll = at.rollOf(name);
    return roll === undefined
      ? []
      : rollProblems(`the roll of ${name} in the goal of ${at.name}`, String(at.version), roll, group);
  });
  return problem === undefined ? undefined : { problem };
}

/** A release of the old version is incompatible with the new one: the goal gives another, or EKS chooses. */
function releaseEdits(
  at: InPlace,
  name: string,
  release: string | undefined,
  wanted: string | undefined,
): readonly FleetEdit[] {
  return release === undefined && wanted === undefined
    ? []
    : [change(clusterPath(at.name, "nodeGroups", name, "releaseVersion"), release, wanted)];
}

interface TemplateRoll {
  readonly words: readonly string[];
  readonly edits: readonly FleetEdit[];
  /** Empty if the version before the roll is not known. */
  readonly back: readonly FleetEdit[];
}

/** Another version of the launch template. Empty if the group runs it, has no template, or the goal names none. */
function templateRoll(at: InPlace, group: NodeGroupState, after: number | undefined): TemplateRoll {
  const version = ifKnown(group.launchTemplateVersion);
  if (after === undefined || version === undefined || version === String(after)) {
    return { words: [], edits: [], back: [] };
  }
  const path = clusterPath(at.name, "nodeGroups", nameOf(group), "launchTemplate", "version");
  // Which version "$Latest" was is not known.
  const before = /^\d+$/.test(version) ? Number(version) : undefined;
  return {
    words: [`launch template ${version} → ${after}`],
    edits: [set(path, after, before)],
    back: before === undefined ? [] : [set(path, before, after)],
  };
}
