import { grouped } from "./grouped";
import { type Identity, type Keyed, type KeyTypes, keyedKinds } from "./key";
import { ifKnown, isUnknown, type Known } from "./known";
import { lazily } from "./lazily";
import type { Place } from "./place";
import type { FleetState } from "./state";

/** What people know a cluster, target group or load balancer by. */
export interface Labelled extends Place {
  readonly key: string;
  readonly account?: string;
  readonly region?: string;
  readonly name: Known<string>;
}

const OWN_OR_READ: Readonly<Record<Keyed, (fleet: FleetState) => readonly Labelled[]>> = {
  cluster: ({ clusters, readClusters }) =>
    [...clusters, ...readClusters].map((each) => ({ ...each, name: each.clusterName })),
  targetGroup: ({ targetGroups }) => targetGroups.map((each) => ({ ...each, name: each.targetGroupName })),
  loadBalancer: ({ loadBalancers }) =>
    loadBalancers.map((each) => ({ ...each, name: each.loadBalancerName })),
};

/** The things of a kind that fleets have, read or name. */
export function labelledIn(kind: Keyed, fleets: readonly FleetState[]): readonly Labelled[] {
  return fleets.flatMap((fleet) => [
    ...OWN_OR_READ[kind](fleet),
    ...fleet.elsewhere.filter((thing) => thing.kind === kind),
  ]);
}

/** The things of all kinds. */
export function allLabelledIn(fleets: readonly FleetState[]): readonly Labelled[] {
  return keyedKinds.flatMap((kind) => labelledIn(kind, fleets));
}

/** The name of each thing that has or is given one, by its key. */
export function namesIn(fleets: readonly FleetState[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { key, name } of allLabelledIn(fleets)) {
    const known = ifKnown(name);
    if (known !== undefined && !names.has(key)) {
      names.set(key, known);
    }
  }
  return names;
}

/** Names and labels of what fleets have, read or name, by key. Found at the first use. */
export class Names {
  private readonly names = lazily(() => namesIn(this.fleets));
  private readonly labels = lazily(() => labelsOf(allLabelledIn(this.fleets)));

  constructor(private readonly fleets: readonly FleetState[]) {}

  /** `undefined` if the key, or the name, is unknown. */
  nameOf(key: Known<KeyTypes[Keyed]> | undefined): string | undefined {
    return key === undefined || isUnknown(key) ? undefined : this.names().get(key);
  }

  /** "ap-northeast-2/alpha-kr-a"; with the account or the stack if another has the same region and name. */
  labelOf(key: Known<KeyTypes[Keyed]> | undefined): string | undefined {
    return key === undefined || isUnknown(key) ? undefined : this.labels().get(key);
  }
}

/** "alpha-kr-a", "ap-northeast-2/alpha-kr-a", …: each says more than the one before it. */
const FORMS: readonly ((thing: Labelled) => string)[] = [
  ({ name, ...place }) => ifKnown(name) ?? placeLabel(place),
  regional,
  (thing) => (thing.account === undefined ? regional(thing) : `${thing.account}/${regional(thing)}`),
  (thing) => `${regional(thing)} (${thing.stack})`,
  (thing) => `${regional(thing)} (${placeLabel(thing)})`,
];

/** "ap-northeast-2/alpha-kr-a"; with the account in front if it is needed. */
export function regionalLabel({ region, name }: Pick<Identity, "region" | "name">): string {
  return region === undefined ? name : `${region}/${name}`;
}

function regional({ region, name, ...place }: Labelled): string {
  const known = ifKnown(name);
  return known === undefined ? placeLabel(place) : regionalLabel({ region, name: known });
}

function placeLabel({ stack, address }: Place): string {
  return `${stack}: ${address}`;
}

/**
 * A label for each key: the shortest that no other thing has.
 * @param from the shortest form that is wanted: the name alone, or the region and the name
 */
export function labelsOf(
  things: readonly Labelled[],
  from: "name" | "region" = "region",
): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  let open = new Map<string, Labelled>();
  for (const thing of things) {
    if (!open.has(thing.key)) {
      open.set(thing.key, thing);
    }
  }
  for (const form of FORMS.slice(from === "name" ? 0 : 1)) {
    const alike = grouped([...open.values()], form);
    open = new Map();
    for (const [text, same] of alike) {
      for (const thing of same) {
        labels.set(thing.key, text);
        if (same.length > 1) {
          open.set(thing.key, thing);
        }
      }
    }
  }
  return labels;
}
