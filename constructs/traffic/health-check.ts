import type { LbTargetGroupHealthCheck } from "@cdktf/provider-aws/lib/lb-target-group";
import type { HealthCheck } from "../../upgrade/fleet/settings";
import { isKnownLater } from "../validation";
import { rangeProblems } from "./checks";

function withDefaults(healthCheck: HealthCheck) {
  const { path = "/", intervalSeconds = 30, timeoutSeconds = 5, matcher = "200" } = healthCheck;
  const { healthyThreshold = 5, unhealthyThreshold = 2 } = healthCheck;
  return { path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold, matcher };
}

/** All attributes are written, so that no default of the provider decides. */
export function renderHealthCheck(healthCheck: HealthCheck): LbTargetGroupHealthCheck {
  const { path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold, matcher } =
    withDefaults(healthCheck);
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

export function healthCheckProblems(healthCheck: HealthCheck): string[] {
  const { port } = healthCheck;
  const { path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold, matcher } =
    withDefaults(healthCheck);
  const problems = [
    ...(port === undefined ? [] : rangeProblems("the port of the health check", port, 1, 65535)),
    ...rangeProblems("the interval of the health check", intervalSeconds, 5, 300, " s"),
    ...rangeProblems("the timeout of the health check", timeoutSeconds, 2, 120, " s"),
    ...rangeProblems("the healthy threshold of the health check", healthyThreshold, 2, 10),
    ...rangeProblems("the unhealthy threshold of the health check", unhealthyThreshold, 2, 10),
  ];
  if (!isKnownLater(intervalSeconds) && !isKnownLater(timeoutSeconds) && timeoutSeconds >= intervalSeconds) {
    problems.push(
      `the timeout of the health check (${timeoutSeconds} s) does not end before its interval (${intervalSeconds} s); make the timeout shorter`,
    );
  }
  if (!isKnownLater(path) && !/^\/.{0,1023}$/.test(path)) {
    problems.push(
      `the path of the health check is "${path}"; it begins with "/" and has at most 1024 characters`,
    );
  }
  if (!isKnownLater(matcher) && !/^[234]\d\d([,-][234]\d\d)*$/.test(matcher)) {
    problems.push(
      `the health check takes "${matcher}" for a good answer; give codes from 200 to 499, as in "200", "200,202" or "200-299"`,
    );
  }
  return problems;
}
