import { regionalKey } from "../fleet/state";

/** A part of an ARN, by its place among the colons: arn:partition:service:region:account:resource. */
function partOf(arn: string, place: number): string | undefined {
  let begin = 0;
  for (let at = 0; at < place; at += 1) {
    const colon = arn.indexOf(":", begin);
    if (colon < 0) {
      return undefined;
    }
    begin = colon + 1;
  }
  const end = place === RESOURCE ? arn.length : arn.indexOf(":", begin);
  return end < 0 ? undefined : arn.slice(begin, end);
}

const [SERVICE, REGION, RESOURCE] = [2, 3, 5];

/** The region in an ARN; `undefined` where it has none, as those of IAM. */
export function regionInArn(text: string): string | undefined {
  return (text.startsWith("arn:") ? partOf(text, REGION) : undefined) || undefined;
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
  if (!text.startsWith("arn:") || partOf(text, SERVICE) !== "elasticloadbalancing") {
    return undefined;
  }
  const name = pattern.exec(partOf(text, RESOURCE) ?? "")?.[1];
  return name === undefined ? undefined : regionalKey(regionInArn(text), name);
}
