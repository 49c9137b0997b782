import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { type GoalOptions, goalRequestOf, withGoalOptions } from "../../../cli/planning/goal-options";
import { KubernetesVersion } from "../../../upgrade/eks/kubernetes-version";
import { EMPTY_FLEET, UNKNOWN } from "../../../upgrade/fleet/state";
import { NEWEST } from "../../fixtures/minors";
import { temporaryFolder } from "../../stacks/fixtures";
import { clusterIn } from "../../upgrade/keys";
import { clusterState } from "../../upgrade/rules/state";

const fleet = {
  ...EMPTY_FLEET,
  clusters: [
    clusterState({ key: clusterIn("ap-northeast-2/alpha-kr-a"), clusterName: "alpha-kr-a", version: "1.33" }),
    clusterState({ key: clusterIn("ap-northeast-2/alpha-kr-b"), clusterName: "alpha-kr-b", version: "1.36" }),
    clusterState({ key: clusterIn("ap-northeast-2/alpha-kr-c"), clusterName: "alpha-kr-c", version: NEWEST }),
    clusterState({ key: clusterIn("stack: alpha"), clusterName: UNKNOWN, version: "1.33" }),
  ],
};

const request = (...args: readonly string[]) =>
  goalRequestOf(
    withGoalOptions(new Command())
      .exitOverride()
      .parse(["--day", "2026-11-24", ...args], { from: "user" })
      .opts<GoalOptions>(),
  );

function goal(...args: readonly string[]) {
  const made = request(...args);
  if ("problems" in made) {
    throw new Error(made.problems.join("\n"));
  }
  const goal = made.goalOf(fleet);
  if ("problems" in goal) {
    throw new Error(goal.problems.join("\n"));
  }
  return goal;
}

const problems = (...args: readonly string[]) => {
  const made = request(...args);
  return "problems" in made ? made.problems : [];
};

test("without names, the goal has all clusters that are not newer than the version", () => {
  expect(goal("--to", "1.36")).toEqual({
    clusters: [
      { way: "in-place", cluster: "alpha-kr-a", version: "1.36" },
      { way: "in-place", cluster: "alpha-kr-b", version: "1.36" },
    ],
  });
});

test("the options of an upgrade in place are in the goal", () => {
  const args =
    "--to 1.36 --cluster alpha-kr-a --nodes roll --replacements each-minor --kube-proxy lower-first";
  expect(
    goal(
      ...args.split(" "),
      "--environments",
      "alpha,production",
      "--soak",
      "control-plane=72",
      "--soak",
      "shift=0.5",
    ),
  ).toEqual({
    clusters: [
      {
        way: "in-place",
        cluster: "alpha-kr-a",
        version: "1.36",
        nodes: "roll",
        replacements: "each-minor",
        kubeProxy: "lower-first",
      },
    ],
    environments: ["alpha", "production"],
    soakHours: { "control-plane": 72, shift: 0.5 },
  });
});

test.each([
  ["alpha-kr-a", [], "alpha-kr-b"],
  ["alpha-kr-b", [], "alpha-kr-a"],
  ["alpha-kr-a", ["--second", "alpha-kr-c"], "alpha-kr-c"],
])("the second cluster of %s with %j is %s", (cluster, args, secondCluster) => {
  expect(goal("--to", "1.36", "--cluster", cluster, "--way", "second-cluster", ...args).clusters).toEqual([
    { way: "second-cluster", cluster, secondCluster, version: "1.36" },
  ]);
});

test("the goal has the shift, and keeps the first cluster", () => {
  const args = "--to 1.36 --cluster alpha-kr-a --way second-cluster --shift 0,10,100 --keep-first";
  expect(goal(...args.split(" ")).clusters).toEqual([
    {
      way: "second-cluster",
      cluster: "alpha-kr-a",
      secondCluster: "alpha-kr-b",
      version: "1.36",
      shift: [0, 10, 100],
      keepsFirst: true,
    },
  ]);
});

test("all problems are reported at once", () => {
  expect(
    problems(
      ..."--to 1.36.1 --way by-hand --nodes none --shift 1,x --soak night=3 --soak drain --last-change a=today --catalog none.json".split(
        " ",
      ),
      "--day",
      "today",
    ),
  ).toEqual([
    'invalid value "today" of --day: expected a date such as "2026-11-24"',
    'invalid value "a=today" of --last-change: expected a cluster and a time, as in alpha-kr-a=2026-11-24T09:00:00Z, or only a time for all clusters',
    expect.stringContaining("none.json"),
    expect.stringMatching(/^--to 1\.36\.1: "1\.36\.1" is not a Kubernetes version/),
    'invalid value "by-hand" of --way: expected "in-place" or "second-cluster"',
    'invalid value "none" of --nodes: expected "second-group" or "roll"',
    'invalid value "1,x" of --shift: expected percentages with commas, as in "0,10,50,100"',
    expect.stringMatching(
      /^invalid value "night=3" of --soak: expected a step and its hours, as in control-plane=72; steps are cluster-create, /,
    ),
    expect.stringMatching(/^invalid value "drain" of --soak: expected a step and its hours/),
    "--shift 1,x: only for --way second-cluster",
  ]);
});

