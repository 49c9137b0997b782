import type { IdentityState } from "../fleet/state";
import { type Changed, type Facet, open, said } from "./reviewed-change";

/** What a step does to whether a cluster is the active one; nothing where that stays as it was. */
export function identityFacets({ before, after }: Changed<IdentityState>): readonly Facet[] {
  const [was, is] = [before?.isActive === true, after?.isActive === true];
  const group = said((after ?? before)?.group);
  if (was === is) {
    return [];
  }
  return [
    is
      ? {
          kind: "workload",
          what: `becomes the active one of the clusters ${group}: what may run once runs here`,
          wayBack: open("make none active, see that it has ended here, and then make another active"),
        }
      : {
          kind: "workload",
          what: `is no longer the active one of the clusters ${group}: what may run once ends here`,
          wayBack: open("make it active again, where no other is by then"),
        },
  ];
}
