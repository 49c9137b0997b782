import type { Catalog } from "../eks/catalog/catalog";
import { KubernetesVersion } from "../eks/kubernetes-version";
import { workloadStack } from "../eks/layout";
import { nextGeneration, nodeGroupFamily, nodeGroupGeneration } from "../eks/node-group-family";
import { allowedSkew } from "../eks/version-skew";
import { FleetIndex } from "../fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown, type NodeGroupState } from "../fleet/state";
import { versionIn } from "../rules/support/reading";
import { fits as fitsPods } from "../rules/support/successor";
import { counted, listed } from "../rules/support/wording";
import { type AddonTarget, addonTargets, fits } from "./addon-targets";
import { FIRST_TEMPLATE_VERSION } from "./apply-edits";
import { type Dead, type Draft, ESTIMATES, guess, rollEstimate } from "./draft";
import { type Addresses, hasOwnTemplate } from "./expected-stacks";
import type { CopyValue, FleetEdit } from "./fleet-edit";
import { amiTypeAt, groupsOf, isLeaving, nameOf, nodesOf } from "./generations";
import { rollProblems } from "./roll-problems";
import type { InPlaceGoal, NodeGroupRoll } from "./upgrade-goal";
import { UPGRADE_DAY } from "./upgrade-plan";
import { autoscalerFor, isUnfit, type PlatformRelease, releasesOf, versionPath } from "./workload";

/** A cluster on its way, as it is now. */
class InPlace {
  readonly name: string;
  readonly goalVersion: KubernetesVersion;
  readonly groups: readonly NodeGroupState[];
  readonly active: readonly NodeGroupState[];

  constructor(
    readonly fleet: FleetState,
    readonly cluster: ClusterState,
    readonly version: KubernetesVersion,
    readonly goal: InPlaceGoal,
    readonly catalog: Catalog,
    readonly day: string | undefined,
    readonly addresses: Addresses | undefined,
  ) {
    this.name = ifKnown(cluster.clusterName) ?? "";
    this.goalVersion = KubernetesVersion.of(goal.version);
    this.groups = groupsOf(fleet, cluster);
    this.active = this.groups.filter((group) => !isLeaving(group));
  }

  get isLast(): boolean {
    return this.version.compare(this.goalVersion) >= 0;
  }

  path(...path: readonly string[]): readonly string[] {
    return ["clusters", this.name, ...path];
  }

  groupPath(name: string, ...path: readonly string[]): readonly string[] {
    return this.path("nodeGroups", name, ...path);
  }
}

/**
 * The next step of a cluster that is upgraded where it stands; `undefined` where it has reached its goal. In this
 * order: what is on its way out goes first; add-ons follow the control plane; nodes follow where they must.
 */
export function nextInPlace(
  fleet: FleetState,
  cluster: ClusterState,
  goal: InPlaceGoal,
  catalog: Catalog,
  day: string | undefined,
  addresses: Addresses | undefined,
): Draft | Dead | undefined {
  const version = versionIn(cluster.version);
  if (version === undefined) {
    return undefined;
  }
  const at = new InPlace(fleet, cluster, version, goal, catalog, day, addresses);
  return (
    wrongRoll(at, at.active) ??
    leavingStep(at) ??
    workloadStep(at) ??
    addonStep(at) ??
    replacementStep(at) ??
    controlPlaneStep(at) ??
    rollStep(at)
  );
}

