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

test("each stack that changes is a project, in the order of applying; what cannot be planned yet waits", () => {
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

/** A pull request whose plans of a and c are such, and of which a would now do what `now` is. */
function pullRequest(name: string, plans: { readonly a: string; readonly c: string }, now: string): Place {
  const at = new Place(name, { terraform: TERRAFORM });
  at.write("jobs.json", JSON.stringify(jobs));
  at.plans(plans, ".eks-upgrade/plans");
  at.write("now", JSON.stringify(planJson(now)));
  return at;
}

const ofA = { PROJECT_NAME: "a", REPO_REL_DIR: "cdktf.out/stacks/a" };

test("a project is planned, and its plan is judged", () => {
  const plans = { a: "raw/life/nothing", c: "raw/life/nothing" };
  const passed = pullRequest("passed", plans, "raw/shift/10");
  expect(passed.run("atlantis/plan.sh", [], ofA)).toMatchObject({ status: 0, stderr: "" });
  expect(JSON.parse(passed.read(".eks-upgrade/plans/a.json") ?? "")).toEqual(planJson("raw/shift/10"));
  const refused = pullRequest("refused", plans, "raw/control-plane/two-minors").run(
    "atlantis/plan.sh",
    [],
    ofA,
  );
  expect(refused.status).toBe(1);
  expect(refused.stdout).toContain("### Refused");
});

test("a project is applied as it was planned", () => {
  const at = pullRequest("applied", { a: "raw/shift/10", c: "raw/life/nothing" }, "raw/shift/10");
  const { status, stdout } = at.run("atlantis/apply.sh", [], ofA);
  expect([status, at.read("called")]).toEqual([0, "init\nplan\nshow\napply\n"]);
  expect(stdout).toContain("- a is applied. The plan does what was reviewed: 2 changes.");
});

test("nothing is applied while any plan of the pull request is refused, or missing", () => {
  const refused = pullRequest(
    "other-refused",
    { a: "raw/shift/10", c: "raw/control-plane/two-minors" },
    "raw/shift/10",
  );
  expect(refused.run("atlantis/apply.sh", [], ofA).status).toBe(1);
  const missing = new Place("missing", { terraform: TERRAFORM });
  missing.write("jobs.json", JSON.stringify(jobs));
  missing.plans({ a: "raw/shift/10" }, ".eks-upgrade/plans");
  expect(missing.run("atlantis/apply.sh", [], ofA).status).toBe(2);
  expect([refused.read("called"), missing.read("called")]).toEqual([undefined, undefined]);
});

test("a project that is none of the pull request's ends it", () => {
  const at = pullRequest("unknown", { a: "raw/shift/10", c: "raw/life/nothing" }, "raw/shift/10");
  const { status, stderr } = at.run("atlantis/apply.sh", [], { ...ofA, PROJECT_NAME: "x" });
  expect(status).not.toBe(0);
  expect(stderr).toContain("x is not among the stacks that change; plan the pull request anew");
  expect(at.read("called")).toBeUndefined();
});

test("the server's configuration lets a repository change nothing of it, and names scripts that there are", () => {
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
