import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { intentIn } from "../../../cli/preflight/planned-intent";
import { planJson } from "../../fixtures/plans";

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function plan(name: string): string {
  const path = join(folder, `${name.replaceAll("/", "-")}.json`);
  writeFileSync(path, JSON.stringify(planJson(name)));
  return path;
}

test("a plan tells the version that the cluster goes to", () => {
  expect(intentIn([plan("module/control-plane")], { region: "ap-northeast-2", name: "beta-blue" })).toEqual({
    planned: { version: "1.34", gaining: [] },
    problems: [],
  });
  expect(
    intentIn([plan("module/control-plane")], { region: "ap-northeast-2", name: "other" }).planned,
  ).toEqual({
    gaining: [],
  });
});

test("a plan without the version is a problem, unless the version is given", () => {
  const text = readFileSync(plan("module/control-plane"), "utf8");
  const { resource_changes: changes, ...rest } = JSON.parse(text);
  const path = join(folder, "taken-out.json");
  const unsaid = changes.map(
    (each: { readonly type: string; readonly change: { readonly after: object } }) =>
      each.type === "aws_eks_cluster"
        ? {
            ...each,
            change: {
              ...each.change,
              after: { ...each.change.after, version: null },
              after_unknown: { version: true },
            },
          }
        : each,
  );
  writeFileSync(path, JSON.stringify({ ...rest, resource_changes: unsaid }));
  expect(intentIn([path], { region: "ap-northeast-2", name: "beta-blue" }).problems).toEqual([
    "the plan does not have the version of cluster beta-blue: it was removed from the plan, or is known after apply. Give it with --to",
  ]);
  expect(intentIn([path], { region: "ap-northeast-2", name: "beta-blue" }, true).problems).toEqual([]);
});

test("a plan tells the target groups that gain traffic, and those alone", () => {
  expect(
    intentIn([plan("module/shift-10")], { region: "ap-northeast-2", name: "beta-blue" }).planned.gaining,
  ).toEqual([expect.stringMatching(/^green-/)]);
});

test("a plan that cannot be read is a problem", () => {
  writeFileSync(join(folder, "cut.json"), "{");
  expect(intentIn([join(folder, "cut.json")], { region: "ap-northeast-2", name: "alpha" }).problems).toEqual([
    `${join(folder, "cut.json")}: cut off: the JSON ends in the middle`,
  ]);
});

test("a plan tells which node groups it retires", () => {
  const identity = { region: "ap-northeast-2", name: "alpha-kr-a" };
  expect(intentIn([plan("fleet/06-workers-v1-retired")], identity).planned.retiring).toEqual(["workers-v1"]);
  expect(intentIn([plan("fleet/05-workers-v1-draining")], identity).planned.retiring).toBeUndefined();
});

test("a shift of records gains for the target groups of the load balancers that they lead to, and HAProxy for none", () => {
  const gainingIn = (name: string) =>
    intentIn([plan(name)], { region: "ap-northeast-2", name: "zeta-green" }).planned.gaining;
  expect(gainingIn("traffic/record-10")).toEqual(["zeta-green"]);
  expect(gainingIn("traffic/network-10")).toEqual(["zeta-broker-green"]);
  expect(gainingIn("traffic/haproxy-10")).toEqual([]);
});
