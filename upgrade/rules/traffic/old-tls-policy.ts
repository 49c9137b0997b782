import { type FleetState, isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { violations } from "../support/violations";
import { notJudged } from "../support/wording";

/** All of AWS's policies whose oldest protocol is TLS 1.2 or 1.3, those that are to come included. */
const MODERN = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)(-|$)/;

const RECOMMENDED = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** What the API takes where none is given; the console takes another. */
const DEFAULT = "ELBSecurityPolicy-2016-08";

export const oldTlsPolicy: Rule = {
  id: "old-tls-policy",
  severity: "error",
  title: "a listener that still speaks TLS 1.0 or 1.1",
  why: "Where a listener names no policy, the API and Terraform take that of 2016, which still speaks TLS 1.0; the console takes a new one, so that nobody expects it. Refused where a listener is made or its policy changes, told where it was so before.",
  source: "ELB user guide, describe-ssl-policies (2025-09); RFC 8996 (TLS 1.0 and 1.1 are not to be used)",
  judge: (input) => violations(input, ({ fleet }) => violationsIn(fleet)),
};

function violationsIn({ routes }: FleetState): readonly Finding[] {
  return routes.flatMap((route): readonly Finding[] => {
    const { stack, address, kind, protocol, sslPolicy } = route;
    if (kind !== "default-action" || (!isUnknown(sslPolicy) && MODERN.test(sslPolicy ?? ""))) {
      return [];
    }
    const hasTls = protocol === "HTTPS" || protocol === "TLS";
    if (!hasTls && !isUnknown(protocol)) {
      return [];
    }
    const question = "whether the listener still speaks TLS 1.0 or 1.1";
    const wayOut = `write ssl_policy = "${RECOMMENDED}" in the code: what is left out is ${DEFAULT}`;
    if (!hasTls) {
      return [notJudged(route, "the protocol of the listener", question, wayOut)];
    }
    if (isUnknown(sslPolicy)) {
      return [notJudged(route, "the TLS policy of the listener", question, wayOut)];
    }
    const policy = sslPolicy === undefined ? `no TLS policy, which means ${DEFAULT}` : `policy ${sslPolicy}`;
    const message = `the listener has ${policy}, with TLS 1.0 or 1.1; give it one of TLS 1.2 and newer, as ${RECOMMENDED}`;
    return [{ stack, address, message, values: { policy: sslPolicy ?? DEFAULT } }];
  });
}
