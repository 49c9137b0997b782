import type { ClusterPath, FleetValue } from "../../fleet/path";
import type { ClusterState, FleetState } from "../../fleet/state";
import { releasesOf, versionPath, withVersion } from "../platform-releases";

/** A release of another version, or without it and the role of its pods. */
export function editedRelease(
  fleet: FleetState,
  cluster: ClusterState,
  path: ClusterPath,
  value: FleetValue | undefined,
): FleetState {
  const releases = releasesOf(fleet, cluster);
  if (path[0] === "releases" && path.length === 1) {
    return value !== undefined
      ? fleet
      : releases
          .filter((release) => release.path[0] === "releases")
          .reduce((state, release) => editedRelease(state, cluster, release.path, undefined), fleet);
  }
  const release = releases.find((each) =>
    [each.path, versionPath(each)].some((own) => own.join("\n") === path.join("\n")),
  );
  if (release === undefined) {
    return fleet;
  }
  if (typeof value === "string") {
    return {
      ...fleet,
      releases: fleet.releases.map((each) => (each === release.state ? withVersion(each, value) : each)),
    };
  }
  const role = /^helm_release\.(.+)$/.exec(release.state.address)?.[1] ?? "";
  return {
    ...fleet,
    releases: fleet.releases.filter((each) => each !== release.state),
    roles: fleet.roles.filter(
      ({ stack, address }) => stack !== cluster.stack || address !== `aws_iam_role.${role}`,
    ),
  };
}