function leavingStep(at: InPlace): Draft | Dead | undefined {
  const [group] = at.groups.filter(isLeaving);
  if (group === undefined) {
    return undefined;
  }
  const name = nameOf(group);
  const successors = at.active.filter((other) => isOfFamily(group, other) || fitsPods(group, other));
  const isAlone = group.phase === "retired" ? at.active.length === 0 : successors.length === 0;
  if (isAlone && at.cluster.otherNodes.length === 0) {
    return createStep(at, [group]);
  }
  const room = group.phase === "retired" ? undefined : capacityStep(at, [group], successors);
  if (room !== undefined) {
    return room;
  }
  const before = ifKnown(group.phase) ?? "cordoned";
  switch (before) {
    case "cordoned":
      return {
        kind: "drain",
        clusterName: at.name,
        title: `${at.name}: ${name} is drained, disruption budgets honoured`,
        edits: [phaseEdit(at, name, "cordoned", "draining")],
        wayBack: {
          how: `set the phase of ${name} back to cordoned; the pods stay where they are by then`,
          diffs: [[phaseEdit(at, name, "draining", "cordoned")]],
        },
        estimate: ESTIMATES.drain,
        order: [at.cluster.stack, workloadStack(at.name)],
      };
    case "draining": {
      const nodes = ifKnown(group.desiredSize);
      const desired = Math.max(1, nodes ?? ifKnown(group.minSize) ?? 1);
      return {
        kind: "retire",
        clusterName: at.name,
        title: `${at.name}: ${name} gives up its nodes`,
        edits: [phaseEdit(at, name, "draining", "retired")],
        wayBack: {
          how: `make ${name} active again with ${counted(desired, "node")}: all that led to its end is taken back with it`,
          leadsBefore: "cordon",
          diffs: [
            [
              { kind: "remove", path: at.groupPath(name, "phase"), before: "retired" },
              { kind: "set", path: at.groupPath(name, "desiredSize"), after: desired },
            ],
          ],
        },
        estimate: guess(5, "a guess of ours: EKS ends the empty nodes in a few minutes"),
      };
    }
    default:
      return {
        kind: "node-group-remove",
        clusterName: at.name,
        title: `${at.name}: ${name} is removed`,
        edits: [{ kind: "remove", path: at.groupPath(name) }],
        wayBack: { how: `none: another group takes the place of ${name}`, diffs: [] },
        closesWayBack: `EKS makes node groups at the version of the control plane and at no other: ${name} with nodes of ${String(ifKnown(group.version) ?? "its version")} does not come back`,
        estimate: guess(5, "a guess of ours: EKS deletes a group without nodes in a few minutes"),
        // What drained it reads the group, and goes before it.
        order: [workloadStack(at.name), at.cluster.stack],
      };
  }
}

/** What the platform runs, where the next minor needs it newer, and at the end: all at once, for parts belong together. */
function workloadStep(at: InPlace): Draft | undefined {
  const next = at.version.plus(1);
  const releases = releasesOf(at.fleet, at.cluster);
  const goals = releases.flatMap((release) => {
    const after = targetOf(release, at);
    return after === undefined || release.version === undefined || after === release.version
      ? []
      : [{ release, before: release.version, after }];
  });
  const isNeeded = at.isLast || goals.some(({ release }) => isUnfit(release, next));
  if (goals.length === 0 || !isNeeded) {
    return undefined;
  }
  const edit = (release: PlatformRelease, before: string, after: string): FleetEdit => ({
    kind: "set",
    path: at.path(...versionPath(release)),
    before,
    after,
  });
  return {
    kind: "workload",
    clusterName: at.name,
    title: `${at.name}: ${listed(goals.map(({ release, before, after }) => `${release.name} ${before} → ${after}`))}`,
    edits: goals.map(({ release, before, after }) => edit(release, before, after)),
    wayBack: {
      how: "set the versions back, where the charts can go back",
      diffs: [goals.map(({ release, before, after }) => edit(release, after, before))],
    },
    estimate: ESTIMATES.addons,
  };
}

/** The version of a release that the goal names; of the autoscaler, one that fits now and after the next step. */
function targetOf(release: PlatformRelease, at: InPlace): string | undefined {
  const next = at.version.plus(1);
  const { releases = {} } = at.goal;
  const named = Object.hasOwn(releases, release.name) ? releases[release.name] : undefined;
  if (named !== undefined) {
    return named;
  }
  return at.isLast
    ? autoscalerFor(release, [at.version])
    : isUnfit(release, next)
      ? autoscalerFor(release, [at.version, next])
      : undefined;
}

