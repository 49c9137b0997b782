import { AddonVersion } from "../../eks/addon-version";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import { ifKnown, type Known } from "../../fleet/state";

/** Those that were read: rules ask for the same few again and again, and there are no more than ten thousand. */
const versions = new Map<string, KubernetesVersion>();

/** `undefined` where the value is not there, is not known, or is no version. */
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

/** `undefined` where the value is not there, is not known, or is no build. */
export function buildIn(text: Known<string> | undefined): AddonVersion | undefined {
  return AddonVersion.parse(ifKnown(text) ?? "");
}

/** From one day to another, negative where that is earlier; `undefined` where one of them is no day. */
export function daysBetween(from: string, to: string): number | undefined {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return [from, to].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day)) && Number.isInteger(days)
    ? days
    : undefined;
}
