import { join } from "node:path";
import { TerraformAsset, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const CHARTS = join(__dirname, "..", "..", "charts");

const assets = new WeakMap<TerraformStack, Map<string, TerraformAsset>>();

/**
 * The path of one of our charts, as Terraform finds it.
 *
 * The chart is copied next to the stack's `cdk.tf.json` and named from there, by a hash of its contents. So
 * the bytes are the same wherever this package and the output lie (in a project's `node_modules`, hoisted or
 * not), the output can be planned on a machine that has nothing else, and a new version of the chart is a
 * difference that the plan shows. A path to the package itself would have none of this.
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
