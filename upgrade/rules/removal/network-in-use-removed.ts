import type { LostGift } from "../../fleet/in-use";
import { DEFAULT_ROUTE, type LinkedState, type TrafficRule } from "../../fleet/links";
import type { Finding, Rule, RuleInput, Severity } from "../rule";
import { found } from "../support/finding";
import { isLoadBalancer, isOfNodes, movedFix, usersText, verbOf } from "../support/in-use";

export const networkInUseRemoved: Rule = {
  id: "network-in-use-removed",
  severity: "error",
  title: "Something that stays in use loses a network path that it needs",
  why: "A rule of a security group, a default route, a NAT gateway or a VPC endpoint is removed, and nothing else gives the same: nodes no longer reach the control plane or their images, the control plane no longer reaches kubelet and webhooks, clients no longer reach the load balancer, or it no longer reaches its targets. A rule that other rules cover is not needed. If the change creates an equal rule at another address, the rule only warns.",
  source:
    "EKS user guide, sec-group-reqs and private-clusters; terraform-aws-modules/terraform-aws-eks #1744, #2391, #2910, #3202; ELB user guide, security groups of a load balancer",
  judge(input) {
    const { inUse } = input;
    return [
      ...inUse.lostGifts("traffic").flatMap((lost) => trafficFindings(lost, input)),
      ...inUse.lostGifts("route").flatMap((lost) => routeFindings(lost, input)),
      ...gatewayFindings(input),
      ...inUse.lostGifts("endpoint").flatMap((lost) => endpointFindings(lost, input)),
    ];
  },
};

/** Ports of people: nodes and load balancers work without them. */
const BY_HAND: ReadonlySet<number> = new Set([22, 3389]);

function trafficFindings(lost: LostGift, input: RuleInput): readonly Finding[] {
  const { gift, change, users, left, again, link } = lost;
  const { traffic } = gift;
  const standing = users.filter(({ type }) => type !== "aws_route53_record");
  if (
    traffic === undefined ||
    traffic.peer === "?" ||
    standing.length === 0 ||
    (BY_HAND.has(traffic.from) && traffic.from === traffic.to)
  ) {
    return [];
  }
  const says = (text: string, code: string, severity?: Severity) => [
    found(change, text, { code, values: { rule: gift.value }, ...(severity ? { severity } : {}) }),
  ];
  const what = `the rule "${ruleText(traffic)}" of ${gift.to.replace("sg:", "security group ")}, which ${usersText(standing)} ${standing.length === 1 ? "uses" : "use"},`;
  if (again !== undefined && again !== link) {
    return says(
      `${what} would be removed, and created again at ${again.address}: nothing orders the two, and EKS traffic may stop in between. To be safe, ${movedFix(lost)}`,
      "again",
      "warning",
    );
  }
  if (again === link && change.isCreatedFirst === true) {
    return [];
  }
  const rest = left.flatMap(({ traffic: rule }) =>
    rule === undefined || sameValue(rule, traffic) ? [] : [rule],
  );
  if (rest.some((rule) => covers(rule, traffic) && coversPeer(rule, traffic))) {
    return [];
  }
  const isOfBalancer = standing.every((user) => isLoadBalancer(user) || !isOfNodes(user));
  const isOut = traffic.direction === "egress" && traffic.peer === "0.0.0.0/0";
  const isNarrower =
    isNetwork(traffic.peer) &&
    (isOut && standing.some(isOfNodes)
      ? rest.some((rule) => reaches(rule, HTTPS))
      : rest.some((rule) => covers(rule, traffic) && isNetwork(rule.peer)));
  if (isNarrower) {
    return says(
      `${what} would be removed; other rules keep a part of it. Check that nothing needs ${traffic.peer}`,
      "narrower",
      "warning",
    );
  }
  // Each cluster behind a load balancer has a rule of its own, which goes when the cluster goes.
  if (isOfBalancer && traffic.direction === "egress" && rest.some((rule) => covers(rule, traffic))) {
    return says(
      `${what} would be removed; it still reaches others at that port. Check that no target is behind ${traffic.peer.replace("sg:", "")}`,
      "peer",
      "warning",
    );
  }
  if (isOfBalancer && traffic.direction === "ingress" && !isListened(traffic, input)) {
    return [];
  }
  if (
    !isOfBalancer &&
    isNetwork(traffic.peer) &&
    traffic.direction === "ingress" &&
    !isOfControlPlane(traffic)
  ) {
    return says(
      `${what} would be removed. Check that no client comes from ${traffic.peer}`,
      "network",
      "warning",
    );
  }
  if (isPeerRemoved(traffic.peer, input)) {
    return [];
  }
  const harm = isOfBalancer
    ? traffic.direction === "ingress"
      ? "clients no longer reach it, and get no answer"
      : "it no longer reaches its targets, and answers 504 or 503"
    : traffic.direction === "ingress"
      ? "the control plane, other nodes or load balancers no longer reach it: kubelet, webhooks, DNS or pods time out"
      : "it no longer reaches the control plane, the images or AWS, and nodes become NotReady";
  return says(
    `${what} would be ${verbOf(lost)}: ${harm}. Keep it, or create a rule that covers it first, in a separate change`,
    change.action === "replace" ? "replaced" : "removed",
  );
}

