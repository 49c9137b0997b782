import type { LbTargetGroupHealthCheck } from "@cdktf/provider-aws/lib/lb-target-group";
import type { HealthCheck, ProtocolVersion } from "../../upgrade/fleet/settings";
import {
  healthCheckDefaults as defaults,
  grpcHealthCheckDefaults,
} from "../../upgrade/fleet/settings/defaults";
import { codesProblems, portProblems, textProblems, wholeNumberProblems } from "../checks/values";
import { isUnresolved } from "../validation";

function withDefaults(healthCheck: HealthCheck, protocolVersion: ProtocolVersion | undefined) {
  const ofProtocol = protocolVersion === "GRPC" ? grpcHealthCheckDefaults : defaults;
  const { path = ofProtocol.path, matcher = ofProtocol.matcher } = healthCheck;
  const { intervalSeconds = defaults.intervalSeconds, timeoutSeconds = defaults.timeoutSeconds } =
    healthCheck;
  const { healthyThreshold = defaults.healthyThreshold, unhealthyThreshold = defaults.unhealthyThreshold } =
    healthCheck;
  return { path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold, matcher };
}

/** All attributes are written, so that no default of the provider decides. */
export function renderHealthCheck(
  healthCheck: HealthCheck,
  protocolVersion?: ProtocolVersion,
): LbTargetGroupHealthCheck {
  const { path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold, matcher } =
    withDefaults(healthCheck, protocolVersion);
  return {
    enabled: true,
    protocol: "HTTP",
    path,
    port: healthCheck.port === undefined ? "traffic-port" : `${healthCheck.port}`,
    interval: intervalSeconds,
    timeout: timeoutSeconds,
    healthyThreshold,
    unhealthyThreshold,
    matcher,
  };
}

export function healthCheckProblems(
  healthCheck: HealthCheck,
  protocolVersion?: ProtocolVersion,
): readonly string[] {
  const { port } = healthCheck;
  const { path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold, matcher } =
    withDefaults(healthCheck, protocolVersion);
  return [
    ...(port === undefined ? [] : portProblems("the port of the health check", port)),
    ...wholeNumberProblems("the interval of the health check", intervalSeconds, 5, 300, "s"),
    ...wholeNumberProblems("the timeout of the health check", timeoutSeconds, 2, 120, "s"),
    ...wholeNumberProblems("the healthy threshold of the health check", healthyThreshold, 2, 10),
    ...wholeNumberProblems("the unhealthy threshold of the health check", unhealthyThreshold, 2, 10),
    ...(isUnresolved(intervalSeconds) || isUnresolved(timeoutSeconds) || timeoutSeconds < intervalSeconds
      ? []
      : [
          `the timeout of the health check is ${timeoutSeconds} s and its interval is ${intervalSeconds} s: expected a timeout below the interval`,
        ]),
    ...textProblems(
      "the path of the health check",
      path,
      /^\/.{0,1023}$/,
      'a path of at most 1024 characters that begins with "/"',
    ),
    ...(protocolVersion === "GRPC"
      ? codesProblems("the matcher of the health check", matcher, 0, 99)
      : codesProblems("the matcher of the health check", matcher, 200, 499)),
  ];
}
