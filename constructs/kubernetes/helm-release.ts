import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { encodeSupport } from "../../upgrade/eks/declared-support";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import { CRDS } from "../../upgrade/eks/layout";
import type { HelmReleaseOptions } from "../../upgrade/fleet/settings";
import { karpenterController } from "../../upgrade/terraform/karpenter-controller";
import { clusterNameProblems } from "../checks/cluster-name";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { chartVersionProblems, textProblems, wholeNumberProblems, wordProblems } from "../checks/values";
import { declarePart, keyNamed, placeOf } from "../fleet-part";
import { jsonOf } from "../json";
import { isUnresolved, reportAtSynthesis, stateOf } from "../validation";
import { chartProblems, findChart } from "./chart";
import { CustomResourceDefinitions, definitionsReleaseName } from "./custom-resource-definitions";

export interface HelmReleaseProps extends HelmReleaseOptions {
  /** The cluster that the provider reaches. Its version is compared with the versions that the chart supports. */
  readonly clusterName: string;
  /** 1 to 53 lowercase letters, digits and hyphens (Helm). A change replaces the release. @default - the id */
  readonly releaseName?: string;
  /** Default values for the chart. `values` override them, key by key. @anyNames @default - none */
  readonly defaultValues?: Readonly<Record<string, unknown>>;
  /** The tag of its main image, if the values set it. @default - that of the chart */
  readonly imageTag?: string;
  /** @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** @default - the Helm provider of the stack */
  readonly provider?: TerraformProvider;
}

/**
 * A Helm release of a chart at an exact version. Helm waits until it is ready, so resources that depend on it are created
 * after it. If it fails, Helm rolls it back.
 */
export class HelmRelease extends Construct {
  readonly releaseName: string;

  /** What must exist before the release is used. */
  protected last: ITerraformDependable;

  /** The release, for resources that depend on it. */
  get dependable(): ITerraformDependable {
    return this.last;
  }

  constructor(scope: Construct, id: string, props: HelmReleaseProps) {
    super(scope, id);
    props = rightTypes(this, "HelmReleaseProps", props);
    const { clusterName, repository, chart, chartVersion, namespace, timeoutSeconds = 600 } = props;
    const values = [props.defaultValues, props.values].filter((each) => each !== undefined);
    this.releaseName = props.releaseName ?? id;
    const definitions =
      props.updatesCrds === true
        ? [new CustomResourceDefinitions(this, CRDS, { ...props, releaseName: this.releaseName }).dependable]
        : [];
    const dependsOn = [...definitions, ...(props.dependsOn ?? [])];
    const release = new Release(this, "Default", {
      name: this.releaseName,
      namespace,
      ...findChart(this, props),
      // JSON, which is valid YAML.
      values: values.length === 0 ? undefined : values.map((each) => jsonOf(each)),
      atomic: true,
      wait: true,
      timeout: timeoutSeconds,
      skipCrds: props.updatesCrds === true ? true : undefined,
      dependsOn: dependsOn.length === 0 ? undefined : dependsOn,
      provider: props.provider,
    });
    this.last = release;
    if (props.supports !== undefined) {
      release.addOverride("//", encodeSupport(props.supports));
    }
    declarePart(this, () => ({
      releases: [
        {
          ...placeOf(this),
          cluster: keyNamed("cluster", this, clusterName),
          releaseName: stateOf(this.releaseName),
          chart: stateOf(chart),
          chartVersion: stateOf(chartVersion),
          imageTag: stateOf(props.imageTag),
          ...karpenterController(
            stateOf(chart),
            stateOf(namespace),
            values.map((each) => jsonOf(each)),
          ),
          ...(props.supports === undefined ? {} : { supports: props.supports }),
        },
      ],
    }));
    reportAtSynthesis(this, () => [
      ...clusterNameProblems(this, clusterName),
      ...(props.imageTag === undefined
        ? []
        : wordProblems("imageTag", props.imageTag, "the tag of an image")),
      ...nameProblems(
        "the name of the release",
        props.updatesCrds === true ? definitionsReleaseName(this.releaseName) : this.releaseName,
        "helmRelease",
      ),
      ...nameProblems("the namespace", namespace, "kubernetes"),
      ...(isUnresolved(chart) || chart !== "" ? [] : ["the chart is missing: give its name"]),
      ...repositoryProblems(repository),
      ...chartProblems(props),
      ...chartVersionProblems(chartVersion),
      ...supportProblems(props.supports),
      ...wholeNumberProblems("the timeout", timeoutSeconds, 1, 3600, "s"),
    ]);
  }
}

function repositoryProblems(repository: string): readonly string[] {
  const form =
    'a repository of charts like "https://charts.example.com" or "oci://charts.example.com/charts", or a folder with charts like "./charts"';
  return textProblems("the repository", repository, /^((https|oci):\/\/[^\s/]+|\.{0,2}\/)/, form);
}

function supportProblems(supports: HelmReleaseOptions["supports"]): readonly string[] {
  const { oldest = "1.0", newest = "1.0" } = supports ?? {};
  const [from, to] = [KubernetesVersion.parse(oldest), KubernetesVersion.parse(newest)];
  return from !== undefined && to !== undefined && from.compare(to) <= 0
    ? []
    : [
        `supports is "${oldest}" to "${newest}": expected the oldest and the newest Kubernetes version, like "1.31" and "1.35"`,
      ];
}
