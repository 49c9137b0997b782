import { DEEPEST, get, getRecord, getText, isRecord, isSameJson } from "../../upgrade/terraform/json";
import type { SynthesizedStack } from "../shared/declared-fleet";

export const stackChanges = ["added", "changed", "removed"] as const;

/** A stack whose synthesis differs, with what a job needs to plan and apply it. */
export interface ChangedStack {
  readonly stack: string;
  readonly change: (typeof stackChanges)[number];
  /** Below cdktf.out: that of the head, and of the base where the stack is removed. */
  readonly workingDirectory: string;
  /**
   * Of the tag `environment` that its AWS provider puts on everything, or else of the local value of that name. `null`
   * where there is neither.
   */
  readonly environment: string | null;
  /** Of its AWS provider. `null` where the code does not give one. */
  readonly region: string | null;
  /** The providers that it is planned with: "helm" takes the cluster's endpoint too. */
  readonly providers: readonly string[];
  /** Those of the other changed stacks that are applied before this one. */
  readonly after: readonly string[];
  /**
   * Those of `after` that first make something which this one looks up in AWS by its name: before they are applied,
   * it cannot even be planned.
   */
  readonly plannedAfter: readonly string[];
}

/**
 * The stacks for which Terraform gets something else in `head` than in `base`, in the order of applying. Comments and
 * cdktf's own notes are no difference. (Nor are the bytes of assets: cdktf writes their digest into the path.)
 */
export function changedStacks(
  base: readonly SynthesizedStack[],
  head: readonly SynthesizedStack[],
): readonly ChangedStack[] {
  const [was, becomes] = [new Program(base), new Program(head)];
  const changes = new Map<string, ChangedStack["change"]>();
  for (const name of new Set([...was.names, ...becomes.names])) {
    const [before, after] = [was.terraform(name), becomes.terraform(name)];
    if (!isSameJson(before, after)) {
      changes.set(name, before === undefined ? "added" : after === undefined ? "removed" : "changed");
    }
  }
  const order = ordered(changes, was, becomes);
  return order.map(({ name, after }): ChangedStack => {
    const change = changes.get(name) ?? "changed";
    const program = change === "removed" ? was : becomes;
    const isNew = (need: Need) => need.thing !== undefined && !was.makes(need.thing);
    const news = new Set(
      change === "removed"
        ? []
        : becomes
            .needsOf(name)
            .filter(isNew)
            .map(({ stack }) => stack),
    );
    return {
      stack: name,
      change,
      workingDirectory: program.stack(name)?.workingDirectory ?? `stacks/${name}`,
      ...describe(program.terraform(name)),
      after,
      plannedAfter: after.filter((other) => news.has(other)),
    };
  });
}

/** What a stack needs of another. */
interface Need {
  readonly stack: string;
  /** What is looked up, by region, type and name; left out where cdktf knows the need. */
  readonly thing?: string;
}

/** All stacks of one synthesis, and which stack needs which. */
class Program {
  private readonly stacks: ReadonlyMap<
    string,
    { readonly stack: SynthesizedStack; readonly terraform: unknown }
  >;
  private readonly makers = new Map<string, string>();

  constructor(stacks: readonly SynthesizedStack[]) {
    this.stacks = new Map(
      stacks.map((stack) => [stack.name, { stack, terraform: withoutComments(stack.json) }] as const),
    );
    for (const [name, { terraform }] of this.stacks) {
      for (const thing of thingsIn(terraform, "resource")) {
        this.makers.set(thing, name);
      }
    }
  }

  get names(): readonly string[] {
    return [...this.stacks.keys()];
  }

  stack(name: string): SynthesizedStack | undefined {
    return this.stacks.get(name)?.stack;
  }

  /** `undefined` where there is no such stack. */
  terraform(name: string): unknown {
    return this.stacks.get(name)?.terraform;
  }

  makes(thing: string): boolean {
    return this.makers.has(thing);
  }