function addonStep(at: InPlace): Draft | undefined {
  // Nodes that follow each minor get what goes with it before them.
  const followed =
    at.goal.replacements === "each-minor" && at.active.some((group) => isBehind(group, at.version));
  const pace = at.isLast || followed ? "newest" : "as-needed";
  const targets = addonTargets(at.fleet, at.cluster, at.version, pace, at.catalog);
  if (targets.length === 0) {
    return undefined;
  }
  const old = at.version.plus(-1);
  const free = targets.filter(({ addonName, to }) => fits(addonName, to, old, at.catalog));
  const waits = (at.goal.kubeProxy ?? "after-soak") === "after-soak";
  const taken = waits && free.length > 0 ? free : targets;
  const bound = taken.filter(({ addonName, to }) => !fits(addonName, to, old, at.catalog));
  const names = listed(taken.map(({ addonName }) => addonName));
  const remark = bound.map(
    ({ addonName, from, to }) =>
      `${addonName} ${to} is newer than a control plane of ${old} allows: a rollback of the control plane first brings ${addonName} back to ${from}`,
  );
  return {
    kind: "add-ons",
    clusterName: at.name,
    title: `${at.name}: ${listed(taken.map(({ addonName, from, to }) => `${addonName} ${from} → ${to}`))}`,
    edits: taken.map((target) => addonEdit(at, target)),
    wayBack: {
      how: `set ${names} back to ${taken.length === 1 ? "the build" : "the builds"} of before`,
      diffs: [taken.map(({ from, to, addonName }) => addonEdit(at, { addonName, from: to, to: from }))],
    },
    estimate: ESTIMATES.addons,
    remarks: remark,
    hardensRollback: bound.length > 0,
  };
}

function addonEdit(at: InPlace, { addonName, from, to }: AddonTarget): FleetEdit {
  return { kind: "set", path: at.path("addons", addonName), before: String(from), after: String(to) };
}

/** The node groups that must follow now: for the next minor's skew, for the goal, or because each minor is followed. */
function replacementStep(at: InPlace): Draft | Dead | undefined {
  const behind = at.active.filter((group) => isBehind(group, at.version));
  const must = behind.filter(
    (group) => at.isLast || at.goal.replacements === "each-minor" || isHeldBack(group, at),
  );
  const [first] = must;
  if (first === undefined) {
    return undefined;
  }
  const family = must.filter((group) => isOfFamily(first, group));
  const isRolled = (group: NodeGroupState) =>
    (at.goal.nodes === "roll" || group.desiredSize === 0) && amiTypeAt(group, at.version) === undefined;
  const rolled = family.find(isRolled);
  if (rolled !== undefined) {
    return versionRoll(at, rolled);
  }
  const successors = at.active.filter((group) => isOfFamily(first, group) && !isBehind(group, at.version));
  if (successors.length === 0) {
    return createStep(at, family);
  }
  return capacityStep(at, family, successors) ?? cordonStep(at, first, successors);
}

function isBehind({ version }: NodeGroupState, controlPlane: KubernetesVersion): boolean {
  const nodes = versionIn(version);
  return nodes !== undefined && nodes.compare(controlPlane) < 0;
}

function isHeldBack({ version }: NodeGroupState, at: InPlace): boolean {
  const nodes = versionIn(version);
  return nodes !== undefined && at.version.plus(1).minorsAheadOf(nodes) > allowedSkew(nodes);
}

/** Of the same name but for the generation: one takes over from the other. */
function isOfFamily(group: NodeGroupState, other: NodeGroupState): boolean {
  return nodeGroupFamily(nameOf(group)) === nodeGroupFamily(nameOf(other));
}

