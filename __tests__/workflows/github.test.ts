import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { environmentsIn } from "../../cli/jobs/environments-file";
import { isRecord, type JsonRecord } from "../../upgrade/terraform/json";
import { pathsOf, ROOT, textOf } from "../repository/project";

/* The GitHub workflows that users copy: what actionlint does not check. */

const FOLDER = "workflows/github";
const paths = pathsOf(".yaml", FOLDER);

interface Job {
  readonly place: string;
  readonly body: JsonRecord;
  readonly steps: readonly JsonRecord[];
}

const recordsIn = (value: unknown): readonly [string, JsonRecord][] =>
  Object.entries(isRecord(value) ? value : {}).flatMap(([key, item]) =>
    isRecord(item) ? [[key, item]] : [],
  );

function workflow(path: string): JsonRecord {
  const parsed: unknown = parse(textOf(path));
  return isRecord(parsed) ? parsed : {};
}

const jobs: readonly Job[] = paths.flatMap((path) =>
  recordsIn(workflow(path).jobs).map(([name, body]) => ({
    place: `${basename(path)}: ${name}`,
    body,
    steps: Array.isArray(body.steps) ? body.steps.filter(isRecord) : [],
  })),
);

const steps = jobs.flatMap((job) => job.steps.map((step) => ({ ...job, step })));

test("the workflows have jobs and steps", () => {
  expect(paths.map((path) => basename(path)).sort()).toEqual([
    "eks-upgrade-apply.yaml",
    "eks-upgrade-environment.yaml",
    "eks-upgrade-next.yaml",
    "eks-upgrade-page.yaml",
    "eks-upgrade-plan.yaml",
    "eks-upgrade-review.yaml",
    "eks-upgrade-wave.yaml",
  ]);
  expect(steps.length).toBeGreaterThan(30);
});

test("every action is pinned to a full commit with its release as a comment, and to one commit everywhere", () => {
  const own = pathsOf(".yaml", ".github/workflows");
  expect(own.length).toBeGreaterThan(0);
  const uses = [...paths, ...own].flatMap((path) =>
    [...textOf(path).matchAll(/^\s*-? ?uses: (?!\.\/)(.+)$/gm)].map(([, text = ""]) => text),
  );
  expect(uses.length).toBeGreaterThan(20);
  expect(uses.filter((text) => !/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(text))).toEqual([]);
  const pins = new Map<string, Set<string>>();
  for (const text of uses) {
    const [action = "", pin = ""] = text.split("@");
    pins.set(action, (pins.get(action) ?? new Set()).add(pin));
  }
  expect([...pins].filter(([, each]) => each.size > 1)).toEqual([]);
});

test("no workflow has permissions, and each job declares its own", () => {
  expect(paths.filter((path) => JSON.stringify(workflow(path).permissions) !== "{}")).toEqual([]);
  expect(jobs.filter(({ body }) => !isRecord(body.permissions)).map(({ place }) => place)).toEqual([]);
});

test("only jobs that use AWS get an identity token, and no job can write to the repository", () => {
  const allowed = (permission: string) =>
    jobs.flatMap(({ place, body }) =>
      isRecord(body.permissions) && body.permissions[permission] === "write" && body.uses === undefined
        ? [place]
        : [],
    );
  expect(allowed("id-token")).toEqual(["eks-upgrade-plan.yaml: plan", "eks-upgrade-wave.yaml: apply"]);
  expect(allowed("security-events")).toEqual(["eks-upgrade-plan.yaml: review"]);
  for (const permission of ["contents", "actions", "pull-requests", "checks", "statuses", "packages"]) {
    expect(allowed(permission)).toEqual([]);
  }
});

test("no checkout keeps its token", () => {
  const left = steps.filter(
    ({ step }) =>
      String(step.uses).startsWith("actions/checkout@") &&
      !(isRecord(step.with) && step.with["persist-credentials"] === false),
  );
  expect(left.map(({ place }) => place)).toEqual([]);
});

test("no script contains an expression: values from outside are environment variables", () => {
  const written = steps.filter(({ step }) => typeof step.run === "string" && step.run.includes("${{"));
  expect(written.map(({ place }) => place)).toEqual([]);
});

