import type { FleetValue } from "../../fleet/path";
import type { ClusterState, FleetState } from "../../fleet/state";

/** A Fargate profile whose pods are evicted until they run a version. */
export function editedFargateProfile(
  fleet: FleetState,
  { key }: ClusterState,
  name: string | undefined,
  property: string | undefined,
  value: FleetValue | undefined,
): FleetState {
  return property !== "version" || typeof value !== "string"
    ? fleet
    : {
        ...fleet,
        fargateProfiles: fleet.fargateProfiles.map((profile) =>
          profile.cluster === key && profile.profileName === name ? { ...profile, version: value } : profile,
        ),
      };
}
