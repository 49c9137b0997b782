import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { nodeGroupState, saidOf } from "../state";

const of = (
  launchTemplateVersion: NonNullable<Parameters<typeof nodeGroupState>[0]>["launchTemplateVersion"],
) => saidOf("launch-template-latest", { nodeGroups: [nodeGroupState({ launchTemplateVersion })] });

test("a number passes, no template does, and a number that is only known later", () => {
  expect(of("3")).toEqual([]);
  expect(of(undefined)).toEqual([]);
  expect(of(UNKNOWN)).toEqual([]);
});

test.each(["$Latest", "$Default"])("%s is told", (version) => {
  expect(of(version)).toEqual([
    `warning stack/alpha/workers-v1: node group workers-v1 uses version ${version} of its launch template: it may be another version tomorrow. Write the number of the version`,
  ]);
});
