import { isIP } from "node:net";
import { haproxyWeights, runtimeCommands } from "../../../upgrade/fleet/haproxy-weights";
import { TrafficWeights, type WeightMap } from "../../../upgrade/fleet/traffic-weights";
import { isKnownLater } from "../../validation";

/** How HAProxy speaks TLS to a cluster. */
export interface HaproxyServerTls {
  /** The name that is asked for, and that the certificate must have. */
  readonly serverName: string;

  /**
   * Authorities that may have signed the certificate.
   * @default - those of the system
   */
  readonly caFile?: string;
}

/** The way into one cluster: its ingress, or the load balancer before it. */
export interface HaproxyServer {
  /** A name, which is asked for again as its records end, or an IP address. */
  readonly address: string;

  readonly port: number;

  /**
   * @default - plain HTTP
   */
  readonly tls?: HaproxyServerTls;
}

/** How HAProxy finds out whether a cluster may get requests. */
export interface HaproxyHealthCheck {
  /**
   * @default "/"
   */
  readonly path?: string;

  /**
   * The Host header of the question.
   * @default - the name of the backend
   */
  readonly host?: string;

  /**
   * Seconds from one question to the next, 1 to 300. An answer has as long.
   * @default 2
   */
  readonly intervalSeconds?: number;

  /**
   * Good answers in a row until a cluster gets requests again, 1 to 10.
   * @default 2
   */
  readonly healthyThreshold?: number;

  /**
   * Bad answers in a row until a cluster gets no more requests, 1 to 10. Until then, what cannot be connected
   * to it is sent to another.
   * @default 3
   */
  readonly unhealthyThreshold?: number;

  /**
   * HTTP codes that count as good: "200", "200,202" or "200-299".
   * @default "200"
   */
  readonly matcher?: string;
}

/** Where clients reach HAProxy. */
export interface HaproxyListener {
  /**
   * An IP address of the machine.
   * @default - all
   */
  readonly address?: string;

  /**
   * For plain HTTP, which is redirected where there is a certificate. A question for /haproxy-health is
   * answered here by HAProxy itself.
   * @default 8080
   */
  readonly port?: number;

  /**
   * A PEM file whose name ends in ".crt"; its key may be in it, or beside it in a file that ends in ".key".
   * @default - none: no HTTPS
   */
  readonly certificateFile?: string;

  /**
   * @default 8443
   */
  readonly httpsPort?: number;
}

/** Seconds, 1 to 86400. */
export interface HaproxyTimeouts {
  /**
   * Until a cluster accepts a connection.
   * @default 3
   */
  readonly connectSeconds?: number;

  /**
   * In which a client sends nothing in the middle of a request, or takes nothing of an answer.
   * @default 60
   */
  readonly clientSeconds?: number;

  /**
   * In which a cluster sends nothing of an answer.
   * @default 60
   */
  readonly serverSeconds?: number;

  /**
   * In which a client's connection may lie idle. Longer than that of a load balancer in front, or it answers
   * 502 now and then: an ALB has 60 s.
   * @default 75
   */
  readonly keepAliveSeconds?: number;

  /**
   * In which nothing comes over a WebSocket.
   * @default 3600
   */
  readonly tunnelSeconds?: number;
}

export interface HaproxyConfigurationProps {
  /** As in "webapp": run-time commands and statistics use it. */
  readonly backend: string;

  /** A server for each cluster, by the names of the target groups that the weights use. */
  readonly servers: Readonly<Record<string, HaproxyServer>>;

  /**
   * The same map that an ALB's WeightedListeners take; a name that is no server must have 0. Two things differ
   * from an ALB:
   *
   * - HAProxy goes round a cluster that is down: the others that have weight get its share as well, in the
   *   relation of their weights. So each must hold the nodes for all of the traffic, not for its share. (An ALB
   *   answers the share of a dead target group with 503.) One with weight 0 gets nothing even then.
   * - HAProxy knows 0 to 256. Weights above that are divided or scaled: of n servers, no share differs by
   *   (n - 1) / 256 or more.
   *
   * 0 means no new requests; those under way are answered by the cluster that has them. After a reload, a
   * client's connection that lay idle has one more request by the old weights, within the keep-alive timeout: as
   * long a cluster with weight 0 must stay.
   */
  readonly weights: WeightMap;

  /**
   * Clusters that get no new requests for now, whatever their weight, as an ALB's WeightedListeners take them: the
   * others get their share in the relation of their weights.
   * @default - none
   */
  readonly evacuated?: readonly string[];

