import { type Pair, removed } from "../../fleet/diff";
import { ifKnown, isUnknown, type RouteState, type TargetGroupKey } from "../../fleet/state";
import { roleOf, routeShares } from "../../fleet/traffic";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { moveReason, recreatedElsewhere } from "../support/replacement";
import {
  answeredRequests,
  isBefore,
  isServed,
  laterRoutes,
  serves,
  takes,
  targetsOf,
} from "../support/requests";
import { weightsOf } from "../support/traffic";
import { listed } from "../support/wording";

export const requestsLost: Rule = {
  id: "requests-lost",
  severity: "error",
  title: "Requests that were forwarded no longer reach what served them",
  why: "A listener or a rule answers by itself in place of its forward, the port or the protocol of a listener changes, a listener is removed while its load balancer stays, a rule no longer takes a host or a path, a rule is removed and the default action does not forward, or a new rule that is evaluated earlier takes the requests of others to a target group that did not serve them. A redirect to a listener of the same load balancer that forwards is accepted. Rules for few requests (by header, query, source address, method, or by host beside a default that forwards) are previews and take nothing from others.",
  source:
    "ELB user guide, listener rules (evaluated by priority; the default action last) and target group health; terraform-aws-modules/terraform-aws-alb #269",
  judge(input) {
    const { diff } = input;
    return [
      ...diff.routes.flatMap((pair) => [...answerFindings(pair, input), ...portFindings(pair, input)]),
      ...diff.routes.flatMap((pair) => removedFindings(pair, input)),
      ...diff.routes.flatMap((pair) => conditionFindings(pair, input)),
      ...listenerFindings(input),
      ...diff.routes.flatMap((pair) => takingFindings(pair, input)),
    ];
  },
};

/** A forward becomes a fixed response or a redirect. */
function answerFindings({ before, after, change }: Pair<RouteState>, input: RuleInput): readonly Finding[] {
  if (before === undefined || after?.answer === undefined || change === undefined || !serves(before)) {
    return [];
  }
  const { answer } = after;
  if (roleOf(before) === "preview" || (answer.type === "redirect" && isServed(after, answer.port, input))) {
    return [];
  }
  const does =
    answer.type === "redirect" ? "redirect its requests" : "answer its requests with a fixed response";
  const message = `the route forwards to ${weightsOf(before, input.index.before)}, and would ${does}: nothing reaches what serves them. Restore the forward, or shift the traffic first`;
  return [found(after, message, { code: answer.type })];
}

/** The port of a listener that stays changes, or its protocol. */
function portFindings(
  { before, after, change }: Pair<RouteState>,
  { after: fleet }: RuleInput,
): readonly Finding[] {
  if (before?.kind !== "default-action" || after === undefined || change === undefined) {
    return [];
  }
  const [port, newPort] = [before.port, after.port];
  if (typeof port === "number" && port !== newPort) {
    const other = fleet.routes.some(
      (route) =>
        route !== after &&
        route.kind === "default-action" &&
        route.port === port &&
        (isUnknown(before.loadBalancer) || route.loadBalancer === before.loadBalancer),
    );
    const message = `the listener would move from port ${port} to ${typeof newPort === "number" ? newPort : "one that is known after apply"}: clients of port ${port} get no answer. Add a second listener, and remove this one when no client uses it`;
    return other ? [] : [found(after, message, { code: "port", values: { port } })];
  }
  const [protocol, newProtocol] = [ifKnown(before.protocol), ifKnown(after.protocol)];
  if (protocol === undefined || newProtocol === undefined || protocol === newProtocol) {
    return [];
  }
  const message = `the listener at port ${port} would change from ${protocol} to ${newProtocol}: clients that speak ${protocol} get no answer. Add a second listener at another port, and move the clients first`;
  return [found(after, message, { code: "protocol", values: { protocol } })];
}

/** A rule is removed, and nothing else leads to what it served. */
function removedFindings({ before, after, change }: Pair<RouteState>, input: RuleInput): readonly Finding[] {
  if (before?.kind !== "rule" || after !== undefined || change?.action !== "delete" || !serves(before)) {
    return [];
  }
  const { diff, index } = input;
  const others = laterRoutes(before, diff);
  const fallback = others.find((route) => route.kind === "default-action" || takes(route, before));
  const served = targetsOf(before).filter(
    (key) =>
      index.after.routesTo(key).length === 0 &&
      (index.after.targetGroup(key) !== undefined || index.after.bindingsTo(key).length > 0),
  );
  const again = diff.routes.find(
    (pair) =>
      pair.change?.action === "create" &&
      pair.after?.kind === "rule" &&
      takes(pair.after, before) &&
      pair.after.listener === before.listener,
  )?.after;
  if (again !== undefined && fallback?.answer !== undefined && roleOf(before) !== "preview") {
    const message = `the rule would be recreated, and ${fallback.address} answers its requests itself in between, or for good if the creation fails: ${moveReason({ was: before, is: again })}`;
    return [found(change, message, { code: "rule-moved" })];
  }
  if (roleOf(before) === "preview" || fallback?.answer === undefined || served.length === 0) {
    return [];
  }
  const message = `the rule forwards to ${weightsOf(before, index.before)}, and would be removed: ${fallback.address} answers its requests ${fallback.answer.type === "redirect" ? "with a redirect" : "itself"}, and nothing else leads to what served them. Keep the rule, or remove its target group and binding first`;
  return [found(change, message, { code: "rule" })];
}

