import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Kubernetes, succeeded } from "../../../sandbox/kubernetes/cluster";
import { targetGroupBindingDefinition } from "./target-group-binding-crd";

/** Two CRDs in one file, as in the chart of the controller. An old one does not know multiClusterTargetGroup. */
function definitions(isOld: boolean): string {
  const text = JSON.stringify(targetGroupBindingDefinition);
  const binding = isOld ? text.replace(/"multiClusterTargetGroup":\{"type":"boolean"\},/, "") : text;
  const other = text
    .replaceAll("TargetGroupBinding", "IngressClassParams")
    .replaceAll("targetgroupbinding", "ingressclassparam");
  return `${other}\n---\n${binding}\n`;
}

/** Writes an archive of a chart with the name and the CRDs of the controller: its pod is played. */
export async function writeControllerChart(
  kubernetes: Kubernetes,
  folder: string,
  { version, isOld = false }: { readonly version: string; readonly isOld?: boolean },
): Promise<void> {
  const chart = join(folder, `source-${version}`);
  mkdirSync(join(chart, "crds"), { recursive: true });
  mkdirSync(join(chart, "templates"));
  const about = { apiVersion: "v2", name: "aws-load-balancer-controller", version };
  writeFileSync(join(chart, "Chart.yaml"), JSON.stringify(about));
  writeFileSync(join(chart, "crds", "crds.yaml"), definitions(isOld));
  const labels = { app: "controller" };
  const pod = {
    metadata: { labels },
    spec: { containers: [{ name: "c", image: "example.com/controller:1" }] },
  };
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "{{ .Release.Name }}" },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: pod },
  };
  writeFileSync(join(chart, "templates", "deployment.yaml"), JSON.stringify(deployment));
  succeeded(await kubernetes.helm(["package", chart, "--destination", folder]));
}
