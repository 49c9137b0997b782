import { UNKNOWN } from "../../../upgrade/fleet/state";
import { Attributes } from "../../../upgrade/terraform/attributes";
import { imageTagOf } from "../../../upgrade/terraform/image-tag";

const tagOf = (values: Readonly<Record<string, unknown>>, unknown: unknown = {}) =>
  imageTagOf(new Attributes(values, unknown));

test.each([
  ['{"replicas":2,"image":{"repository":"a","tag":"v1.33.1"}}'],
  ["replicas: 2\nimage:\n  repository: a\n  tag: v1.33.1 # pinned\n"],
  ['image:\n  tag: "v1.33.1"\n'],
  ['image: {tag: "v1.33.1"}\n'],
  ["tag: &tag v1.33.1\nimage:\n  tag: *tag\n"],
  ["image:\n  tag: >-\n    v1.33.1\n"],
  ["image:\n  # tag: v1.32.0\n  tag: v1.33.1\n"],
  ["image:\n  pullPolicy: Always\n\n  tag: v1.33.1\n"],
])("is read from values: %j", (text) => {
  expect(tagOf({ values: [text] })).toBe("v1.33.1");
});

test("is the last that is given, a single value before all others", () => {
  const values = ['{"image":{"tag":"v1"}}', '{"image":{"tag":"v2"}}'];
  expect(tagOf({ values })).toBe("v2");
  expect(tagOf({ values, set: [{ name: "image.tag", value: "v3" }] })).toBe("v3");
});

test("is not there where the chart decides, and of another image it is none", () => {
  expect(tagOf({})).toBeUndefined();
  expect(tagOf({ values: ['{"sidecar":{"image":{"name":"a"}},"tag":"v1"}'] })).toBeUndefined();
  expect(tagOf({ values: ["image:\n  repository: a\nsidecar:\n  tag: v1\n"] })).toBeUndefined();
});

test("is unknown where the values are", () => {
  expect(tagOf({ values: null }, { values: true })).toEqual(UNKNOWN);
});

test("is unknown where a text that names one is not YAML, and where a later one has it that text does not count", () => {
  const broken = 'image:\n  tag: "v1';
  expect(tagOf({ values: [broken] })).toEqual(UNKNOWN);
  expect(tagOf({ values: [broken, "image: {tag: v2}"] })).toBe("v2");
});

test("is a text where YAML has a number", () => {
  expect(tagOf({ values: ["image:\n  tag: 20261105\n"] })).toBe("20261105");
});
