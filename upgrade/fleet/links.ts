import type { ClusterKey } from "./key";
import type { Known } from "./known";
import type { Place } from "./place";

/** A resource in the graph of what stands on what. */
export interface LinkedState extends Place {
  /** Terraform's type, "aws_iam_role". */
  readonly type: string;
  /** The AWS account, as far as known: names of roles are unique in an account. */
  readonly account?: string;
  /** For people: "node group workers-v1". */
  readonly label: string;
  /** It runs pods, serves requests or gives access by itself. Other resources only connect such things. */
  readonly isUser?: true;
  /** The cluster that it belongs to, or that it is. Left out if it belongs to none. */
  readonly cluster?: Known<ClusterKey>;
  /** A role: the service account of a controller or a driver that uses it, "kube-system/ebs-csi-controller-sa". */
  readonly serviceAccount?: string;
  /** What other resources know it by: "role:alpha-node". */
  readonly ids: readonly string[];
  readonly names: readonly Naming[];
  readonly gives: readonly Gift[];
}

/** How one resource names another: by an id, or by its address in the same plan if the id is known after apply. */
export interface Naming {
  readonly id?: string;
  readonly address?: string;
}

/**
 * - `policy`: permissions of a role;
 * - `trust`: who may use a role;
 * - `traffic`: a rule of a security group;
 * - `route`: a default route of a route table (DEFAULT_ROUTE), or the route table of a subnet;
 * - `endpoint`: a VPC endpoint in a VPC;
 * - `access`: a principal that a cluster lets in;
 * - `credentials`: AWS credentials of a service account;
 * - `discovery`: a tag by which controllers find a subnet or a security group;
 * - `service`: what a resource does while it is on: an enabled key, an audience of an OIDC provider.
 */
export type GiftKind =
  | "policy"
  | "trust"
  | "traffic"
  | "route"
  | "endpoint"
  | "access"
  | "credentials"
  | "discovery"
  | "service";

/** The value of the gift of a default route, of IPv4 or IPv6. */
export const DEFAULT_ROUTE = "0.0.0.0/0";

/** What a resource gives to another one. If it is removed, the other one loses it. */
export interface Gift {
  readonly kind: GiftKind;
  /** The id of what gets it: "role:alpha-node". Empty if the cluster of the resource gets it. */
  readonly to: string;
  /** Two resources with the same value give the same. */
  readonly value: string;
  readonly traffic?: TrafficRule;
  readonly access?: AccessOfPrincipal;
}

export interface TrafficRule {
  readonly direction: "ingress" | "egress";
  /** "-1" for all protocols. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** "sg:sg-1", "self", "0.0.0.0/0", or "?" if it is known after apply. */
  readonly peer: string;
}

export interface AccessOfPrincipal {
  readonly by: "aws-auth" | "entry" | "policy";
  /** Nodes use it to join the cluster. */
  readonly isOfNodes: boolean;
  readonly isAdmin: boolean;
}