test("a second cluster requires a name, and is for one cluster", () => {
  expect(problems("--to", "1.36", "--way", "second-cluster")).toEqual([
    "--way second-cluster: requires --cluster: the cluster whose traffic moves",
  ]);
  expect(problems("--to", "1.36", "--way", "second-cluster", "--cluster", "main")).toEqual([
    "--cluster main: it does not end in a slot (-a or -b): name the second cluster with --second",
  ]);
  const two = ["--cluster", "x-a", "--cluster", "y-a", "--second", "z"];
  expect(problems("--to", "1.36", "--way", "second-cluster", ...two)).toEqual([
    "--second z: only for one cluster: plan one cluster at a time",
  ]);
  expect(problems("--to", "1.36", "--second", "z")).toEqual(["--second z: only for --way second-cluster"]);
});

test("options of the other way are reported", () => {
  const args = "--to 1.36 --cluster alpha-kr-a --way second-cluster --nodes roll --kube-proxy lower-first";
  expect(problems(...args.split(" "))).toEqual([
    "--nodes roll: only for --way in-place",
    "--kube-proxy lower-first: only for --way in-place",
  ]);
  expect(problems("--to", "1.36", "--keep-first")).toEqual(["--keep-first: only for --way second-cluster"]);
});

describe("a goal in a file", () => {
  const folder = temporaryFolder();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const FILE = file(
    "goal.json",
    '{ "clusters": [{ "way": "in-place", "cluster": "alpha-kr-a", "version": "1.34" }] }',
  );

  test("is the goal", () => {
    expect(goal("--goal", FILE)).toEqual({
      clusters: [{ way: "in-place", cluster: "alpha-kr-a", version: "1.34" }],
    });
  });

  test("replaces all options that set a part of it, and is used with the others", () => {
    const others =
      "--to 1.36 --cluster alpha-kr-a --way in-place --second x --shift 1 --keep-first --nodes roll --replacements fewest --kube-proxy after-soak --environments alpha --soak shift=1";
    expect(problems("--goal", FILE, ...others.split(" "))).toEqual([
      `--goal ${FILE}: it replaces --to, --cluster, --way, --second, --shift, --keep-first, --nodes, --replacements, --kube-proxy, --environments and --soak: give one or the other`,
    ]);
    expect(problems("--goal", FILE, "--last-change", "2026-11-24T09:00:00Z", "--day", "2026-11-25")).toEqual(
      [],
    );
  });

  test("or a version is required", () => {
    expect(problems()).toEqual([
      '--to: missing: give the Kubernetes version, as in "1.36", or a goal file with --goal',
    ]);
  });

  test.each([
    ["is not there", "none.json", "cannot be read: no such file or folder"],
    ["is no JSON", file("x.json", "version: 1.36"), "not JSON"],
    ["is empty", file("empty.json", ""), "empty file"],
  ])("that %s is reported with the other problems", (_, path, problem) => {
    expect(problems("--goal", path, "--day", "today")).toEqual([
      'invalid value "today" of --day: expected a date such as "2026-11-24"',
      `--goal ${path}: ${problem}`,
    ]);
  });
});

test("a rehearsal without --to goes one minor further with the first cluster, or with the named one", () => {
  const rehearsed = (cluster: readonly string[] = []) => {
    const made = goalRequestOf({
      day: "2026-11-24",
      cluster,
      soak: [],
      lastChange: [],
      withoutTo: "next-minor",
    });
    return "problems" in made ? made : made.goalOf(fleet);
  };
  expect(rehearsed()).toEqual({
    clusters: [{ way: "in-place", cluster: "alpha-kr-a", version: "1.34" }],
  });
  expect(rehearsed(["alpha-kr-b"])).toEqual({
    clusters: [
      { way: "in-place", cluster: "alpha-kr-b", version: KubernetesVersion.of("1.36").plus(1).toString() },
    ],
  });
  expect(rehearsed(["none"])).toEqual({
    problems: ["--to: no cluster here has a known version: give the Kubernetes version"],
  });
});
