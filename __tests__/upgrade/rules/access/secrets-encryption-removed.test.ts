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
      `error ${ADDRESS}: the encryption of the secrets of cluster alpha-kr-a would be taken off or get another key, which EKS does for no cluster that exists; put encryption_config back as it was, or make a second cluster beside it`,
    ]);
  },
);

test("a cluster that is given another key in place fails: the provider only writes it down", () => {
  const changed = ["encryption_config.provider.key_arn"];
  expect(saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { action: "update", changed } }))).toEqual([
    `error ${ADDRESS}: the secrets of cluster alpha-kr-a would get another key, which EKS gives no cluster that exists: the provider does nothing, and writes the new key into the state; put key_arn back, or make a second cluster beside it`,
  ]);
});
