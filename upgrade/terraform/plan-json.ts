import { get, getRecord, getText, isRecord, type JsonRecord, kindOf } from "./json";

/** The parts of the output of `terraform show -json PLAN` that are read here. Checked, not copied. */
export interface Plan {
  readonly resources: readonly PlannedResource[];
  /** By the name of the output. */
  readonly outputs: ReadonlyMap<string, PlannedOutput>;
  /** Actions of providers that Terraform invokes during the apply (`action` blocks, Terraform 1.14). */
  readonly invocations: readonly PlannedInvocation[];
  /** By the name of the variable, with defaults. */
  readonly variables: JsonRecord;
  /** The state before, refreshed: modules, resources and their values. */
  readonly priorModule: unknown;
  readonly providers: JsonRecord;
  readonly rootModule: JsonRecord;
  /** The plan may be a part of the configuration, as with `-target`. */
  readonly isPartial: boolean;
  /** The plan says that it is a part of the configuration. */
  readonly isSaidPartial: boolean;
  /** It is synthesized code in the form of a plan: constructs declare less than a plan shows. */
  readonly isSynthesized?: true;
}

/** An entry of `resource_changes`. */
export interface PlannedResource {
  readonly address: string;
  readonly previousAddress: string | undefined;
  readonly moduleAddress: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index: string | number | undefined;
  /** The key of a deposed object, which a failed apply left. */
  readonly deposed: string | undefined;
  /** "registry.terraform.io/hashicorp/aws" */
  readonly provider: string;
  readonly action: PlannedAction;
  /** A replacement creates the new one before it destroys the old one. */
  readonly isCreatedFirst: boolean;
  /** `undefined` if it does not exist. */
  readonly before: JsonRecord | undefined;
  readonly after: JsonRecord | undefined;
  readonly afterUnknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
  readonly replacePaths: readonly (readonly unknown[])[];
  readonly isImport: boolean;
  /** It is replaced only because an earlier apply failed to create it. */
  readonly isTainted: boolean;
}

/** An entry of `output_changes`. */
export interface PlannedOutput {
  readonly action: PlannedAction;
  readonly after: unknown;
  readonly afterUnknown: unknown;
}

/** An entry of `action_invocations`. */
export interface PlannedInvocation {
  /** "action.aws_lambda_invoke.warm_up" */
  readonly address: string;
  /** The type of the action: "aws_lambda_invoke". */
  readonly type: string;
  /** What Terraform says of the cause: the resource and its event, or a call from the command line. */
  readonly trigger: JsonRecord;
  readonly values: unknown;
  readonly unknown: unknown;
}

/** `forget`: the resource stays, and Terraform no longer manages it. */
export type PlannedAction = "no-op" | "read" | "create" | "update" | "delete" | "replace" | "forget";

/** Why an input cannot be evaluated. */
export interface NotAPlan {
  /** A sentence, lower case, no full stop: "this is a state; …". */
  readonly problem: string;
}

/** What to do about an input that is no plan. */
export const HOW_TO = 'write the input with "terraform plan -out=PLAN" and "terraform show -json PLAN"';

/** Reads any JSON, and never throws. */
export function parsePlan(json: unknown): Plan | NotAPlan {
  const problem = problemOf(json);
  if (problem !== undefined || !isRecord(json)) {
    return { problem: problem ?? HOW_TO };
  }
  const resources: PlannedResource[] = [];
  const changes = get(json, "resource_changes") ?? [];
  if (!Array.isArray(changes)) {
    return { problem: `its resource_changes are ${kindOf(changes)}; ${HOW_TO}` };
  }
  for (const [index, change] of changes.entries()) {
    // OpenTofu lists ephemeral resources. They end with the run, and change nothing.
    if (isRecord(change) && change.mode === "ephemeral") {
      continue;
    }
    const resource = parseResource(change);
    if (typeof resource === "string") {
      const place = getText(change, "address") ?? `resource_changes[${index}]`;
      return { problem: `${place} cannot be read: ${resource}; ${HOW_TO}` };
    }
    resources.push(resource);
  }
  const configuration = getRecord(json, "configuration") ?? {};
  const outputs = parseOutputs(get(json, "output_changes") ?? {});
  const invocations = parseInvocations(get(json, "action_invocations") ?? []);
  if (typeof outputs === "string" || typeof invocations === "string") {
    return { problem: `${[outputs, invocations].find((one) => typeof one === "string")}; ${HOW_TO}` };
  }
  return {
    resources,
    outputs,
    invocations,
    variables: getRecord(json, "variables") ?? {},
    priorModule: get(getRecord(getRecord(json, "prior_state"), "values"), "root_module"),
    providers: getRecord(configuration, "provider_config") ?? {},
    rootModule: getRecord(configuration, "root_module") ?? {},
    // Terraform 1.7 and earlier do not write this.
    isPartial: get(json, "complete") !== true,
    isSaidPartial: get(json, "complete") === false,
  };
}

