import { grouped } from "../fleet/grouped";
import { Attributes, marksIn } from "./attributes";
import { get, getList, getRecord, getText, isRecord, type JsonRecord } from "./json";
import type { Plan, PlannedResource } from "./plan-json";
import { indexText, parseReference, type ReferenceStep } from "./references";

/** A resource or data source of a plan, with its index, in the instance of its module. */
export class Instance {
  private isLooked = false;
  private was: Attributes | undefined;
  private becomes: Attributes | undefined;

  constructor(
    readonly resource: PlannedResource,
    readonly module: ModuleInstance,
    /** Otherwise, it was read, or it is not a target of the plan. */
    readonly isPlanned: boolean,
    private readonly keepSecret: (text: string, address: string) => void,
  ) {}

  get address(): string {
    const { address, deposed } = this.resource;
    return deposed === undefined ? address : `${address} (deposed ${deposed})`;
  }

  /** "aws_lb.a", "data.aws_lb.a": its address in its module. */
  get name(): string {
    const { type, name } = this.resource;
    return `${this.isData ? "data." : ""}${type}.${name}`;
  }

  get type(): string {
    return this.resource.type;
  }

  get isData(): boolean {
    return this.resource.mode === "data";
  }

  get index(): string | number | undefined {
    return this.resource.index;
  }

  get before(): Attributes | undefined {
    this.look();
    return this.was;
  }

  /** The same object as `before` if nothing changes. */
  get after(): Attributes | undefined {
    this.look();
    return this.becomes;
  }

  /** Lazy: most resources of a plan are never read. */
  private look(): void {
    if (this.isLooked) {
      return;
    }
    this.isLooked = true;
    const { action, before, after, afterUnknown, beforeSensitive, afterSensitive } = this.resource;
    const keep = (text: string) => this.keepSecret(text, this.address);
    this.was = before && new Attributes(before, undefined, marksIn(beforeSensitive), keep);
    // A forgotten resource stays, but Terraform no longer manages it.
    this.becomes =
      action === "no-op" || action === "forget"
        ? this.was
        : after && new Attributes(after, marksIn(afterUnknown), marksIn(afterSensitive), keep);
  }
}

export interface ModuleInstance {
  /** `module.eks["a"].module.nodes`, in one spelling; empty for the root. */
  readonly address: string;
  /** Its configuration. Empty if the code no longer has it. */
  readonly config: JsonRecord;
  readonly parent: ModuleInstance | undefined;
  /** The module call in its parent. */
  readonly call: JsonRecord | undefined;
  readonly index: string | number | undefined;
}

/** All instances of a plan, found by references. */
export class Instances {
  readonly all: readonly Instance[];
  private readonly modules = new Map<string, ModuleInstance>();
  private byName: ReadonlyMap<string, readonly Instance[]> | undefined;
  private readonly moduleIndices = new Map<string, (string | number | undefined)[]>();
  private readonly configs = new Map<JsonRecord, ReadonlyMap<string, JsonRecord>>();

  constructor(plan: Plan, keepSecret: (text: string, address: string) => void) {
    this.modules.set("", {
      address: "",
      config: plan.rootModule,
      parent: undefined,
      call: undefined,
      index: undefined,
    });
    const all = plan.resources.map(
      (resource) => new Instance(resource, this.module(resource.moduleAddress), true, keepSecret),
    );
    // Data sources that were read, and resources outside -target, are only in the state.
    const known = plan.isPartial ? addressesOf(plan.resources) : undefined;
    const modules: unknown[] = [plan.priorModule];
    while (modules.length > 0) {
      const module = modules.pop();
      const moduleAddress = getText(module, "address") ?? "";
      for (const resource of getList(module, "resources")) {
        const isLeft =
          isRecord(resource) && (known === undefined ? resource.mode === "data" : !isIn(known, resource));
        const left = isLeft ? readResource(resource, moduleAddress) : undefined;
        if (left !== undefined) {
          all.push(new Instance(left, this.module(moduleAddress), false, keepSecret));
        }
      }
      for (const child of getList(module, "child_modules")) {
        modules.push(child);
      }
    }
    this.all = all;
  }

  /** The instances of `aws_lb.a` in a module: one for each of its indices. */
  named(module: ModuleInstance, name: string): readonly Instance[] {
    this.byName ??= grouped(this.all, ({ resource, module: { address }, name: own }) =>
      resource.deposed === undefined ? key(address, own) : undefined,
    );
    return this.byName.get(key(module.address, name)) ?? [];
  }

  /** The instances of a called module. */
  called(module: ModuleInstance, name: string): readonly ModuleInstance[] {
    return (this.moduleIndices.get(key(module.address, name)) ?? []).flatMap(
      (index) => this.modules.get(childAddress(module, name, index)) ?? [],
    );
  }

  /** The configuration of a resource. `undefined` if the code does not have it. */
  configOf({ module, name }: Instance): JsonRecord | undefined {
    const known = this.configs.get(module.config) ?? byAddress(module.config);
    this.configs.set(module.config, known);
    return known.get(name);
  }

  /** By its address, `module.eks["a"].module.nodes`. The root if there is no such module. */
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
    const at = key(parent.address, name);
    const indices = this.moduleIndices.get(at) ?? [];
    indices.push(index);
    this.moduleIndices.set(at, indices);
    return module;
  }

  private get root(): ModuleInstance {
    return this.module("");
  }
}

function isIn(addresses: ReadonlySet<string>, resource: JsonRecord): boolean {
  return addresses.has(getText(resource, "address") ?? "");
}

/** A resource of the state, in the form of a plan without changes. */
function readResource(resource: unknown, moduleAddress: string): PlannedResource | undefined {
  const [address, type, name] = [
    getText(resource, "address"),
    getText(resource, "type"),
    getText(resource, "name"),
  ];
  const [values, index] = [get(resource, "values"), get(resource, "index")];
  if (address === undefined || type === undefined || name === undefined || !isRecord(values)) {
    return undefined;
  }
  if (get(resource, "deposed_key") !== undefined) {
    return undefined;
  }
  return {
    address,
    previousAddress: undefined,
    moduleAddress,
    mode: get(resource, "mode") === "data" ? "data" : "managed",
    type,
    name,
    index: typeof index === "string" || typeof index === "number" ? index : undefined,
    deposed: undefined,
    provider: getText(resource, "provider_name") ?? "",
    action: "no-op",
    isCreatedFirst: false,
    before: values,
    after: values,
    afterUnknown: undefined,
    beforeSensitive: get(resource, "sensitive_values"),
    afterSensitive: undefined,
    replacePaths: [],
    isImport: false,
    isTainted: false,
  };
}

function addressesOf(resources: readonly PlannedResource[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { address, previousAddress, deposed } of resources) {
    if (deposed === undefined) {
      known.add(address).add(previousAddress ?? address);
    }
  }
  return known;
}

function key(module: string, name: string): string {
  return `${module}\n${name}`;
}

function childAddress({ address }: ModuleInstance, name: string, index: string | number | undefined): string {
  return `${address === "" ? "" : `${address}.`}module.${name}${indexText(index)}`;
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

export function nameOf(step: ReferenceStep | undefined): string | undefined {
  return step !== undefined && "name" in step ? step.name : undefined;
}

export function indexIn(step: ReferenceStep | undefined): string | number | undefined {
  return step !== undefined && "index" in step ? step.index : undefined;
}
