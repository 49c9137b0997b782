import { Attributes } from "./attributes";
import { get, getList, getRecord, getText, isRecord, type JsonRecord } from "./json";
import type { Plan, PlannedResource } from "./plan-json";
import { indexText, parseReference, type ReferenceStep } from "./references";

/** A resource or data source of a plan, with its index, in the instance of its module. */
export interface Instance {
  readonly address: string;
  readonly module: ModuleInstance;
  /** "aws_lb.a", "data.aws_lb.a": its address in its module. */
  readonly name: string;
  readonly type: string;
  readonly isData: boolean;
  readonly index: string | number | undefined;
  /** "registry.terraform.io/hashicorp/aws" */
  readonly provider: string;
  readonly before: Attributes | undefined;
  readonly after: Attributes | undefined;
  /** `undefined` where nothing was planned for it: it was read, or it is none of the plan's targets. */
  readonly planned: PlannedResource | undefined;
}

export interface ModuleInstance {
  /** `module.eks["a"].module.nodes`, in one spelling; empty for the root. */
  readonly address: string;
  /** What its configuration says; empty where it has none any more. */
  readonly config: JsonRecord;
  readonly parent: ModuleInstance | undefined;
  /** The call of it in its parent. */
  readonly call: JsonRecord | undefined;
  readonly index: string | number | undefined;
}

/** All instances of a plan, to be found by what references call them. */
export class Instances {
  readonly all: readonly Instance[];
  private readonly modules = new Map<string, ModuleInstance>();
  private readonly byName = new Map<string, Instance[]>();
  private readonly moduleIndices = new Map<string, (string | number | undefined)[]>();
  private readonly configs = new Map<JsonRecord, ReadonlyMap<string, JsonRecord>>();

  constructor(
    plan: Plan,
    private readonly secrets: Set<string>,
  ) {
    this.modules.set("", {
      address: "",
      config: plan.rootModule,
      parent: undefined,
      call: undefined,
      index: undefined,
    });
    const all = plan.resources.map((resource) => this.planned(resource));
    const known = new Set<string>();
    for (const { address, previousAddress, deposed } of plan.resources) {
      if (deposed === undefined) {
        known.add(address).add(previousAddress ?? address);
      }
    }
    for (const { resource, moduleAddress } of resourcesOf(plan.priorModule)) {
      if (!known.has(getText(resource, "address") ?? "")) {
        all.push(...this.read(resource, moduleAddress));
      }
    }
    this.all = all;
    for (const instance of all) {
      if (instance.planned?.deposed === undefined) {
        pushTo(this.byName, key(instance.module.address, instance.name), instance);
      }
    }
  }

  /** The instances of `aws_lb.a` in a module: one for each of its indices. */
  named(module: ModuleInstance, name: string): readonly Instance[] {
    return this.byName.get(key(module.address, name)) ?? [];
  }

  /** The instances of a module that is called in another. */
  called(module: ModuleInstance, name: string): readonly ModuleInstance[] {
    return (this.moduleIndices.get(key(module.address, name)) ?? []).flatMap(
      (index) => this.modules.get(childAddress(module, name, index)) ?? [],
    );
  }

  /** What the configuration says of a resource; `undefined` where it has none (any more). */
  configOf({ module, name }: Instance): JsonRecord | undefined {
    const known = this.configs.get(module.config) ?? byAddress(module.config);
    this.configs.set(module.config, known);
    return known.get(name);
  }

  /** By its address, `module.eks["a"].module.nodes`; the root where it is none. */
  module(address: string): ModuleInstance {
    const known = this.modules.get(address);
    if (known !== undefined) {
      return known;
    }
    let module = this.root;
    const steps = parseReference(address) ?? [];
    for (let at = 0; at < steps.length; ) {
      const [keyword, name, index] = [steps[at], steps[at + 1], steps[at + 2]];
      if (keyword === undefined || !("name" in keyword) || name === undefined || !("name" in name)) {
        break;
      }
      const hasIndex = index !== undefined && "index" in index;
      module = this.child(module, name.name, hasIndex ? index.index : undefined);
      at += hasIndex ? 3 : 2;
    }
    this.modules.set(address, module);
    return module;
  }