function sameValue(one: TrafficRule, other: TrafficRule): boolean {
  return covers(one, other) && covers(other, one) && one.peer === other.peer;
}

/** Direction, protocol and ports. */
function covers(rule: TrafficRule, other: TrafficRule): boolean {
  return (
    rule.direction === other.direction &&
    (rule.protocol === "-1" ||
      (rule.protocol === other.protocol && rule.from <= other.from && rule.to >= other.to))
  );
}

/** Nodes reach AWS, the images and the control plane by it. */
const HTTPS: TrafficRule = { direction: "egress", protocol: "tcp", from: 443, to: 443, peer: "0.0.0.0/0" };

function reaches(rule: TrafficRule, other: TrafficRule): boolean {
  return covers(rule, other) && coversPeer(rule, other);
}

function coversPeer({ peer }: TrafficRule, other: TrafficRule): boolean {
  return peer === other.peer || peer === "0.0.0.0/0" || peer === "?";
}

function isNetwork(peer: string): boolean {
  return !peer.startsWith("sg:") && peer !== "self";
}

/** Kubelet and the API server, or all ports. */
function isOfControlPlane({ protocol, from, to }: TrafficRule): boolean {
  return protocol === "-1" || (from <= 10_250 && to >= 10_250) || (from <= 443 && to >= 443);
}

function isListened({ from, to, protocol }: TrafficRule, { before, after, diff }: RuleInput): boolean {
  const listeners = before.routes.filter(({ kind }) => kind === "default-action");
  const ports = listeners.flatMap((route) => {
    const stays = after.routes.some(
      (other) => other.stack === route.stack && other.address === route.address,
    );
    return stays && diff.changeAt(route)?.action !== "replace" ? [route.port] : [];
  });
  return (
    protocol === "-1" ||
    listeners.length === 0 ||
    ports.some((port) => typeof port !== "number" || (from <= port && port <= to))
  );
}

function isPeerRemoved(peer: string, { before, after }: RuleInput): boolean {
  const has = (links: readonly LinkedState[]) => links.some(({ ids }) => ids.includes(peer));
  return peer.startsWith("sg:") && has(before.links) && !has(after.links);
}

function ruleText({ direction, protocol, from, to, peer }: TrafficRule): string {
  const ports = protocol === "-1" ? "all traffic" : `${protocol} ${from === to ? from : `${from}-${to}`}`;
  return `${direction} ${ports} ${direction === "ingress" ? "from" : "to"} ${peer.replace("sg:", "")}`;
}

/** Whether a route table of these plans has no default route, and the one that it takes the place of has one. */
function losesDefaultRoute(from: string, to: string, { before, after }: RuleInput): boolean {
  const leads = (links: readonly LinkedState[], table: string) =>
    links.some((link) => givesDefaultRoute(link) && link.gives.some((gift) => gift.to === table));
  return (
    after.links.some(({ type, ids }) => type === "aws_route_table" && ids.includes(to)) &&
    leads(before.links, from) &&
    !leads(after.links, to)
  );
}

