import { Token } from "cdktf";
import { examined } from "../../../constructs/checks/right-types";
import type { TypeName } from "../../../constructs/checks/types";
import { SecretsEncryption } from "../../../constructs/eks/secrets-encryption";

const workers = { version: "1.34", instanceTypes: ["m6i.4xlarge"], minSize: 3, maxSize: 60 };

const problemsOf = (type: TypeName, given: unknown, isExact = true) =>
  examined(type, given, { isExact }).problems;

test.each<[string, TypeName, unknown, string]>([
  [
    "a word of another type",
    "NodeGroupSettings",
    { ...workers, nodeRepair: true },
    'nodeRepair is true: expected "disabled" or "enabled"',
  ],
  [
    "a text for a number",
    "NodeGroupSettings",
    { ...workers, minSize: "3" },
    'minSize is "3": expected a number',
  ],
  [
    "a number for a text",
    "NodeGroupSettings",
    { ...workers, version: 1.34 },
    "version is 1.34: expected a text",
  ],
  [
    "a text for a list",
    "NodeGroupSettings",
    { ...workers, instanceTypes: "m6i.4xlarge" },
    'instanceTypes is "m6i.4xlarge": expected a list of texts',
  ],
  [
    "an item of a list",
    "NodeGroupSettings",
    { ...workers, instanceTypes: ["m6i.4xlarge", 5] },
    "instanceTypes[1] is 5: expected a text",
  ],
  [
    "a value of a map",
    "NodeGroupSettings",
    { ...workers, labels: { role: 5 } },
    "labels.role is 5: expected a text",
  ],
  [
    "a property that is missing",
    "NodeGroupSettings",
    { ...workers, maxSize: undefined },
    "maxSize is missing: expected a number",
  ],
  [
    "a property inside a list",
    "NodeGroupSettings",
    { ...workers, taints: [{ key: "a", effect: "NoSchedule" }] },
    'taints[0].effect is "NoSchedule": expected "NO_EXECUTE", "NO_SCHEDULE" or "PREFER_NO_SCHEDULE"',
  ],
  [
    "an option among several types",
    "NodeGroupSettings",
    { ...workers, launchTemplate: { diskSizeGib: "50" } },
    'launchTemplate.diskSizeGib is "50": expected a number',
  ],
  ["null", "NodeGroupSettings", { ...workers, labels: null }, "labels is null: expected an object"],
  [
    "a misspelled property",
    "NodeGroupSettings",
    { ...workers, desiredsize: 3 },
    'unknown property "desiredsize": did you mean "desiredSize"?',
  ],
  [
    "a token of a word that synthesis needs",
    "NodeGroupSettings",
    { ...workers, phase: Token.asString({ resolve: () => "x" }) },
    'phase is an unresolved token: expected "active", "cordoned", "draining" or "retired" in the code',
  ],
])("%s is reported with its path and what is expected", (_what, type, given, problem) => {
  expect(problemsOf(type, given)).toEqual([problem]);
});

test("a value of another class is reported with the ways to get one", () => {
  const given = {
    version: "1.34",
    subnetIds: [],
    administrators: [],
    secretsEncryption: "arn:aws:kms:a:1:key/b",
  };
  expect(problemsOf("ClusterProps", given)).toEqual([
    'secretsEncryption is "arn:aws:kms:a:1:key/b": expected SecretsEncryption.NEW_KEY, SecretsEncryption.NONE or SecretsEncryption.withKey(…)',
  ]);
});

test("a construct accepts other properties, because a program may pass on a larger object, and reports a misspelled one", () => {
  expect(problemsOf("NodeGroupSettings", { ...workers, owner: "team-a" }, false)).toEqual([]);
  expect(problemsOf("NodeGroupSettings", { ...workers, maxSzie: 3 }, false)).toEqual([]);
  expect(problemsOf("NodeGroupSettings", { ...workers, capacitytype: "SPOT" }, false)).toEqual([
    'unknown property "capacitytype": did you mean "capacityType"?',
  ]);
});

test("what was wrong when a value was made is reported where it is given", () => {
  const secretsEncryption = Reflect.apply(SecretsEncryption.withKey, SecretsEncryption, [5]);
  expect(
    problemsOf("ClusterProps", { version: "1.34", subnetIds: [], administrators: [], secretsEncryption }),
  ).toEqual(["secretsEncryption: SecretsEncryption.withKey: keyArn is 5: expected a text"]);
  expect(examined("LaunchTemplate.managed", { options: { diskSizeGib: "50" } }).problems).toEqual([
    'LaunchTemplate.managed: options.diskSizeGib is "50": expected a number',
  ]);
});

test("what is right stays the same object", () => {
  expect(examined("NodeGroupSettings", workers).value).toBe(workers);
});

test("the code behind gets values of the right type only", () => {
  const given = { ...workers, version: 5, labels: null, instanceTypes: ["m6i.4xlarge", 5] };
  expect(examined<unknown>("NodeGroupSettings", given).value).toEqual({
    version: "",
    instanceTypes: ["m6i.4xlarge"],
    minSize: 3,
    maxSize: 60,
  });
});
