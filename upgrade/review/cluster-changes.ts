import { rollbackAttributes } from "../eks/declared-rollback";
import { KubernetesVersion } from "../eks/kubernetes-version";
import { lastRollbackDay } from "../eks/rollback-window";
import { type AddonState, type ClusterState, type IdentityState, ifKnown, UNKNOWN } from "../fleet/state";
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
  type Rollback,
  said,
  turned,
} from "./reviewed-change";

export function clusterFacets(
  { resource, before, after }: Changed<ClusterState>,
  day: string,
): readonly Facet[] {
  return facetsOf(resource, "", {
    create: facet(
      "cluster-create",
      `cluster created with Kubernetes ${said(after?.version)}`,
      open("remove it while it has no traffic"),
    ),
    delete: facet(
      "cluster-remove",
      `cluster removed (Kubernetes ${said(before?.version)})`,
      none("a new cluster has to be created and filled"),
    ),
    replace: none("Terraform destroys the cluster and everything in it, then creates an empty one"),
    update: () => clusterUpdate(resource, before, after, day),
  });
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
    const rollback = controlPlaneRollback(before, after, day);
    facets.push(facet("control-plane", `control plane ${version}`, rollback));
  }
  const protection = turned(before?.isProtected, after?.isProtected);
  if (protection === "on") {
    facets.push(facet("protect", "protected from removal", open("revert the diff")));
  }
  if (protection === "off") {
    const rollback = open("protect it again before it is removed");
    facets.push(facet("unprotect", "no longer protected from removal", rollback));
  }
  if (differs([before?.isPublic, before?.publicCidrs], [after?.isPublic, after?.publicCidrs])) {
    const what = `public endpoint ${endpoint(before)} → ${endpoint(after)}`;
    facets.push(facet("access", what, open("revert the diff")));
  }
  const support = fromTo(before?.supportType, after?.supportType);
  if (support !== undefined) {
    facets.push(facet("other", `support ${support}`, supportRollback(after)));
  }
  const mode = fromTo(before?.authenticationMode, after?.authenticationMode);
  if (mode !== undefined) {
    const rollback = none("EKS never changes the authentication mode back");
    facets.push({ kind: "access", what: `authentication mode ${mode}`, rollback });
  }
  const named = [
    "version",
    "access_config.authentication_mode",
    "upgrade_policy",
    "deletion_protection",
    // A declared rollback belongs to the version, in both directions.
    ...(version === undefined ? [] : Object.values(rollbackAttributes)),
    ...(facets.some(({ kind }) => kind === "access")
      ? ["vpc_config.public_access_cidrs", "vpc_config.endpoint_public_access"]
      : []),
  ];
  return [...facets, ...otherFacets(resource, named)];
}

function controlPlaneRollback(
  before: ClusterState | undefined,
  after: ClusterState | undefined,
  day: string,
): Rollback {
  const was = KubernetesVersion.parse(ifKnown(before?.version) ?? "");
  const is = KubernetesVersion.parse(ifKnown(after?.version) ?? "");
  if (was === undefined || is === undefined) {
    return none("a version is known after apply");
  }
  const minors = is.minorsAheadOf(was);
  if (minors < 0) {
    return open(`upgrade to ${was} again`);
  }
  if (minors > 1) {
    return none("EKS rolls back one minor version at most");
  }
  return {
    state: "closes",
    how: `to ${was} within seven days of the apply (applied on ${day}: until ${lastRollbackDay(day)}), if no nodes are newer and the add-ons are compatible with ${was}`,
  };
}

function supportRollback(after: ClusterState | undefined): Rollback {
  return ifKnown(after?.supportType) === "EXTENDED"
    ? { state: "closes", how: "revert the diff before extended support begins" }
    : open("revert the diff");
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
  const was = said(before?.addonVersion);
  return facetsOf(resource, name, {
    create: facet("add-ons", `${name} ${said(after?.addonVersion)} added`, open("remove it")),
    delete: facet("add-ons", `${name} ${was} removed`, open("add it again; it does not run in between")),
    replace: open("revert the diff, which replaces it again; it does not run in between"),
    update() {
      const version = fromTo(before?.addonVersion, after?.addonVersion);
      return [
        ...(version === undefined ? [] : [facet("add-ons", `${name} ${version}`, open(`pin ${was} again`))]),
        ...ofNoun(name, otherFacets(resource, ["addon_version"])),
      ];
    },
  });
}

/** Whether a change activates or deactivates a cluster. Empty if neither. */
export function identityFacets({ before, after }: Changed<IdentityState>): readonly Facet[] {
  const [was, is] = [before?.isActive === true, after?.isActive === true];
  const group = said((after ?? before)?.group);
  if (was === is) {
    return [];
  }
  const [what, rollback] = is
    ? [
        `becomes the active cluster of ${group}: work that may run once runs here`,
        "deactivate it, check that its work has ended, then activate another cluster",
      ]
    : [
        `is no longer the active cluster of ${group}: work that may run once ends here`,
        "activate it again, if no other cluster is active",
      ];
  return [facet("workload", what, open(rollback))];
}
