import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../stacks/environment";
import {
  cluster,
  environment,
  filesIn,
  loadBalancer,
  problemsOf,
  synthesize,
  synthesizeInto,
  temporaryFolder,
  withCluster,
  withLoadBalancer,
} from "./fixtures";

const bad: Environment = {
  ...withLoadBalancer({ weights: { a: -1 } }),
  clusters: {
    "beta-kr-a": { ...cluster, version: "v1.34" },
    "beta-kr-b": { ...cluster, administrators: [] },
  },
};

const MESSAGE = `The fleet has 3 problems; nothing was written.

  [beta-kr-a/cluster] version: "v1.34" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"; write "1.34"
  [beta-kr-b/cluster] administrators is empty: nobody could administer the cluster, because EKS gives its creator no access. Name at least one IAM role or user
  [beta-webapp/listeners] the weight of "a" is -1: expected a whole number from 0 to 999
`;

/** A cdktf.out of an earlier synthesis, with the files of Terraform. */
function earlierOutput(): string {
  const outdir = temporaryFolder();
  expect(synthesizeInto(outdir, [environment])).toEqual({ exitCode: 0, message: "" });
  writeFileSync(join(outdir, "stacks", "beta-kr-a", ".terraform.lock.hcl"), "# a lock file\n");
  mkdirSync(join(outdir, "stacks", "of-a-removed-cluster"));
  return outdir;
}

/** Folders count too: an empty one did not exist before. */
const everythingIn = (folder: string) => ({
  files: filesIn(folder),
  names: readdirSync(folder, { recursive: true }).map(String).sort(),
});

test("all problems of all stacks come in one message", () => {
  expect(synthesizeInto(temporaryFolder(), [bad])).toEqual({ exitCode: 1, message: MESSAGE });
});

test("a rejected fleet does not change the earlier output, byte for byte", () => {
  const outdir = earlierOutput();
  const before = everythingIn(outdir);
  expect(synthesizeInto(outdir, [bad]).exitCode).toBe(1);
  expect(everythingIn(outdir)).toEqual(before);
});

test("a rejected fleet creates no folder", () => {
  const folder = temporaryFolder();
  expect(synthesizeInto(join(folder, "out"), [bad])).toEqual({ exitCode: 1, message: MESSAGE });
  expect(readdirSync(folder)).toEqual([]);
});

test("a rejected fleet leaves an empty folder empty", () => {
  const folder = temporaryFolder();
  expect(synthesizeInto(folder, [bad]).exitCode).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

describe("in the working directory, without CDKTF_OUTDIR", () => {
  const home = process.cwd();
  const outdir = process.env.CDKTF_OUTDIR;

  beforeEach(() => {
    delete process.env.CDKTF_OUTDIR;
    process.chdir(temporaryFolder());
  });

  afterEach(() => {
    process.chdir(home);
    if (outdir !== undefined) {
      process.env.CDKTF_OUTDIR = outdir;
    }
  });

  test("a fleet is written to cdktf.out", () => {
    expect(synthesize([environment])).toEqual({ exitCode: 0, message: "" });
    expect(Object.keys(filesIn("cdktf.out"))).toEqual([
      "manifest.json",
      "stacks/beta-kr-a/cdk.tf.json",
      "stacks/beta-kr-b/cdk.tf.json",
    ]);
  });

  test("a rejected fleet creates no cdktf.out", () => {
    expect(synthesize([bad])).toEqual({ exitCode: 1, message: MESSAGE });
    expect(existsSync("cdktf.out")).toBe(false);
  });

  test("a rejected fleet does not change cdktf.out, byte for byte", () => {
    synthesize([environment]);
    const before = everythingIn("cdktf.out");
    expect(synthesize([environment, bad]).exitCode).toBe(1);
    expect(everythingIn("cdktf.out")).toEqual(before);
  });

  test("a value of a wrong type is reported with its path, and creates no cdktf.out", () => {
    const untyped = { ...environment, clusters: { "beta-kr-a": { ...cluster, addons: null } } };
    expect(synthesize(JSON.parse(JSON.stringify([untyped])))).toEqual({
      exitCode: 1,
      message: `The fleet has a problem; nothing was written.

  environment beta in ap-northeast-2: clusters.beta-kr-a.addons is null: expected an object
`,
    });
    expect(existsSync("cdktf.out")).toBe(false);
  });

  test.each([
    ["a RangeError", new RangeError("42 regions"), "RangeError: 42 regions"],
    [
      "an Error of its own",
      Object.assign(new Error("no inventory"), { name: "InventoryError" }),
      "InventoryError: no inventory",
    ],
    ["a text", "no inventory", "no inventory"],
  ])("%s that a fleet file throws is not reported as a type error", (_, error, shown) => {
    const failing = {
      ...environment,
      get clusters(): Environment["clusters"] {
        throw error;
      },
    };
    expect(synthesize([failing])).toEqual({
      exitCode: 1,
      message: `The fleet has a problem; nothing was written.

  the program failed: ${shown}. For a stack trace, run it again with DEBUG=cdktf-eks-upgrade.
`,
    });
  });

  test("the stack of an error is shown under DEBUG=cdktf-eks-upgrade only", () => {
    const failing = {
      ...environment,
      get clusters(): Environment["clusters"] {
        throw new Error("no inventory");
      },
    };
    const { DEBUG } = process.env;
    process.env.DEBUG = "cdktf-eks-upgrade";
    try {
      expect(synthesize([failing]).message).toContain("rejected-fleet.test.ts");
    } finally {
      if (DEBUG === undefined) {
        delete process.env.DEBUG;
      } else {
        process.env.DEBUG = DEBUG;
      }
    }
    expect(synthesize([failing]).message).not.toContain("rejected-fleet.test.ts");
  });
});

test("all duplicate names of stacks are reported, whatever has them", () => {
  const unique = "each needs a unique name, because it is the name of a stack";
  expect(
    problemsOf([
      { ...environment, loadBalancers: { "beta-kr-a": loadBalancer } },
      { ...environment, name: "gamma", clusters: { "beta-kr-b": cluster, "beta-kr-a-workload": cluster } },
    ]),
  ).toEqual([
    `duplicate name "beta-kr-a" in the fleet: ${unique}`,
    `duplicate name "beta-kr-b" in the fleet: ${unique}`,
    `duplicate name "beta-kr-a-workload" in the fleet: ${unique}`,
  ]);
});

test("an invalid stack name is reported, also if its replacement exists", () => {
  expect(
    problemsOf([
      { ...environment, clusters: { "rejected-1": cluster, "rejected-2": cluster, "beta kr a": cluster } },
    ]),
  ).toEqual([
    'invalid stack name "beta kr a": expected letters, digits, hyphens and underscores, beginning with a letter or a digit',
    '[rejected-3/cluster] the name of the cluster is "beta kr a": expected 1 to 100 letters, digits, hyphens and underscores that begin with a letter or a digit',
  ]);
});

test("one problem of a fleet is reported in the singular", () => {
  const { message } = synthesizeInto(temporaryFolder(), [withCluster({ version: "1.34.2" })]);
  expect(message).toBe(`The fleet has a problem; nothing was written.

  [beta-kr-a/cluster] version: "1.34.2" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"; write "1.34"
`);
});
