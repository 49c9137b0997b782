import type { FleetChange, ResourceChange } from "../fleet/change";
import { fleetDiff, type Pair } from "../fleet/diff";
import { lazily } from "../fleet/lazily";
import { ifKnown, type Place } from "../fleet/state";
import { addonFacets, clusterFacets } from "./cluster-changes";
import { identityFacets } from "./identity-changes";
import { FleetNames } from "./names";
import { nodeGroupFacets } from "./node-group-changes";
import {
  type Changed,
  changeKinds,
  type Facet,
  fromTo,
  none,
  open,
  otherFacets,
  type ReviewedChange,
  replacedFor,
  said,
} from "./reviewed-change";
import { bindingFacets, routeFacets, type ShortName, targetGroupFacets } from "./traffic-changes";

/** The owner and the subject of a change, and what differs. */
interface Described {
  readonly owner: string;
  readonly subject: string;
  readonly facets: readonly Facet[];
}

/**
 * What a change does, in plain words: by cluster and load balancer, in the order of an upgrade. The same change of
 * many listeners and rules is one line.
 *
 * @param day - the day of the review: the end of a limited rollback is counted from it
 */
export function changesOf(change: FleetChange, day: string): readonly ReviewedChange[] {
  const describe = describer(change, day);
  const merged = new Map<string, Omit<ReviewedChange, "places"> & { readonly resources: ResourceChange[] }>();
  for (const resource of change.resources) {
    const { owner, subject, facets } = describe(resource);
    for (const facet of facets) {
      const key = JSON.stringify([facet.kind, owner, subject, facet.what, facet.rollback?.how]);
      const same = merged.get(key);
      if (same === undefined) {
        merged.set(key, { ...facet, owner, subject, resources: [resource] });
      } else {
        same.resources.push(resource);
      }
    }
  }
  return [
    ...[...merged.values()].map(({ resources, ...reviewed }) => ({
      ...reviewed,
      what: `${reviewed.what}${tally(reviewed.kind === "shift", resources)}`,
      places: resources.map(({ stack, address }): Place => ({ stack, address })),
    })),
    ...invocationsOf(change),
  ].sort(byOwnerAndKind);
}

function invocationsOf({ invocations = [] }: FleetChange): readonly ReviewedChange[] {
  return invocations.map(({ stack, address, type }) => ({
    kind: "other",
    owner: stack,
    subject: stack,
    what: `${address} invoked`,
    rollback: none(`Terraform cannot take back what ${type} does`),
    places: [{ stack, address }],
  }));
}

