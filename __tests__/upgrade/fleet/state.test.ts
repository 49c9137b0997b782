import fc from "fast-check";
import { type ClusterKey, clusterKey, type Keyed, keyOf } from "../../../upgrade/fleet/key";
import {
  filterParts,
  forEachThing,
  keysIn,
  mergedFleet,
  splitParts,
  withKeys,
} from "../../../upgrade/fleet/parts";
import {
  EMPTY_FLEET,
  emptyLists,
  type FleetState,
  type PartName,
  type Place,
  partNames,
  type Things,
  UNKNOWN,
} from "../../../upgrade/fleet/state";
import {
  addonState,
  bindingState,
  clusterState,
  loadBalancerState,
  nodeGroupState,
  nodePoolState,
  routeState,
  targetGroupState,
} from "../rules/state";

/** A thing of each kind. A new kind of part has no thing here, and so it does not compile, until it is added. */
const THINGS: { readonly [P in PartName]: (place: Place, cluster: ClusterKey) => Things[P] } = {
  clusters: (place, key) => clusterState({ ...place, key }),
  readClusters: (place, key) => clusterState({ ...place, key }),
  nodeGroups: (place, cluster) => nodeGroupState({ ...place, cluster }),
  addons: (place, cluster) => addonState({ ...place, cluster }),
  nodePools: (place, cluster) => nodePoolState({ ...place, cluster }),
  nodeClasses: (place, cluster) => ({ ...place, cluster, className: "default", kind: "EC2NodeClass" }),
  fargateProfiles: (place, cluster) => ({ ...place, cluster, profileName: "system", selectors: [] }),
  otherNodes: (place, cluster) => ({ ...place, cluster, kind: "fargate" }),
  loadBalancers: (place) => loadBalancerState(place),
  targetGroups: (place) => targetGroupState("a", place),
  routes: (place) => routeState({ a: 90, b: 10 }, place),
  bindings: (place, cluster) => bindingState("a", { ...place, cluster }),
  releases: (place, cluster) => ({ ...place, cluster, releaseName: "release", chart: "chart" }),
  roles: (place) => ({ ...place, roleName: "role" }),
  identities: (place, cluster) => ({
    ...place,
    cluster,
    clusterName: "alpha-kr-a",
    group: "alpha-kr",
    isActive: true,
  }),
  drains: (place, cluster) => ({ ...place, cluster, nodeGroupName: "workers-v1" }),
  links: (place, cluster) => ({
    ...place,
    type: "aws_eks_node_group",
    label: "node group a",
    isUser: true,
    cluster,
    ids: [],
    names: [{ id: "role:a" }],
    gives: [],
  }),
  records: (place, cluster) => ({
    ...place,
    recordName: "web.example.com",
    recordType: "A",
    weight: 90,
    loadBalancerNames: [],
    cluster,
  }),
  haproxies: (place, cluster) => ({
    ...place,
    backendName: "orders",
    servers: [{ serverName: "a", weight: 90, cluster }],
    settings: "",
  }),
  elsewhere: (place, key) => ({ ...place, kind: "cluster", key, name: "alpha-kr-a" }),
};

const stacks = ["one", "two", "three"];
const clusters = ["a", "b"].map((name) => clusterKey({ region: "ap-northeast-2", name }));

/** Up to two things of each kind, in any stacks. */
const fleets: fc.Arbitrary<FleetState> = fc
  .array(
    fc.record({
      part: fc.constantFrom(...partNames),
      stack: fc.constantFrom(...stacks),
      cluster: fc.constantFrom(...clusters),
    }),
    { maxLength: 30 },
  )
  .map((chosen) => {
    const fleet = chosen.map(({ part, stack, cluster }, index) =>
      only(part, { stack, address: `${part}-${index}` }, cluster),
    );
    return mergedFleet(fleet);
  });

function only<P extends PartName>(part: P, place: Place, cluster: ClusterKey): FleetState {
  const fleet = emptyLists();
  fleet[part].push(THINGS[part](place, cluster));
  return fleet;
}

