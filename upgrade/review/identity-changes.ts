import type { IdentityState } from "../fleet/state";
import { type Changed, type Facet, facet, open, said } from "./reviewed-change";

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
