import type { ClusterProps } from "../constructs/eks/cluster";
import { ControlPlaneLogs } from "../constructs/eks/control-plane-logs";
import { EndpointAccess } from "../constructs/eks/endpoint-access";
import { SecretsEncryption } from "../constructs/eks/secrets-encryption";
import type { AdoptedCluster } from "../upgrade/fleet/settings";

/** The defaults of a cluster: a new cluster, or an existing one that is imported. */
export interface ClusterProfile {
  /** The props that the settings of a cluster cannot give. */
  readonly props: Pick<ClusterProps, "authenticationMode" | "roles" | "securityGroupIds" | "tags"> & {
    readonly adopted: true | undefined;
  };
  readonly endpointAccess: EndpointAccess;
  /** The access of an endpoint that is public. */
  readonly publicEndpoint: (...cidrs: readonly string[]) => EndpointAccess;
  readonly secretsEncryption: SecretsEncryption;
  readonly logs: (retentionDays: number | undefined) => ControlPlaneLogs;
  /** Overrides the settings of add-ons, node groups, access entries and Pod Identity associations. */
  readonly parts: { readonly adopted?: undefined; readonly adoptedAssociationId?: undefined };
}

export function clusterProfile(adopted: AdoptedCluster | undefined): ClusterProfile {
  return adopted === undefined ? NEW : adoptedProfile(adopted);
}

/** A copy of an adopted cluster is new: so are its parts, whatever their settings say. */
const NEW: ClusterProfile = {
  props: { adopted: undefined },
  endpointAccess: EndpointAccess.PRIVATE,
  publicEndpoint: EndpointAccess.publicAndPrivate,
  secretsEncryption: SecretsEncryption.NEW_KEY,
  logs: (retentionDays) =>
    retentionDays === undefined
      ? ControlPlaneLogs.DEFAULT
      : ControlPlaneLogs.of(ControlPlaneLogs.DEFAULT.types, retentionDays),
  parts: { adopted: undefined, adoptedAssociationId: undefined },
};

function adoptedProfile(adopted: AdoptedCluster): ClusterProfile {
  const { authenticationMode, securityGroupIds, tags, endpoint, logTypes } = adopted;
  return {
    props: { authenticationMode, securityGroupIds, tags, roles: adopted, adopted: true },
    endpointAccess:
      endpoint === undefined
        ? EndpointAccess.PRIVATE
        : EndpointAccess.publicAsItIs(endpoint === "public-and-private"),
    publicEndpoint: endpoint === "public" ? EndpointAccess.publicOnly : EndpointAccess.publicAndPrivate,
    secretsEncryption: SecretsEncryption.NONE,
    logs: () => ControlPlaneLogs.intoExistingLogGroup(logTypes),
    parts: {},
  };
}
