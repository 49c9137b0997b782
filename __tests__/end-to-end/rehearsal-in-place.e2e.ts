import { silence, UpgradeRehearsal } from "../../cli/rehearsal/upgrade-rehearsal";
import { Workspace } from "../../cli/rehearsal/workspace";
import { run } from "../../cli/shared/run";
import {
  FAULTS,
  FLEET_FILE,
  LONG,
  matchesThePlan,
  type Played,
  PROJECT,
  play,
  request,
} from "./rehearsal/play";

describe("alpha-kr-a in place over three minors", () => {
  let played: Played;
  let synth: string;
  let diff: string;
  let deploy: string;
  let afterDeploy: string;

  beforeAll(async () => {
    const workspace = await Workspace.copyOf(PROJECT);
    const rehearsal = await UpgradeRehearsal.begin(
      workspace,
      request({ way: "in-place", cluster: "alpha-kr-a", version: "1.36" }),
      { audience: silence, faults: FAULTS },
    );
    try {
      played = await play(rehearsal);
      const cdktf = (...args: readonly string[]) => cdktfIn(rehearsal, args);
      const offline = "--skip-provider-lock";
      workspace.write(
        FLEET_FILE,
        workspace
          .read(FLEET_FILE)
          .replace('"workers-v2": { ...workers,', '"workers-v2": { ...workers, labels: { team: "web" },'),
      );
      synth = await cdktf("synth");
      diff = await cdktf("diff", "alpha-kr-a", offline);
      deploy = await cdktf("deploy", "alpha-kr-a", "--auto-approve", offline);
      afterDeploy = await cdktf("diff", "alpha-kr-a", offline);
    } finally {
      await rehearsal.end();
    }
  }, LONG);

  matchesThePlan(
    () => played,
    () => 3,
  );

  test("upgrades the control plane three times, replaces the nodes once, and removes the old ones last", () => {
    const subject = (title: string) => /1\.\d+ → 1\.\d+|workers-v\d/.exec(title)?.[0];
    expect(played.steps.map(({ kind, title }) => [kind, subject(title)])).toEqual([
      ["control-plane", "1.33 → 1.34"],
      ["add-ons", undefined],
      ["control-plane", "1.34 → 1.35"],
      ["add-ons", undefined],
      ["control-plane", "1.35 → 1.36"],
      ["add-ons", undefined],
      ["add-ons", undefined],
      ["node-group-create", "workers-v2"],
      ["cordon", "workers-v1"],
      ["drain", "workers-v1"],
      ["retire", "workers-v1"],
      ["node-group-remove", "workers-v1"],
    ]);
  });

  test("a new plan after each step is the rest of the first plan", () => {
    const [whole = []] = played.left;
    expect(played.left).toEqual(whole.map((_, done) => whole.slice(done)));
  });

  test("cdktf synth, diff and deploy work as in the README", () => {
    expect(synth).toContain("Generated Terraform code for the stacks");
    expect(diff).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
    expect(deploy).toContain("Resources: 0 added, 1 changed, 0 destroyed.");
    expect(afterDeploy).toContain("No changes.");
  });
});

async function cdktfIn({ workspace, aws }: UpgradeRehearsal, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run("npx", ["cdktf", ...args], {
    cwd: workspace.folder,
    env: { ...aws.env, CI: "true", CHECKPOINT_DISABLE: "1", FORCE_COLOR: "0" },
  });
  if (code !== 0) {
    throw new Error(`cdktf ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
  }
  return stdout;
}
