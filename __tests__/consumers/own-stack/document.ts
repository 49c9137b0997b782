// Runs a block of a document: loads it, and synthesizes the stacks and environments that it exports.
import { App, TerraformStack } from "cdktf";
import { type Environment, synthesizeFleet } from "cdktf-eks-upgrade/stacks";

const [, , block = ""] = process.argv;
const exported: Readonly<Record<string, unknown>> = require(block);

function isStack(value: unknown): value is new (app: App, id: string) => TerraformStack {
  return typeof value === "function" && value.prototype instanceof TerraformStack;
}

function isEnvironment(value: unknown): value is Environment {
  return typeof value === "object" && value !== null && "clusters" in value;
}

for (const value of Object.values(exported)) {
  if (isStack(value)) {
    const app = new App({ stackTraces: false });
    new value(app, "own-stack");
    app.synth();
  } else if (isEnvironment(value) && synthesizeFleet([value]) !== 0) {
    process.exitCode = 1;
  }
}
