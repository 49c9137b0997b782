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

  test("fails if the stacks are not JSON", () => {
    expect(script(new Place("no-json"), "review.sh", ["[", "plans", "out"]).status).not.toBe(0);
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
    const at = new Place(name, { terraform: TERRAFORM });
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
      script(at, "apply.sh", [JSON.stringify([job("a")]), "plans"], { GITHUB_RUN_ATTEMPT: attempt }).status;
    expect([apply("1"), apply("2")]).toEqual([1, 0]);
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
  const OPTIONS = "# a goal\n--to 1.34\n\n--cluster alpha-kr-a\n--soak control-plane=72\n";
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
  "api repos/{owner}/{repo}/commits/"*) case "$2" in *new*) echo head2 ;; *) echo head1 ;; esac ;;
  "run list") case "$*" in *head2*) echo 22 ;; *) echo 11 ;; esac ;;
  "run download") echo "$3 $5" >> called; case "$3 $5" in "22 plan-a"|"11 plan-a"|"11 plan-b") echo "{}" > "$7/\${5#plan-}.json" ;; *) exit 1 ;; esac ;;
esac`;
    const at = new Place("reviewed", { gh, git: "printf 'new\\nold\\n'" });
    expect(script(at, "reviewed.sh", ["base", JSON.stringify([job("a"), job("b")]), "out"])).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(at.read("called")).toBe("22 plan-a\n22 plan-b\n11 plan-b\n");
  });
});

describe("base.sh", () => {
  test.each(["main", "--upload-pack=x", "$(id)", "HEAD^1; id", "abc"])(
    "rejects %s, which is not a commit",
    (commit) => {
      const at = new Place("base");
      expect(script(at, "base.sh", [commit])).toMatchObject({
        status: 2,
        stdout: `base.sh: "${commit}" is not a commit: expected 40 hexadecimal digits\n`,
      });
    },
  );
});
