import { isUnknown, UNKNOWN } from "../fleet/state";
import { type Instance, type Instances, indexIn, type ModuleInstance, nameOf } from "./instances";
import { get, getList, getRecord, isRecord, type JsonRecord } from "./json";
import { longestReferences, parseReference, type ReferenceStep } from "./references";

/*
 * A plan does not have values that are known after apply, but its configuration has the references of each expression.
 * They lead from a node group to its cluster, through modules, before the cluster has an id.
 */

/** Where the value of an expression can come from. */
type Origin =
  | { readonly value: unknown }
  | { readonly instances: readonly Instance[]; readonly path: readonly ReferenceStep[] }
  | "hidden";

/** The context of an expression: a module instance, and the resource or call that owns `each` and `count`. */
interface Scope {
  readonly module: ModuleInstance;
  readonly index: string | number | undefined;
  readonly forEach: unknown;
}

/**
 * Resources that pass values on: `time_sleep.this.triggers["name"]`. By type: the attribute that is read, and the
 * attribute that it comes from.
 */
const PASSING_ON: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    "terraform_data",
    new Map([
      ["input", "input"],
      ["output", "input"],
      ["triggers_replace", "triggers_replace"],
    ]),
  ],
  ["time_sleep", new Map([["triggers", "triggers"]])],
  ["null_resource", new Map([["triggers", "triggers"]])],
]);

/** Limits on the references to follow, in total and in depth. Real configurations are far below. */
const MOST_REFERENCES = 2000;
const LONGEST_CHAIN = 50;

export class Origins {
  private left = 0;
  private depth = 0;

  constructor(
    private readonly instances: Instances,
    private readonly variables: JsonRecord,
  ) {}

  /**
   * The one resource of some types that the unknown value of an expression comes from. `undefined` if there is none or
   * more than one, or if a part is not visible: a local value, a function of other resources.
   */
  resourceOf(types: readonly string[], expression: unknown, of: Instance): Instance | undefined {
    const found = new Set<Instance>();
    for (const origin of this.ask(expression, this.scopeOf(of))) {
      if (origin === "hidden") {
        return undefined;
      }
      if (!("instances" in origin)) {
        continue;
      }
      const candidates = origin.instances.filter((instance) => types.includes(instance.type));
      for (const instance of candidates) {
        found.add(instance);
      }
      // A known reference cannot make the value unknown.
      if (
        candidates.length === 0 &&
        !origin.instances.every((instance) => isKnownAt(instance, origin.path))
      ) {
        return undefined;
      }
    }
    const [only, ...others] = found;
    return others.length === 0 ? only : undefined;
  }

  /** All resources of some types that expressions refer to, with any other references. */
  resourcesIn(types: readonly string[], expressions: unknown, module: ModuleInstance): readonly Instance[] {
    const scope = { module, index: undefined, forEach: undefined };
    const found = new Set<Instance>();
    for (const expression of expressionsIn(expressions)) {
      for (const instance of instancesIn(types, this.ask(expression, scope))) {
        found.add(instance);
      }
    }
    return [...found];
  }

  /** All resources of some types that an expression of a resource refers to. */
  resourcesOf(types: readonly string[], expression: unknown, of: Instance): readonly Instance[] {
    return instancesIn(types, this.ask(expression, this.scopeOf(of)));
  }

  /** The value of an expression, if it can be computed without Terraform; else `UNKNOWN`. */
  valueOf(expression: unknown, of: Instance | ModuleInstance): unknown {
    const scope = "module" in of ? this.scopeOf(of) : { module: of, index: undefined, forEach: undefined };
    return onlyValue(this.ask(expression, scope));
  }

  private ask(expression: unknown, scope: Scope): readonly Origin[] {
    this.left = MOST_REFERENCES;
    this.depth = 0;
    return this.originsOf(expression, scope);
  }

  private scopeOf(instance: Instance): Scope {
    const config = this.instances.configOf(instance);
    return { module: instance.module, index: instance.index, forEach: get(config, "for_each_expression") };
  }

  private originsOf(expression: unknown, scope: Scope): readonly Origin[] {
    if (!isRecord(expression)) {
      return expression === undefined ? [] : ["hidden"];
    }
    const references = longestReferences(getList(expression, "references"));
    // In a plan of code in JSON, a template has its own text as a constant value beside its references.
    if (references.length === 0 && Object.hasOwn(expression, "constant_value")) {
      return [{ value: expression.constant_value }];
    }
    const keys = references.length > 1 ? references : [];
    return references.flatMap((reference) => this.follow(reference, scope, keys));
  }

