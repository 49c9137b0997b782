import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isRecord } from "../../upgrade/terraform/json";
import { planJson } from "../fixtures/plans";
import { ROOT, textOf } from "../repository/project";
import { job, Place, TERRAFORM } from "./place";

const wave = (...stacks: readonly string[]) => ({ plan: [], apply: stacks.map(job), runner: "" });
const jobs = {
  plan: [job("a"), job("c")],
  environments: [
    { environment: "alpha", waves: [wave("a"), wave("b"), wave()] },
    { environment: "production", waves: [wave("c"), wave(), wave()] },
  ],
};

test("each changed stack is a project, in the order of applying; a stack that cannot be planned yet has no autoplan", () => {
  const { stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "workflows/atlantis/config.cjs")], {
    input: JSON.stringify(jobs),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  const project = (name: string, group: number, enabled: boolean) => ({
    name,
    dir: `cdktf.out/stacks/${name}`,
    execution_order_group: group,
    autoplan: { enabled, when_modified: ["../../../**/*"] },
  });
  expect(parse(stdout)).toEqual({
    version: 3,
    parallel_plan: false,
    parallel_apply: false,
    abort_on_execution_order_fail: true,
    projects: [project("a", 0, true), project("b", 1, false), project("c", 3, true)],
  });
});

/** A pull request with these reviewed plans of a and c; planning a again gives `now`. */
function pullRequest(name: string, plans: { readonly a: string; readonly c: string }, now: string): Place {
  const at = new Place(name, { terraform: TERRAFORM });
  at.write("jobs.json", JSON.stringify(jobs));
  at.plans(plans, ".eks-upgrade/plans");
  at.write("now", JSON.stringify(planJson(now)));
  return at;
}

const ofA = { PROJECT_NAME: "a", REPO_REL_DIR: "cdktf.out/stacks/a" };

test("a project is planned, and its plan is reviewed", () => {
  const plans = { a: "raw/life/nothing", c: "raw/life/nothing" };
  const passed = pullRequest("passed", plans, "raw/shift/10");
  expect(passed.run("atlantis/plan.sh", [], ofA)).toMatchObject({ status: 0, stderr: "" });
  expect(JSON.parse(passed.read(".eks-upgrade/plans/a.json") ?? "")).toEqual(planJson("raw/shift/10"));
  const rejected = pullRequest("rejected", plans, "raw/control-plane/two-minors").run(
    "atlantis/plan.sh",
    [],
    ofA,
  );
  expect(rejected.status).toBe(1);
  expect(rejected.stdout).toContain("### Rejected");
});

test("a project is applied as it was reviewed", () => {
  const at = pullRequest("applied", { a: "raw/shift/10", c: "raw/life/nothing" }, "raw/shift/10");
  const { status, stdout } = at.run("atlantis/apply.sh", [], ofA);
  expect([status, at.read("called")]).toEqual([0, "init\nplan\nshow\napply\n"]);
  expect(stdout).toContain("- a is applied. The plan matches the reviewed plan: 2 changes.");
});

test("nothing is applied while a plan of the pull request is rejected or missing", () => {
  const rejected = pullRequest(
    "other-rejected",
    { a: "raw/shift/10", c: "raw/control-plane/two-minors" },
    "raw/shift/10",
  );
  expect(rejected.run("atlantis/apply.sh", [], ofA).status).toBe(1);
  const missing = new Place("missing", { terraform: TERRAFORM });
  missing.write("jobs.json", JSON.stringify(jobs));
  missing.plans({ a: "raw/shift/10" }, ".eks-upgrade/plans");
  expect(missing.run("atlantis/apply.sh", [], ofA).status).toBe(2);
  expect([rejected.read("called"), missing.read("called")]).toEqual([undefined, undefined]);
});

test("a project that is not part of the pull request fails", () => {
  const at = pullRequest("unknown", { a: "raw/shift/10", c: "raw/life/nothing" }, "raw/shift/10");
  const { status, stderr } = at.run("atlantis/apply.sh", [], { ...ofA, PROJECT_NAME: "x" });
  expect(status).not.toBe(0);
  expect(stderr).toContain("x is not a changed stack: plan the pull request again");
  expect(at.read("called")).toBeUndefined();
});

test("the configuration of the server allows no overrides, and its scripts exist", () => {
  const text = textOf("workflows/atlantis/repos.yaml");
  const config: unknown = parse(text);
  const [repository] = isRecord(config) && Array.isArray(config.repos) ? config.repos : [];
  expect(repository).toMatchObject({
    allowed_overrides: [],
    apply_requirements: ["approved", "mergeable", "undiverged"],
  });
  const scripts = [...text.matchAll(/node_modules\/cdktf-eks-upgrade\/(\S+\.sh)/g)].map(
    ([, path = ""]) => path,
  );
  expect(scripts).toHaveLength(3);
  expect(scripts.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
