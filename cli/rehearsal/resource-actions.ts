import { getRecord, isRecord, isSameJson } from "../../upgrade/terraform/json";
import type { PlannedAction } from "./terraform";

/** What the resources that are synthesized of a stack say that Terraform is to do, as far as the code tells. */
export function resourceActions(before: unknown, after: unknown): readonly PlannedAction[] {
  const [was, becomes] = [resourcesIn(before), resourcesIn(after)];
  return [...new Set([...was.keys(), ...becomes.keys()])]
    .sort()
    .flatMap((address): readonly PlannedAction[] => {
      const [old, young] = [was.get(address), becomes.get(address)];
      if (old === undefined || young === undefined) {
        return [{ address, action: old === undefined ? "create" : "delete" }];
      }
      return isSameJson(old, young) ? [] : [{ address, action: "update" }];
    });
}

function resourcesIn(json: unknown): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(getRecord(json, "resource") ?? {}).flatMap(([type, bodies]) =>
      Object.entries(isRecord(bodies) ? bodies : {}).map(([name, body]) => [
        `${type}.${name}`,
        withoutNotes(body),
      ]),
    ),
  );
}

/** The key "//" is cdktf's own, and what a resource depends on is none of its attributes. */
function withoutNotes(body: unknown): unknown {
  return isRecord(body)
    ? Object.fromEntries(Object.entries(body).filter(([key]) => key !== "//" && key !== "depends_on"))
    : body;
}