  /**
   * @default - port 8080, plain HTTP
   */
  readonly listener?: HaproxyListener;

  /**
   * @default - "/" answers 200, asked every 2 s
   */
  readonly healthCheck?: HaproxyHealthCheck;

  /**
   * How often a request is tried again, each time with another cluster, 0 to 10: when no connection could be
   * made, and a GET, HEAD or OPTIONS also when the connection broke before an answer. No other request is ever
   * sent twice.
   * @default 3
   */
  readonly retries?: number;

  /**
   * Seconds in which the share of a cluster that was down grows to its full part, 0 to 900; 0 is off. A shift
   * is not slowed.
   * @default 30
   */
  readonly slowStartSeconds?: number;

  readonly timeouts?: HaproxyTimeouts;

  /**
   * Seconds that requests and WebSockets under way have to end after a reload or before a stop, 1 to 86400.
   * @default 300
   */
  readonly drainSeconds?: number;

  /**
   * Connections of clients at one time, 1 to 1000000. HAProxy needs more than twice as many open files.
   * @default 8000
   */
  readonly maxConnections?: number;

  /**
   * The stats socket, for run-time commands. Who can write to it commands HAProxy.
   * @default "/var/run/haproxy/haproxy.sock"
   */
  readonly controlSocket?: string;
}

export const DEFAULT_CONTROL_SOCKET = "/var/run/haproxy/haproxy.sock";

/** Where HAProxy says that it takes requests, on the port for plain HTTP. */
export const HEALTH_PATH = "/haproxy-health";

/**
 * A configuration for HAProxy 2.6 or later: one backend with one server for each cluster, weighted by the map
 * that an ALB's listeners take too. A shift changes the lines of the servers that it concerns, and nothing else.
 *
 * Run it as `haproxy -W` and reload it with SIGUSR2: the new worker takes over the listening sockets, and the
 * old one answers what it has, so that nothing is lost. Weights are in the configuration alone; there is no
 * state file that would bring old ones back.
 */
export class HaproxyConfiguration {
  /** Never throws: what is wrong is in `problems`. */
  static of(props: HaproxyConfigurationProps): HaproxyConfiguration {
    const weights = weightsOf(props.weights, props.servers, props.evacuated);
    return new HaproxyConfiguration(props.backend, withDefaults(props), weights, problemsOf(props, weights));
  }

  /** The contents of `haproxy.cfg`. */
  readonly text: string;

  private constructor(
    readonly backend: string,
    readonly settings: HaproxySettings,
    readonly weights: TrafficWeights,
    /** A sentence for each thing that is wrong; empty where all is well. */
    readonly problems: readonly string[],
  ) {
    this.text = render(backend, settings, weights);
  }

  /**
   * What to send to the stats socket, over one connection and in this order, to come from other weights to
   * those of this configuration at once, without a reload. Deliver the configuration too: the next reload takes
   * the weights from there.
   * @param evacuated - what was evacuated until now
   */
  runtimeCommands(from: WeightMap, evacuated: readonly string[] = []): readonly string[] {
    return runtimeCommands(this.backend, weightsOf(from, this.settings.servers, evacuated), this.weights);
  }
}

/** What a configuration is made of, with all defaults. */
export type HaproxySettings = ReturnType<typeof withDefaults>;

function withDefaults(props: HaproxyConfigurationProps) {
  const { servers, retries = 3, slowStartSeconds = 30, drainSeconds = 300, maxConnections = 8000 } = props;
  const { controlSocket = DEFAULT_CONTROL_SOCKET } = props;
  return {
    servers,
    retries,
    slowStartSeconds,
    drainSeconds,
    maxConnections,
    controlSocket,
    listener: listenerWithDefaults(props.listener ?? {}),
    healthCheck: healthCheckWithDefaults(props.healthCheck ?? {}, props.backend),
    timeouts: timeoutsWithDefaults(props.timeouts ?? {}),
  };
}

function listenerWithDefaults(listener: HaproxyListener) {
  const { address = "", port = 8080, httpsPort = 8443, certificateFile } = listener;
  return { address, port, httpsPort, certificateFile };
}

function healthCheckWithDefaults(healthCheck: HaproxyHealthCheck, backend: string) {
  const { path = "/", host = backend, intervalSeconds = 2, matcher = "200" } = healthCheck;
  const { healthyThreshold = 2, unhealthyThreshold = 3 } = healthCheck;
  return { path, host, intervalSeconds, healthyThreshold, unhealthyThreshold, matcher };
}

