import { type NodeGroupPhase, phaseAttributes } from "../eks/node-group-phase";
import { ifKnown, type NodeGroupState } from "../fleet/state";
import {
  type Changed,
  differs,
  type Facet,
  fromTo,
  none,
  open,
  otherFacets,
  replacedFor,
  said,
} from "./reviewed-change";

export function nodeGroupFacets({ resource, before, after }: Changed<NodeGroupState>): readonly Facet[] {
  switch (resource.action) {
    case "create":
      return [
        {
          kind: "node-group-create",
          what: `node group created with ${nodes(after)}`,
          wayBack: open("retire and remove it again, while its predecessor still takes pods"),
        },
        ...otherFacets(resource, []),
      ];
    case "delete":
      return [
        {
          kind: "node-group-remove",
          what: `node group removed, which had ${nodes(before)}`,
          wayBack: none("a new group would have to be made and filled"),
        },
      ];
    case "replace":
      return [
        {
          kind: "replace",
          what: replacedFor(resource),
          wayBack: none("its nodes go first, with all that runs on them"),
        },
      ];
    case "update":
      return updated(resource, before, after);
  }
}

function updated(
  resource: Changed<NodeGroupState>["resource"],
  before: NodeGroupState | undefined,
  after: NodeGroupState | undefined,
): readonly Facet[] {
  const phase = phaseFacet(before, after);
  const sizes = phase?.kind === "retire" ? undefined : sizeFacet(before, after);
  const rolls = rollFacets(resource, before, after);
  const told = [
    "version",
    "release_version",
    "launch_template",
    ...(phase === undefined ? [] : Object.values(phaseAttributes)),
    ...(phase?.kind === "retire" || sizes !== undefined ? ["scaling_config"] : []),
  ];
  return [...rolls, sizes, phase, ...otherFacets(resource, told)].filter((facet) => facet !== undefined);
}

/** The nodes are rolled for each of these, disruption budgets honoured. */
function rollFacets(
  resource: Changed<NodeGroupState>["resource"],
  before: NodeGroupState | undefined,
  after: NodeGroupState | undefined,
): readonly Facet[] {
  const version = fromTo(before?.version, after?.version);
  const release = fromTo(before?.releaseVersion, after?.releaseVersion);
  const template = fromTo(before?.launchTemplateVersion, after?.launchTemplateVersion);
  const isOtherTemplate = resource.changed.some((path) => path.startsWith("launch_template"));
  const parts = [
    ...(version === undefined ? [] : [`Kubernetes ${version}`]),
    ...(release === undefined ? [] : [`AMI release ${release}`]),
    ...(template === undefined ? [] : [`launch template version ${template}`]),
    ...(template === undefined && isOtherTemplate ? ["another launch template"] : []),
  ];
  if (parts.length === 0) {
    return [];
  }
  const isNewer = version !== undefined || release !== undefined;
  return [
    {
      kind: "node-group-roll",
      what: `nodes rolled in place: ${parts.join(", ")}`,
      wayBack: isNewer
        ? none(
            "EKS takes no node group back to an older version; a second group is the way, and the control plane cannot go below its nodes",
          )
        : open("take the diff back, which rolls them again"),
    },
  ];
}

const PHASES: Readonly<Record<NodeGroupPhase, Facet>> = {
  active: {
    kind: "uncordon",
    what: "takes new pods again",
    wayBack: open("cordon it again"),
  },
  cordoned: {
    kind: "cordon",
    what: "cordoned: no new pods, those that run stay",
    wayBack: open("take the diff back"),
  },
  draining: {
    kind: "drain",
    what: "drained: its pods are evicted, disruption budgets honoured",
    wayBack: open("make it active again; pods that have moved stay where they are"),
  },
  retired: {
    kind: "retire",
    what: "retired: no nodes any more",
    wayBack: open("take the diff back and give the group a desiredSize, for EKS does not remember it"),
  },
};

function phaseFacet(
  before: NodeGroupState | undefined,
  after: NodeGroupState | undefined,
): Facet | undefined {
  const [was, is] = [ifKnown(before?.phase), ifKnown(after?.phase)];
  return is === undefined || is === was ? undefined : PHASES[is];
}

function sizeFacet(before: NodeGroupState | undefined, after: NodeGroupState | undefined): Facet | undefined {
  const changes = [
    ["minimum", fromTo(before?.minSize, after?.minSize)],
    ["maximum", fromTo(before?.maxSize, after?.maxSize)],
    ["desired", fromTo(before?.desiredSize, after?.desiredSize)],
  ].flatMap(([name, change]) => (change === undefined ? [] : [`${name} ${change}`]));
  return changes.length === 0
    ? undefined
    : { kind: "capacity", what: `sizes: ${changes.join(", ")}`, wayBack: open("set the sizes back") };
}

/** "Kubernetes 1.34, 3 to 60 nodes". */
function nodes(group: NodeGroupState | undefined): string {
  const version =
    group?.version === undefined ? "the Kubernetes of its cluster" : `Kubernetes ${said(group.version)}`;
  return differs(group?.minSize, group?.maxSize)
    ? `${version}, ${said(group?.minSize)} to ${said(group?.maxSize)} nodes`
    : `${version}, ${said(group?.minSize)} nodes`;
}
