import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StackFolder } from "./kubernetes/providers";

/* What the tests with real Kubernetes and Helm providers ask Terraform for, without these providers. */

describe("the folder of a stack", () => {
  const path = mkdtempSync(join(tmpdir(), "stack-folder-"));
  const stack = new StackFolder(path);

  beforeAll(async () => {
    writeFileSync(join(path, "main.tf.json"), '{ "resource": { "terraform_data": { "a": {} } } }');
    await stack.succeed("init", "-input=false");
  });
  afterAll(() => rmSync(path, { recursive: true, force: true }));

  test("lists what the state has, and fails if there is no state", async () => {
    await expect(stack.addresses()).rejects.toThrow("No state file was found");
    expect(await stack.changes()).toEqual(["create terraform_data.a"]);
    await stack.succeed("apply", "-auto-approve", "-input=false");
    expect(await stack.addresses()).toEqual(["terraform_data.a"]);
    expect(await stack.changes()).toEqual([]);
  });
});