/** A rule stays, and no longer takes some of its requests. */
function conditionFindings(
  { before, after, change }: Pair<RouteState>,
  input: RuleInput,
): readonly Finding[] {
  if (
    before?.kind !== "rule" ||
    after === undefined ||
    change === undefined ||
    after.answer !== undefined ||
    before.conditions === undefined ||
    after.conditions === undefined ||
    before.conditions.isNarrow === true ||
    !serves(before) ||
    takes(after, before)
  ) {
    return [];
  }
  const lost = answeredRequests(before, input);
  const message = `the rule would no longer take ${listed(lost)}, and the listener answers these requests itself: clients get no answer of what serves them. Keep the condition, or add a rule for them first`;
  return lost.length === 0
    ? []
    : [found(after, message, { code: "conditions", values: { lost: listed(lost) } })];
}

/** A listener is removed, and its load balancer stays. Another rule reports the last one that forwards. */
function listenerFindings({ diff, index, after }: RuleInput): readonly Finding[] {
  const staying = new Set(after.loadBalancers.map(({ key }) => key));
  const listeners = diff.routes.filter(({ before }) => (before ?? { kind: "" }).kind === "default-action");
  const again = recreatedElsewhere(
    diff.routes.filter(({ before, after: is }) => (is ?? before)?.kind === "default-action"),
    ({ loadBalancer, port }) =>
      isUnknown(loadBalancer) || isUnknown(port) ? undefined : `${loadBalancer} ${port}`,
  );
  const moved = again.map((move) =>
    found(
      move.was,
      `the listener at port ${ifKnown(move.was.port) ?? "?"} would be recreated, and its port does not answer in between: ${moveReason(move)}`,
      {
        code: "listener-moved",
      },
    ),
  );
  const gone = removed(listeners).flatMap(({ before, change }): readonly Finding[] => {
    const isMoved = again.some(({ was }) => was === before);
    const others = after.routes.filter(
      (route) => route.kind === "default-action" && route.loadBalancer === before.loadBalancer,
    );
    const isLast = !others.some((route) => serves(route));
    if (
      isMoved ||
      isUnknown(before.loadBalancer) ||
      !staying.has(before.loadBalancer) ||
      others.length === 0
    ) {
      return [];
    }
    const port = ifKnown(before.port) ?? "?";
    if (before.answer?.type === "redirect") {
      const message = `the listener at port ${port}, which redirects, would be removed: clients that begin there get no answer. Keep it while clients use port ${port}`;
      return [found(change, message, { code: "redirect-removed", values: { port }, severity: "warning" })];
    }
    const serving = targetsOf(before).filter((key) => index.after.targetGroup(key) !== undefined);
    if (isLast || !serves(before) || serving.length === 0) {
      return [];
    }
    const message = `the listener at port ${port} (${weightsOf(before, index.before)}) would be removed, and its load balancer stays: clients of port ${port} get no answer. Move the clients first, and remove it when no request arrives`;
    return [found(change, message, { code: "listener-removed", values: { port } })];
  });
  return [...moved, ...gone];
}

/** A rule that is new or changes, and takes the requests of routes that are evaluated later. */
function takingFindings({ before, after, change }: Pair<RouteState>, input: RuleInput): readonly Finding[] {
  if (
    after?.kind !== "rule" ||
    change === undefined ||
    change.isImport ||
    after.conditions?.isNarrow === true
  ) {
    return [];
  }
  const { diff, index } = input;
  const [taken] = laterRoutes(after, diff).flatMap((route) => {
    const was = diff.routes.find((pair) => pair.after === route)?.before;
    const isNew = before === undefined || !takes(before, was ?? route) || !isBefore(before, was ?? route);
    return was !== undefined && serves(was) && isNew && takes(after, was) ? [was] : [];
  });
  if (taken === undefined || isUnknown(after.targets)) {
    return [];
  }
  const keys = targetsOf(after);
  const shared = targetsOf(taken).some((key) => keys.includes(key));
  const isServing = keys.length > 0 && keys.every((key) => isServedTarget(key, input));
  const isRedirect = after.answer?.type === "redirect" && isServed(after, after.answer.port, input);
  if (shared || isRedirect) {
    return [];
  }
  const leads =
    after.answer === undefined ? `leads them to ${weightsOf(after, index.after)}` : "answers them itself";
  const message = `the rule is evaluated before ${taken.address} (${weightsOf(taken, index.before)}), takes its requests and ${leads}: ${isServing ? "all of its traffic moves at once" : "nothing reaches what serves them"}. Use a narrower condition, or shift the traffic by weights`;
  return [
    found(after, message, {
      code: "taken",
      values: { from: taken.address },
      ...(isServing ? { severity: "warning" } : {}),
    }),
  ];
}

/** Whether a target group had targets before the change, as far as these plans show. */
function isServedTarget(key: TargetGroupKey, { index }: RuleInput): boolean {
  return (
    index.before.bindingsTo(key).length > 0 ||
    index.before.targetGroup(key)?.hasAttachments === true ||
    index.before.routesTo(key).some((route) => (ifKnown(routeShares(route))?.get(key) ?? 0) > 0)
  );
}
