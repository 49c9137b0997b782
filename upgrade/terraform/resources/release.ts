import { isHelperChart } from "../../eks/layout";
import { ifKnown, isUnknown } from "../../fleet/state";
import { imageTagOf } from "../image-tag";
import { addBindings, bindingsOfRelease } from "./binding";
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
    });
    if (/(^|\/)karpenter(-crd)?$/.test(ifKnown(chart) ?? "")) {
      const what = `release ${ifKnown(releaseName)} of chart ${ifKnown(chart)?.replace(/^.*\//, "")}`;
      found.addNodes(found.clusterOfProvider(), { kind: "karpenter", what });
    }
  },
};

/** "istiod" of "assets/…/istiod-1.30.4.tgz". */
function nameOfArchive(chart: string): string {
  return chart.replace(/^.*\/([^/]+?)-v?\d+\.\d+\.\d+[^/]*\.tgz$/, "$1");
}
