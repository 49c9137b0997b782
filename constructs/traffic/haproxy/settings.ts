import type { WeightMap } from "../../../upgrade/fleet/traffic-weights";

/** TLS from HAProxy to a cluster. */
export interface HaproxyServerTls {
  /** The host name that HAProxy requests, and that the certificate must have. */
  readonly serverName: string;

  /**
   * A file with the certificate authorities to trust.
   * @default - those of the system
   */
  readonly caFile?: string;
}

/** The entry to one cluster: its ingress, or the load balancer in front of it. */
export interface HaproxyServer {
  /** An IP address, or a host name, which HAProxy resolves again when its records expire. */
  readonly address: string;

  readonly port: number;

  /**
   * @default - plain HTTP
   */
  readonly tls?: HaproxyServerTls;
}

/** How HAProxy checks whether a cluster can get requests. */
export interface HaproxyHealthCheck {
  /**
   * @default "/"
   */
  readonly path?: string;

  /**
   * The Host header of the check.
   * @default - the name of the backend
   */
  readonly host?: string;

  /**
   * Seconds between two checks, 1 to 300. It is also the timeout of a check.
   * @default 2
   */
  readonly intervalSeconds?: number;

  /**
   * Successful checks in a row before a cluster gets requests again, 1 to 10.
   * @default 2
   */
  readonly healthyThreshold?: number;

  /**
   * Failed checks in a row before a cluster gets no more requests, 1 to 10. Until then, HAProxy sends a request to another
   * cluster if it cannot connect.
   * @default 3
   */
  readonly unhealthyThreshold?: number;

  /**
   * HTTP codes of a successful check: "200", "200,202" or "200-299".
   * @default "200"
   */
  readonly matcher?: string;
}

/** The addresses and ports of HAProxy for clients. */
export interface HaproxyListener {
  /**
   * An IP address of the machine.
   * @default - all
   */
  readonly address?: string;

  /**
   * For plain HTTP, which is redirected if there is a certificate. HAProxy itself answers /haproxy-health on this port.
   * @default 8080
   */
  readonly port?: number;

  /**
   * A PEM file whose name ends in ".crt". The key is in the same file, or in a file next to it that ends in ".key".
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
   * The longest wait for a connection to a cluster.
   * @default 3
   */
  readonly connectSeconds?: number;

  /**
   * The longest pause of a client within a request or a response.
   * @default 60
   */
  readonly clientSeconds?: number;

  /**
   * The longest pause of a cluster within a response.
   * @default 60
   */
  readonly serverSeconds?: number;

  /**
   * The longest idle time of a client's connection. It must be longer than that of a load balancer in front, which has
   * occasional 502 errors otherwise. An ALB has 60 s.
   * @default 75
   */
  readonly keepAliveSeconds?: number;

  /**
   * The longest idle time of a WebSocket.
   * @default 3600
   */
  readonly tunnelSeconds?: number;
}

export interface HaproxyConfigurationProps {
  /** The name of the backend, "webapp", in run-time commands and statistics. */
  readonly backend: string;

  /** A server for each cluster, by the names of the target groups that the weights use. */
  readonly servers: Readonly<Record<string, HaproxyServer>>;

  /**
   * The same map as in WeightedListeners of an ALB. A name without a server must have 0. Two things differ from an ALB:
   *
   * - If a cluster is down, HAProxy sends its share to the others, by their weights. So each cluster needs enough nodes for
   *   all traffic. A cluster with weight 0 still gets nothing. (An ALB returns 503 for the share of an unhealthy target
   *   group.)
   * - HAProxy has weights from 0 to 256. Larger weights are scaled: with n servers, each share differs by less than
   *   (n - 1) / 256.
   *
   * Weight 0 means no new requests. Its cluster finishes the current ones. After a reload, an idle connection of a client
   * can send one more request by the old weights, within the keep-alive timeout. Keep a cluster with weight 0 that long.
   */
  readonly weights: WeightMap;

  /**
   * Clusters that get no new requests for now, whatever their weight. The others get their share, by their weights. It is
   * the same as in WeightedListeners of an ALB.
   * @default - none
   */
  readonly evacuated?: readonly string[];

  /**
   * @default - port 8080, plain HTTP
   */
  readonly listener?: HaproxyListener;

  /**
   * @default - "/" returns 200, checked every 2 s
   */
  readonly healthCheck?: HaproxyHealthCheck;

  /**
   * Retries of a request, each with another cluster, 0 to 10. HAProxy retries if it cannot connect. It also retries a GET,
   * HEAD or OPTIONS if the connection breaks before a response. It never sends other requests twice.
   * @default 3
   */
  readonly retries?: number;

  /**
   * Seconds in which the share of a recovered cluster grows to its full size, 0 to 900; 0 is off. It does not slow a shift.
   * @default 30
   */
  readonly slowStartSeconds?: number;

  readonly timeouts?: HaproxyTimeouts;

  /**
   * Seconds for current requests and WebSockets to finish after a reload or before a stop, 1 to 86400.
   * @default 300
   */
  readonly drainSeconds?: number;

  /**
   * Concurrent connections of clients, 1 to 1000000. HAProxy needs more than twice as many open files.
   * @default 8000
   */
  readonly maxConnections?: number;

  /**
   * The stats socket, for run-time commands. Everyone who can write to it controls HAProxy.
   * @default "/var/run/haproxy/haproxy.sock"
   */
  readonly controlSocket?: string;
}

export const DEFAULT_CONTROL_SOCKET = "/var/run/haproxy/haproxy.sock";

/** The path of HAProxy's own health check, on the port for plain HTTP. */
export const HEALTH_PATH = "/haproxy-health";

/** The settings of a configuration, with all defaults. */
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
