import { isIP } from "node:net";
import { clusterComment } from "../../../upgrade/fleet/haproxy-text";
import { haproxyWeights } from "../../../upgrade/fleet/haproxy-weights";
import type { TrafficWeights } from "../../../upgrade/fleet/traffic-weights";
import { type CompleteSettings, type HaproxyServerSettings, HEALTH_PATH } from "./settings";

/** The contents of `haproxy.cfg`. */
export function render(backend: string, settings: CompleteSettings, weights: TrafficWeights): string {
  const sections = [
    globalSection(settings),
    defaultsSection(settings),
    ...resolversSection(settings),
    ...frontendSections(backend, settings),
    backendSection(backend, settings, weights),
  ];
  return sections
    .map(([head, ...lines]) => [head, ...lines.map((line) => `  ${line}`), ""].join("\n"))
    .join("\n");
}

type Section = readonly [head: string, ...lines: readonly string[]];

function globalSection({ maxConnections, drainSeconds, controlSocket, listener }: CompleteSettings): Section {
  return [
    "global",
    "log stdout format raw local0 info",
    `maxconn ${maxConnections}`,
    `hard-stop-after ${drainSeconds}s`,
    `stats socket ${controlSocket} mode 600 level admin`,
    "stats timeout 30s",
    ...(listener.certificateFile === undefined
      ? []
      : ["ssl-default-bind-options ssl-min-ver TLSv1.2", "ssl-load-extra-del-ext"]),
  ];
}

function defaultsSection({ retries, timeouts, healthCheck }: CompleteSettings): Section {
  return [
    "defaults",
    "mode http",
    "log global",
    "option httplog",
    "option dontlognull",
    "option forwardfor",
    // Else a reload cuts idle connections off, and the request that was just sent over one is lost.
    "option idle-close-on-response",
    "option redispatch 1",
    `retries ${retries}`,
    "retry-on conn-failure empty-response",
    `timeout connect ${timeouts.connectSeconds}s`,
    `timeout queue ${timeouts.connectSeconds}s`,
    `timeout client ${timeouts.clientSeconds}s`,
    `timeout client-fin ${timeouts.clientSeconds}s`,
    `timeout server ${timeouts.serverSeconds}s`,
    `timeout http-request ${timeouts.clientSeconds}s`,
    `timeout http-keep-alive ${timeouts.keepAliveSeconds}s`,
    `timeout tunnel ${timeouts.tunnelSeconds}s`,
    `timeout check ${healthCheck.intervalSeconds}s`,
  ];
}

function resolversSection({ servers }: CompleteSettings): readonly Section[] {
  return Object.values(servers).some(hasName)
    ? [["resolvers dns", "parse-resolv-conf", "hold valid 10s"]]
    : [];
}

function frontendSections(backend: string, { listener }: CompleteSettings): readonly Section[] {
  const { address, port, httpsPort, certificateFile } = listener;
  const plain: Section = [
    `frontend ${backend}-http`,
    `bind ${address}:${port}`,
    `monitor-uri ${HEALTH_PATH}`,
  ];
  const toBackend = `default_backend ${backend}`;
  return certificateFile === undefined
    ? [[...plain, toBackend]]
    : [
        [...plain, "http-request redirect scheme https code 301"],
        [
          `frontend ${backend}-https`,
          `bind ${address}:${httpsPort} ssl crt ${certificateFile} alpn h2,http/1.1`,
          "http-request set-header X-Forwarded-Proto https",
          toBackend,
        ],
      ];
}

function backendSection(
  backend: string,
  { servers, healthCheck, slowStartSeconds }: CompleteSettings,
  weights: TrafficWeights,
): Section {
  const { path, host, intervalSeconds, healthyThreshold, unhealthyThreshold, matcher } = healthCheck;
  const slowStart = slowStartSeconds === 0 ? "" : ` slowstart ${slowStartSeconds}s`;
  return [
    `backend ${backend}`,
    // Accepts new weights at run time, and distributes evenly.
    "balance roundrobin",
    // Requests that can have had an effect are not sent again.
    "http-request disable-l7-retry unless METH_GET or METH_OPTIONS",
    "option httpchk",
    `http-check send meth GET uri ${path} ver HTTP/1.1 hdr Host ${host}`,
    `http-check expect status ${matcher}`,
    `default-server check inter ${intervalSeconds}s fall ${unhealthyThreshold} rise ${healthyThreshold}${slowStart}`,
    ...[...haproxyWeights(weights)].flatMap(([name, weight]) => {
      const server = Object.hasOwn(servers, name) ? servers[name] : undefined;
      return server === undefined ? [] : [serverLine(name, server, weight)];
    }),
  ];
}

function serverLine(name: string, server: HaproxyServerSettings, weight: number): string {
  const { address, port, tls } = server;
  const parts = [`server ${name} ${isIP(address) === 6 ? `[${address}]` : address}:${port} weight ${weight}`];
  if (hasName(server)) {
    // If the name server does not answer, HAProxy starts without an address.
    parts.push("resolvers dns resolve-prefer ipv4 init-addr libc,none");
  }
  if (tls !== undefined) {
    const { serverName, caFile = "@system-ca" } = tls;
    parts.push(
      `ssl verify required ca-file ${caFile} sni str(${serverName}) check-sni ${serverName} verifyhost ${serverName}`,
    );
  }
  if (server.cluster !== undefined) {
    parts.push(clusterComment(server.cluster));
  }
  return parts.join(" ");
}

function hasName({ address }: HaproxyServerSettings): boolean {
  return isIP(address) === 0;
}
