import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { givenResources } from "../../../cli/rehearsal/given";
import { firstError } from "../../../cli/rehearsal/inside-clusters";
import { type Plan, Terraform } from "../../../cli/rehearsal/terraform";
import { run } from "../../../cli/shared/run";
import { type Aws, startAws } from "../../../sandbox/aws";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";

/* Real Terraform for the programs of the package, against one AWS on loopback. */

let started: Promise<Aws> | undefined;

/** AWS with all resources that a synthesized stack refers to and does not create. */
export async function awsFor(stack: string): Promise<Aws> {
  const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
  started ??= startAws({
    start: new Date("2026-11-23T00:00:00Z"),
    versions: kubernetesVersions,
    addons: addonVersions.map((row) => ({ ...row, isDefault: row.evidence === "eks-default" })),
  });
  const aws = await started;
  await aws.give(givenResources([JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"))]));
  return aws;
}

export async function stopAws(): Promise<void> {
  await (await started)?.stop();
}

export interface Applied {
  readonly plan: Plan;
  /** Errors of the apply. */
  readonly errors: readonly string[];
  readonly again: Plan;
  /** The second plan, in Terraform's form for programs. */
  readonly json: unknown;
}

/** Plans a synthesized stack, applies it, and plans it again. */
export async function applied(stack: string): Promise<Applied> {
  const terraform = new Terraform(stack, (await awsFor(stack)).env);
  await terraform.init();
  const plan = await terraform.plan();
  const { errors } = plan.errors.length > 0 ? plan : await terraform.apply();
  return { plan, errors, again: await terraform.plan(), json: await terraform.show() };
}

/** A stack is created as planned, and the second plan is empty. */
export function expectApplied({ plan, errors, again }: Applied): void {
  expect([...plan.errors, ...errors]).toEqual([]);
  expect(plan.actions.map(({ action }) => action)).toEqual(plan.actions.map(() => "create"));
  expect(again).toEqual({ actions: [], errors: [] });
}

/** Plans a synthesized stack. */
export async function planned(stack: string): Promise<Plan> {
  const terraform = new Terraform(stack, (await awsFor(stack)).env);
  await terraform.init();
  return terraform.plan();
}

/** Why Terraform cannot install these versions of providers here, if it cannot. */
export function missingProviders(versions: Readonly<Record<string, string>>): string | undefined {
  const at = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-providers-"));
  const required = Object.entries(versions).map(([name, version]) => [
    name,
    { source: `hashicorp/${name}`, version },
  ]);
  writeFileSync(
    join(at, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: Object.fromEntries(required) } }),
  );
  try {
    const init = spawnSync("terraform", ["init", "-input=false", "-no-color"], { cwd: at, encoding: "utf8" });
    return init.status === 0 ? undefined : firstError(init.stderr ?? "terraform is not installed");
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

/**
 * Lets a stack that was synthesized with the bindings of AWS provider 6 run with provider 5, which does not know the
 * deletion protection of clusters. @returns the stack
 */
export function forProvider5(stack: string): string {
  const file = join(stack, "cdk.tf.json");
  const { terraform, ...json } = JSON.parse(readFileSync(file, "utf8"), (key, value) =>
    key === "deletion_protection" ? undefined : value,
  );
  terraform.required_providers.aws.version = ">= 5.100.0, < 6.0.0";
  writeFileSync(file, JSON.stringify({ ...json, terraform }));
  return stack;
}

/** What Terraform says against a stack. */
export async function invalid(stack: string): Promise<readonly string[]> {
  await new Terraform(stack, {}).init();
  const { stdout } = await run("terraform", ["validate", "-json"], { cwd: stack });
  const { diagnostics }: { readonly diagnostics: readonly { severity: string; summary: string }[] } =
    JSON.parse(stdout);
  return diagnostics.flatMap(({ severity, summary }) => (severity === "error" ? [summary] : []));
}