  private follow(reference: string, scope: Scope, siblings: readonly string[]): readonly Origin[] {
    this.left -= 1;
    if (this.left < 0 || this.depth >= LONGEST_CHAIN) {
      return ["hidden"];
    }
    this.depth += 1;
    const origins = this.followed(reference, scope, siblings);
    this.depth -= 1;
    return origins;
  }

  private followed(reference: string, scope: Scope, siblings: readonly string[]): readonly Origin[] {
    const steps = parseReference(reference);
    const [first, second, ...rest] = steps ?? [];
    const [kind, name] = [nameOf(first), nameOf(second)];
    if (kind === undefined || steps === undefined) {
      return ["hidden"];
    }
    switch (kind) {
      case "var":
        return name === undefined ? ["hidden"] : this.variable(name, rest, scope.module);
      case "each":
        return this.each(name, rest, scope);
      case "count":
        return [{ value: scope.index }];
      case "module":
        return name === undefined ? ["hidden"] : this.output(name, rest, scope, siblings);
      case "data": {
        const [third, ...path] = rest;
        return this.resource(`data.${name}.${nameOf(third)}`, path, scope, siblings);
      }
      case "local":
      case "self":
        return ["hidden"];
      case "path":
      case "terraform":
        return [{ value: UNKNOWN }];
      default:
        return this.resource(`${kind}.${name}`, rest, scope, siblings);
    }
  }

  private variable(name: string, path: readonly ReferenceStep[], module: ModuleInstance): readonly Origin[] {
    const declared = getRecord(getRecord(module.config, "variables"), name);
    if (module.parent === undefined) {
      const given = getRecord(this.variables, name);
      const value = given === undefined ? get(declared, "default") : get(given, "value");
      return [{ value: valueAt(value, path) }];
    }
    const given = get(getRecord(module.call, "expressions"), name);
    if (given === undefined) {
      return [{ value: valueAt(get(declared, "default"), path) }];
    }
    return further(this.originsOf(given, callScope(module)), path);
  }

  private each(
    name: string | undefined,
    path: readonly ReferenceStep[],
    { module, index, forEach }: Scope,
  ): readonly Origin[] {
    if (name === "key") {
      return [{ value: index }];
    }
    if (index === undefined || forEach === undefined) {
      return ["hidden"];
    }
    // For a chain, `for_each = aws_lb_target_group.this`, or a known map.
    const [only, ...others] = this.originsOf(forEach, { module, index: undefined, forEach: undefined });
    if (only === undefined || only === "hidden" || others.length > 0) {
      return ["hidden"];
    }
    if ("value" in only) {
      return [{ value: valueAt(only.value, [{ index }, ...path]) }];
    }
    const instances = only.instances.filter((instance) => instance.index === index);
    return only.path.length > 0 || instances.length === 0 ? ["hidden"] : [{ instances, path }];
  }

  private output(
    call: string,
    steps: readonly ReferenceStep[],
    scope: Scope,
    siblings: readonly string[],
  ): readonly Origin[] {
    const index = indexIn(steps[0]);
    const rest = index === undefined ? steps : steps.slice(1);
    const called = this.instances.called(scope.module, call);
    const modules = this.pick(called, index, scope, siblings);
    const [output, ...path] = rest;
    return modules.flatMap((module) => {
      const outputs = getRecord(module.config, "outputs") ?? {};
      const name = nameOf(output);
      // If the index is an expression, the plan does not show the output after it: it can be any output.
      const meant = name === undefined ? Object.values(outputs) : [get(outputs, name)];
      const inside = { module, index: undefined, forEach: undefined };
      const origins = meant.flatMap((one) => further(this.originsOf(get(one, "expression"), inside), path));
      return name === undefined ? origins.filter((origin) => origin !== "hidden") : origins;
    });
  }

  private resource(
    name: string,
    steps: readonly ReferenceStep[],
    scope: Scope,
    siblings: readonly string[],
  ): readonly Origin[] {
    const index = indexIn(steps[0]);
    const path = index === undefined ? steps : steps.slice(1);
    const named = this.instances.named(scope.module, name);
    const instances = this.pick(named, index, scope, siblings);
    if (instances.length === 0) {
      return [];
    }
    const through = instances.flatMap((instance) => this.through(instance, path) ?? []);
    return through.length > 0 ? through : [{ instances, path }];
  }

