import type { WeightMap } from "../../../upgrade/fleet/traffic-weights";

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

/** What a configuration is made of, with all defaults. */
export type HaproxySettings = ReturnType<typeof withDefaults>;

export function withDefaults(props: HaproxyConfigurationProps) {
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
