import { DataHelmTemplate } from "@cdktf/provider-helm/lib/data-helm-template";
import { Release } from "@cdktf/provider-helm/lib/release";
import { Fn, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { helperCharts } from "../../upgrade/eks/layout";
import type { HelmReleaseOptions } from "../../upgrade/fleet/settings";
import { jsonOf } from "../json";
import { chartPath, findChart } from "./chart";

export interface CustomResourceDefinitionsProps extends HelmReleaseOptions {
  /** The release of the chart. */
  readonly releaseName: string;
  readonly defaultValues?: Readonly<Record<string, unknown>>;
  readonly dependsOn?: readonly ITerraformDependable[];
  readonly provider?: TerraformProvider;
}

/** The release that holds the CRDs of another release. */
export function definitionsReleaseName(releaseName: string): string {
  return `${releaseName}-crds`;
}

/**
 * The CRDs of a chart as a release: Helm updates them, and a plan shows them. They come from the chart itself, at its version.
 * It takes over CRDs that Helm created with the chart, and Helm keeps them when it is removed.
 */
export class CustomResourceDefinitions extends Construct {
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: CustomResourceDefinitionsProps) {
    super(scope, id);
    const { releaseName, namespace, chart, chartVersion, timeoutSeconds = 600, provider } = props;
    const values = [props.defaultValues, props.values].filter((each) => each !== undefined);
    const rendered = new DataHelmTemplate(this, "chart", {
      name: releaseName,
      namespace,
      ...findChart(this, props),
      values: values.length === 0 ? undefined : values.map((each) => jsonOf(each)),
      includeCrds: true,
      // Nothing else of the chart comes into the state: charts create secrets.
      showOnly: ["crds/*"],
      provider,
    });
    this.dependable = new Release(this, "Default", {
      name: definitionsReleaseName(releaseName),
      namespace,
      chart: chartPath(this, helperCharts.customResourceDefinitions),
      values: [jsonOf({ of: `${chart} ${chartVersion}`, definitions: Fn.join("\n---\n", rendered.crds) })],
      takeOwnership: true,
      atomic: true,
      wait: true,
      timeout: timeoutSeconds,
      dependsOn: props.dependsOn === undefined ? undefined : [...props.dependsOn],
      provider,
    });
  }
}
