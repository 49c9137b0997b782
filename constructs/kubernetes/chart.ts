import { join } from "node:path";
import { TerraformAsset, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const CHARTS = join(__dirname, "..", "..", "charts");

const assets = new WeakMap<TerraformStack, Map<string, TerraformAsset>>();

/**
 * The path of one of our charts for Terraform.
 *
 * The chart is copied next to the stack's `cdk.tf.json`, and its name has a hash of its contents. So the bytes are the
 * same wherever this package and the output are, the output can be planned on a machine without this package, and the
 * plan shows a new version of the chart. A path to the package itself would have none of these properties.
 */
export function chartPath(scope: Construct, chart: string): string {
  const stack = TerraformStack.of(scope);
  const inStack = assets.get(stack) ?? new Map<string, TerraformAsset>();
  assets.set(stack, inStack);
  const asset =
    inStack.get(chart) ?? new TerraformAsset(stack, `chart-${chart}`, { path: join(CHARTS, chart) });
  inStack.set(chart, asset);
  return asset.path;
}
