import { Fn } from "cdktf";
import type { IConstruct } from "constructs";
import { settingsOf, usedAwsProvider } from "../aws-provider";

/*
 * How the providers of Kubernetes and Helm reach a cluster. The types are written here, so that a program which uses none
 * of these providers does not need their bindings.
 */

/** A command that prints a token of the cluster. Each call of the provider gets a new one. */
export interface TokenCommand {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: string[];
}

/** The configuration of a Kubernetes provider: `new KubernetesProvider(this, "kubernetes", connection)`. */
export interface KubernetesConnection {
  readonly host: string;
  readonly clusterCaCertificate: string;
  readonly exec: TokenCommand[];
}

/** The configuration of a Helm provider: `new HelmProvider(this, "helm", connection)`. */
export interface HelmConnection {
  readonly kubernetes: Omit<KubernetesConnection, "exec"> & { readonly exec: TokenCommand };
}

export interface ConnectionOptions {
  /** The IAM role that asks for tokens. It needs access to the cluster. @default - the role that the AWS provider assumes */
  readonly roleArn?: string;
}

/** A cluster that providers can reach. */
export interface Reachable {
  readonly name: string;
  readonly endpoint: string;
  readonly certificateAuthorityData: string;
}

/** @param user the construct whose AWS provider has the region, the profile and the role */
export function kubernetesConnectionTo(
  cluster: Reachable,
  user: IConstruct,
  options?: ConnectionOptions,
): KubernetesConnection {
  return { ...addressOf(cluster), exec: [tokenCommand(cluster, user, options)] };
}

export function helmConnectionTo(
  cluster: Reachable,
  user: IConstruct,
  options?: ConnectionOptions,
): HelmConnection {
  return { kubernetes: { ...addressOf(cluster), exec: tokenCommand(cluster, user, options) } };
}

function addressOf({ endpoint, certificateAuthorityData }: Reachable) {
  return { host: endpoint, clusterCaCertificate: Fn.base64decode(certificateAuthorityData) };
}

/** A token that is read at plan time would expire after 15 minutes. */
function tokenCommand(
  { name }: Reachable,
  user: IConstruct,
  { roleArn }: ConnectionOptions = {},
): TokenCommand {
  const provider = usedAwsProvider(user);
  const settings = provider === undefined ? {} : settingsOf(provider);
  const { region, profile } = settings;
  const role = roleArn ?? settings.roleArn;
  return {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: [
      ...["eks", "get-token", "--cluster-name", name],
      ...(region === undefined ? [] : ["--region", region]),
      ...(profile === undefined ? [] : ["--profile", profile]),
      ...(role === undefined ? [] : ["--role-arn", role]),
    ],
  };
}
