import { AddonVersion } from "../../eks/addon-version";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import { ifKnown, type Known } from "../../fleet/state";

/** Versions that were parsed. Rules read the same few texts many times, and no more than ten thousand texts are versions. */
const versions = new Map<string, KubernetesVersion>();

/** `undefined` if the value is absent, not known, or no version. */
export function versionIn(text: Known<string> | undefined): KubernetesVersion | undefined {
  if (typeof text !== "string") {
    return undefined;
  }
  const known = versions.get(text);
  const version = known ?? KubernetesVersion.parse(text);
  if (known === undefined && version !== undefined) {
    versions.set(text, version);
  }
  return version;
}

/** `undefined` if the value is absent, not known, or no build. */
export function buildIn(text: Known<string> | undefined): AddonVersion | undefined {
  return AddonVersion.parse(ifKnown(text) ?? "");
}

/** The days from one date to another, negative if the other is earlier; `undefined` if one is not a date. */
export function daysBetween(from: string, to: string): number | undefined {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return [from, to].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day)) && Number.isInteger(days)
    ? days
    : undefined;
}
