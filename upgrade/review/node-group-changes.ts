import { type NodeGroupPhase, phaseAttributes } from "../eks/node-group-phase";
import type { ResourceChange } from "../fleet/change";
import { ifKnown, type NodeGroupState } from "../fleet/state";
import {
  type Changed,
  differs,
  type Facet,
  facet,
  facetsOf,
  fromTo,
  none,
  ofNoun,
  open,
  otherFacets,
  said,
} from "./reviewed-change";

export function nodeGroupFacets({ resource, before, after }: Changed<NodeGroupState>): readonly Facet[] {
  return facetsOf(resource, "", {
    create: facet(
      "node-group-create",
      `node group created with ${nodes(after)}`,
      open("retire and remove it while its predecessor still accepts pods"),
    ),
    delete: facet(
      "node-group-remove",
      `node group removed (${nodes(before)})`,
      none("a new node group has to be created and filled"),
    ),
    replace: none(
      resource.isCreatedFirst === true
        ? "Terraform creates the new group first; then EKS ends the old nodes with the pods on them"
        : "EKS removes its nodes first, with all pods on them",
    ),
    update: () => updated(resource, before, after),
  });
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
  const rollback =
    version !== undefined || release !== undefined
      ? none(
          "EKS does not roll a node group back to an older version, and the control plane cannot be older than its nodes; create a second node group",
        )
      : open("revert the diff, which rolls them again");
  return parts.length === 0 ? [] : [facet("node-group-roll", `nodes rolled: ${parts.join(", ")}`, rollback)];
}

const PHASES: Readonly<Record<NodeGroupPhase, Facet>> = {
  active: facet("uncordon", "uncordoned: accepts new pods", open("cordon it again")),
  cordoned: facet("cordon", "cordoned: no new pods, running pods stay", open("revert the diff")),
  draining: facet(
    "drain",
    "drained: its pods are evicted, disruption budgets are respected",
    open("make it active again; pods that moved stay where they are"),
  ),
  retired: facet(
    "retire",
    "retired: scaled to 0",
    open("revert the diff and set desiredSize, because EKS does not keep it"),
  ),
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
    : facet("capacity", `sizes: ${changes.join(", ")}`, open("restore the sizes"));
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

/** The Job of a drain. Terraform also replaces it: after a failure, or with other options. */
export function drainFacets(resource: ResourceChange): readonly Facet[] {
  const evicts = facet(
    "drain",
    "its pods are evicted by a Job, disruption budgets are respected",
    open("make it active again; pods that moved stay where they are"),
  );
  return resource.action === "replace"
    ? [evicts]
    : facetsOf(resource, "drain", {
        create: evicts,
        delete: facet("other", "Job of the drain removed"),
        update: () => ofNoun("Job of the drain", otherFacets(resource, [])),
      });
}
