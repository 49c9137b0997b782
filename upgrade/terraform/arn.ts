import type { Identity } from "../fleet/key";

/** A part of an ARN by its position: arn:partition:service:region:account:resource. */
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

const [SERVICE, REGION, ACCOUNT, RESOURCE] = [2, 3, 4, 5];

/** The region in an ARN. `undefined` if it has none, as in IAM. */
export function regionInArn(text: string): string | undefined {
  return (text.startsWith("arn:") ? partOf(text, REGION) : undefined) || undefined;
}

/** The account in an ARN. `undefined` if it has none, or if the account is AWS itself. */
export function accountInArn(text: string): string | undefined {
  const account = text.startsWith("arn:") ? partOf(text, ACCOUNT) : undefined;
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

/** The target group that an ARN names. */
export function targetGroupInArn(text: string): Identity | undefined {
  return identityIn(text, /^targetgroup\/([^/]+)\//);
}

/** The load balancer in an ARN of a load balancer, a listener or a rule. */
export function loadBalancerInArn(text: string): Identity | undefined {
  return identityIn(text, /^(?:loadbalancer|listener|listener-rule)\/(?:app|net|gwy)\/([^/]+)\//);
}

function identityIn(text: string, pattern: RegExp): Identity | undefined {
  if (!text.startsWith("arn:") || partOf(text, SERVICE) !== "elasticloadbalancing") {
    return undefined;
  }
  const name = pattern.exec(partOf(text, RESOURCE) ?? "")?.[1];
  return name === undefined ? undefined : { account: accountInArn(text), region: regionInArn(text), name };
}