function timeoutsWithDefaults(timeouts: HaproxyTimeouts) {
  const { connectSeconds = 3, clientSeconds = 60, serverSeconds = 60 } = timeouts;
  const { keepAliveSeconds = 75, tunnelSeconds = 3600 } = timeouts;
  return { connectSeconds, clientSeconds, serverSeconds, keepAliveSeconds, tunnelSeconds };
}

/** A name without a server that has weight 0 is left out: an ALB may have a target group more. */
function weightsOf(
  weights: WeightMap,
  servers: Readonly<Record<string, HaproxyServer>>,
  evacuated: readonly string[] = [],
): TrafficWeights {
  const concerned = Object.entries(weights).filter(
    ([name, weight]) => Object.hasOwn(servers, name) || weight !== 0,
  );
  const known = Object.keys(servers);
  const evacuatedHere = evacuated.filter((name) => known.includes(name) || !Object.hasOwn(weights, name));
  return TrafficWeights.of(Object.fromEntries(concerned), known, evacuatedHere);
}

function render(backend: string, settings: HaproxySettings, weights: TrafficWeights): string {
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

function globalSection({ maxConnections, drainSeconds, controlSocket, listener }: HaproxySettings): Section {
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

function defaultsSection({ retries, timeouts, healthCheck }: HaproxySettings): Section {
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

function resolversSection({ servers }: HaproxySettings): readonly Section[] {
  return Object.values(servers).some(hasName)
    ? [["resolvers dns", "parse-resolv-conf", "hold valid 10s"]]
    : [];
}

function frontendSections(backend: string, { listener }: HaproxySettings): readonly Section[] {
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
  { servers, healthCheck, slowStartSeconds }: HaproxySettings,
  weights: TrafficWeights,
): Section {
  const { path, host, intervalSeconds, healthyThreshold, unhealthyThreshold, matcher } = healthCheck;
  const slowStart = slowStartSeconds === 0 ? "" : ` slowstart ${slowStartSeconds}s`;
  return [
    `backend ${backend}`,
    // Takes other weights at run time, and spreads evenly.
    "balance roundrobin",
    // What may have had an effect is not sent again.
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

function serverLine(name: string, server: HaproxyServer, weight: number): string {
  const { address, port, tls } = server;
  const parts = [`server ${name} ${isIP(address) === 6 ? `[${address}]` : address}:${port} weight ${weight}`];
  if (hasName(server)) {
    // Starts without an address where the name server does not answer, rather than not at all.
    parts.push("resolvers dns resolve-prefer ipv4 init-addr libc,none");
  }
  if (tls !== undefined) {
    const { serverName, caFile = "@system-ca" } = tls;
    parts.push(
      `ssl verify required ca-file ${caFile} sni str(${serverName}) check-sni ${serverName} verifyhost ${serverName}`,
    );
  }
  return parts.join(" ");
}

function hasName({ address }: HaproxyServer): boolean {
  return isIP(address) === 0;
}

function problemsOf(props: HaproxyConfigurationProps, weights: TrafficWeights): readonly string[] {
  const weightsKnownLater = Object.entries(props.weights)
    .filter(([, weight]) => isKnownLater(weight))
    .map(
      ([name]) =>
        `the weight of "${name}" is only known to Terraform, so nobody could review a shift; write a whole number from 0 to 999`,
    );
  const { listener, healthCheck, timeouts, ...settings } = withDefaults(props);
  return [
    ...(weightsKnownLater.length === 0 ? weights.problems : weightsKnownLater),
    ...nameProblems("the backend", props.backend),
    ...Object.entries(props.servers).flatMap(([name, server]) => serverProblems(name, server)),
    ...listenerProblems(listener),
    ...healthCheckProblems(healthCheck, props.backend),
    ...wholeProblems("the number of retries", settings.retries, 0, 10),
    ...wholeProblems("the slow start", settings.slowStartSeconds, 0, 900, " s"),
    ...wholeProblems("the connect timeout", timeouts.connectSeconds, 1, 86_400, " s"),
    ...wholeProblems("the client timeout", timeouts.clientSeconds, 1, 86_400, " s"),
    ...wholeProblems("the server timeout", timeouts.serverSeconds, 1, 86_400, " s"),
    ...wholeProblems("the keep-alive timeout", timeouts.keepAliveSeconds, 1, 86_400, " s"),
    ...wholeProblems("the tunnel timeout", timeouts.tunnelSeconds, 1, 86_400, " s"),
    ...wholeProblems("the time to drain", settings.drainSeconds, 1, 86_400, " s"),
    ...wholeProblems("the number of connections", settings.maxConnections, 1, 1_000_000),
    ...fileProblems("the control socket", settings.controlSocket),
  ];
}

function serverProblems(name: string, { address, port, tls }: HaproxyServer): string[] {
  const problems = nameProblems("a server", name);
  if (!isKnownLater(address) && isIP(address) === 0 && !isHostName(address)) {
    problems.push(
      `the address of server "${name}" is "${address}"; give a host name or an IP address, without a port`,
    );
  }
  problems.push(...wholeProblems(`the port of server "${name}"`, port, 1, 65_535));
  if (tls !== undefined) {
    if (!isKnownLater(tls.serverName) && !isHostName(tls.serverName)) {
      problems.push(
        `server "${name}" shall prove that it is "${tls.serverName}"; give the host name of its certificate`,
      );
    }
    problems.push(
      ...(tls.caFile === undefined ? [] : fileProblems(`the CA file of server "${name}"`, tls.caFile)),
    );
  }
  return problems;
}

function listenerProblems({
  address,
  port,
  certificateFile,
  httpsPort,
}: HaproxySettings["listener"]): string[] {
  const problems = wholeProblems("the port", port, 1, 65_535);
  if (!isKnownLater(address) && address !== "" && isIP(address) === 0) {
    problems.push(`HAProxy shall listen at "${address}"; give an IP address, or leave it out for all`);
  }
  if (certificateFile !== undefined) {
    problems.push(
      ...fileProblems("the certificate file", certificateFile),
      ...wholeProblems("the HTTPS port", httpsPort, 1, 65_535),
    );
    if (!isKnownLater(certificateFile) && !certificateFile.endsWith(".crt")) {
      problems.push(
        `the certificate file is "${certificateFile}", but HAProxy finds the key only beside a name that ends in ".crt"; rename it`,
      );
    }
    if (port === httpsPort) {
      problems.push(`HTTP and HTTPS have the same port ${port}; give each its own`);
    }
  }
  return problems;
}

function healthCheckProblems(healthCheck: HaproxySettings["healthCheck"], backend: string): string[] {
  const { path, host, intervalSeconds, healthyThreshold, unhealthyThreshold, matcher } = healthCheck;
  const problems = [
    ...wholeProblems("the interval of the health check", intervalSeconds, 1, 300, " s"),
    ...wholeProblems("the healthy threshold of the health check", healthyThreshold, 1, 10),
    ...wholeProblems("the unhealthy threshold of the health check", unhealthyThreshold, 1, 10),
  ];
  // What would end a word of HAProxy's configuration, or is replaced in it, is not in these characters.
  if (!isKnownLater(path) && !/^\/[\w.~!&()*+,;=:@%/?-]*$/.test(path)) {
    problems.push(
      `the path of the health check is "${path}"; it begins with "/" and has no spaces, quotes, "#" or "$"`,
    );
  }
  if (host !== backend && !isKnownLater(host) && !/^[\w.:[\]-]+$/.test(host)) {
    problems.push(`the health check asks for the host "${host}"; give a host name`);
  }
  if (!isKnownLater(matcher) && !/^[1-5]\d\d([,-][1-5]\d\d)*$/.test(matcher)) {
    problems.push(
      `the health check takes "${matcher}" for a good answer; give codes, as in "200", "200,202" or "200-299"`,
    );
  }
  return problems;
}

function nameProblems(what: string, name: string): string[] {
  if (isKnownLater(name)) {
    return [`the name of ${what} is only known to Terraform, but run-time commands need it; write it`];
  }
  return /^[A-Za-z0-9][\w.-]*$/.test(name)
    ? []
    : [`"${name}" cannot be the name of ${what}; use letters, digits, hyphens, underscores and dots`];
}

function isHostName(name: string): boolean {
  return (
    name.length <= 253 &&
    /^[A-Za-z0-9]([\w-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([\w-]*[A-Za-z0-9])?)*\.?$/.test(name)
  );
}

function fileProblems(what: string, path: string): string[] {
  return isKnownLater(path) || /^(\/[\w.-]+)+$/.test(path)
    ? []
    : [`${what} is "${path}"; give a path from "/" on, of letters, digits, dots, hyphens and underscores`];
}

/** A number that only Terraform knows cannot be part of a text. */
function wholeProblems(what: string, value: number, min: number, max: number, unit = ""): string[] {
  if (isKnownLater(value)) {
    return [`${what} is only known to Terraform; write a whole number from ${min} to ${max}`];
  }
  return Number.isInteger(value) && value >= min && value <= max
    ? []
    : [`${what} is ${value}${unit}; give a whole number from ${min} to ${max}`];
}
