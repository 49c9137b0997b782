import type {
  HaproxyHealthCheck,
  HaproxyListener,
  HaproxyServerSettings,
  HaproxyTimeouts,
  HaproxyTuning,
} from "../../../upgrade/fleet/settings/haproxy";
import type { WeightMap } from "../../../upgrade/fleet/traffic-weights";

export type {
  HaproxyHealthCheck,
  HaproxyListener,
  HaproxyServer,
  HaproxyServerSettings,
  HaproxyServerTls,
  HaproxyTimeouts,
  HaproxyTuning,
} from "../../../upgrade/fleet/settings/haproxy";

export interface HaproxyConfigurationProps extends HaproxyTuning {
  /** The name of the backend, "webapp", in run-time commands and statistics. */
  readonly backend: string;

  /** A server for each cluster, by the names of the target groups that the weights use. */
  readonly servers: Readonly<Record<string, HaproxyServerSettings>>;

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
   * the same as in WeightedListeners of an ALB. @inCode
   * @default - none
   */
  readonly evacuated?: readonly string[];

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
export type CompleteSettings = ReturnType<typeof withDefaults>;

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
