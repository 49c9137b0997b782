import { UNKNOWN } from "../../../upgrade/fleet/state";
import { Attributes } from "../../../upgrade/terraform/attributes";
import {
  bindingsInManifestText,
  bindingsInRelease,
  multiClusterIn,
} from "../../../upgrade/terraform/bindings";

const ARN = (name: string) =>
  `arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/${name}/0123456789abcdef`;

const found = (name: string, multiCluster = false) => ({
  targetGroup: { account: "123456789012", region: "ap-northeast-2", name },
  multiCluster,
});

const inRelease = (...values: readonly string[]) => bindingsInRelease(new Attributes({ values }, {}));

const manifest = (spec: string) =>
  `apiVersion: elbv2.k8s.aws/v1beta1\nkind: TargetGroupBinding\nspec:\n${spec}`;

test("a commented line is not a binding", () => {
  const text = `# targetGroupARN: ${ARN("old")}\nreplicas: 2 # targetGroupARN: ${ARN("older")}\n`;
  expect(inRelease(text)).toEqual([]);
  expect(bindingsInManifestText(`# kind: TargetGroupBinding\nkind: ConfigMap\n${text}`)).toEqual([]);
});

test("each of two bindings in one text has its own multiClusterTargetGroup", () => {
  const text = `bindings:
  - targetGroupARN: ${ARN("a")}
    multiClusterTargetGroup: true
  - targetGroupARN: ${ARN("b")}
`;
  expect(inRelease(text)).toEqual([found("a", true), found("b")]);
  expect(
    bindingsInManifestText(
      `${manifest(`  targetGroupARN: ${ARN("a")}\n  multiClusterTargetGroup: true\n`)}---\n${manifest(`  targetGroupARN: ${ARN("b")}\n`)}`,
    ),
  ).toEqual([found("a", true), found("b")]);
});

test.each([
  ["a folded text", `targetGroupARN: >-\n  ${ARN("a")}\n`],
  ["a literal text", `targetGroupARN: |-\n  ${ARN("a")}\n`],
  ["an anchor and its alias", `arn: &arn ${ARN("a")}\nbinding:\n  targetGroupARN: *arn\n`],
  ["a merge key", `base: &base\n  other: 1\nbinding:\n  <<: *base\n  targetGroupARN: ${ARN("a")}\n`],
  ["quotes", `"targetGroupARN" : '${ARN("a")}'\n`],
  ["a flow map", `binding: {targetGroupARN: "${ARN("a")}", serviceRef: {name: webapp}}\n`],
  ["JSON", JSON.stringify({ binding: { targetGroupARN: ARN("a") } })],
  ["a name beside the ARN", `targetGroupName: other\ntargetGroupARN: ${ARN("a")}\n`],
  ["a value that is empty elsewhere", `targetGroupARN: ${ARN("a")}\nother:\n  targetGroupARN: ""\n`],
  [
    "a manifest as an object",
    `resources:\n  - kind: TargetGroupBinding\n    spec: {targetGroupARN: "${ARN("a")}"}\n`,
  ],
  [
    "a manifest as a text",
    JSON.stringify({ templates: [manifest(`  targetGroupARN: ${ARN("a")}\n`), "kind: ConfigMap\n"] }),
  ],
])("a binding is found in values with %s", (_, text) => {
  expect(inRelease(text)).toEqual([found("a")]);
});

test("values are merged as Helm does: later texts win, and single values win over all", () => {
  const values = [
    `binding:\n  targetGroupARN: ${ARN("a")}\n  targetType: ip\n`,
    `binding:\n  targetGroupARN: ${ARN("b")}\n`,
  ];
  expect(inRelease(...values)).toEqual([found("b")]);
  const set = [
    { name: "binding.multiClusterTargetGroup", value: "true" },
    { name: "others[0].spec.targetGroupARN", value: ARN("c") },
    { name: "replicas", value: "2" },
  ];
  const withOthers = [...values, "others:\n  - spec: {}\n"];
  expect(bindingsInRelease(new Attributes({ values: withOthers, set }, {}))).toEqual([
    found("b", true),
    found("c"),
  ]);
});

test("a single value that is known after apply is a binding of an unknown target group", () => {
  const set = [{ name: "targetGroupARN", value: null }];
  expect(bindingsInRelease(new Attributes({ set }, { set: [{ value: true }] }))).toEqual([
    { targetGroup: UNKNOWN, multiCluster: false },
  ]);
});

const DEEP = `${"[".repeat(20_000)}targetGroupARN: x`;
const BOMB = `a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c]\ntargetGroupARN: y\n`;

test.each([
  ["is cut off", `targetGroupARN: "${ARN("a")}`],
  ["has a tab for an indentation", `binding:\n\ttargetGroupARN: ${ARN("a")}\n`],
  ["is a template", `{{- if .Values.on }}\ntargetGroupARN: {{ .Values.arn }}\n{{- end }}\n`],
  ["nests without end", DEEP],
  ["expands aliases without end", BOMB],
])("a text that names a target group and %s is not evaluated", (_, text) => {
  const unknown = [{ targetGroup: UNKNOWN, multiCluster: UNKNOWN }];
  expect(inRelease(text)).toEqual(unknown);
  expect(inRelease(JSON.stringify({ templates: [text] }))).toEqual(unknown);
  expect(bindingsInManifestText(`kind: TargetGroupBinding\n${text}`)).toEqual(unknown);
});

test("a text that is not YAML and names no target group holds no binding", () => {
  expect(inRelease("{{ nothing }}: [")).toEqual([]);
  expect(inRelease("{{ nothing }}: [", `targetGroupARN: ${ARN("a")}\n`)).toEqual([found("a")]);
});

test("a list of manifests holds the bindings of its items", () => {
  const list = { kind: "List", items: [{ kind: "TargetGroupBinding", spec: { targetGroupName: "a" } }] };
  expect(bindingsInManifestText(JSON.stringify(list))).toEqual([
    { targetGroup: { name: "a" }, multiCluster: false },
  ]);
});

test("bindings in one text that differ in multiClusterTargetGroup have none in common", () => {
  const binding = (multi: boolean) => ({ targetGroupARN: "${arn}", multiClusterTargetGroup: multi });
  expect(multiClusterIn(JSON.stringify(binding(true)))).toBe(true);
  expect(multiClusterIn(JSON.stringify([binding(true), binding(true)]))).toBe(true);
  expect(multiClusterIn(JSON.stringify([binding(true), binding(false)]))).toEqual(UNKNOWN);
  expect(multiClusterIn("${arn}")).toBe(false);
});