/** " on 2 listeners and 32 rules", " (3 times)". */
function tally(isShift: boolean, resources: readonly ResourceChange[]): string {
  if (!isShift) {
    return resources.length === 1 ? "" : ` (${resources.length} times)`;
  }
  const listeners = resources.filter(({ kind }) => kind === "listener").length;
  const counts = [counted(listeners, "listener"), counted(resources.length - listeners, "rule")];
  return ` on ${counts.filter((count) => count !== "").join(" and ")}`;
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** By cluster or load balancer, then in the order of an upgrade. The order of the plans has no effect. */
function byOwnerAndKind(left: ReviewedChange, right: ReviewedChange): number {
  return (
    compare(left.owner, right.owner) ||
    changeKinds.indexOf(left.kind) - changeKinds.indexOf(right.kind) ||
    compare(left.subject, right.subject) ||
    compare(left.what, right.what)
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function describer(change: FleetChange, day: string): (resource: ResourceChange) => Described {
  const names = new FleetNames(change);
  const diff = fleetDiff(change);
  const finders = {
    cluster: finderIn(diff.clusters),
    nodeGroup: finderIn(diff.nodeGroups),
    addon: finderIn(diff.addons),
    loadBalancer: finderIn(diff.loadBalancers),
    targetGroup: finderIn(diff.targetGroups),
    route: finderIn(diff.routes),
    binding: finderIn(diff.bindings),
    release: finderIn(diff.releases),
    role: finderIn(diff.roles),
    identity: finderIn(diff.identities),
  };
  const of = (owner: string | undefined, resource: ResourceChange, facets: readonly Facet[]): Described => ({
    owner: owner ?? resource.stack,
    subject: owner ?? resource.stack,
    facets,
  });
  return (resource) => {
    switch (resource.kind) {
      case "cluster": {
        const changed = finders.cluster(resource);
        return of(
          names.cluster((changed.after ?? changed.before)?.key),
          resource,
          clusterFacets(changed, day),
        );
      }
      case "node-group": {
        const changed = finders.nodeGroup(resource);
        const group = changed.after ?? changed.before;
        const owner = names.cluster(group?.cluster) ?? resource.stack;
        // AWS may generate the name of the replacement.
        const name = ifKnown(group?.nodeGroupName) ?? changed.before?.nodeGroupName ?? group?.nodeGroupName;
        return {
          owner,
          subject: `${said(name)} of ${owner}`,
          facets: nodeGroupFacets(changed),
        };
      }
      case "addon": {
        const changed = finders.addon(resource);
        return of(names.cluster((changed.after ?? changed.before)?.cluster), resource, addonFacets(changed));
      }
      case "listener":
      case "listener-rule": {
        const changed = finders.route(resource);
        const loadBalancer = (changed.after ?? changed.before)?.loadBalancer;
        const owner = names.loadBalancer(loadBalancer);
        const shortName: ShortName = (key) => names.targetGroup(key, loadBalancer);
        return of(owner, resource, routeFacets(changed, shortName));
      }
      case "target-group": {
        const changed = finders.targetGroup(resource);
        const group = changed.after ?? changed.before;
        return of(
          group === undefined ? undefined : names.loadBalancerOf(group.key),
          resource,
          targetGroupFacets(changed),
        );
      }
      case "binding": {
        const changed = finders.binding(resource);
        const owner = names.cluster((changed.after ?? changed.before)?.cluster);
        return of(
          owner,
          resource,
          bindingFacets(changed, (key) => names.targetGroup(key)),
        );
      }
      case "load-balancer": {
        const changed = finders.loadBalancer(resource);
        const owner = names.loadBalancer((changed.after ?? changed.before)?.key);
        return of(owner, resource, plainFacets(resource, "load balancer"));
      }
      case "release": {
        const changed = finders.release(resource);
        const { releaseName, chart } = changed.after ?? changed.before ?? {};
        const noun = `Helm release ${said(releaseName)} of ${said(chart)}`;
        const version = fromTo(changed.before?.chartVersion, changed.after?.chartVersion);
        const facets: readonly Facet[] =
          resource.action === "update" && version !== undefined
            ? [
                { kind: "workload", what: `${noun}: ${version}`, rollback: open("revert the diff") },
                ...ofNoun(noun, otherFacets(resource, ["version"])),
              ]
            : plainFacets(resource, noun, "workload");
        return of(undefined, resource, facets);
      }
      case "role": {
        const { before, after } = finders.role(resource);
        const role = after ?? before;
        const name = role === undefined ? resource.address : said(role.roleName);
        return of(undefined, resource, plainFacets(resource, `role ${name}`));
      }
      case "other": {
        const changed = finders.identity(resource);
        const identity = changed.after ?? changed.before;
        const facets = identityFacets(changed);
        return identity === undefined || facets.length === 0
          ? of(undefined, resource, plainFacets(resource, resource.type))
          : of(ifKnown(identity.clusterName), resource, facets);
      }
    }
  };
}

/** For a resource without facets of its own: what Terraform does to it. */
function plainFacets(
  resource: ResourceChange,
  noun: string,
  kind: "workload" | "other" = "other",
): readonly Facet[] {
  switch (resource.action) {
    case "create":
      return [{ kind, what: `${noun} created`, rollback: open("remove it") }, ...otherFacets(resource, [])];
    case "delete":
      return [
        {
          kind: kind === "workload" ? "workload-remove" : "other",
          what: `${noun} removed`,
          ...(kind === "workload" ? { rollback: open("install it again") } : {}),
        },
      ];
    case "replace":
      return [
        {
          kind: "replace",
          what: `${noun} ${replacedFor(resource)}`,
          ...(noun === "load balancer"
            ? { rollback: none("its DNS name changes, and clients of the old name get no answer") }
            : {}),
        },
      ];
    case "update":
      return ofNoun(noun, otherFacets(resource, []));
  }
}

function ofNoun(noun: string, facets: readonly Facet[]): readonly Facet[] {
  return facets.map((facet) => ({ ...facet, what: `${noun}: ${facet.what}` }));
}

/** Finds the part of the fleet for a resource, before and after. */
function finderIn<T>(pairs: readonly Pair<T>[]): (resource: ResourceChange) => Changed<T> {
  const byChange = lazily(
    () => new Map(pairs.flatMap((pair) => (pair.change === undefined ? [] : [[pair.change, pair] as const]))),
  );
  return (resource) => ({ ...byChange().get(resource), resource });
}
