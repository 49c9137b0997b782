import { alternativesFor, isWithin, supportedVersions } from "../../eks/catalog/release-support";
import type { FleetIndex } from "../../fleet/fleet-index";
import { ifKnown, isUnknown, type ReleaseState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { versionIn } from "../support/reading";
import { violations } from "../support/violations";
import { told } from "../support/wording";

export const releaseSupportsKubernetes: Rule = {
  id: "release-supports-kubernetes",
  severity: "error",
  title: "a Helm release that does not support the Kubernetes version of its cluster",
  why: "What the platform runs is tested with some minors and breaks on others: a service mesh that injects nothing, an autoscaler that misjudges what fits a node. Judged is what the dated data knows of charts and their versions (upgrade/eks/catalog/release-support.json), or what the code says that a release supports.",
  source:
    "Istio, supported releases; kubernetes/autoscaler, README of the cluster autoscaler: use the minor of the cluster",
  judge: (input) =>
    violations(input, (index) => index.fleet.releases.flatMap((release) => violationsOf(release, index))),
};

function violationsOf(release: ReleaseState, index: FleetIndex): readonly Finding[] {
  const { stack, address, cluster, chart, chartVersion, imageTag, supports } = release;
  const key = ifKnown(cluster);
  const found = key === undefined ? undefined : index.cluster(key);
  const version = versionIn(found === undefined ? release.clusterVersion : found.version);
  // An image that is not known may be any: its chart does not tell either.
  if (key === undefined || version === undefined || isUnknown(chart) || isUnknown(imageTag)) {
    return [];
  }
  const installed = { chart, chartVersion: ifKnown(chartVersion), imageTag };
  const supported = supports ?? supportedVersions(installed);
  if (supported === undefined || isWithin(version, supported)) {
    return [];
  }
  const what = `${told(release.releaseName)} ${imageTag ?? told(chartVersion)}`;
  const others = supports === undefined ? alternativesFor(installed, version) : [];
  const wayOut = others.length === 0 ? "a version of it that does" : others.slice(0, 2).join(" or ");
  const message = `${what} supports Kubernetes ${supported.oldest} to ${supported.newest}, and cluster ${told(index.nameOf(key))} runs ${version}; take ${wayOut} first`;
  const values = {
    version: imageTag ?? told(chartVersion),
    cluster: `${version}`,
    oldest: supported.oldest,
    newest: supported.newest,
  };
  return [{ stack, address, message, values }];
}
