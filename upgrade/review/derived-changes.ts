import type { HaproxyState, RecordState, RouteState } from "../fleet/state";
import {
  type Changed,
  differs,
  type Facet,
  facet,
  facetsOf,
  none,
  open,
  otherFacets,
} from "./reviewed-change";
import { type ShortName, shiftOf, targetsText } from "./traffic-changes";

/** The route of a record or of a backend, before and after. */
export interface RoutePair {
  readonly before?: RouteState;
  readonly after?: RouteState;
}

/** What changes in a weighted record. The text of a shift is the same for all records of the name. */
export function recordFacets(
  { resource, before, after }: Changed<RecordState>,
  route: RoutePair,
  shortName: ShortName,
): readonly Facet[] {
  const is = targetsText(route.after, shortName);
  return facetsOf(resource, "record", {
    create: facet("bind", `record created: ${is}`, open("remove it while its weight is 0")),
    delete: facet(
      "unbind",
      `record removed: ${targetsText(route.before, shortName)}`,
      open("create it again; name servers and clients keep the other answers for the TTL"),
    ),
    replace: open("revert the diff, which replaces it again; the other records answer in between"),
    update() {
      const facets: Facet[] = [];
      if (differs(before?.weight, after?.weight)) {
        const how = "restore the weights; name servers and clients keep an answer for the TTL, some longer";
        facets.push(facet("shift", shiftOf(route.before, route.after, shortName), open(how)));
      }
      return [...facets, ...otherFacets(resource, facets.length > 0 ? ["weighted_routing_policy"] : [])];
    },
  });
}

/** The attributes that hold the text of a configuration, and those that change with it. */
const TEXT = ["insecure_value", "value", "version", "data", "has_value_wo", "binary_data"];

/** What changes in a configuration of HAProxy: its weights, or anything else. */
export function haproxyFacets(
  { resource, before, after }: Changed<HaproxyState>,
  route: RoutePair,
  shortName: ShortName,
): readonly Facet[] {
  return facetsOf(resource, "HAProxy configuration", {
    create: facet(
      "bind",
      `HAProxy configuration created: ${targetsText(route.after, shortName)}`,
      open("remove it"),
    ),
    delete: facet("unbind", "HAProxy configuration removed", open("create it again")),
    replace: none("hosts do not find the configuration in between, and keep the old one"),
    update() {
      const facets: Facet[] = [];
      if (differs(route.before?.targets, route.after?.targets)) {
        facets.push(
          facet("shift", shiftOf(route.before, route.after, shortName), open("restore the weights")),
        );
      }
      if (differs(before?.settings, after?.settings)) {
        facets.push(facet("other", "HAProxy configuration changed", open("revert the diff")));
      }
      return [...facets, ...otherFacets(resource, facets.length > 0 ? TEXT : [])];
    },
  });
}
