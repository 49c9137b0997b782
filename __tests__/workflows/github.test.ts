import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { environmentsIn } from "../../cli/jobs/environments-file";
import { isRecord, type JsonRecord } from "../../upgrade/terraform/json";
import { pathsOf, ROOT, textOf } from "../repository/project";

/* The workflows of GitHub that users copy: what actionlint does not hold them to. */

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

test("there are workflows, with jobs and steps", () => {
  expect(paths.map((path) => basename(path)).sort()).toEqual([
    "eks-upgrade-apply.yaml",
    "eks-upgrade-environment.yaml",
    "eks-upgrade-next.yaml",
    "eks-upgrade-plan.yaml",
    "eks-upgrade-review.yaml",
    "eks-upgrade-wave.yaml",
  ]);
  expect(steps.length).toBeGreaterThan(30);
});

test("every action is pinned by a whole commit, with its release beside it, and to the same one everywhere", () => {
  const uses = paths.flatMap((path) =>
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

test("nothing is allowed for a whole workflow, and each job says what it needs", () => {
  expect(paths.filter((path) => JSON.stringify(workflow(path).permissions) !== "{}")).toEqual([]);
  expect(jobs.filter(({ body }) => !isRecord(body.permissions)).map(({ place }) => place)).toEqual([]);
});

test("only what asks AWS gets an identity, and nothing may write to the repository", () => {
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

test("no checkout leaves a token behind", () => {
  const left = steps.filter(
    ({ step }) =>
      String(step.uses).startsWith("actions/checkout@") &&
      !(isRecord(step.with) && step.with["persist-credentials"] === false),
  );
  expect(left.map(({ place }) => place)).toEqual([]);
});

test("no expression is written into a script: what others may have written comes by the environment", () => {
  const written = steps.filter(({ step }) => typeof step.run === "string" && step.run.includes("${{"));
  expect(written.map(({ place }) => place)).toEqual([]);
});

test("nothing of a pull request's head runs with the rights of its base", () => {
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

test("every job that runs ends some time", () => {
  const endless = jobs.filter(
    ({ body }) => body.uses === undefined && typeof body["timeout-minutes"] !== "number",
  );
  expect(endless.map(({ place }) => place)).toEqual([]);
});

test("whatever applies is never cancelled, and asks its environment", () => {
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

test("every script, workflow and file that is named is there", () => {
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

test("the file of environments that users begin with is in order", () => {
  expect(environmentsIn(join(ROOT, FOLDER, "eks-upgrade.json"))).toMatchObject([
    { name: "alpha", inClusterRunner: "alpha-vpc" },
    { name: "production", inClusterRunner: "production-vpc" },
  ]);
});
