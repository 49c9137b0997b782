import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { nodeGroupState, saidOf } from "../state";

const of = (
  launchTemplateVersion: NonNullable<Parameters<typeof nodeGroupState>[0]>["launchTemplateVersion"],
) => saidOf("launch-template-latest", { nodeGroups: [nodeGroupState({ launchTemplateVersion })] });

test("accepts a number, no template, and a number that is known after apply", () => {
  expect(of("3")).toEqual([]);
  expect(of(undefined)).toEqual([]);
  expect(of(UNKNOWN)).toEqual([]);
});

test.each(["$Latest", "$Default"])("warns about %s", (version) => {
  expect(of(version)).toEqual([
    `warning stack/alpha/workers-v1: node group workers-v1 uses version ${version} of its launch template: it may be another version tomorrow. Write the number of the version`,
  ]);
});
