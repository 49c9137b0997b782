import { nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "scaling-with-other-changes";
const ADDRESS = "stack/alpha/workers-v1";
const fleet = { nodeGroups: [nodeGroupState()] };
const changed = (...paths: readonly string[]) =>
  saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { changed: paths } }));

test.each([
  [["scaling_config.min_size", "scaling_config.max_size"]],
  [["taint"]],
  [["scaling_config.min_size", "tags.team", "tags_all.team"]],
  [["scaling_config.min_size", "scaling_config.desired_size", "tags.cdktf-eks-upgrade/phase"]],
  [["scaling_config.max_size", "scaling_config.desired_size", "labels.team"]],
])("%p passes", (paths) => {
  expect(changed(...paths)).toEqual([]);
});

test.each([
  [["scaling_config.max_size", "taint"], "scaling_config.max_size together with taint"],
  [
    ["labels.team", "scaling_config.min_size", "scaling_config.max_size", "tags.team", "version"],
    "scaling_config.min_size and scaling_config.max_size together with labels.team and version",
  ],
])("%p fails", (paths, what) => {
  expect(changed(...paths)).toEqual([
    `error ${ADDRESS}: node group workers-v1 changes ${what}: Terraform then also sends the desired size from the time of the plan. Change the sizes in a separate change, and plan and apply it at once`,
  ]);
});

test("accepts a new group", () => {
  expect(
    saidBy(RULE, stepBetween({}, fleet, { [ADDRESS]: { changed: ["scaling_config", "taint"] } })),
  ).toEqual([]);
});