  /** The input of a resource that passes values on. */
  private through(instance: Instance, path: readonly ReferenceStep[]): readonly Origin[] | undefined {
    const attributes = PASSING_ON.get(instance.type);
    if (attributes === undefined || instance.isData || isKnownAt(instance, path)) {
      return undefined;
    }
    const read = nameOf(path[0]);
    // If the index is an expression, the plan does not show what follows it.
    const given = read === undefined ? new Set(attributes.values()) : [attributes.get(read) ?? ""];
    const expressions = get(this.instances.configOf(instance), "expressions");
    return [...given].flatMap((name) => this.originsOf(get(expressions, name), this.scopeOf(instance)));
  }

  /** The instances for an index. The index may be an expression with references of its own. */
  private pick<T extends { readonly index: string | number | undefined }>(
    candidates: readonly T[],
    index: string | number | undefined,
    scope: Scope,
    siblings: readonly string[],
  ): readonly T[] {
    if (index !== undefined) {
      return candidates.filter((candidate) => candidate.index === index);
    }
    if (candidates.length < 2) {
      return candidates;
    }
    const meant = siblings.flatMap((sibling) => {
      const value = KEYS.test(sibling) ? onlyValue(this.follow(sibling, scope, [])) : undefined;
      return candidates.filter((candidate) => candidate.index === value);
    });
    return meant.length > 0 ? meant : candidates;
  }
}

/** References that can be part of an index. */
const KEYS = /^(each|count|var)\./;

function instancesIn(types: readonly string[], origins: readonly Origin[]): readonly Instance[] {
  return origins.flatMap((origin) =>
    origin !== "hidden" && "instances" in origin
      ? origin.instances.filter((instance) => types.includes(instance.type))
      : [],
  );
}

function callScope({ parent, call, index }: ModuleInstance): Scope {
  const module = parent ?? { address: "", config: {}, parent: undefined, call: undefined, index: undefined };
  return { module, index, forEach: get(call, "for_each_expression") };
}

function further(origins: readonly Origin[], path: readonly ReferenceStep[]): readonly Origin[] {
  return path.length === 0
    ? origins
    : origins.map((origin) => {
        if (origin === "hidden") {
          return origin;
        }
        return "value" in origin
          ? { value: valueAt(origin.value, path) }
          : { instances: origin.instances, path: [...origin.path, ...path] };
      });
}

function valueAt(value: unknown, path: readonly ReferenceStep[]): unknown {
  return path.reduce<unknown>((inside, step) => {
    const key = "name" in step ? step.name : step.index;
    return Array.isArray(inside) ? inside[Number(key)] : get(inside, String(key));
  }, value);
}

function onlyValue(origins: readonly Origin[]): unknown {
  const [only, ...others] = origins;
  if (only === undefined || only === "hidden" || others.length > 0) {
    return UNKNOWN;
  }
  if ("value" in only) {
    return only.value;
  }
  const [instance, ...more] = only.instances;
  const [first] = only.path;
  const name = nameOf(first);
  return instance === undefined || more.length > 0 || name === undefined || only.path.length > 1
    ? UNKNOWN
    : ((instance.after ?? instance.before)?.json(name) ?? UNKNOWN);
}

/** Whether the attribute at the end of a reference is known. Without an attribute: `false`. */
function isKnownAt(instance: Instance, path: readonly ReferenceStep[]): boolean {
  const name = nameOf(path[0]);
  return name !== undefined && !isUnknown(instance.after?.json(name) ?? UNKNOWN);
}

/** All expressions in nested blocks. */
export function expressionsIn(blocks: unknown): readonly JsonRecord[] {
  const found: JsonRecord[] = [];
  const left: unknown[] = [blocks];
  while (left.length > 0) {
    const block = left.pop();
    if (isRecord(block) && (Array.isArray(block.references) || Object.hasOwn(block, "constant_value"))) {
      found.push(block);
    } else if (typeof block === "object" && block !== null) {
      left.push(...Object.values(block).slice(0, MOST_REFERENCES));
    }
  }
  return found.slice(0, MOST_REFERENCES);
}