test("no workflow runs code of a pull request with the rights of its base", () => {
  const triggers = paths.flatMap((path) => {
    const on = workflow(path).on;
    return isRecord(on) ? Object.keys(on) : [String(on)];
  });
  expect([...new Set(triggers)].sort()).toEqual([
    "pull_request",
    "push",
    "schedule",
    "workflow_call",
    "workflow_dispatch",
  ]);
});

const uses = (job: Job, action: string) =>
  job.steps.flatMap(({ uses, with: given }) =>
    String(uses).startsWith(`actions/${action}@`) && isRecord(given) ? [given.name ?? given.pattern] : [],
  );

test("base and head are synthesized in jobs that get nothing from other jobs", () => {
  const synthesizing = jobs.filter(({ steps: all }) =>
    all.some(({ run }) => String(run).includes("cdktf synth")),
  );
  expect(synthesizing.map((job) => [job.place, uses(job, "upload-artifact")])).toEqual([
    ["eks-upgrade-apply.yaml: head", ["synthesis"]],
    ["eks-upgrade-apply.yaml: base", ["synthesis-of-base"]],
    ["eks-upgrade-review.yaml: head", ["synthesis"]],
    ["eks-upgrade-review.yaml: base", ["synthesis-of-base"]],
  ]);
  expect(synthesizing.flatMap((job) => uses(job, "download-artifact"))).toEqual([]);
  const needs = synthesizing.flatMap(({ body }) => (body.needs === undefined ? [] : [body.needs]));
  expect(needs).toEqual(["commits"]); // The commit to compare with.
});

test("an artifact is downloaded by its name, and plans of the same run each from the job of their stack", () => {
  const downloaded = new Set(jobs.flatMap((job) => uses(job, "download-artifact")));
  expect([...downloaded].sort()).toEqual(["plan-*", "reviewed-plans", "synthesis", "synthesis-of-base"]);
  expect(steps.filter(({ step }) => JSON.stringify(step).includes("merge-multiple"))).toEqual([]);
});

test("every job has a timeout", () => {
  const endless = jobs.filter(
    ({ body }) => body.uses === undefined && typeof body["timeout-minutes"] !== "number",
  );
  expect(endless.map(({ place }) => place)).toEqual([]);
});

test("a job that applies is never cancelled, and has an environment", () => {
  const groups = [...paths.map((path) => ({ place: basename(path), body: workflow(path) })), ...jobs].flatMap(
    ({ place, body }) =>
      isRecord(body.concurrency) ? [[place, body.concurrency["cancel-in-progress"]]] : [],
  );
  expect(Object.fromEntries(groups)).toEqual({
    "eks-upgrade-apply.yaml": false,
    "eks-upgrade-next.yaml": false,
    "eks-upgrade-review.yaml": true,
    "eks-upgrade-wave.yaml: apply": false,
  });
  const applying = steps.filter(({ step }) => String(step.run).includes("apply.sh"));
  expect(applying.map(({ place, body }) => [place, body.environment])).toEqual([
    ["eks-upgrade-wave.yaml: apply", "${{ inputs.environment }}"],
  ]);
});

test("every named script, workflow and file exists", () => {
  const texts = paths.map(textOf).join("\n");
  const named = [
    ...[...texts.matchAll(/node_modules\/cdktf-eks-upgrade\/(workflows\/\S+\.sh)/g)].map(
      ([, path = ""]) => path,
    ),
    ...[...texts.matchAll(/uses: \.\/\.github\/workflows\/(\S+)/g)].map(
      ([, name = ""]) => `${FOLDER}/${name}`,
    ),
    ...[...texts.matchAll(/(?<=\s)\.github\/(eks-upgrade\S*)/g)].map(([, name = ""]) => `${FOLDER}/${name}`),
  ];
  expect(new Set(named).size).toBeGreaterThan(12);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  const scripts = pathsOf(".sh", "workflows/scripts").filter((path) => basename(path) !== "common.sh");
  expect(scripts.filter((path) => !named.includes(path))).toEqual([]);
});

test("the file of environments for new users is valid", () => {
  expect(environmentsIn(join(ROOT, FOLDER, "eks-upgrade.json"))).toMatchObject([
    { name: "alpha", inClusterRunner: "alpha-vpc" },
    { name: "production", inClusterRunner: "production-vpc" },
  ]);
});
