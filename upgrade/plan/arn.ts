import { regionalKey } from "../fleet-state";

interface Arn {
  readonly service: string;
  readonly region: string;
  /** What follows the account: "targetgroup/alpha-webapp-a/0123456789abcdef". */
  readonly resource: string;
}

export function parseArn(text: string): Arn | undefined {
  const [arn, , service, region, , ...resource] = text.split(":");
  return arn === "arn" && service !== undefined && region !== undefined && resource.length > 0
    ? { service, region, resource: resource.join(":") }
    : undefined;
}

/** The region in an ARN; `undefined` where it has none, as those of IAM. */
export function regionInArn(text: string): string | undefined {
  return parseArn(text)?.region || undefined;
}

/** The key of the target group that an ARN names. */
export function targetGroupInArn(text: string): string | undefined {
  return keyIn(text, /^targetgroup\/([^/]+)\//);
}

/** The key of the load balancer that an ARN names: its own, or one of a listener or a rule of it. */
export function loadBalancerInArn(text: string): string | undefined {
  return keyIn(text, /^(?:loadbalancer|listener|listener-rule)\/(?:app|net|gwy)\/([^/]+)\//);
}

function keyIn(text: string, pattern: RegExp): string | undefined {
  const arn = parseArn(text);
  const name = arn === undefined ? undefined : pattern.exec(arn.resource)?.[1];
  return arn === undefined || name === undefined || arn.service !== "elasticloadbalancing"
    ? undefined
    : regionalKey(arn.region || undefined, name);
}
