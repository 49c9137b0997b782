import type { WeightMap } from "../traffic-weights";
import type { ListenerGuardsOff } from "./guards";

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

/** How HAProxy serves clients, checks clusters and ends. */
export interface HaproxyTuning {
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
}

/** The entry to one cluster in a fleet file. */
export interface HaproxyServerSettings extends HaproxyServer {
  /**
   * The cluster behind it. Rules, planner and `evacuated` of the environment use it. HAProxy does not: whoever makes the
   * entry to the cluster binds its pods. @default - none
   */
  readonly cluster?: string;
}

/**
 * HAProxy on hosts of your own, in front of clusters. Its configuration is an SSM parameter. A script on each host follows
 * it, and reloads HAProxy only with a valid configuration, without losing a request.
 */
export interface HaproxySettings extends HaproxyTuning {
  /** 1 to 5 servers, by slot: "a". */
  readonly servers: Readonly<Record<string, HaproxyServerSettings>>;
  /**
   * By server, or the name of one of the environment's `weights`: whole numbers from 0 to 999, relative to their sum. A
   * server that is not named gets 0. HAProxy has weights up to 256: larger ones are scaled. A change updates the parameter
   * in place, and nothing else.
   */
  readonly weights: WeightMap | string;
  /**
   * The name of the SSM parameter: begins with "/", and not with "/aws" or "/ssm". A change replaces the parameter: hosts
   * then follow the old name until their script gets the new one. @default "/haproxy/<name>/haproxy.cfg"
   */
  readonly parameterName?: string;
  /**
   * Slots that were removed from `servers`. Terraform removes such a server only if its weight in the parameter is 0. You
   * can remove the slot from this list after the apply. @inCode @default - none
   */
  readonly removedServers?: readonly string[];
  /** Guards that are off for a while. @default - none */
  readonly guardsOff?: ListenerGuardsOff;
}
