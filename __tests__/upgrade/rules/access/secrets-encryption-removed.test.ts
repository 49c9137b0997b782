import { clusterState, saidBy, stepBetween } from "../state";

const RULE = "secrets-encryption-removed";
const ADDRESS = "stack/alpha";
const fleet = { clusters: [clusterState()] };
const replacedFor = (...paths: readonly string[]) =>
  saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { action: "replace", replacedFor: paths } }));

test("a cluster that is replaced for something else is for another rule", () => {
  expect(replacedFor("name")).toEqual([]);
  expect(saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { changed: ["encryption_config"] } }))).toEqual(
    [],
  );
});

test.each(["encryption_config", "encryption_config.provider.key_arn", "encryption_config[0].resources"])(
  "a cluster that is replaced for %s fails",
  (path) => {
    expect(replacedFor("role_arn", path)).toEqual([
      `error ${ADDRESS}: the encryption of the secrets of cluster alpha-kr-a would be removed or get another key: EKS does this for no existing cluster. Restore encryption_config, or create a second cluster`,
    ]);
  },
);

test("a cluster that is given another key in place fails: the provider only writes it down", () => {
  const changed = ["encryption_config.provider.key_arn"];
  expect(saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { action: "update", changed } }))).toEqual([
    `error ${ADDRESS}: the secrets of cluster alpha-kr-a would get another key: EKS does not change the key of an existing cluster, and the provider only writes it into the state. Restore key_arn, or create a second cluster`,
  ]);
});
