import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { planJson } from "../fixtures/plans";
import { pathsOf, ROOT } from "../repository/project";
import { job, Place, TERRAFORM } from "./place";

/* The scripts of the workflows with stand-ins for Terraform, git and gh. The end-to-end test uses the real ones. */

const script = (at: Place, name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  at.run(join("scripts", name), args, env);

test.each(pathsOf(".sh", "workflows"))("%s has no syntax error", (path) => {
  const { status, stderr } = spawnSync("bash", ["-n", join(ROOT, path)], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

describe("review.sh", () => {
  test("reviews all plans together, for the summary of the run and for code scanning", () => {
    const at = new Place("passed");
    const given = at.plans({ a: "raw/shift/10", b: "raw/life/nothing" });
    const { status, summary } = script(at, "review.sh", [JSON.stringify([job("a"), job("b")]), given, "out"]);
    expect(status).toBe(0);
    expect(summary).toBe(at.read("out/review.md"));
    expect(summary).toContain("2 plans on 2026-11-24: nothing rejected");
    expect(JSON.parse(at.read("out/review.sarif") ?? "").version).toBe("2.1.0");
  });

  test("exits with 1 if a plan is rejected", () => {
    const at = new Place("rejected");
    const given = at.plans({ a: "raw/control-plane/two-minors" });
    const { status, summary } = script(at, "review.sh", [JSON.stringify([job("a")]), given, "out"]);
    expect(status).toBe(1);
    expect(summary).toContain("### Rejected");
  });

  test("exits with 2 if a stack has no plan, and reviews the others", () => {
    const at = new Place("missing");
    const given = at.plans({ a: "raw/shift/10" });
    const { status, summary } = script(at, "review.sh", [JSON.stringify([job("a"), job("b")]), given, "out"]);
    expect(status).toBe(2);
    expect(summary).toContain("1 plan on 2026-11-24: nothing rejected");
    expect(summary).toContain(
      "**Not evaluated, because there is no plan: b.** The job that plans it shows the error.",
    );
  });

  test("plans that are accepted one by one can be rejected together", () => {
    const at = new Place("together");
    const given = at.plans({
      a: "raw/remove/controller-role",
      b: "workload-blue/nothing",
      c: "workload-green/nothing",
    });
    const review = (...stacks: readonly string[]) =>
      script(at, "review.sh", [JSON.stringify(stacks.map(job)), given, "out"]).status;
    expect([review("a"), review("b", "c"), review("a", "b", "c")]).toEqual([0, 0, 1]);
  });

  test("fails if the stacks are not JSON", () => {
    expect(script(new Place("no-json"), "review.sh", ["[", "plans", "out"]).status).not.toBe(0);
  });
});

describe("plan.sh", () => {
  test("shows an error of Terraform in a block that a fence in the error does not end", () => {
    const at = new Place("fence", {
      terraform: `[ "$2" != plan ] || { printf 'Error: no\\n\`\`\`\`\\n# Accepted\\n'; exit 1; }`,
    });
    const { status, summary } = script(at, "plan.sh", ["a", "stacks/a", "false", "plans"]);
    expect([status, summary]).toEqual([
      1,
      "### Terraform cannot plan a\n\n`````text\nError: no\n````\n# Accepted\n`````\n",
    ]);
  });
});

describe("apply.sh", () => {
  test("applies no stack without a reviewed plan, and none after it", () => {
    const at = new Place("unreviewed", { terraform: 'echo "terraform $*" >> called' });
    const { status, summary } = script(at, "apply.sh", [JSON.stringify([job("a"), job("b")]), "reviewed"]);
    expect(status).toBe(1);
    expect(
      summary,
    ).toBe(`**a is not applied: it has no reviewed plan.** The plan may have expired. Run this workflow by hand with anew: true.
Not applied after that: b.
`);
    expect(at.read("called")).toBeUndefined();
  });

  function reviewed(name: string, plan: string, now: string): Place {
    const at = new Place(name, { terraform: TERRAFORM, gh: ":" });
    at.plans({ a: plan });
    at.write("now", JSON.stringify(planJson(now)));
    return at;
  }

  test("applies a stack whose plan is unchanged", () => {
    const at = reviewed("same", "raw/shift/10", "raw/shift/10");
    const { status, summary, stderr } = script(at, "apply.sh", [JSON.stringify([job("a")]), "plans"]);
    expect([status, summary, stderr]).toEqual([
      0,
      "- a is applied. The plan matches the reviewed plan: 2 changes.\n",
      "",
    ]);
    expect(at.read("called")).toBe("init\nplan\nshow\napply\n");
  });

  test("stops if the plan has changed", () => {
    const at = reviewed("other", "raw/shift/10", "raw/shift/50");
    const { status, summary } = script(at, "apply.sh", [JSON.stringify([job("a")]), "plans"]);
    expect(status).toBe(1);
    expect(summary).toContain("**a is not applied.**");
    expect(summary).toContain("The plan does not match the reviewed plan");
    expect(at.read("called")).toBe("init\nplan\nshow\n");
  });

  test("a later attempt applies the rest of a plan, the first attempt does not", () => {
    const at = reviewed("rest", "raw/shift/10", "raw/life/nothing");
    const apply = (attempt: string) =>
      script(at, "apply.sh", [JSON.stringify([job("a")]), "plans"], {
        GITHUB_RUN_ATTEMPT: attempt,
        GITHUB_RUN_ID: "7",
      }).status;
    expect([apply("1"), apply("2")]).toEqual([1, 0]);
  });

  test.each([
    ["a newer run has begun", "echo https://example.com/runs/8"],
    ["gh does not answer", "exit 1"],
  ])("a later attempt applies nothing if %s", (name, gh) => {
    const at = new Place(`old-${name}`, { terraform: TERRAFORM, gh });
    at.plans({ a: "raw/shift/10" });
    at.write("now", JSON.stringify(planJson("raw/shift/10")));
    const ran = script(at, "apply.sh", [JSON.stringify([job("a")]), "plans"], {
      GITHUB_RUN_ATTEMPT: "2",
      GITHUB_RUN_ID: "7",
    });
    expect(ran.status).toBe(1);
    expect(at.read("called")).toBeUndefined();
  });

  test("a plan of this run comes from the artifact of its stack alone", () => {
    const at = new Place("shadowed", { terraform: TERRAFORM });
    at.plans({ a: "raw/shift/10" }, "plans/plan-a");
    at.plans({ a: "raw/shift/50" }, "plans/plan-b");
    at.write("now", JSON.stringify(planJson("raw/shift/10")));
    const stacks = JSON.stringify([job("a")]);
    expect(script(at, "apply.sh", [stacks, "plans", stacks]).status).toBe(0);
  });

  test("a plan that no job of this run was to make does not replace the reviewed one", () => {
    const at = new Place("planted", { terraform: TERRAFORM });
    at.plans({ a: "raw/shift/10" });
    at.plans({ a: "raw/shift/50" }, "plans/plan-a");
    at.write("now", JSON.stringify(planJson("raw/shift/50")));
    expect(script(at, "apply.sh", [JSON.stringify([job("a")]), "plans", "[]"]).status).toBe(1);
  });

  test("fails if the stacks are not JSON", () => {
    expect(script(new Place("apply-no-json"), "apply.sh", ["[", "reviewed"]).status).not.toBe(0);
  });
});

describe("last-applied.sh", () => {
  test.each([
    ["the commit of the last run that succeeded", "echo 1111", "1111"],
    ["the given commit if no run succeeded", "true", "2222"],
  ])("prints %s", (_, gh, commit) => {
    const at = new Place(`last-${commit}`, { gh });
    expect(script(at, "last-applied.sh", ["2222"]).stdout).toBe(`${commit}\n`);
  });
});

describe("next.sh", () => {
  // The last line has no end.
  const OPTIONS = "# a goal\n--to 1.34\n\n--cluster alpha-kr-a\n--soak control-plane=72";
  const upgrade = (step: object) => ({
    upgrade: `echo "$*" > asked; echo '${JSON.stringify(step)}'`,
    git: 'echo "git $*" >> called',
  });
  const gh = (open: string, run: string) => `case "$1 $2" in
  "pr list") echo "${open}" ;;
  "run list") echo "${run}" ;;
  "pr create") echo "gh $*" >> called; echo https://example.com/pull/2 ;;
esac`;
  const run = (at: Place) =>
    script(at, "next.sh", [at.write("options", OPTIONS)], {
      CDKTF_EKS_UPGRADE: "upgrade",
      GITHUB_RUN_ID: "7",
    });
  const APPLIED = "completed/success 2026-11-24T09:00:00Z";

  test("opens the pull request of the next step; its soak starts at the last apply", () => {
    const step = {
      step: {},
      written: true,
      notBefore: null,
      pullRequest: { title: 'alpha-kr-a: "1.34"', body: "The rollback is $(open)." },
    };
    const at = new Place("next", { ...upgrade(step), gh: gh("", APPLIED) });
    expect(run(at)).toMatchObject({ status: 0, summary: "https://example.com/pull/2\n", stderr: "" });
    expect(at.read("asked")).toBe(
      "next --to 1.34 --cluster alpha-kr-a --soak control-plane=72 --last-change 2026-11-24T09:00:00Z --write --format json\n",
    );
    const called = at.read("called");
    expect(called).toContain("git switch --quiet --create eks-upgrade/7");
    expect(called).toContain('commit --quiet --all --message alpha-kr-a: "1.34"');
    expect(called).toContain('gh pr create --head eks-upgrade/7 --title alpha-kr-a: "1.34" --body-file ');
  });

  test.each([
    [
      "a step is open",
      gh("https://example.com/pull/1", APPLIED),
      "A step is already open: https://example.com/pull/1\n",
    ],
    [
      "the last step is not applied",
      gh("", "completed/failure 2026-11-24T09:00:00Z"),
      "The last step is not applied yet (completed/failure). The next step waits for it.\n",
    ],
    [
      "the last step is being applied",
      gh("", "in_progress/ 2026-11-24T09:00:00Z"),
      "The last step is not applied yet (in_progress). The next step waits for it.\n",
    ],
  ])("opens none if %s", (name, code, summary) => {
    const at = new Place(name, { ...upgrade({}), gh: code });
    expect(run(at)).toMatchObject({ status: 0, summary });
    expect(at.read("asked")).toBeUndefined();
  });

  test.each([
    ["the list of pull requests", `[ "$1 $2" != "pr list" ] || exit 1`],
    ["the list of runs", `[ "$1 $2" != "run list" ] || exit 1`],
  ])("opens none if gh does not answer with %s", (name, code) => {
    const at = new Place(`no ${name}`, { ...upgrade({}), gh: code });
    expect(run(at).status).not.toBe(0);
    expect(at.read("asked")).toBeUndefined();
  });

  test.each([
    ["is not over", "2026-11-27T09:00:00Z", "The next step waits until 2026-11-27T09:00:00Z.\n"],
    ["is over and no step is left", null, "The goal is reached: no step is left.\n"],
  ])("opens no pull request if the soak %s", (name, notBefore, summary) => {
    const at = new Place(`soak-${name}`, {
      ...upgrade({ step: null, notBefore, written: false, pullRequest: null }),
      gh: gh("", ""),
    });
    expect(run(at)).toMatchObject({ status: 0, summary });
  });
});

describe("reviewed.sh", () => {
  test("fetches the plans of the newest pull request whose review succeeded, only for the given stacks", () => {
    const gh = `case "$1 $2" in
  "api repos/{owner}/{repo}/commits/"*) case "$2" in *new*) echo "2 head2" ;; *) echo "1 head1" ;; esac ;;
  "run list") case "$*" in *head2*"#2"*) echo 22 ;; *head1*"#1"*) echo 11 ;; esac ;;
  "run download") echo "$3 $5" >> called; mkdir -p "$7"; case "$3 $5" in
    "22 plan-a") echo 22 > "$7/a.json"; echo 22 > "$7/b.json" ;;
    "11 plan-a"|"11 plan-b") echo 11 > "$7/\${5#plan-}.json" ;;
    *) exit 1 ;;
  esac ;;
esac`;
    const at = new Place("reviewed", { gh, git: "printf 'new\\nold\\n'" });
    expect(script(at, "reviewed.sh", ["base", JSON.stringify([job("a"), job("b")]), "out"])).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(at.read("called")).toBe("22 plan-a\n22 plan-b\n11 plan-b\n");
    // The artifact of one stack has no plan of another.
    expect([at.read("out/a.json"), at.read("out/b.json")]).toEqual(["22\n", "11\n"]);
  });
});

describe("base.sh", () => {
  test("prints an ancestor of the head with all its digits", () => {
    const at = new Place("ancestor", { git: `[ "$1" != rev-parse ] || echo 1111` });
    expect(script(at, "base.sh", ["HEAD^1"])).toMatchObject({ status: 0, stdout: "1111\n" });
  });

  test("rejects a commit that is no ancestor of the head", () => {
    const at = new Place("other-branch", {
      git: `case "$1" in merge-base) exit 1 ;; rev-parse) echo "$*" >> called ;; esac`,
    });
    const commit = "1".repeat(40);
    expect(script(at, "base.sh", [commit])).toMatchObject({
      status: 2,
      stderr: `base.sh: ${commit} is not an ancestor of HEAD, so the comparison would miss or repeat changes: give a commit of this branch\n`,
    });
    expect(at.read("called")).toBeUndefined();
  });

  test.each(["main", "--upload-pack=x", "$(id)", "HEAD^1; id", "abc"])(
    "rejects %s, which is not a commit",
    (commit) => {
      const at = new Place("base");
      expect(script(at, "base.sh", [commit])).toMatchObject({
        status: 2,
        stderr: `base.sh: "${commit}" is not a commit: expected 40 hexadecimal digits\n`,
      });
    },
  );
});
