import { removed } from "../../fleet/diff";
import { type ClusterState, isUnknown, type Place } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { lostTraffic } from "../support/lost-traffic";
import { lostRecords } from "../support/records";
import { targetGroupName } from "../support/traffic";
import { shown } from "../support/wording";

export const clusterRemovedWithTraffic: Rule = {
  id: "cluster-removed-with-traffic",
  severity: "error",
  title: "A cluster that gets traffic is removed",
  why: "Its share of the requests gets 503: a load balancer does not fail over from an empty target group. The rule uses the bindings in these plans and the tag elbv2.k8s.aws/cluster of target groups. A DNS record with weight counts as well: it leads to the cluster by its load balancer, by the Service or Ingress that it names, or by a set identifier that is part of the name of the cluster. A load balancer that is removed as a whole does not count.",
  source:
    "argoproj/argo-rollouts #3333 (outage: the old side went while it had all traffic); ELB user guide, weighted target groups",
  judge: (input) =>
    removed(input.diff.clusters).flatMap(({ before, change }) => {
      const findings = balancerFindings(before, change, input);
      return findings.length > 0 ? findings : recordFindings(before, change, input);
    }),
};

function balancerFindings(cluster: ClusterState, place: Place, input: RuleInput): readonly Finding[] {
  const name = shown(cluster.clusterName);
  const index = input.index.before;
  const [first] = index
    .targetGroupsOf(cluster.key)
    .flatMap((key) => lostTraffic(key, input).map((traffic) => ({ ...traffic, key })));
  if (first === undefined) {
    return [];
  }
  const group = targetGroupName(first.key, index);
  const { address } = first.route;
  if (isUnknown(first.weight)) {
    const value = `the weight of target group ${group} in ${address}`;
    return [notEvaluated(place, value, `whether cluster ${name} may be removed`)];
  }
  const gives = `its target group ${group} weight ${first.weight}`;
  const message = `cluster ${name} would be removed ${first.isRouteRemoved ? `together with ${address}, which gives ${gives}` : `while ${address} gives ${gives}`}: its requests would get 503. Shift its traffic away first (weight 0), in a separate change`;
  const values = { targetGroup: group, weight: first.weight };
  return [found(place, message, { code: first.isRouteRemoved ? "with-route" : "with-weight", values })];
}

function recordFindings(cluster: ClusterState, place: Place, input: RuleInput): readonly Finding[] {
  const name = shown(cluster.clusterName);
  return lostRecords(cluster, input).map(({ record, weight, isRemoved }) => {
    const of = `DNS record ${record.address} (${shown(record.recordName)})`;
    if (isUnknown(weight)) {
      return notEvaluated(place, `the weight of ${of}`, `whether cluster ${name} may be removed`);
    }
    const gives = weight === undefined ? "leads to it" : `gives it weight ${weight}`;
    const message = `cluster ${name} would be removed ${isRemoved ? `together with ${of}, which ${gives}` : `while ${of} ${gives}`}: clients keep the address until their DNS caches expire, and get no answer. ${weight === undefined ? "Point the record to another cluster" : "Set its weight to 0"} first, in a separate change, and wait for the TTL`;
    const values = { record: record.address, ...(weight === undefined ? {} : { weight }) };
    return found(place, message, { code: isRemoved ? "with-record" : "record", values });
  });
}
