import { type HaproxyState, isUnknown } from "../../fleet/state";
import { TRAFFIC_KINDS } from "../../fleet/traffic-kind";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { violations } from "../support/violations";
import { listed } from "../support/wording";

const { maxWeight } = TRAFFIC_KINDS.haproxy;

/** Seconds that requests and WebSockets need to end after a reload. */
const SHORTEST_STOP = 30;

export const haproxyConfiguration: Rule = {
  id: "haproxy-configuration",
  severity: "error",
  title: "HAProxy would reject a new configuration, or lose requests with it",
  why: "A shift changes weights alone: HAProxy reloads, the new process takes over the sockets, and the old one finishes its requests. If a weight is over 256, HAProxy rejects the configuration, and hosts keep the old weights. A backend without servers answers 503. If an address of `bind` goes, its clients get no answer. If `hard-stop-after` becomes short, a reload cuts requests and WebSockets off. A parameter or ConfigMap with another name is followed by no host.",
  source:
    "HAProxy configuration manual: weight (0 to 256), bind, hard-stop-after; HAProxy management guide, stopping and restarting (seamless reloads)",
  judge: (input) => [
    ...violations(input, ({ fleet }) => fleet.haproxies.flatMap(weightFindings)),
    ...input.before.haproxies.flatMap((haproxy) => changeFindings(haproxy, input)),
  ],
};

function weightFindings(haproxy: HaproxyState): readonly Finding[] {
  return haproxy.servers.flatMap(({ serverName, weight }) => {
    if (isUnknown(weight) || (weight >= 0 && weight <= maxWeight)) {
      return [];
    }
    const message = `server ${serverName} of backend ${haproxy.backendName} has weight ${weight}: HAProxy rejects the configuration, and hosts keep the old one. Use a weight from 0 to ${maxWeight}`;
    return [found(haproxy, message, { code: "weight", values: { server: serverName, weight } })];
  });
}

function changeFindings(before: HaproxyState, { diff, after: fleet }: RuleInput): readonly Finding[] {
  const change = diff.changeAt(before);
  if (change === undefined) {
    return [];
  }
  if (change.action === "replace") {
    const message = `the configuration of backend ${before.backendName} would be replaced: hosts do not find it in between, and do not follow another name. Restore the name, or create a second configuration, let the hosts follow it, and remove this one`;
    return [found(change, message, { code: "replaced" })];
  }
  if (change.action !== "update") {
    return [];
  }
  const own = fleet.haproxies.filter(
    ({ stack, address }) => stack === change.stack && address === change.address,
  );
  const after = own.find(({ backendName }) => backendName === before.backendName);
  if (after === undefined) {
    const isUsed = own.length === 0 || own.some(({ settings }) => isNamed(before.backendName, settings));
    const message = `backend ${before.backendName} would have no servers: its requests get 503. Keep a server with a weight, or remove what leads to the backend first`;
    return isUsed
      ? [found(change, message, { code: "no-servers", values: { backend: before.backendName } })]
      : [];
  }
  return [...bindFindings(before, after), ...stopFindings(before, after)];
}

/** Whether a frontend leads to a backend. */
function isNamed(backendName: string, settings: string): boolean {
  return settings
    .split("\n")
    .some((line) => /^(default_backend|use_backend) /.test(line) && line.split(" ")[1] === backendName);
}

function bindFindings(before: HaproxyState, after: HaproxyState): readonly Finding[] {
  const is = new Set(bindsIn(after));
  const gone = bindsIn(before).filter((bind) => !is.has(bind));
  const message = `HAProxy would no longer bind ${listed(gone)}: clients of this address get no answer. Bind the new address as well, move the clients, and remove the old one in a separate change`;
  return gone.length === 0 ? [] : [found(after, message, { code: "bind", values: { bind: listed(gone) } })];
}

/** ":8080" */
function bindsIn({ settings }: HaproxyState): readonly string[] {
  return [...settings.matchAll(/^bind (\S+)/gm)].flatMap(([, address]) => address?.split(",") ?? []);
}

function stopFindings(before: HaproxyState, after: HaproxyState): readonly Finding[] {
  const [was, is] = [before, after].map(stopSeconds);
  if (is === undefined || is >= SHORTEST_STOP || (was !== undefined && was <= is)) {
    return [];
  }
  const message = `hard-stop-after would be ${is} s: at each reload, HAProxy cuts off requests and WebSockets that take longer. Give them at least ${SHORTEST_STOP} s`;
  return [found(after, message, { code: "hard-stop", values: { seconds: is } })];
}

/** `undefined` without a limit. */
function stopSeconds({ settings }: HaproxyState): number | undefined {
  const [, number, unit = "ms"] = /^hard-stop-after (\d+)(us|ms|s|m|h|d)?/m.exec(settings) ?? [];
  return number === undefined ? undefined : Number(number) * (SECONDS[unit] ?? 1);
}

const SECONDS: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400 };
