import { clusterPath } from "../../fleet/path-to";
import type { Draft } from "../draft";
import { set } from "../edits/make-edit";
import {
  isIncompatible,
  isKarpenter,
  type PlatformRelease,
  releaseFor,
  releasesOf,
  versionPath,
} from "../platform-releases";
import { STEP_KINDS } from "../step-kinds";
import type { InPlace } from "./in-place";

/** All releases at once, if the next minor needs one of them newer, and at the version of the goal. */
export function workloadStep(at: InPlace): Draft | undefined {
  const next = at.version.plus(1);
  const releases = releasesOf(at.fleet, at.cluster).filter((release) => !isKarpenter(release));
  const updates = releases.flatMap((release) => {
    const after = targetOf(release, at);
    return after === undefined || release.version === undefined || after === release.version
      ? []
      : [{ release, before: release.version, after }];
  });
  const isNeeded = at.isLast || updates.some(({ release }) => isIncompatible(release, next));
  if (updates.length === 0 || !isNeeded) {
    return undefined;
  }
  const edit = (release: PlatformRelease, before: string, after: string) =>
    set(clusterPath(at.name, ...versionPath(release)), after, before);
  return {
    kind: "workload",
    clusterName: at.name,
    title: STEP_KINDS.workload.title(
      updates.map(({ release: { name }, before, after }) => ({ name, from: before, to: after })),
    ),
    edits: updates.map(({ release, before, after }) => edit(release, before, after)),
    rollback: {
      how: "set the versions back, if the charts support a downgrade",
      diffs: [updates.map(({ release, before, after }) => edit(release, after, before))],
    },
  };
}

/** The version of a release in the goal; of the autoscaler, one that is compatible now and after the next step. */
function targetOf(release: PlatformRelease, at: InPlace): string | undefined {
  const next = at.version.plus(1);
  const { releases = {} } = at.goal;
  const named = Object.hasOwn(releases, release.name) ? releases[release.name] : undefined;
  if (named !== undefined) {
    return named;
  }
  return at.isLast
    ? releaseFor(release, [at.version])
    : isIncompatible(release, next)
      ? releaseFor(release, [at.version, next])
      : undefined;
}
