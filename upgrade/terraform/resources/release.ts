import { isHelperChart } from "../../eks/layout";
import { ifKnown, isUnknown, type Known, type ReleaseState } from "../../fleet/state";
import type { Attributes } from "../attributes";
import { imageTagOf } from "../image-tag";
import { get, getList, getRecord, getText } from "../json";
import { poolManifestsInRelease } from "../pool-manifests";
import { documentsIn } from "../yaml";
import { addBindings, bindingsOfRelease } from "./binding";
import { addPoolManifests } from "./node-pool";
import type { ResourceReader } from "./resource-reader";

/** A Helm release. A release of bindings is read as bindings. */
export const releaseReader: ResourceReader = {
  types: ["helm_release"],
  kind: "release",
  read(found) {
    const { side } = found;
    const releaseName = found.text("name");
    const bindings = bindingsOfRelease(found);
    if (bindings.length > 0) {
      addBindings(found, bindings, ifKnown(releaseName));
      return;
    }
    if (addPoolManifests(found, poolManifestsInRelease)) {
      return;
    }
    const path = found.text("chart");
    if (isHelperChart(ifKnown(path) ?? "")) {
      return;
    }
    const chart = isUnknown(path) ? path : nameOfArchive(path);
    found.add("releases", {
      stack: found.stack,
      address: found.address,
      cluster: found.clusterOfProvider(),
      releaseName,
      chart,
      chartVersion: found.given("version", side.text("version")),
      imageTag: imageTagOf(side),
      ...(nameIn(chart) === "karpenter" ? controllerOf(side) : {}),
    });
    if (/^karpenter(-crd)?$/.test(nameIn(chart))) {
      const what = `release ${ifKnown(releaseName)} of chart ${nameIn(chart)}`;
      found.addNodes(found.clusterOfProvider(), { kind: "karpenter", what });
    }
  },
};

/** The text after the last slash. */
function nameIn(chart: Known<string>): string {
  return (ifKnown(chart) ?? "").replace(/^.*\//, "");
}

/** Where the controller of Karpenter runs. */
function controllerOf(side: Attributes): Pick<ReleaseState, "namespace" | "isOnOwnNodes"> {
  const namespace = side.text("namespace");
  const texts = ifKnown(side.texts("values")) ?? [];
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(texts.some(isOnOwnNodes) ? { isOnOwnNodes: true } : {}),
  };
}

const POOL_LABEL = /^karpenter\.sh\/(nodepool|registered|initialized)$/;

/** The chart's own affinity keeps the controller away from nodes of a pool. Values replace it, or select such nodes. */
function isOnOwnNodes(values: string): boolean {
  const [document] = ifKnown(documentsIn(values)) ?? [];
  const selected = Object.keys(getRecord(document, "nodeSelector") ?? {});
  if (selected.some((label) => POOL_LABEL.test(label))) {
    return true;
  }
  const nodes = getRecord(getRecord(document, "affinity"), "nodeAffinity");
  const required = get(nodes, "requiredDuringSchedulingIgnoredDuringExecution");
  const terms = getList(required, "nodeSelectorTerms").flatMap((term) => getList(term, "matchExpressions"));
  return terms.some(
    (term) =>
      POOL_LABEL.test(getText(term, "key") ?? "") &&
      getText(term, "operator") !== "DoesNotExist" &&
      getText(term, "operator") !== "NotIn",
  );
}

/** "istiod" of "assets/…/istiod-1.30.4.tgz". */
function nameOfArchive(chart: string): string {
  return chart.replace(/^.*\/([^/]+?)-v?\d+\.\d+\.\d+[^/]*\.tgz$/, "$1");
}