/** A generation beside the newest of those that leave, with nodes for all of them. */
function createStep(at: InPlace, leaving: readonly NodeGroupState[]): Draft | Dead | undefined {
  const source = [...leaving].sort(
    (one, other) => nodeGroupGeneration(nameOf(other)) - nodeGroupGeneration(nameOf(one)),
  )[0];
  if (source === undefined) {
    return undefined;
  }
  const name = nextGeneration(nameOf(source), at.groups.map(nameOf));
  const nodes = nodesOf(leaving);
  const [minSize, maxSize] = [
    ifKnown(source.minSize) ?? 0,
    ifKnown(source.maxSize) ?? Number.POSITIVE_INFINITY,
  ];
  const initialSize = nodes === undefined ? undefined : Math.max(minSize, nodes);
  const amiType = amiTypeAt(source, at.version);
  const wrong = wrongRoll(at, [
    { ...source, nodeGroupName: name, ...(amiType === undefined ? {} : { amiType }) },
  ]);
  if (wrong !== undefined) {
    return wrong;
  }
  const born = at.isLast ? rollOf(at.goal, name) : undefined;
  const [release, template] = [born?.releaseVersion, born?.launchTemplateVersion];
  if (
    template !== undefined &&
    String(template) !== FIRST_TEMPLATE_VERSION &&
    hasOwnTemplate(source.stack, nameOf(source), at.addresses)
  ) {
    return {
      problem: `the roll of ${name} in the goal of ${at.name} has launch template version ${template}, and the template is made with the group, at version 1; leave launchTemplateVersion out`,
    };
  }
  const changes: CopyValue["changes"] = [
    { path: ["version"], after: String(at.version) },
    ...(initialSize === undefined ? [] : [{ path: ["initialSize"], after: initialSize }]),
    ...(initialSize !== undefined && initialSize > maxSize
      ? [{ path: ["maxSize"], after: initialSize }]
      : []),
    ...(amiType === undefined ? [] : [{ path: ["amiType"], after: amiType }]),
    ...(template === undefined
      ? newTemplate(source, at.addresses)
      : [{ path: ["launchTemplate", "version"], after: template }]),
    ...["desiredSize", "phase", "drainedByHand"].map((property) => ({ path: [property] })),
    { path: ["releaseVersion"], ...(release === undefined ? {} : { after: release }) },
    ...["nodeGroupName", "adopted"].map((property) => ({ path: [property] })),
  ];
  const beside = nameOf(source);
  const phases = ["cordoned", "draining", "retired"] as const;
  const goes: readonly (readonly FleetEdit[])[] = [
    ...phases.map((phase, index) => [phaseEdit(at, name, phases[index - 1], phase)]),
    [{ kind: "remove", path: at.groupPath(name) }],
  ];
  return {
    kind: "node-group-create",
    clusterName: at.name,
    title: `${at.name}: ${name} of ${at.version} beside ${beside}${initialSize === undefined ? "" : `, with ${counted(initialSize, "node")}`}`,
    edits: [{ kind: "copy", from: at.groupPath(beside), path: at.groupPath(name), changes }],
    wayBack: isLeaving(source)
      ? {
          how: `make ${beside} active again, then cordon, drain, retire and remove ${name}`,
          leadsBefore: "cordon",
          diffs: source.phase === "retired" ? [] : [[activation(at, source)], ...goes],
        }
      : { how: `cordon, drain, retire and remove ${name}`, diffs: goes },
    estimate: ESTIMATES.nodeGroupCreate,
    hardensRollback: true,
    remarks: [
      `before a rollback of the control plane to ${at.version.plus(-1)} goes ${name}, whose nodes are newer`,
      ...templateRemarks(template === undefined ? [source] : [], at.addresses),
      ...(nodes === undefined
        ? [
            `how many nodes ${listed(leaving.map(nameOf))} runs is not known here, so ${name} begins with its minSize; plan with what Terraform says ("terraform show -json"), or write initialSize`,
          ]
        : []),
      ...(amiType === undefined
        ? []
        : [
            `Amazon Linux 2 ended with 1.32, so ${name} has AMI type ${amiType}; user data and settings of the old one do not fit it`,
          ]),
    ],
  };
}

