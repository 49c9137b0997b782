import type { Gift, LinkedState, Naming } from "../../fleet/links";
import { ifKnown, isUnknown, type Known } from "../../fleet/state";
import type { Attributes } from "../attributes";
import { isRecord } from "../json";
import { expressionsIn } from "../origins";
import type { Found } from "../resources/resource-reader";

/** What a resource is in the graph of what stands on what, without its place. */
export type Link = Omit<LinkedState, "stack" | "address" | "type">;

export interface LinkReader {
  readonly types: readonly string[];
  /** `undefined` if such a resource has no part in the graph. */
  read(found: Found): Link | undefined;
}

/** A kind of thing that others name, and the types of its resources. */
export const NAMED_TYPES = {
  role: ["aws_iam_role"],
  profile: ["aws_iam_instance_profile"],
  sg: ["aws_security_group", "aws_default_security_group"],
  subnet: ["aws_subnet"],
  key: ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"],
  certificate: ["aws_acm_certificate"],
  bucket: ["aws_s3_bucket"],
  template: ["aws_launch_template"],
  lb: ["aws_lb", "aws_alb"],
  gateway: ["aws_nat_gateway", "aws_internet_gateway", "aws_ec2_transit_gateway"],
  table: ["aws_route_table"],
  oidc: ["aws_iam_openid_connect_provider"],
  policy: ["aws_iam_policy"],
  vpc: ["aws_vpc"],
  logs: ["aws_cloudwatch_log_group"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type NamedKind = keyof typeof NAMED_TYPES;

export function idOf(kind: NamedKind, text: string): string {
  return `${kind}:${kind === "role" || kind === "profile" ? text.slice(text.lastIndexOf("/") + 1) : text}`;
}

export function idsOf(kind: NamedKind, ...texts: readonly (Known<string> | undefined)[]): readonly string[] {
  return texts.flatMap((text) => (typeof text === "string" ? [idOf(kind, text)] : []));
}

/**
 * What an attribute names, by its known values; else by the references in the code.
 *
 * @param attribute - the attribute or block of the resource that has the value
 */
export function naming(
  { plan, instance }: Found,
  kind: NamedKind,
  attribute: string,
  value: Known<string | readonly string[]> | undefined,
): readonly Naming[] {
  if (value === undefined) {
    return [];
  }
  if (!isUnknown(value)) {
    return (typeof value === "string" ? [value] : value).map((text) => ({ id: idOf(kind, text) }));
  }
  const expressions = expressionsIn(plan.expressionOf(instance, attribute));
  return expressions.flatMap((expression) =>
    plan.origins.resourcesOf(NAMED_TYPES[kind], expression, instance).flatMap((named): readonly Naming[] => {
      const ids = [named.before?.text("id"), named.after?.text("id")].flatMap((id) => ifKnown(id) ?? []);
      return [{ address: named.address }, ...ids.map((id) => ({ id: idOf(kind, id) }))];
    }),
  );
}

/** The things that a role, a group or a table in an attribute gets: its known id. Empty if it is known after apply. */
export function receiver(kind: NamedKind, value: Known<string> | undefined): string {
  return typeof value === "string" ? idOf(kind, value) : "";
}

export function blocksIn(side: Attributes, name: string): readonly Attributes[] {
  return ifKnown(side.blocks(name)) ?? [];
}

export function textsIn(side: Attributes, name: string): readonly string[] {
  return ifKnown(side.texts(name)) ?? [];
}

/** Tags by which the load balancer controller and Karpenter find subnets and security groups. */
const DISCOVERY = ["karpenter.sh/discovery", "kubernetes.io/role/elb", "kubernetes.io/role/internal-elb"];

export function discoveryGift(to: string, key: string, value: string): readonly Gift[] {
  return DISCOVERY.includes(key) ? [{ kind: "discovery", to, value: `${key}=${value}` }] : [];
}

export function discoveryTags(side: Attributes, to: string | undefined): readonly Gift[] {
  return to === undefined
    ? []
    : DISCOVERY.flatMap((key) => {
        const value = side.tag(key);
        return typeof value === "string" ? discoveryGift(to, key, value) : [];
      });
}

/** A JSON text of a policy, parsed. */
export function documentIn(text: Known<string> | undefined): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** All texts in a value. */
export function textsWithin(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  const inside: readonly unknown[] = Array.isArray(value)
    ? value
    : isRecord(value)
      ? Object.values(value)
      : [];
  return inside.flatMap(textsWithin);
}

export const NOTHING: {
  readonly ids: readonly string[];
  readonly names: readonly Naming[];
  readonly gives: readonly Gift[];
} = { ids: [], names: [], gives: [] };
