import {
  type ClusterKey,
  type Identity,
  Keys,
  type LoadBalancerKey,
  type TargetGroupKey,
} from "../../upgrade/fleet/key";
import { allLabelledIn, labelsOf } from "../../upgrade/fleet/labels";
import { elsewhere } from "../../upgrade/fleet/resolve-keys";
import type { FleetState } from "../../upgrade/fleet/state";

/** All that tests name. */
const keys = new Keys();

/** "ap-northeast-2/alpha-kr-a", or the name alone where no region is known. */
export function clusterIn(label: string): ClusterKey {
  return keys.of("cluster", identityIn(label));
}

export function targetGroupIn(label: string): TargetGroupKey {
  return keys.of("targetGroup", identityIn(label));
}

export function loadBalancerIn(label: string): LoadBalancerKey {
  return keys.of("loadBalancer", identityIn(label));
}

function identityIn(label: string): Identity {
  const [first = "", name] = label.split("/");
  return name === undefined ? { name: first } : { region: first, name };
}

/** The fleets with what they name and none of them has, as readers give them. */
export function withElsewhere(...fleets: readonly FleetState[]): readonly FleetState[] {
  const missing = elsewhere(fleets, keys);
  return fleets.map((fleet) => ({ ...fleet, elsewhere: missing }));
}

/** The fleets with the labels that people read in place of keys. */
export function withLabels(...fleets: readonly FleetState[]): readonly FleetState[] {
  const labels = labelsOf(allLabelledIn(fleets));
  return fleets.map((fleet) =>
    JSON.parse(
      JSON.stringify(fleet),
      (_, value) => (typeof value === "string" && labels.get(value)) || value,
    ),
  );
}