  needsOf(name: string): readonly Need[] {
    const known = this.stacks.get(name);
    if (known === undefined) {
      return [];
    }
    const lookedUp = thingsIn(known.terraform, "data").flatMap((thing): Need[] => {
      const stack = this.makers.get(thing);
      return stack === undefined ? [] : [{ stack, thing }];
    });
    const declared = known.stack.dependencies.map((stack): Need => ({ stack }));
    return [...lookedUp, ...declared].filter(({ stack }) => stack !== name && this.stacks.has(stack));
  }
}

/**
 * What a stack makes, or looks up, under a name of its code: stacks that find each other so need no other word of it.
 * A look-up that is counted reads what may not be there: it needs nobody.
 */
function thingsIn(terraform: unknown, mode: "resource" | "data"): readonly string[] {
  return Object.entries(getRecord(terraform, mode) ?? {}).flatMap(([type, bodies]) =>
    Object.values(isRecord(bodies) ? bodies : {}).flatMap((body) => {
      const name = getText(body, "name");
      const isOptional = mode === "data" && (get(body, "count") ?? get(body, "for_each")) !== undefined;
      return name === undefined || name.includes("${") || isOptional
        ? []
        : [[regionOf(terraform, getText(body, "provider")), type, name].join(" ")];
    }),
  );
}

interface Ordered {
  readonly name: string;
  readonly after: readonly string[];
}

/**
 * Who needs something comes after the stack that makes it; where it goes, who needed it lets go of it first. Beside
 * that by name, as are those of a circle.
 */
function ordered(
  changes: ReadonlyMap<string, ChangedStack["change"]>,
  was: Program,
  becomes: Program,
): readonly Ordered[] {
  const before = new Map<string, Set<string>>([...changes.keys()].sort().map((name) => [name, new Set()]));
  for (const [name, change] of changes) {
    for (const { stack, thing } of was.needsOf(name)) {
      const isRemoved =
        thing === undefined
          ? change === "removed" || changes.get(stack) === "removed"
          : !becomes.makes(thing);
      if (isRemoved) {
        before.get(stack)?.add(name);
      }
    }
  }
  for (const [name, needs] of before) {
    for (const { stack } of becomes.needsOf(name)) {
      if (before.get(stack)?.has(name) === false) {
        needs.add(stack);
      }
    }
  }
  const result: Ordered[] = [];
  while (before.size > 0) {
    const [next = ""] = [...before].find(([, needs]) => ![...needs].some((need) => before.has(need))) ?? [
      ...before.keys(),
    ];
    result.push({ name: next, after: [...(before.get(next) ?? [])].sort() });
    before.delete(next);
  }
  return result;
}

function describe(terraform: unknown): Pick<ChangedStack, "environment" | "region" | "providers"> {
  const [aws] = providersOf(terraform, "aws");
  const [tags] = listed(get(aws, "default_tags"));
  // What was adopted keeps the tags that it had.
  const named = [getRecord(tags, "tags"), getRecord(terraform, "locals")];
  const [environment = null] = named.flatMap((names) => getText(names, "environment") ?? []);
  return {
    environment,
    region: getText(aws, "region") ?? null,
    providers: Object.keys(getRecord(getRecord(terraform, "terraform"), "required_providers") ?? {}).sort(),
  };
}

/** @param key - of a resource's own provider, "aws.seoul"; without one, it is the stack's first */
function regionOf(terraform: unknown, key: string | undefined): string {
  const [type = "aws", alias] = (key ?? "aws").split(".");
  const own = providersOf(terraform, type).find((provider) => getText(provider, "alias") === alias);
  return getText(own, "region") ?? "";
}

function providersOf(terraform: unknown, type: string): readonly unknown[] {
  return listed(get(getRecord(terraform, "provider"), type));
}

const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** "//" is for people, and for cdktf. What is nested deeper than anything expected stays as it is. */
function withoutComments(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => withoutComments(item, depth + 1));
  }
  return isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) =>
          key === "//" ? [] : [[key, withoutComments(item, depth + 1)]],
        ),
      )
    : value;
}
