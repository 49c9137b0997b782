import { DataKubernetesResources } from "@cdktf/provider-kubernetes/lib/data-kubernetes-resources";
import { TerraformLocal, type TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";

export interface BindingReadBackProps {
  readonly namespace: string;
  readonly targetGroupBindingName: string;
  readonly provider: TerraformProvider | undefined;
}

/**
 * Reads a TargetGroupBinding back, to find out whether somebody deleted it. Helm would not: it compares releases, and the
 * release is still there.
 *
 * The chart keeps a value in a ConfigMap beside the binding. Terraform gives the value that the ConfigMap has, so nothing
 * changes. If there is a ConfigMap and no binding, it gives another value: the plan updates the release, and Helm creates
 * what is missing.
 */
export class BindingReadBack extends Construct {
  /** The value for the chart, an expression. */
  readonly recreation: string;

  constructor(scope: Construct, id: string, props: BindingReadBackProps) {
    super(scope, id);
    const { namespace, targetGroupBindingName, provider } = props;
    const binding = new DataKubernetesResources(this, "binding", {
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "TargetGroupBinding",
      namespace,
      fieldSelector: `metadata.name=${targetGroupBindingName}`,
      provider,
    });
    // Before the first release of the controller, the API does not know the kind.
    binding.addOverride("count", `\${length(${this.api(provider)}.objects)}`);
    const kept = new DataKubernetesResources(this, "kept", {
      apiVersion: "v1",
      kind: "ConfigMap",
      namespace,
      fieldSelector: `metadata.name=${targetGroupBindingName}-target-group-binding`,
      provider,
    });
    const value = `try(${addressOf(kept)}.objects[0].data.recreation, "")`;
    const exists = `length(flatten(${addressOf(binding)}[*].objects)) > 0`;
    // A local value, because readers of the release read its values as JSON.
    this.recreation = new TerraformLocal(
      this,
      "recreation",
      `\${${value} == "" ? "a" : ${exists} ? ${value} : ${value} == "a" ? "b" : "a"}`,
    ).asString;
  }

  /** Whether the API knows the kind, once for all bindings of a stack that use a provider. */
  private api(provider: TerraformProvider | undefined): string {
    const stack = TerraformStack.of(this);
    const id = provider === undefined ? "binding-api" : `binding-api-${provider.node.id}`;
    const found = stack.node.tryFindChild(id);
    if (found === undefined) {
      const api = new DataKubernetesResources(stack, id, {
        apiVersion: "apiregistration.k8s.io/v1",
        kind: "APIService",
        fieldSelector: "metadata.name=v1beta1.elbv2.k8s.aws",
        provider,
      });
      return addressOf(api);
    }
    return `data.kubernetes_resources.${id}`;
  }
}

function addressOf({ terraformResourceType, friendlyUniqueId }: DataKubernetesResources): string {
  return `data.${terraformResourceType}.${friendlyUniqueId}`;
}
