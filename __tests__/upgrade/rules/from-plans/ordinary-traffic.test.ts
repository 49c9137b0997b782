import { judgementsOf } from "./judged";

/** Changes of records, listeners and HAProxy that break nothing, and of those that have nothing to do with clusters. */
const ORDINARY: readonly string[] = [
  "nothing",
  "mail",
  "old-records",
  "old-record-removed",
  "ttl",
  "alias-moved",
  "record-10",
  "record-ttl-10",
  "record-100",
  "record-checked",
  "record-identifier",
  "record-identifier-idle",
  "record-removed-idle",
  "record-new-load-balancer-idle",
  "record-one-in-each",
  "network-10",
  "network-delay",
  "network-idle-removed",
  "haproxy-10",
  "haproxy-idle-server-removed",
  "haproxy-timeout",
];

test.each(ORDINARY)("no rule reports anything of traffic/%s", (plan) => {
  expect(judgementsOf(`traffic/${plan}`)).toEqual([]);
});
