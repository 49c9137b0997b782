import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { localStatePath } from "../../upgrade/eks/layout";
import { getRecord } from "../../upgrade/terraform/json";

/** Backends that the sandbox has: a file, and S3, which moto plays. */
const IN_SANDBOX: readonly string[] = ["local", "s3"];

/**
 * Keeps the state of a stack on this machine if its backend is a service outside of AWS: a rehearsal must not reach it. An
 * override file leaves the synthesized bytes as they are.
 */
export function keepStateHere(folder: string): void {
  const terraform = getRecord(JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")), "terraform");
  const isElsewhere =
    getRecord(terraform, "cloud") !== undefined ||
    Object.keys(getRecord(terraform, "backend") ?? {}).some((kind) => !IN_SANDBOX.includes(kind));
  if (isElsewhere) {
    const backend = { local: { path: localStatePath(basename(folder)) } };
    writeFileSync(join(folder, "rehearsal_override.tf.json"), JSON.stringify({ terraform: { backend } }));
  }
}