function placesIn(...all: readonly FleetState[]): readonly string[] {
  const places: string[] = [];
  for (const fleet of all) {
    forEachThing(fleet, ({ stack, address }, part) => {
      places.push(`${part} ${stack} ${address}`);
    });
  }
  return places.sort();
}

test("an empty fleet has every part", () => {
  expect(Object.keys(EMPTY_FLEET)).toEqual([...partNames]);
  expect(Object.keys(THINGS).sort()).toEqual([...partNames].sort());
});

test("fleets that are merged have all things of all parts", () => {
  fc.assert(
    fc.property(fc.array(fleets, { maxLength: 3 }), (all) => {
      expect(placesIn(mergedFleet(all))).toEqual(placesIn(...all));
    }),
  );
});

test("a fleet that is split by anything, or cut in two, has all its things in the pieces", () => {
  fc.assert(
    fc.property(fleets, fc.constantFrom(...stacks), (fleet, stack) => {
      expect(placesIn(...splitParts(fleet, (thing) => thing.stack).values())).toEqual(placesIn(fleet));
      const [inside, outside] = [
        filterParts(fleet, (thing) => thing.stack === stack),
        filterParts(fleet, (thing) => thing.stack !== stack),
      ];
      expect(placesIn(inside, outside)).toEqual(placesIn(fleet));
      expect(placesIn(inside).every((place) => place.includes(` ${stack} `))).toBe(true);
    }),
  );
});

test("a fleet with other keys has all its things, and each has the new key everywhere", () => {
  const old = clusterKey({ region: "ap-northeast-2", name: "a" });
  const other = { account: "123456789012", region: "ap-northeast-2", name: "a" };
  fc.assert(
    fc.property(fleets, (fleet) => {
      const [renamed = fleet, again] = withKeys([fleet, fleet], {
        own: (kind, thing) => (thing.key === old ? { key: keyOf(kind, other) } : thing),
        named: (kind, key) => (key === old ? keyOf(kind, other) : key),
      });
      expect(again).toEqual(renamed);
      expect(placesIn(renamed)).toEqual(placesIn(fleet));
      const left: string[] = [];
      forEachThing(renamed, (thing, part) => {
        left.push(...keysIn(part, thing).map(({ key }) => key));
      });
      expect(left).not.toContain(old);
    }),
  );
});

test("a thing whose keys stay stays one object, and one with another key is one object in all fleets", () => {
  const rename = (name: string) => ({
    own: <K extends Keyed>(kind: K) => ({ key: keyOf(kind, { name }) }),
    named: <K extends Keyed>(kind: K) => keyOf(kind, { name }),
  });
  fc.assert(
    fc.property(fleets, (fleet) => {
      const [once = fleet, twice] = withKeys([fleet, fleet], rename("a"));
      const [again] = withKeys([once], rename("a"));
      for (const part of partNames) {
        for (const [at, thing] of once[part].entries()) {
          expect(twice?.[part][at]).toBe(thing);
          expect(again?.[part][at]).toBe(thing);
        }
      }
    }),
  );
});

test("the keys of a thing are its own and those that it names; what is unknown is none", () => {
  const [key] = clusters;
  if (key === undefined) {
    throw new Error("no key");
  }
  const place = { stack: "one", address: "thing" };
  expect(keysIn("clusters", THINGS.clusters(place, key))).toEqual([{ kind: "cluster", key, isOwn: true }]);
  expect(keysIn("nodeGroups", THINGS.nodeGroups(place, key))).toEqual([
    { kind: "cluster", key, isOwn: false },
  ]);
  expect(keysIn("nodeGroups", nodeGroupState({ cluster: UNKNOWN }))).toEqual([]);
  expect(keysIn("bindings", THINGS.bindings(place, key)).map(({ kind }) => kind)).toEqual([
    "cluster",
    "targetGroup",
  ]);
});
