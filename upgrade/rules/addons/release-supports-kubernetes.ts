import { alternativesFor, isWithin, supportedVersions } from "../../eks/catalog/release-support";
import type { FleetIndex } from "../../fleet/fleet-index";
import { ifKnown, isUnknown, type ReleaseState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { versionIn } from "../support/reading";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const releaseSupportsKubernetes: Rule = {
  id: "release-supports-kubernetes",
  severity: "error",
  title: "A Helm release does not support the Kubernetes version of its cluster",
  why: "Platform software is tested with some minor versions and breaks with others: a service mesh injects nothing, an autoscaler misjudges what fits on a node. The rule uses what the dated data knows of charts (upgrade/eks/catalog/release-support.json), or what the code says that a release supports.",
  source:
    "Istio, supported releases; kubernetes/autoscaler, README of the cluster autoscaler: use the minor of the cluster",
  judge: (input) =>
    violations(input, (index) => index.fleet.releases.flatMap((release) => violationsOf(release, index))),
};

function violationsOf(release: ReleaseState, index: FleetIndex): readonly Finding[] {
  const { cluster, chart, chartVersion, imageTag, supports } = release;
  const key = ifKnown(cluster);
  const managed = key === undefined ? undefined : index.cluster(key);
  const version = versionIn(managed === undefined ? release.clusterVersion : managed.version);
  // If the image is not known, the chart does not say what runs.
  if (key === undefined || version === undefined || isUnknown(chart) || isUnknown(imageTag)) {
    return [];
  }
  const installed = { chart, chartVersion: ifKnown(chartVersion), imageTag };
  const supported = supports ?? supportedVersions(installed);
  if (supported === undefined || isWithin(version, supported)) {
    return [];
  }
  const what = `${shown(release.releaseName)} ${imageTag ?? shown(chartVersion)}`;
  const others = supports === undefined ? alternativesFor(installed, version) : [];
  const fix = others.length === 0 ? "a version that supports it" : others.slice(0, 2).join(" or ");
  const message = `${what} runs on Kubernetes ${version} in cluster ${shown(index.nameOf(key))}: it supports ${supported.oldest} to ${supported.newest}. Install ${fix} first`;
  const values = {
    version: imageTag ?? shown(chartVersion),
    cluster: `${version}`,
    oldest: supported.oldest,
    newest: supported.newest,
  };
  return [found(release, message, { values })];
}
