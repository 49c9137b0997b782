import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planOf } from "../../bench/plans";
import { get, isRecord } from "../../upgrade/terraform/json";
import { SandboxEks } from "../sandbox/eks/sandbox-eks";
import { awsEnv, type Ended, runCommand, PLANTED_SECRET as SECRET } from "./command";

/*
 * A secret is in every place that Terraform marks as sensitive, in broken files, and in the environment. The tests look
 * for it in all output of the commands. A whole pull request is in end-to-end/pull-request.e2e.ts.
 */

// A process takes seconds if many run.
jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Values = Readonly<Record<string, unknown>>;

/** A unique version that is a secret of this plan. */
const SECRET_VERSION = "1.31";

/** The attributes with the secret, by resource type. */
const PLANTED: Readonly<Record<string, Values>> = {
  aws_eks_cluster: {
    role_arn: SECRET,
    tags: { owner: SECRET, [`${SECRET}-key`]: "" },
    version: SECRET_VERSION,
  },
  aws_eks_node_group: { node_group_name: SECRET, labels: { token: SECRET } },
  aws_eks_addon: { configuration_values: JSON.stringify({ token: SECRET }), addon_version: SECRET },
};

/** A plan with sensitive values in resources of a cluster, a resource that no rule reads, a variable and an output. */
function secretPlan(): object {
  const plan: Values = { ...planOf(["alpha-kr-a"]) };
  const changes = Array.isArray(plan.resource_changes) ? plan.resource_changes : [];
  const planted = changes.map((resource: unknown) => {
    const values = PLANTED[String(get(resource, "type"))] ?? {};
    const marks = Object.fromEntries(Object.keys(values).map((key) => [key, true]));
    const [before, after] = ["before", "after"].map((side) => get(get(resource, "change"), side));
    return {
      ...(isRecord(resource) ? resource : {}),
      change: {
        actions: ["update"],
        before,
        after: { ...(isRecord(after) ? after : {}), ...values },
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: marks,
      },
    };
  });
  return {
    ...plan,
    variables: { token: { value: SECRET } },
    configuration: { root_module: { variables: { token: { sensitive: true, default: SECRET } } } },
    output_changes: {
      token: {
        actions: ["create"],
        before: null,
        after: SECRET,
        after_unknown: false,
        after_sensitive: true,
      },
    },
    prior_state: {},
    planned_values: { outputs: { token: { sensitive: true, value: SECRET } }, root_module: {} },
    checks: [{ status: "fail", instances: [{ problems: [{ message: `the token is ${SECRET}` }] }] }],
    resource_changes: [
      ...planted,
      {
        address: "acme_token.this",
        mode: "managed",
        type: "acme_token",
        name: "this",
        change: {
          actions: ["create"],
          before: null,
          after: { value: SECRET },
          after_unknown: {},
          before_sensitive: false,
          after_sensitive: { value: true },
        },
      },
    ],
  };
}

const text = JSON.stringify(secretPlan());
writeFileSync(join(folder, "plan.json"), text);

/** Invalid files, each with the secret where an error could quote it. */
const BROKEN = {
  "cut.json": text.slice(0, text.indexOf(SECRET) + SECRET.length),
  "no-json.json": `{"token": ${SECRET}}`,
  "log.json": `{"@level":"info","@message":"${SECRET}"}\n${SECRET}`,
  "state.json": JSON.stringify({ format_version: "1.0", values: { outputs: { token: { value: SECRET } } } }),
  "old.json": JSON.stringify({ format_version: "0.2", variables: { token: SECRET } }),
  "odd.json": JSON.stringify({
    ...JSON.parse(text),
    resource_changes: [{ address: "acme_token.this", change: SECRET }],
  }),
};
for (const [name, content] of Object.entries(BROKEN)) {
  writeFileSync(join(folder, name), content);
}

async function run(...args: readonly string[]): Promise<Ended> {
  return runCommand(args, {
    cwd: folder,
    env: {
      AWS_SECRET_ACCESS_KEY: SECRET,
      AWS_SESSION_TOKEN: SECRET,
      GITHUB_TOKEN: SECRET,
      TF_VAR_token: SECRET,
    },
  });
}

const printed = ({ stdout, stderr }: Ended) => `${stdout}${stderr}`;

describe("a secret of a plan is not in the output of", () => {
  test.each([
    ["review --day 2026-11-24 plan.json", 1],
    ["review --day 2026-11-24 --format markdown plan.json", 1],
    ["review --day 2026-11-24 --format json plan.json", 1],
    ["review --day 2026-11-24 --format sarif plan.json", 1],
    ["status --day 2026-11-24 plan.json", 0],
    ["status --date 2026-11-24 --json plan.json", 0],
    ["plan --to 1.35 plan.json", 2],
    ["same plan.json plan.json", 0],
    ["redact plan.json", 0],
    ["clusters plan.json", 0],
  ])("%s", async (command, status) => {
    const ended = await run(...command.split(" "));
    expect(ended.status).toBe(status);
    expect(printed(ended)).toMatch(/alpha-kr-a|matches the reviewed plan|not known/);
    expect(printed(ended)).not.toContain(SECRET);
    expect(printed(ended)).not.toMatch(/\b1\.31\b/);
  });
});

