import { type FleetState, isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { violations } from "../support/violations";

/** The AWS policies whose oldest protocol is TLS 1.2 or 1.3, future ones included. */
const MODERN = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)(-|$)/;

const RECOMMENDED = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** The default of the API; the console has another. */
const DEFAULT = "ELBSecurityPolicy-2016-08";

export const oldTlsPolicy: Rule = {
  id: "old-tls-policy",
  severity: "error",
  title: "A listener accepts TLS 1.0 or 1.1",
  why: "If a listener has no policy, the API and Terraform use the policy of 2016, which accepts TLS 1.0. The console uses a newer one, so this is unexpected. The rule rejects a new listener or a changed policy, and only warns if it was like this before.",
  source: "ELB user guide, describe-ssl-policies (2025-09); RFC 8996 (TLS 1.0 and 1.1 are not to be used)",
  judge: (input) => violations(input, ({ fleet }) => violationsIn(fleet)),
};

function violationsIn({ routes }: FleetState): readonly Finding[] {
  return routes.flatMap((route): readonly Finding[] => {
    const { kind, protocol, sslPolicy } = route;
    if (kind !== "default-action" || (!isUnknown(sslPolicy) && MODERN.test(sslPolicy ?? ""))) {
      return [];
    }
    const hasTls = protocol === "HTTPS" || protocol === "TLS";
    if (!hasTls && !isUnknown(protocol)) {
      return [];
    }
    const question = "whether the listener accepts TLS 1.0 or 1.1";
    const fix = `Write ssl_policy = "${RECOMMENDED}" in the code: the default is ${DEFAULT}`;
    if (!hasTls) {
      return [notEvaluated(route, "the protocol of the listener", question, fix)];
    }
    if (isUnknown(sslPolicy)) {
      return [notEvaluated(route, "the TLS policy of the listener", question, fix)];
    }
    const policy =
      sslPolicy === undefined ? `no TLS policy (default ${DEFAULT})` : `the TLS policy ${sslPolicy}`;
    const message = `the listener has ${policy}: it accepts TLS 1.0 or 1.1. Use a policy with TLS 1.2 or newer, such as ${RECOMMENDED}`;
    return [found(route, message, { values: { policy: sslPolicy ?? DEFAULT } })];
  });
}
