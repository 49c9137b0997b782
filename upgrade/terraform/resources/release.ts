import { isHelperChart } from "../../eks/layout";
import { ifKnown, isUnknown } from "../../fleet/state";
import { imageTagOf } from "../image-tag";
import { karpenterController, nameIn } from "../karpenter-controller";
import { poolManifestsInRelease } from "../pool-manifests";
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
      ...karpenterController(chart, side.text("namespace"), ifKnown(side.texts("values"))),
    });
    if (/^karpenter(-crd)?$/.test(nameIn(chart))) {
      const what = `release ${ifKnown(releaseName)} of chart ${nameIn(chart)}`;
      found.addNodes(found.clusterOfProvider(), { kind: "karpenter", what });
    }
  },
};

/** "istiod" of "assets/…/istiod-1.30.4.tgz". */
function nameOfArchive(chart: string): string {
  return chart.replace(/^.*\/([^/]+?)-v?\d+\.\d+\.\d+[^/]*\.tgz$/, "$1");
}
