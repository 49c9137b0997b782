import { loadBalancerPath } from "../../fleet/path-to";
import type { FleetEdit } from "../edits/fleet-edit";
import { addItems, remove } from "../edits/make-edit";
import type { LoadBalancer } from "../load-balancers";

/** Removes a slot from a load balancer, and guards the target group until nothing is sent to it. */
export function slotRemoval(
  { name }: LoadBalancer,
  slot: string,
  hasPreview: boolean,
  weight: number,
): readonly FleetEdit[] {
  return [
    ...(hasPreview ? [remove(loadBalancerPath(name, "previews", slot))] : []),
    remove(loadBalancerPath(name, "targetGroups", slot)),
    remove(loadBalancerPath(name, "weights", slot), weight),
    addItems(loadBalancerPath(name, "removedTargetGroups"), [slot]),
  ];
}