function problemOf(json: unknown): string | undefined {
  if (!isRecord(json)) {
    return `this is ${kindOf(json)}, not a plan; ${HOW_TO}`;
  }
  const other = otherKind(json);
  if (other !== undefined) {
    return `this is ${other}, not a plan; ${HOW_TO}`;
  }
  const format = get(json, "format_version");
  if (typeof format !== "string") {
    return `this has no format_version, so it is not a plan; ${HOW_TO}`;
  }
  if (!/^1\.\d+$/.test(format)) {
    return `the plan has format version ${JSON.stringify(format.slice(0, 20))}, expected 1.x: write it with Terraform 1.1 or later`;
  }
  if (get(json, "errored") === true) {
    return "the plan ended with an error, so it is not complete. Fix the error and plan again";
  }
  for (const member of ["deferred_changes", "deferred_action_invocations"]) {
    const deferred = get(json, member) ?? [];
    if (!Array.isArray(deferred) || deferred.length > 0) {
      return "the plan defers changes, so it is not complete. Plan again without deferral";
    }
  }
  if (!isRecord(get(json, "planned_values"))) {
    return `the plan has no planned_values: it is cut off, or it is not a plan; ${HOW_TO}`;
  }
  if (get(json, "resource_changes") === undefined && hasManagedResources(json)) {
    return `the plan has resources and no resource_changes: it was made with -refresh-only, or it is cut off; ${HOW_TO}`;
  }
  if (get(json, "configuration") !== undefined && !isRecord(get(json, "configuration"))) {
    return `its configuration is ${kindOf(get(json, "configuration"))}; ${HOW_TO}`;
  }
  return undefined;
}

function otherKind(json: JsonRecord): string | undefined {
  if (Object.hasOwn(json, "@level") || Object.hasOwn(json, "@message")) {
    return 'the log of "terraform plan -json"';
  }
  if (Object.hasOwn(json, "lineage") || (Object.hasOwn(json, "serial") && Object.hasOwn(json, "version"))) {
    return "a state file";
  }
  if (Object.hasOwn(json, "provider_schemas")) {
    return "the schema of providers";
  }
  if (Object.hasOwn(json, "planned_values") || Object.hasOwn(json, "resource_changes")) {
    return undefined;
  }
  if (Object.hasOwn(json, "values")) {
    return "a state";
  }
  if (Object.hasOwn(json, "valid") && Object.hasOwn(json, "diagnostics")) {
    return 'the output of "terraform validate"';
  }
  return Object.hasOwn(json, "resource") || Object.hasOwn(json, "terraform") ? "a configuration" : undefined;
}

function hasManagedResources(json: JsonRecord): boolean {
  const modules: unknown[] = [
    get(get(json, "planned_values"), "root_module"),
    get(get(get(json, "prior_state"), "values"), "root_module"),
  ];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    const resources = get(module, "resources");
    if (
      Array.isArray(resources) &&
      resources.some((resource: unknown) => get(resource, "mode") === "managed")
    ) {
      return true;
    }
    const children = get(module, "child_modules");
    for (const child of Array.isArray(children) ? children : []) {
      modules.push(child);
    }
  }
  return false;
}

/**
 * A plan has thousands of these, so properties are read directly: no object inherits one of these names.
 *
 * @returns the resource, or what is wrong with it
 */
