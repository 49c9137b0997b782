import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";

type Block = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** What Terraform gets: type, then address, then attributes. */
export interface Synthesized {
  readonly resource: Block;
  readonly data: Block;
}

/** Synthesizes what `build` declares in a stack named "stack", with all validations; metadata is left out. */
export function synthesize(build: (stack: TerraformStack) => void): Synthesized {
  const withoutMetadata = (key: string, value: unknown) => (key === "//" ? undefined : value);
  return { resource: {}, data: {}, ...JSON.parse(Testing.synth(stackOf(build), true), withoutMetadata) };
}

/** The problems that reject the synthesis of what `build` declares, each with its path, in the tree's order. */
export function problemsOf(build: (stack: TerraformStack) => void): readonly string[] {
  return stackOf(build)
    .node.findAll()
    .flatMap((node) => node.node.validate().map((problem) => `[${node.node.path}] ${problem}`));
}

function stackOf(build: (stack: TerraformStack) => void): TerraformStack {
  const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false, outdir })), "stack");
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  build(stack);
  return stack;
}

/** The app creates its folder at construction, though nothing here is written. */
const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-"));

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});
