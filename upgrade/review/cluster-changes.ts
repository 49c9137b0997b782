import { rollbackAttributes } from "../eks/declared-rollback";
import { KubernetesVersion } from "../eks/kubernetes-version";
import { lastRollbackDay } from "../eks/rollback-window";
import { type AddonState, type ClusterState, ifKnown, UNKNOWN } from "../fleet/state";
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
  turned,
  type WayBack,
} from "./reviewed-change";

/** EKS takes a control plane back one minor for so long (EKS user guide, rollback-cluster). */

export function clusterFacets(
  { resource, before, after }: Changed<ClusterState>,
  day: string,
): readonly Facet[] {
  switch (resource.action) {
    case "create":
      return [
        {
          kind: "cluster-create",
          what: `cluster created with Kubernetes ${said(after?.version)}`,
          wayBack: open("remove it again, while no traffic goes to it"),
        },
        ...otherFacets(resource, []),
      ];
    case "delete":
      return [
        {
          kind: "cluster-remove",
          what: `cluster removed, which ran Kubernetes ${said(before?.version)}`,
          wayBack: none("a new cluster would have to be made and filled"),
        },
      ];
    case "replace":
      return [
        {
          kind: "replace",
          what: replacedFor(resource),
          wayBack: none("the cluster goes with all that runs in it, and an empty one comes"),
        },
      ];
    case "update":
      return clusterUpdate(resource, before, after, day);
  }
}

function clusterUpdate(
  resource: Changed<ClusterState>["resource"],
  before: ClusterState | undefined,
  after: ClusterState | undefined,
  day: string,
): readonly Facet[] {
  const facets: Facet[] = [];
  const version = fromTo(before?.version, after?.version);
  if (version !== undefined) {
    const wayBack = controlPlaneWayBack(before, after, day);
    facets.push({ kind: "control-plane", what: `control plane ${version}`, wayBack });
  }
  const protection = turned(before?.isProtected, after?.isProtected);
  if (protection === "on") {
    facets.push({ kind: "protect", what: "protected from removal", wayBack: open("take the diff back") });
  }
  if (protection === "off") {
    const wayBack = open("protect it again, before it is removed");
    facets.push({ kind: "unprotect", what: "no longer protected from removal", wayBack });
  }
  if (differs([before?.isPublic, before?.publicCidrs], [after?.isPublic, after?.publicCidrs])) {
    const what = `public endpoint ${endpoint(before)} → ${endpoint(after)}`;
    facets.push({ kind: "access", what, wayBack: open("take the diff back") });
  }
  const support = fromTo(before?.supportType, after?.supportType);
  if (support !== undefined) {
    facets.push({ kind: "other", what: `support ${support}`, wayBack: supportWayBack(after) });
  }
  const told = [
    "version",
    "upgrade_policy",
    "deletion_protection",
    // A declared rollback goes with the version, in either direction.
    ...(version === undefined ? [] : Object.values(rollbackAttributes)),
    ...(facets.some(({ kind }) => kind === "access")
      ? ["vpc_config.public_access_cidrs", "vpc_config.endpoint_public_access"]
      : []),
  ];
  return [...facets, ...otherFacets(resource, told)];
}

function controlPlaneWayBack(
  before: ClusterState | undefined,
  after: ClusterState | undefined,
  day: string,
): WayBack {
  const was = KubernetesVersion.parse(ifKnown(before?.version) ?? "");
  const is = KubernetesVersion.parse(ifKnown(after?.version) ?? "");
  if (was === undefined || is === undefined) {
    return none("the versions are not both known");
  }
  const minors = is.minorsAheadOf(was);
  if (minors < 0) {
    return open(`upgrade to ${was} again`);
  }
  if (minors > 1) {
    return none("EKS goes back one minor at most");
  }
  return {
    state: "closes",
    how: `one minor, to ${was}, within seven days of the apply (applied on ${day}: until ${lastRollbackDay(day)}), as long as no nodes are newer and the add-ons fit ${was}; then it closes`,
  };
}

function supportWayBack(after: ClusterState | undefined): WayBack {
  return ifKnown(after?.supportType) === "EXTENDED"
    ? { state: "closes", how: "take the diff back, before extended support begins; then it closes" }
    : open("take the diff back");
}

function endpoint(cluster: ClusterState | undefined): string {
  const isPublic = ifKnown(cluster?.isPublic);
  if (isPublic !== true) {
    return isPublic === undefined ? said(UNKNOWN) : "off";
  }
  const cidrs = ifKnown(cluster?.publicCidrs);
  return cidrs === undefined || cidrs.length === 0 ? "on" : `on for ${cidrs.join(", ")}`;
}

export function addonFacets({ resource, before, after }: Changed<AddonState>): readonly Facet[] {
  const name = said((after ?? before)?.addonName);
  switch (resource.action) {
    case "create":
      return [
        {
          kind: "add-ons",
          what: `${name} ${said(after?.addonVersion)} added`,
          wayBack: open("remove it again"),
        },
        ...otherFacets(resource, []),
      ];
    case "delete":
      return [
        {
          kind: "add-ons",
          what: `${name} ${said(before?.addonVersion)} removed`,
          wayBack: open("add it again; what it did is not done in between"),
        },
      ];
    case "replace":
      return [
        {
          kind: "replace",
          what: `${name} ${replacedFor(resource)}`,
          wayBack: open("take the diff back, which replaces it again; what it does is not done in between"),
        },
      ];
    case "update": {
      const version = fromTo(before?.addonVersion, after?.addonVersion);
      const build: readonly Facet[] =
        version === undefined
          ? []
          : [
              {
                kind: "add-ons",
                what: `${name} ${version}`,
                wayBack: open(`pin ${said(before?.addonVersion)} again`),
              },
            ];
      const rest = otherFacets(resource, ["addon_version"]);
      return [...build, ...rest.map((facet) => ({ ...facet, what: `${name}: ${facet.what}` }))];
    }
  }
}
