import { isIP } from "node:net";
import type { TrafficWeights } from "../../../upgrade/fleet/traffic-weights";
import { nameProblems } from "../../checks/names";
import { codesProblems, literalNumberProblems, textProblems } from "../../checks/values";
import { isUnresolved } from "../../validation";
import { weightProblems } from "../weight-problems";
import {
  type CompleteSettings,
  type HaproxyConfigurationProps,
  type HaproxyServerSettings,
  withDefaults,
} from "./settings";

/** A sentence for each thing that is wrong; empty if all is well. */
export function problemsOf(props: HaproxyConfigurationProps, weights: TrafficWeights): readonly string[] {
  const { listener, healthCheck, timeouts, ...settings } = withDefaults(props);
  return [
    ...weightProblems(props.weights, weights.problems),
    ...literalNameProblems("the name of the backend", props.backend),
    ...Object.entries(props.servers).flatMap(([name, server]) => serverProblems(name, server)),
    ...listenerProblems(listener),
    ...healthCheckProblems(healthCheck, props.backend),
    ...literalNumberProblems("the number of retries", settings.retries, 0, 10),
    ...literalNumberProblems("the slow start", settings.slowStartSeconds, 0, 900, "s"),
    ...literalNumberProblems("the connect timeout", timeouts.connectSeconds, 1, 86_400, "s"),
    ...literalNumberProblems("the client timeout", timeouts.clientSeconds, 1, 86_400, "s"),
    ...literalNumberProblems("the server timeout", timeouts.serverSeconds, 1, 86_400, "s"),
    ...literalNumberProblems("the keep-alive timeout", timeouts.keepAliveSeconds, 1, 86_400, "s"),
    ...literalNumberProblems("the tunnel timeout", timeouts.tunnelSeconds, 1, 86_400, "s"),
    ...literalNumberProblems("the time to drain", settings.drainSeconds, 1, 86_400, "s"),
    ...literalNumberProblems("the number of connections", settings.maxConnections, 1, 1_000_000),
    ...fileProblems("the control socket", settings.controlSocket),
  ];
}

function serverProblems(
  name: string,
  { address, port, tls, cluster }: HaproxyServerSettings,
): readonly string[] {
  return [
    ...(cluster === undefined ? [] : nameProblems(`the cluster of server "${name}"`, cluster, "cluster")),
    ...literalNameProblems("the name of a server", name),
    ...(isIP(address) > 0
      ? []
      : textProblems(
          `the address of server "${name}"`,
          address,
          HOST_NAME,
          "a host name or an IP address, without a port",
        )),
    ...literalNumberProblems(`the port of server "${name}"`, port, 1, 65_535),
    ...(tls === undefined
      ? []
      : textProblems(
          `tls.serverName of server "${name}"`,
          tls.serverName,
          HOST_NAME,
          "the host name of its certificate",
        )),
    ...(tls?.caFile === undefined ? [] : fileProblems(`the CA file of server "${name}"`, tls.caFile)),
  ];
}

function listenerProblems({
  address,
  port,
  certificateFile,
  httpsPort,
}: CompleteSettings["listener"]): readonly string[] {
  return [
    ...literalNumberProblems("the port", port, 1, 65_535),
    ...literalNumberProblems("the HTTPS port", httpsPort, 1, 65_535),
    ...(isUnresolved(address) || address === "" || isIP(address) > 0
      ? []
      : [`the address of the listener is "${address}": expected an IP address, or none for all`]),
    ...(certificateFile === undefined
      ? []
      : [
          ...fileProblems("the certificate file", certificateFile),
          // HAProxy finds the key beside such a name only.
          ...textProblems("the certificate file", certificateFile, /\.crt$/, 'a name that ends in ".crt"'),
          ...(port === httpsPort ? [`duplicate port ${port}: HTTP and HTTPS have it`] : []),
        ]),
  ];
}

function healthCheckProblems(
  healthCheck: CompleteSettings["healthCheck"],
  backend: string,
): readonly string[] {
  const { path, host, intervalSeconds, healthyThreshold, unhealthyThreshold, matcher } = healthCheck;
  return [
    ...literalNumberProblems("the interval of the health check", intervalSeconds, 1, 300, "s"),
    ...literalNumberProblems("the healthy threshold of the health check", healthyThreshold, 1, 10),
    ...literalNumberProblems("the unhealthy threshold of the health check", unhealthyThreshold, 1, 10),
    // These characters neither end a word of HAProxy's configuration nor are replaced in it.
    ...textProblems(
      "the path of the health check",
      path,
      /^\/[\w.~!&()*+,;=:@%/?-]*$/,
      'a path that begins with "/", without spaces, quotes, "#" and "$"',
    ),
    ...(host === backend
      ? []
      : textProblems("the host of the health check", host, /^[\w.:[\]-]+$/, "a host name")),
    ...codesProblems("the matcher of the health check", matcher, 100, 599),
  ];
}

const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9]([\w-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([\w-]*[A-Za-z0-9])?)*\.?$/;

/** Run-time commands need the name, so the code must write it. */
function literalNameProblems(what: string, name: string): readonly string[] {
  return isUnresolved(name)
    ? [`${what} is an unresolved token: expected a name as text`]
    : nameProblems(what, name, "haproxy");
}

function fileProblems(what: string, path: string): readonly string[] {
  const form = 'a path that begins with "/", of letters, digits, dots, hyphens and underscores';
  return textProblems(what, path, /^(\/[\w.-]+)+$/, form);
}