test("a review says where a value is hidden", async () => {
  const { stdout } = await run("review", "--day", "2026-11-24", "plan.json");
  expect(stdout).toContain("  alpha-kr-a: control plane 1.33 → (sensitive)\n");
});

describe("an error quotes nothing of a broken file", () => {
  const files = Object.keys(BROKEN);

  test.each(["review", "status", "next --to 1.35", "clusters"])("%s", async (command) => {
    const { status, stdout, stderr } = await run(...command.split(" "), ...files);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).not.toContain(SECRET);
    expect(files.filter((file) => !stderr.includes(`  ${file}: `))).toEqual([]);
  });

  test.each(["redact", "same plan.json"])("%s", async (command) => {
    const ended = await run(...command.split(" "), "cut.json");
    expect(ended.status).toBe(2);
    expect(printed(ended)).not.toContain(SECRET);
  });

  test("review, of its waivers and its catalog", async () => {
    const ended = await run("review", "--waivers", "no-json.json", "--catalog", "cut.json", "plan.json");
    expect([ended.status, ended.stdout]).toEqual([2, ""]);
    expect(ended.stderr).not.toContain(SECRET);
  });

  test("changed and jobs, of synthesized stacks", async () => {
    const out = join(folder, "cdktf.out");
    mkdirSync(join(out, "stacks", "alpha-kr-a"), { recursive: true });
    const stack = { name: "alpha-kr-a", dependencies: [], workingDirectory: "stacks/alpha-kr-a" };
    const synthesizedStackPath = "stacks/alpha-kr-a/cdk.tf.json";
    writeFileSync(
      join(out, "manifest.json"),
      JSON.stringify({ version: "0.21.0", stacks: { "alpha-kr-a": { ...stack, synthesizedStackPath } } }),
    );
    writeFileSync(join(out, synthesizedStackPath), BROKEN["no-json.json"]);
    for (const command of [
      "changed --base cdktf.out --head cdktf.out",
      "jobs --base cdktf.out --environments cut.json",
    ]) {
      const ended = await run(...command.split(" "));
      expect([command, ended.status, ended.stdout]).toEqual([command, 2, ""]);
      expect(ended.stderr).not.toContain(SECRET);
    }
  });
});

describe("with a live cluster", () => {
  let eks: SandboxEks;
  beforeAll(async () => {
    eks = await SandboxEks.start();
    await eks.cluster();
    await eks.nodeGroup();
  });
  afterAll(() => eks.stop());

  const live = (...args: readonly string[]) =>
    runCommand([...args, "--region", "ap-northeast-2"], { cwd: folder, env: awsEnv(eks.server.url) });

  test("adopt writes no secret of the current state into any file", async () => {
    const values = { name: "alpha", token: SECRET };
    const resource = {
      address: "module.eks.aws_eks_cluster.this[0]",
      mode: "managed",
      type: "aws_eks_cluster",
    };
    const child = {
      address: "module.eks",
      resources: [{ ...resource, name: "this", index: 0, values, sensitive_values: { token: true } }],
    };
    const outputs = { token: { sensitive: true, type: "string", value: SECRET } };
    writeFileSync(
      join(folder, "running.json"),
      JSON.stringify({ format_version: "1.0", values: { outputs, root_module: { child_modules: [child] } } }),
    );
    mkdirSync(join(folder, "adopted"));
    const ended = await live("adopt", "alpha", "--state", "running.json", "--output", "adopted/alpha.ts");
    expect([ended.status, printed(ended)]).toEqual([0, expect.not.stringContaining(SECRET)]);
    const written = readdirSync(join(folder, "adopted"));
    expect(written).toContain("alpha.ts");
    expect(
      written.filter((file) => readFileSync(join(folder, "adopted", file), "utf8").includes(SECRET)),
    ).toEqual([]);
  });

  test("adopt and preflight quote nothing of a broken state or plan", async () => {
    for (const args of [
      ["adopt", "alpha", "--state", "cut.json", "--output", "never.ts"],
      ["preflight", "alpha", "--plan", "cut.json"],
    ]) {
      const ended = await live(...args);
      expect([args, ended.status, printed(ended)]).toEqual([args, 2, expect.not.stringContaining(SECRET)]);
    }
  });

  test.each(["text", "sarif"])("preflight has no secret of a plan in its %s", async (format) => {
    const ended = await live("preflight", "alpha", "--plan", "plan.json", "--format", format);
    expect(printed(ended)).not.toBe("");
    expect(printed(ended)).not.toContain(SECRET);
  });
});