function routeFindings(lost: LostGift, input: RuleInput): readonly Finding[] {
  const { gift, change, users, left, again } = lost;
  const nodes = users.filter(isOfNodes);
  if (nodes.length === 0) {
    return [];
  }
  const isOfSubnet = gift.to.startsWith("subnet:");
  const other = isOfSubnet ? left.find(({ value }) => value !== gift.value) : undefined;
  if (other !== undefined) {
    return losesDefaultRoute(gift.value, other.value, input)
      ? [
          found(
            change,
            `${gift.to.replace(":", " ")} would get ${other.value.replace("table:", "route table ")}, which has no default route: ${usersText(nodes)} ${nodes.length === 1 ? "stays" : "stay"} in it, and no longer ${nodes.length === 1 ? "reaches" : "reach"} images, AWS APIs and the control plane. Add the default route to that table first`,
            { code: "route-table" },
          ),
        ]
      : [];
  }
  const what = isOfSubnet
    ? `the route table of ${gift.to.replace(":", " ")}`
    : `the default route of route table ${gift.to.replace("table:", "")}`;
  if (again !== undefined) {
    const message = `${what} would be removed, and created again at ${again.address}: ${usersText(nodes)} may be cut off in between. To be safe, ${movedFix(lost) ?? "keep it"}`;
    return [found(change, message, { code: "route-again", severity: "warning" })];
  }
  const message = `${what} would be ${verbOf(lost)}, and ${usersText(nodes)} ${nodes.length === 1 ? "stays" : "stay"} in its subnets: nodes no longer reach images, AWS APIs and the control plane. Keep it, or create the new route first`;
  return [found(change, message, { code: "route" })];
}

/** A gateway that a default route of subnets in use still names, or that goes with its route. */
function gatewayFindings({ inUse, before, diff }: RuleInput): readonly Finding[] {
  const routes = before.links.filter(givesDefaultRoute);
  return before.links.flatMap((link): readonly Finding[] => {
    const change =
      link.type === "aws_nat_gateway" || link.type === "aws_internet_gateway"
        ? diff.changeAt(link)
        : undefined;
    const isDestroyed =
      change?.action === "delete" || (change?.action === "replace" && change.isCreatedFirst !== true);
    if (change === undefined || !isDestroyed) {
      return [];
    }
    const own = routes.filter((route) =>
      route.names.some(({ id }) => id !== undefined && link.ids.includes(id)),
    );
    const staying = own.filter((route) =>
      isStillBy(route, link, change.action === "replace", inUse.laterOf(route)),
    );
    const gifts = staying.flatMap((route) => route.gives.map((gift) => ({ route, gift })));
    const nodes = gifts.flatMap(({ route, gift }) => inUse.usersOfGift(route, gift)).filter(isOfNodes);
    if (nodes.length === 0) {
      return [];
    }
    const message = `${link.label} would be ${change.action === "replace" ? "replaced" : "removed"} while the default route of ${usersText([...new Set(nodes)])} leads to it: nodes no longer reach images, AWS APIs and the control plane. Create another gateway and change the route first`;
    return [found(change, message, { code: "gateway" })];
  });
}

function isStillBy(
  route: LinkedState,
  gateway: LinkedState,
  isReplaced: boolean,
  later: LinkedState | undefined,
): boolean {
  return (
    later === route ||
    (later?.names.some(
      ({ id, address }) =>
        (id !== undefined && gateway.ids.includes(id)) || (isReplaced && address === gateway.address),
    ) ??
      false)
  );
}

/** The endpoints that nodes need if they have no other default route. */
const NEEDED_ENDPOINT = /^(ecr\.api|ecr\.dkr|s3|sts|ec2|eks|eks-auth|elasticloadbalancing|autoscaling)$/;

function endpointFindings(lost: LostGift, input: RuleInput): readonly Finding[] {
  const { gift, change, users, again } = lost;
  const nodes = users.filter(isOfNodes);
  if (nodes.length === 0 || !NEEDED_ENDPOINT.test(gift.value) || input.after.links.some(givesDefaultRoute)) {
    return [];
  }
  if (again !== undefined && change.action === "delete") {
    const message = `VPC endpoint ${gift.value} would be removed, and created again at ${again.address}: calls fail in between. To be safe, ${movedFix(lost) ?? "keep it"}`;
    return [found(change, message, { code: "endpoint-again", severity: "warning" })];
  }
  const message = `VPC endpoint ${gift.value} would be ${verbOf(lost)}, and these plans show no default route for ${usersText(nodes)}: nodes no longer reach that service, so they pull no images or do not join. Keep it, or add a default route first`;
  return [found(change, message, { code: "endpoint", values: { service: gift.value } })];
}

function givesDefaultRoute({ gives }: LinkedState): boolean {
  return gives.some(({ kind, value }) => kind === "route" && value === DEFAULT_ROUTE);
}
