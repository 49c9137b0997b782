import { get, isRecord } from "../../upgrade/terraform/json";
import { planJson, planNames } from "../fixtures/plans";
import { textOf } from "../repository/project";
import { bytesOf, mutated, placeIn, SECRET, withValue } from "./hostile";
import type { Random } from "./random";

export interface Case {
  readonly args: readonly string[];
  /** By path. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The plan is rejected without the attack, and the attack only adds to it: it must not be accepted. */
  readonly mustNotPass: boolean;
}

const DAY = "2026-11-24";
const names = planNames("raw");
const [firstName = "", ...otherNames] = names;

/** Commands that read plans, with each format. `P` is a plan. */
const READING: readonly [string, ...string[]] = [
  "review --day DAY P",
  "review --day DAY --format markdown P",
  "review --day DAY --format json P",
  "review --day DAY --format sarif P",
  "status --day DAY P",
  "status --day DAY --json P",
  "plan --to 1.35 --day DAY P",
  "plan --to 1.35 --day DAY --format markdown P",
  "plan --to 1.35 --day DAY --json P",
  "same P P",
  "redact P",
  "clusters P",
];

/** Commands that read files that people write. `F` is the file. */
const WRITTEN: readonly [readonly [string, unknown], ...(readonly [string, unknown])[]] = [
  [
    "review --day DAY --waivers F P",
    {
      waivers: [
        {
          rule: "control-plane-skips-minor",
          address: "aws_eks_cluster.a",
          reason: "x",
          expires: "2026-12-01",
        },
      ],
    },
  ],
  [
    "review --day DAY --catalog F P",
    { kubernetesVersions: [{ version: "1.99", endOfStandardSupport: "2030-01-01" }], addonVersions: [] },
  ],
  [
    "status --day DAY --catalog F P",
    { addonVersions: [{ addon: "coredns", version: "v1.99.0", kubernetes: ["1.34"] }] },
  ],
  ["plan --day DAY --goal F P", { to: "1.35", clusters: { "alpha-kr-a": { nodes: "replace" } } }],
  ["plan --day DAY --json --goal F P", { to: "1.35", soaks: { "control-plane": 72 } }],
  ["jobs --base out --head out --environments F", JSON.parse(textOf("workflows/github/eks-upgrade.json"))],
];

/** A synthesis. */
const MANIFEST = {
  stacks: {
    "alpha-kr-a": {
      name: "alpha-kr-a",
      dependencies: [],
      workingDirectory: "stacks/alpha-kr-a",
      synthesizedStackPath: "stacks/alpha-kr-a/cdk.tf.json",
    },
  },
};
const STACK = { resource: { aws_eks_cluster: { a: { name: "alpha-kr-a", version: "1.34" } } } };

export function caseOf(random: Random): Case {
  const plan = planJson(random.pick([firstName, ...otherNames]));
  const files = new Map<string, Buffer>();
  const words = (command: string) => command.replaceAll("DAY", DAY).split(" ");
  switch (random.below(5)) {
    case 0: {
      const [command, document] = random.pick(WRITTEN);
      files.set("F", bytesOf(mutated(document, random), random));
      files.set("P", bytesOf(plan, random));
      addSynthesis(files, MANIFEST, STACK, random);
      return { args: words(command), files, mustNotPass: false };
    }
    case 1: {
      addSynthesis(files, mutated(MANIFEST, random), mutated(STACK, random), random);
      return { args: words("changed --base out --head out"), files, mustNotPass: false };
    }
    case 2: {
      files.set("P", Buffer.from(JSON.stringify(withSecret(plan, random))));
      return { args: words(random.pick(READING)), files, mustNotPass: false };
    }
    case 3: {
      // Beside a change that is rejected, a resource with hostile names.
      const rejected = planJson("raw/control-plane/two-minors");
      files.set("P", Buffer.from(JSON.stringify(withStranger(rejected, random))));
      const formats: readonly [string, ...string[]] = ["text", "markdown", "json", "sarif"];
      return { args: words(`review --day DAY --format ${random.pick(formats)} P`), files, mustNotPass: true };
    }
    default: {
      files.set("P", bytesOf(mutated(plan, random), random));
      return { args: words(random.pick(READING)), files, mustNotPass: false };
    }
  }
}

function addSynthesis(files: Map<string, Buffer>, manifest: unknown, stack: unknown, random: Random): void {
  files.set("out/manifest.json", bytesOf(manifest, random));
  files.set("out/stacks/alpha-kr-a/cdk.tf.json", bytesOf(stack, random));
}

/** Replaces a value after a change with a secret, and marks it: at its place, or a map around it. */
function withSecret(plan: unknown, random: Random): unknown {
  const changes = get(plan, "resource_changes");
  const [first, ...rest] = Array.isArray(changes) ? changes.keys() : [];
  if (first === undefined) {
    return plan;
  }
  const index = random.pick([first, ...rest]);
  const change = get(Array.isArray(changes) ? changes[index] : undefined, "change");
  const after = get(change, "after");
  if (!isRecord(after)) {
    return plan;
  }
  const path = placeIn(after, random);
  const at = ["resource_changes", index, "change"];
  const value = random.isOneOf(3) ? { [SECRET]: SECRET } : SECRET;
  const planted = withValue(plan, [...at, "after", ...path], value);
  const marks = path.some((step) => typeof step === "number") ? path.slice(0, 1) : path;
  return withValue(planted, [...at, "after_sensitive"], withValue({}, marks, true));
}

/** A resource that no rule reads, with hostile texts in all its names. */
function withStranger(plan: unknown, random: Random): unknown {
  const changes = get(plan, "resource_changes");
  const values = mutated({ name: "x", tags: { a: "b" }, list: ["c"] }, random);
  const stranger = {
    address: `acme_thing.${String(mutated("a", random)).slice(0, 300)}`,
    mode: "managed",
    type: "acme_thing",
    name: "a",
    provider_name: "registry.terraform.io/acme/acme",
    change: {
      actions: ["create"],
      before: null,
      after: isRecord(values) ? values : {},
      after_unknown: {},
      before_sensitive: false,
      after_sensitive: {},
    },
  };
  return withValue(plan, ["resource_changes"], [...(Array.isArray(changes) ? changes : []), stranger]);
}
