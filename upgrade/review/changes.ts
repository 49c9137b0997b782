import { compareTexts } from "../eks/compare-texts";
import type { FleetChange, ResourceChange } from "../fleet/change";
import { isDerivedRoute } from "../fleet/derived-traffic";
import { type FleetDiff, fleetDiff, type Pair } from "../fleet/diff";
import { lazily } from "../fleet/lazily";
import { ByPlace } from "../fleet/place";
import { ifKnown, type Place, type ReleaseState, type RouteState } from "../fleet/state";
import { addonFacets, clusterFacets, identityFacets } from "./cluster-changes";
import { haproxyFacets, type RoutePair, recordFacets } from "./derived-changes";
import { FleetNames } from "./names";
import { drainFacets, nodeGroupFacets } from "./node-group-changes";
import { nodePoolFacets } from "./node-pool-changes";
import {
  type Changed,
  changeKinds,
  type Facet,
  facet,
  facetsOf,
  fromTo,
  none,
  ofNoun,
  open,
  otherFacets,
  type ReviewedChange,
  reinstall,
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

/** " on 2 listeners and 32 rules", " on 2 records", " (3 times)". */
function tally(isShift: boolean, resources: readonly ResourceChange[]): string {
  if (!isShift) {
    return resources.length === 1 ? "" : ` (${resources.length} times)`;
  }
  const counts = SHIFTED.map(([kind, noun]) =>
    counted(resources.filter((resource) => resource.kind === kind).length, noun),
  );
  return ` on ${counts.filter((count) => count !== "").join(" and ")}`;
}

/** The kinds of resources that have weights. */
const SHIFTED: readonly (readonly [ResourceChange["kind"], string])[] = [
  ["listener", "listener"],
  ["listener-rule", "rule"],
  ["record", "record"],
  ["haproxy", "configuration"],
];

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** By cluster or load balancer, then in the order of an upgrade. The order of the plans has no effect. */
function byOwnerAndKind(left: ReviewedChange, right: ReviewedChange): number {
  return (
    compareTexts(left.owner, right.owner) ||
    changeKinds.indexOf(left.kind) - changeKinds.indexOf(right.kind) ||
    compareTexts(left.subject, right.subject) ||
    compareTexts(left.what, right.what)
  );
}

type Describe = (resource: ResourceChange) => Described;

function describer(change: FleetChange, day: string): Describe {
  const names = new FleetNames(change);
  const diff = fleetDiff(change);
  const of = (
    { resource }: Changed<unknown>,
    owner: string | undefined,
    facets: readonly Facet[],
    subject = owner ?? resource.stack,
  ): Described => ({ owner: owner ?? resource.stack, subject, facets });
  const describers: Readonly<Record<ResourceChange["kind"], Describe>> = {
    cluster: describing(diff.clusters, (changed, cluster) =>
      of(changed, names.cluster(cluster?.key), clusterFacets(changed, day)),
    ),
    "node-group": describing(diff.nodeGroups, (changed, group) => {
      const owner = names.cluster(group?.cluster) ?? changed.resource.stack;
      // AWS may generate the name of the replacement.
      const name = ifKnown(group?.nodeGroupName) ?? changed.before?.nodeGroupName ?? group?.nodeGroupName;
      return of(changed, owner, nodeGroupFacets(changed), `${said(name)} of ${owner}`);
    }),
    addon: describing(diff.addons, (changed, addon) =>
      of(changed, names.cluster(addon?.cluster), addonFacets(changed)),
    ),
    listener: describing(diff.routes, describeRoute),
    "listener-rule": describing(diff.routes, describeRoute),
    "target-group": describing(diff.targetGroups, (changed, group) =>
      of(changed, group && names.loadBalancerOf(group.key), targetGroupFacets(changed)),
    ),
    record: describing(diff.records, (changed, record) => {
      const route = routeOf(record);
      return record === undefined || route === undefined
        ? of(changed, undefined, plainFacets(changed.resource, changed.resource.type))
        : describeDerived(changed.resource, route, (shortName) => recordFacets(changed, route, shortName));
    }),
    haproxy: describing(diff.haproxies, (changed, haproxy) => {
      const route = routeOf(haproxy);
      return route === undefined
        ? of(changed, undefined, plainFacets(changed.resource, changed.resource.type))
        : describeDerived(changed.resource, route, (shortName) => haproxyFacets(changed, route, shortName));
    }),
    binding: describing(diff.bindings, (changed, binding) =>
      of(
        changed,
        names.cluster(binding?.cluster),
        bindingFacets(changed, (key) => names.targetGroup(key)),
      ),
    ),
    "load-balancer": describing(diff.loadBalancers, (changed, balancer) =>
      of(changed, names.loadBalancer(balancer?.key), plainFacets(changed.resource, "load balancer")),
    ),
    release: describing(diff.releases, (changed, release) =>
      // Helpers of other releases are no parts of the fleet.
      of(
        changed,
        undefined,
        release === undefined
          ? plainFacets(changed.resource, changed.resource.address)
          : releaseFacets(changed),
      ),
    ),
    role: describing(diff.roles, (changed, role) => {
      const noun = `role ${role === undefined ? changed.resource.address : said(role.roleName)}`;
      return of(changed, undefined, plainFacets(changed.resource, noun));
    }),
    other: (resource) => (drains().has(resource) ? describeDrain(resource) : describeOther(resource)),
  };
  const describeDrain = describing(diff.drains, (changed, drain) => {
    const owner = names.cluster(drain?.cluster) ?? changed.resource.stack;
    return of(changed, owner, drainFacets(changed.resource), `${said(drain?.nodeGroupName)} of ${owner}`);
  });
  const describeOther = describing(diff.identities, (changed, identity) => {
    const facets = identity === undefined ? [] : identityFacets(changed);
    return facets.length === 0
      ? of(changed, undefined, plainFacets(changed.resource, changed.resource.type))
      : of(changed, ifKnown(identity?.clusterName), facets);
  });
  const drains = lazily(() => new Set(diff.drains.map(({ change: ofDrain }) => ofDrain)));
  const derivedRoutes = lazily(() => routesByPlace(change, diff));
  const describePool = describing(diff.nodePools, (changed, pool) => {
    const owner = names.cluster(pool?.cluster) ?? changed.resource.stack;
    return of(changed, owner, nodePoolFacets(changed), `${said(pool?.nodePoolName)} of ${owner}`);
  });
  const pools = lazily(() => new Set(diff.nodePools.map(({ change: ofPool }) => ofPool)));
  return (resource) => (pools().has(resource) ? describePool(resource) : describers[resource.kind](resource));

  function routeOf(thing: Place | undefined): RoutePair | undefined {
    return thing === undefined ? undefined : derivedRoutes().get(thing);
  }

  function describeDerived(
    resource: ResourceChange,
    route: RoutePair,
    facets: (shortName: ShortName) => readonly Facet[],
  ): Described {
    const loadBalancer = (route.after ?? route.before)?.loadBalancer;
    const owner = names.loadBalancer(loadBalancer);
    return {
      owner: owner ?? resource.stack,
      subject: owner ?? resource.stack,
      facets: facets((key) => names.targetGroup(key, loadBalancer)),
    };
  }

  function describeRoute(changed: Changed<RouteState>, route: RouteState | undefined): Described {
    const facets = routeFacets(changed, (key) => names.targetGroup(key, route?.loadBalancer));
    return of(changed, names.loadBalancer(route?.loadBalancer), facets);
  }
}

/** The routes of records and backends, by the resources that they are made of. */
function routesByPlace({ before, after }: FleetChange, { routes }: FleetDiff): ByPlace<RoutePair> {
  const places = new Map(
    [...before.targetGroups, ...after.targetGroups].map((group) => [`${group.key}`, group]),
  );
  const found = new ByPlace<RoutePair>();
  for (const pair of routes) {
    if (isDerivedRoute((pair.after ?? pair.before)?.kind ?? "rule")) {
      for (const route of [pair.before, pair.after]) {
        for (const { targetGroup } of ifKnown(route?.targets) ?? []) {
          const place = places.get(ifKnown(targetGroup) ?? "");
          if (place !== undefined) {
            found.set(place, pair);
          }
        }
      }
    }
  }
  return found;
}

/** Finds the part of the fleet for a resource, before and after, and describes the change. */
function describing<T>(
  pairs: readonly Pair<T>[],
  describe: (changed: Changed<T>, thing: T | undefined) => Described,
): Describe {
  const byChange = lazily(() => new Map(pairs.map((pair) => [pair.change, pair])));
  return (resource) => {
    const { before, after } = byChange().get(resource) ?? {};
    return describe({ before, after, resource }, after ?? before);
  };
}

function releaseFacets({ resource, before, after }: Changed<ReleaseState>): readonly Facet[] {
  const { releaseName, chart } = after ?? before ?? {};
  const noun = `Helm release ${said(releaseName)} of ${said(chart)}`;
  const version = fromTo(before?.chartVersion, after?.chartVersion);
  return resource.action === "update" && version !== undefined
    ? [
        facet("workload", `${noun}: ${version}`, reinstall("version")),
        ...ofNoun(noun, otherFacets(resource, ["version"])),
      ]
    : plainFacets(resource, noun, "workload");
}

/** For a resource without facets of its own: what Terraform does to it. */
function plainFacets(
  resource: ResourceChange,
  noun: string,
  kind: "workload" | "other" = "other",
): readonly Facet[] {
  return facetsOf(resource, noun, {
    create: facet(kind, `${noun} created`, open("remove it")),
    delete:
      kind === "workload"
        ? facet("workload-remove", `${noun} removed`, open("install it again"))
        : facet("other", `${noun} removed`),
    replace:
      noun === "load balancer"
        ? none("its DNS name changes, and clients of the old name get no answer")
        : undefined,
    update: () => ofNoun(noun, otherFacets(resource, [])),
  });
}