/** In a copy of a group, a launch template that is made with it begins anew. */
export function newTemplate(
  { stack, nodeGroupName, launchTemplateVersion }: NodeGroupState,
  addresses: Addresses | undefined,
): CopyValue["changes"] {
  const version = ifKnown(launchTemplateVersion) ?? FIRST_TEMPLATE_VERSION;
  return version !== FIRST_TEMPLATE_VERSION && hasOwnTemplate(stack, ifKnown(nodeGroupName) ?? "", addresses)
    ? [{ path: ["launchTemplate", "version"] }]
    : [];
}

/** Plans do not tell which templates are made with their groups. */
export function templateRemarks(
  groups: readonly NodeGroupState[],
  addresses: Addresses | undefined,
): readonly string[] {
  return groups
    .map((group) => [nameOf(group), ifKnown(group.launchTemplateVersion) ?? FIRST_TEMPLATE_VERSION])
    .filter(([, version]) => addresses === undefined && version !== FIRST_TEMPLATE_VERSION)
    .map(
      ([name, version]) =>
        `the launch template of ${name} is at version ${version}: where it is made with the group, that of the new one begins at version 1, so take launchTemplate.version out there`,
    );
}

/** More nodes for those that take over, where it is known that they hold too few. */
function capacityStep(
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

/** A group that holds `nodes`, by the code and no longer by an autoscaler. */
export function moreNodes(clusterName: string, group: NodeGroupState, nodes: number, reason: string): Draft {
  const name = nameOf(group);
  const path = (property: string) => ["clusters", clusterName, "nodeGroups", name, property];
  const maxSize = ifKnown(group.maxSize);
  const edits: readonly FleetEdit[] = [
    { kind: "set", path: path("desiredSize"), after: nodes },
    ...(maxSize !== undefined && maxSize < nodes
      ? [{ kind: "set", path: path("maxSize"), before: maxSize, after: nodes } as const]
      : []),
  ];
  return {
    kind: "capacity",
    clusterName,
    title: `${clusterName}: ${name} holds ${counted(nodes, "node")}, ${reason}`,
    edits,
    wayBack: {
      how: `take desiredSize out again: an autoscaler takes away what is too much, and drains as it does`,
      diffs: [[{ kind: "remove", path: path("desiredSize"), before: nodes }]],
    },
    estimate: ESTIMATES.nodeGroupCreate,
    remarks: [
      `desiredSize of ${name} holds its nodes against an autoscaler; take it out again when the upgrade is done`,
    ],
  };
}

function cordonStep(at: InPlace, group: NodeGroupState, successors: readonly NodeGroupState[]): Draft {
  const name = nameOf(group);
  return {
    kind: "cordon",
    clusterName: at.name,
    title: `${at.name}: no new pods on ${name}; ${listed(successors.map(nameOf))} takes them`,
    edits: [phaseEdit(at, name, undefined, "cordoned")],
    wayBack: {
      how: `take the phase of ${name} out again`,
      diffs: [[{ kind: "remove", path: at.groupPath(name, "phase"), before: "cordoned" }]],
    },
    estimate: ESTIMATES.small,
  };
}

function activation(at: InPlace, group: NodeGroupState): FleetEdit {
  const phase = ifKnown(group.phase);
  return {
    kind: "remove",
    path: at.groupPath(nameOf(group), "phase"),
    ...(phase === undefined ? {} : { before: phase }),
  };
}

function phaseEdit(at: InPlace, name: string, before: string | undefined, after: string): FleetEdit {
  return {
    kind: "set",
    path: at.groupPath(name, "phase"),
    ...(before === undefined ? {} : { before }),
    after,
  };
}

/** A group that gets nodes of the control plane's version where it is; at the end, all that it is rolled to with it. */
function versionRoll(at: InPlace, group: NodeGroupState): Draft {
  const name = nameOf(group);
  const [version, release] = [String(ifKnown(group.version)), ifKnown(group.releaseVersion)];
  const roll = at.isLast ? rollOf(at.goal, name) : undefined;
  const template = templateRoll(at, group, roll?.launchTemplateVersion);
  const nodes = ifKnown(group.desiredSize);
  const words = [
    `${name} ${version} → ${at.version}`,
    ...(roll?.releaseVersion === undefined ? [] : [`AMI release ${roll.releaseVersion}`]),
    ...template.words,
  ];
  return {
    kind: "node-group-roll",
    clusterName: at.name,
    title: `${at.name}: ${listed(words)}${nodes === 0 ? ", which has no nodes" : ", node by node"}`,
    edits: [
      { kind: "set", path: at.groupPath(name, "version"), before: version, after: String(at.version) },
      ...releaseEdits(at, name, release, roll?.releaseVersion),
      ...template.edits,
    ],
    wayBack: { how: `none: move to another group, made beside ${name}`, diffs: [] },
    closesWayBack: `nodes do not go back to ${version}, so the control plane does not go back to ${at.version.plus(-1)} either`,
    estimate: rollEstimate(nodes),
    hardensRollback: true,
  };
}

/** A release of the old version does not fit the new one: another is given, or it is left to EKS. */
function releaseEdits(
  at: InPlace,
  name: string,
  release: string | undefined,
  wanted: string | undefined,
): readonly FleetEdit[] {
  const path = at.groupPath(name, "releaseVersion");
  const before = release === undefined ? {} : { before: release };
  if (wanted !== undefined) {
    return [{ kind: "set", path, ...before, after: wanted }];
  }
  return release === undefined ? [] : [{ kind: "remove", path, ...before }];
}

function controlPlaneStep(at: InPlace): Draft | undefined {
  if (at.isLast) {
    return undefined;
  }
  const [from, to] = [at.version, at.version.plus(1)];
  const { rollbackOfUpgradeOn } = at.cluster;
  const isOpen = goesBackTo(from, at);
  const back: readonly FleetEdit[] = [
    { kind: "set", path: at.path("version"), before: String(to), after: String(from) },
    { kind: "set", path: at.path("rollback"), after: { of: String(to), upgradedOn: UPGRADE_DAY } },
  ];
  return {
    kind: "control-plane",
    clusterName: at.name,
    title: `${at.name}: control plane ${from} → ${to}`,
    edits: [
      { kind: "set", path: at.path("version"), before: String(from), after: String(to) },
      ...(rollbackOfUpgradeOn === undefined ? [] : [{ kind: "remove", path: at.path("rollback") } as const]),
    ],
    wayBack: {
      how: isOpen
        ? `set the version back to ${from} and declare the rollback, within seven days of the end of the upgrade and before nodes or add-ons are newer than ${from} allows`
        : `none: the standard support of ${from} has ended; the support type EXTENDED, set in a step before, may keep it open`,
      diffs: isOpen ? [back] : [],
    },
    closesWayBack: `EKS takes a control plane back by one minor: from here ${from.plus(-1)} is out of reach`,
    estimate: ESTIMATES.controlPlane,
    hardensRollback: true,
  };
}

/** EKS takes a control plane back to a version that it supports, and in extended support where the cluster pays for it. */
function goesBackTo(version: KubernetesVersion, { cluster, catalog, day }: InPlace): boolean {
  const support = day === undefined ? undefined : catalog.supportOn(day, version);
  return support !== "ended" && (support !== "extended" || ifKnown(cluster.supportType) === "EXTENDED");
}

/** What a goal rolls a group to. */
function rollOf({ rolls = {} }: InPlaceGoal, name: string): NodeGroupRoll | undefined {
  return Object.hasOwn(rolls, name) ? rolls[name] : undefined;
}

/** What stands in the way of a roll at the end, of groups that came on the way. */
function wrongRoll(at: InPlace, groups: readonly NodeGroupState[]): Dead | undefined {
  const problems = groups.flatMap((group) => {
    const name = nameOf(group);
    const roll = at.isLast ? rollOf(at.goal, name) : undefined;
    return roll === undefined
      ? []
      : rollProblems(`the roll of ${name} in the goal of ${at.name}`, String(at.version), roll, group);
  });
  return problems[0] === undefined ? undefined : { problem: problems[0] };
}

interface TemplateRoll {
  readonly words: readonly string[];
  readonly edits: readonly FleetEdit[];
  /** Empty where nobody knows the version of before. */
  readonly back: readonly FleetEdit[];
}

/** Another version of its launch template; nothing where it has that one, has none, or none is asked for. */
function templateRoll(at: InPlace, group: NodeGroupState, after: number | undefined): TemplateRoll {
  const version = ifKnown(group.launchTemplateVersion);
  if (after === undefined || version === undefined || version === String(after)) {
    return { words: [], edits: [], back: [] };
  }
  const path = at.groupPath(nameOf(group), "launchTemplate", "version");
  // Not of "$Latest", of which nobody can tell where it leads.
  const before = /^\d+$/.test(version) ? Number(version) : undefined;
  return {
    words: [`launch template ${version} → ${after}`],
    edits: [{ kind: "set", path, ...(before === undefined ? {} : { before }), after }],
    back: before === undefined ? [] : [{ kind: "set", path, before: after, after: before }],
  };
}

/** AMI releases and launch templates that the goal names, when all else is done. */
function rollStep(at: InPlace): Draft | Dead | undefined {
  for (const [name, { releaseVersion, launchTemplateVersion }] of Object.entries(at.goal.rolls ?? {})) {
    const group = at.active.find((candidate) => nameOf(candidate) === name);
    if (group === undefined) {
      return {
        problem: `${at.name} has no node group ${name} to be rolled; it has ${listed(at.active.map(nameOf))}`,
      };
    }
    const release = ifKnown(group.releaseVersion);
    const isNewRelease = releaseVersion !== undefined && releaseVersion !== release;
    const template = templateRoll(at, group, launchTemplateVersion);
    if (isNewRelease || template.edits.length > 0) {
      const parts = [
        ...(isNewRelease
          ? [`AMI release ${release === undefined ? "" : `${release} → `}${releaseVersion}`]
          : []),
        ...template.words,
      ];
      const goesBack = !isNewRelease && template.back.length > 0;
      return {
        kind: "node-group-roll",
        clusterName: at.name,
        title: `${at.name}: ${name}, ${listed(parts)}, node by node`,
        edits: [...(isNewRelease ? releaseEdits(at, name, release, releaseVersion) : []), ...template.edits],
        ...(goesBack
          ? {
              wayBack: {
                how: "set the version of the launch template back, which rolls the nodes again",
                diffs: [template.back],
              },
            }
          : {
              wayBack: { how: `none that is a diff: make a second group beside ${name}`, diffs: [] },
              closesWayBack: isNewRelease
                ? `EKS does not take nodes of ${name} back to an older AMI release`
                : `the version of its launch template that ${name} runs is not known here`,
            }),
        estimate: rollEstimate(ifKnown(group.desiredSize)),
      };
    }
  }
  return undefined;
}

/** What a plan does not touch, and should be seen to. */
export function remarksInPlace(
  fleet: FleetState,
  cluster: ClusterState,
  goal: InPlaceGoal,
  catalog: Catalog,
): readonly string[] {
  const name = ifKnown(cluster.clusterName) ?? "";
  const own = groupsOf(fleet, cluster).filter(({ version }) => version === undefined);
  const version = KubernetesVersion.of(goal.version);
  const unknown = new FleetIndex(fleet)
    .addonsOf(cluster.key)
    .map(({ addonName }) => ifKnown(addonName) ?? "")
    .filter((addon) => catalog.addonVersions(addon, version).length === 0);
  return [
    ...(cluster.otherNodes.length === 0
      ? []
      : [
          `${name} has nodes that are in no managed group (${listed(cluster.otherNodes)}): bring them up by hand, after its add-ons`,
        ]),
    ...own.map(
      (group) =>
        `the version of ${nameOf(group)} of ${name} is in an image of your own: give it a new launch template by hand`,
    ),
    ...unknown.map(
      (addon) =>
        `the catalog knows no build of ${addon} for Kubernetes ${version}, so that it stays in ${name} as it is; see "aws eks describe-addon-versions --addon-name ${addon} --kubernetes-version ${version}", and add a row to a catalog file of your own`,
    ),
  ];
}