  private child(parent: ModuleInstance, name: string, index: string | number | undefined): ModuleInstance {
    const address = childAddress(parent, name, index);
    const known = this.modules.get(address);
    if (known !== undefined) {
      return known;
    }
    const call = getRecord(getRecord(parent.config, "module_calls"), name);
    const module = { address, config: getRecord(call, "module") ?? {}, parent, call, index };
    this.modules.set(address, module);
    pushTo(this.moduleIndices, key(parent.address, name), index);
    return module;
  }

  private get root(): ModuleInstance {
    return this.module("");
  }

  private planned(resource: PlannedResource): Instance {
    const { address, mode, type, name, index, provider, before, after, afterUnknown, deposed } = resource;
    const isData = mode === "data";
    // It stays, and nobody looks after it any more.
    const isForgotten = resource.action === "forget";
    return {
      address: deposed === undefined ? address : `${address} (deposed ${deposed})`,
      module: this.module(resource.moduleAddress),
      name: `${isData ? "data." : ""}${type}.${name}`,
      type,
      isData,
      index,
      provider,
      before:
        before === undefined
          ? undefined
          : new Attributes(before, undefined, resource.beforeSensitive, this.secrets),
      after: isForgotten
        ? new Attributes(before ?? {}, undefined, resource.beforeSensitive, this.secrets)
        : after === undefined
          ? undefined
          : new Attributes(after, afterUnknown, resource.afterSensitive, this.secrets),
      planned: resource,
    };
  }

  private read(resource: unknown, moduleAddress: string): readonly Instance[] {
    const [address, type, name] = [
      getText(resource, "address"),
      getText(resource, "type"),
      getText(resource, "name"),
    ];
    const [values, index] = [get(resource, "values"), get(resource, "index")];
    if (address === undefined || type === undefined || name === undefined || !isRecord(values)) {
      return [];
    }
    if (get(resource, "deposed_key") !== undefined) {
      return [];
    }
    const isData = get(resource, "mode") === "data";
    const attributes = new Attributes(values, undefined, get(resource, "sensitive_values"), this.secrets);
    return [
      {
        address,
        module: this.module(moduleAddress),
        name: `${isData ? "data." : ""}${type}.${name}`,
        type,
        isData,
        index: typeof index === "string" || typeof index === "number" ? index : undefined,
        provider: getText(resource, "provider_name") ?? "",
        before: attributes,
        after: attributes,
        planned: undefined,
      },
    ];
  }
}

function key(module: string, name: string): string {
  return `${module}\n${name}`;
}

function childAddress({ address }: ModuleInstance, name: string, index: string | number | undefined): string {
  return `${address === "" ? "" : `${address}.`}module.${name}${indexText(index)}`;
}

function pushTo<T>(map: Map<string, T[]>, at: string, item: T): void {
  const list = map.get(at);
  if (list === undefined) {
    map.set(at, [item]);
  } else {
    list.push(item);
  }
}

function byAddress(module: JsonRecord): ReadonlyMap<string, JsonRecord> {
  const configs = new Map<string, JsonRecord>();
  for (const resource of getList(module, "resources")) {
    const address = getText(resource, "address");
    if (address !== undefined && isRecord(resource)) {
      configs.set(address, resource);
    }
  }
  return configs;
}

/** The resources of a module of the state and of all below it. */
function* resourcesOf(
  root: unknown,
): Generator<{ readonly resource: unknown; readonly moduleAddress: string }> {
  const left: unknown[] = [root];
  while (left.length > 0) {
    const module = left.pop();
    const moduleAddress = getText(module, "address") ?? "";
    for (const resource of getList(module, "resources")) {
      yield { resource, moduleAddress };
    }
    for (const child of getList(module, "child_modules")) {
      left.push(child);
    }
  }
}

export function nameOf(step: ReferenceStep | undefined): string | undefined {
  return step !== undefined && "name" in step ? step.name : undefined;
}

export function indexIn(step: ReferenceStep | undefined): string | number | undefined {
  return step !== undefined && "index" in step ? step.index : undefined;
}
