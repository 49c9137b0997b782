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
  expect(intentIn([plan("module/control-plane")], "ap-northeast-2", "beta-blue")).toEqual({
    planned: { version: "1.34", gaining: [] },
    problems: [],
  });
  expect(intentIn([plan("module/control-plane")], "ap-northeast-2", "other").planned).toEqual({
    gaining: [],
  });
});

test("a plan that does not say the version is told, unless somebody else says it", () => {
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
  expect(intentIn([path], "ap-northeast-2", "beta-blue").problems).toEqual([
    "the plan does not say which version beta-blue is to have: it is taken out, or known after the apply; give it with --to",
  ]);
  expect(intentIn([path], "ap-northeast-2", "beta-blue", true).problems).toEqual([]);
});

test("a plan tells the target groups that gain traffic, and those alone", () => {
  expect(intentIn([plan("module/shift-10")], "ap-northeast-2", "beta-blue").planned.gaining).toEqual([
    expect.stringMatching(/^green-/),
  ]);
});

test("a plan that cannot be read is told", () => {
  writeFileSync(join(folder, "cut.json"), "{");
  expect(intentIn([join(folder, "cut.json")], "ap-northeast-2", "alpha").problems).toEqual([
    `${join(folder, "cut.json")}: it is cut off: the JSON ends in the middle`,
  ]);
});