function parseResource(entry: unknown): PlannedResource | string {
  if (!isRecord(entry)) {
    return "its address, type or name is missing";
  }
  const { address, type, name, mode, index, change } = entry;
  if (typeof address !== "string" || typeof type !== "string" || typeof name !== "string") {
    return "its address, type or name is missing";
  }
  if (mode !== "managed" && mode !== "data") {
    return "its mode is neither managed nor data";
  }
  if (index !== undefined && typeof index !== "string" && typeof index !== "number") {
    return `its index is ${kindOf(index)}`;
  }
  const action = isRecord(change) ? actionOf(change.actions) : undefined;
  if (!isRecord(change) || action === undefined) {
    return "its actions are unknown";
  }
  const before = change.before ?? undefined;
  const after = change.after ?? undefined;
  if (!isRecordIfAny(before) || !isRecordIfAny(after)) {
    return "before or after is not an object";
  }
  const lack = lackOf(action, before, after);
  if (lack !== undefined) {
    return lack;
  }
  const { replace_paths: replacePaths } = change;
  return {
    address,
    previousAddress: textOrNone(entry.previous_address),
    moduleAddress: textOrNone(entry.module_address) ?? "",
    mode,
    type,
    name,
    index,
    deposed: textOrNone(entry.deposed),
    provider: textOrNone(entry.provider_name) ?? "",
    action,
    isCreatedFirst: action === "replace" && Array.isArray(change.actions) && change.actions[0] === "create",
    before,
    after,
    afterUnknown: change.after_unknown,
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
    replacePaths: Array.isArray(replacePaths) ? replacePaths.filter(Array.isArray) : NO_PATHS,
    isImport: isRecord(change.importing),
    isTainted: entry.action_reason === "replace_because_tainted",
  };
}

/** @returns the outputs, or what is wrong with them */
function parseOutputs(changes: unknown): ReadonlyMap<string, PlannedOutput> | string {
  if (!isRecord(changes)) {
    return `its output_changes are ${kindOf(changes)}`;
  }
  const outputs = new Map<string, PlannedOutput>();
  for (const [name, change] of Object.entries(changes)) {
    const action = isRecord(change) ? actionOf(change.actions) : undefined;
    if (!isRecord(change) || action === undefined) {
      return `its output ${name} cannot be read: its actions are unknown`;
    }
    outputs.set(name, { action, after: change.after, afterUnknown: change.after_unknown });
  }
  return outputs;
}

/** @returns the invocations, or what is wrong with them */
function parseInvocations(entries: unknown): readonly PlannedInvocation[] | string {
  if (!Array.isArray(entries)) {
    return `its action_invocations are ${kindOf(entries)}`;
  }
  const invocations: PlannedInvocation[] = [];
  for (const [index, entry] of entries.entries()) {
    const address = getText(entry, "address");
    const type = getText(entry, "type");
    if (address === undefined || type === undefined) {
      return `action_invocations[${index}] cannot be read: its address or type is missing`;
    }
    const trigger = getRecord(entry, "lifecycle_action_trigger") ?? getRecord(entry, "invoke_action_trigger");
    const [values, unknown] = [get(entry, "config_values"), get(entry, "config_unknown")];
    invocations.push({ address, type, trigger: trigger ?? {}, values, unknown });
  }
  return invocations;
}

const NO_PATHS: readonly (readonly unknown[])[] = [];

function textOrNone(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isRecordIfAny(value: unknown): value is JsonRecord | undefined {
  return value === undefined || isRecord(value);
}

function lackOf(
  action: PlannedAction,
  before: JsonRecord | undefined,
  after: JsonRecord | undefined,
): string | undefined {
  if (before === undefined && action !== "create" && action !== "read") {
    return "before is missing";
  }
  const needsAfter = action === "create" || action === "update" || action === "replace" || action === "no-op";
  return needsAfter && after === undefined ? "after is missing" : undefined;
}

/** Actions that are alone in the list. */
const ACTIONS: ReadonlyMap<unknown, PlannedAction> = new Map(
  (["no-op", "read", "create", "update", "delete", "forget"] as const).map((action) => [action, action]),
);

/** Two actions that are a replacement, in either order. */
const REPLACEMENTS: ReadonlySet<string> = new Set([
  "delete,create",
  "create,delete",
  "create,forget",
  "forget,create",
]);

function actionOf(actions: unknown): PlannedAction | undefined {
  if (!Array.isArray(actions)) {
    return undefined;
  }
  const [first, second]: readonly unknown[] = actions;
  if (actions.length === 1) {
    return ACTIONS.get(first);
  }
  const areTexts = actions.length === 2 && typeof first === "string" && typeof second === "string";
  return areTexts && REPLACEMENTS.has(`${first},${second}`) ? "replace" : undefined;
}
