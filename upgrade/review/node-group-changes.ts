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
          rollback: open("retire and remove it while its predecessor still accepts pods"),
        },
        ...otherFacets(resource, []),
      ];
    case "delete":
      return [
        {
          kind: "node-group-remove",
          what: `node group removed (${nodes(before)})`,
          rollback: none("a new node group has to be created and filled"),
        },
      ];
    case "replace":
      return [
        {
          kind: "replace",
          what: replacedFor(resource),
          rollback: none("EKS removes its nodes first, with all pods on them"),
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
  const named = [
    "version",
    "release_version",
    "launch_template",
    ...(phase === undefined ? [] : Object.values(phaseAttributes)),
    ...(phase?.kind === "retire" || sizes !== undefined ? ["scaling_config"] : []),
  ];
  return [...rolls, sizes, phase, ...otherFacets(resource, named)].filter((facet) => facet !== undefined);
}

/** EKS rolls the nodes for each of these and respects disruption budgets. */
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
      what: `nodes rolled: ${parts.join(", ")}`,
      rollback: isNewer
        ? none(
            "EKS does not roll a node group back to an older version, and the control plane cannot be older than its nodes; create a second node group",
          )
        : open("revert the diff, which rolls them again"),
    },
  ];
}

const PHASES: Readonly<Record<NodeGroupPhase, Facet>> = {
  active: {
    kind: "uncordon",
    what: "uncordoned: accepts new pods",
    rollback: open("cordon it again"),
  },
  cordoned: {
    kind: "cordon",
    what: "cordoned: no new pods, running pods stay",
    rollback: open("revert the diff"),
  },
  draining: {
    kind: "drain",
    what: "drained: its pods are evicted, disruption budgets are respected",
    rollback: open("make it active again; pods that moved stay where they are"),
  },
  retired: {
    kind: "retire",
    what: "retired: scaled to 0",
    rollback: open("revert the diff and set desiredSize, because EKS does not keep it"),
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
    : { kind: "capacity", what: `sizes: ${changes.join(", ")}`, rollback: open("restore the sizes") };
}

/** "Kubernetes 1.34, 3 to 60 nodes". */
function nodes(group: NodeGroupState | undefined): string {
  const version =
    group?.version === undefined
      ? "the Kubernetes version of its cluster"
      : `Kubernetes ${said(group.version)}`;
  return differs(group?.minSize, group?.maxSize)
    ? `${version}, ${said(group?.minSize)} to ${said(group?.maxSize)} nodes`
    : `${version}, ${said(group?.minSize)} nodes`;
}
