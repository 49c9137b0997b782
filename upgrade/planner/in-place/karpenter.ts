import { clusterPath } from "../../fleet/path-to";
import type { Blocked, Draft } from "../draft";
import { set } from "../edits/make-edit";
import {
  isIncompatible,
  isKarpenter,
  type PlatformRelease,
  releaseFor,
  releasesOf,
  withVersion,
} from "../platform-releases";
import { STEP_KINDS } from "../step-kinds";
import type { InPlace } from "./in-place";

/**
 * Karpenter goes before the control plane if it does not support the next version, else after the last one: a newer release
 * may not support the versions before.
 */
export function karpenterStep(at: InPlace): Draft | Blocked | undefined {
  const release = releasesOf(at.fleet, at.cluster).find(isKarpenter);
  const before = release?.version;
  if (release === undefined || before === undefined) {
    return undefined;
  }
  const to = targetOf(release, at);
  if (to === undefined || typeof to === "object") {
    return to;
  }
  if (to === before) {
    return undefined;
  }
  const path = clusterPath(at.name, "karpenter", "version");
  return {
    kind: "karpenter",
    clusterName: at.name,
    title: STEP_KINDS.karpenter.title(before, to),
    edits: [set(path, to, before)],
    rollback: {
      how: `set the version back to ${before}, if its release notes allow the CRDs to go back`,
      diffs: [[set(path, before, to)]],
    },
    remarks: [
      "read the upgrade guide of Karpenter for this version: a change of defaults can drift nodes, which held pools do not replace",
    ],
  };
}

function targetOf(release: PlatformRelease, at: InPlace): string | Blocked | undefined {
  const { releases = {} } = at.goal;
  const named = Object.hasOwn(releases, release.name) ? releases[release.name] : undefined;
  if (at.isLast) {
    return named;
  }
  const next = at.version.plus(1);
  if (!isIncompatible(release, next)) {
    return undefined;
  }
  if (named === undefined) {
    return releaseFor(release, [at.version, next]);
  }
  const isEarly = isIncompatible(releaseAt(release, named), at.version);
  return isEarly
    ? (releaseFor(release, [at.version, next]) ?? {
        problem: `${at.name}: Karpenter ${release.version} does not support Kubernetes ${next}, and ${named} of the goal does not support ${at.version}; upgrade Karpenter to a version that supports both first, with a goal of its own`,
      })
    : named;
}

/** The release at another version. What the code says that it supports is of the version before. */
function releaseAt(release: PlatformRelease, version: string): PlatformRelease {
  const { supports, ...state } = release.state;
  return { ...release, version, state: withVersion(state, version) };
}
