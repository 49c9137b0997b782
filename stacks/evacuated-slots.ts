import type { Environment } from "./environment";

/** The slots whose cluster is evacuated. */
export function evacuatedSlots(
  { evacuated = [] }: Environment,
  slots: Readonly<Record<string, { readonly cluster?: string }>>,
): readonly string[] {
  return Object.entries(slots).flatMap(([slot, { cluster }]) =>
    cluster !== undefined && evacuated.includes(cluster) ? [slot] : [],
  );
}
