import type { Identity } from "../fleet/key";
import { isUnknown, type Known, UNKNOWN } from "../fleet/state";
import { targetGroupInArn } from "./arn";
import type { Attributes } from "./attributes";
import { DEEPEST, get, getList, getText, isRecord, type JsonRecord } from "./json";
import { documentsIn } from "./yaml";

/** A TargetGroupBinding in the values of a release or in a manifest. */
export interface FoundBinding {
  /** From the ARN, or the name alone. Unknown if the ARN is unknown. */
  readonly targetGroup: Known<Identity>;
  readonly multiCluster: Known<boolean>;
}

/** A text that names a target group and cannot be read. */
const UNREAD: FoundBinding = { targetGroup: UNKNOWN, multiCluster: UNKNOWN };

/**
 * The bindings of a Helm release: of our chart, of a chart of raw resources, or of any chart that has the ARN in a value
 * with the name of the property of TargetGroupBinding.
 */
export function bindingsInRelease(side: Attributes): Known<readonly FoundBinding[]> {
  const values = side.texts("values");
  const set = side.blocks("set");
  if (isUnknown(values) || isUnknown(set)) {
    return UNKNOWN;
  }
  const texts = values ?? [];
  const settings = set.flatMap((block) => {
    const name = block.text("name");
    return typeof name === "string" && SET_NAME.test(name)
      ? [{ name, value: block.text("value") ?? "" }]
      : [];
  });
  if (!texts.some(namesTargetGroup) && !settings.some(({ name }) => namesTargetGroup(name))) {
    return [];
  }
  let merged: unknown = {};
  for (const text of texts) {
    const documents = documentsIn(text);
    if (!isUnknown(documents)) {
      merged = mergedValues(merged, documents[0], 0);
    } else if (namesTargetGroup(text)) {
      return [UNREAD];
    }
  }
  for (const { name, value } of settings) {
    merged = withValue(merged, pathOf(name), value);
  }
  return bindingsIn(merged, 0);
}

/** The bindings of a manifest in YAML or JSON. */
export function bindingsInManifestText(text: string): readonly FoundBinding[] {
  if (!text.includes(KIND)) {
    return [];
  }
  const documents = documentsIn(text);
  return isUnknown(documents) ? [UNREAD] : documents.flatMap(bindingsInDocument);
}

function bindingsInDocument(document: unknown): readonly FoundBinding[] {
  const binding = bindingInManifest(document);
  return binding === undefined
    ? getList(document, "items").flatMap((item) => bindingInManifest(item) ?? [])
    : [binding];
}

/** The binding of a manifest object. `undefined` if it has another kind. */
export function bindingInManifest(manifest: unknown): FoundBinding | undefined {
  if (getText(manifest, "kind") !== KIND) {
    return undefined;
  }
  const spec = get(manifest, "spec");
  return (isRecord(spec) ? bindingOf(spec) : undefined) ?? { ...UNREAD, multiCluster: false };
}

/** Whether the bindings in the values of a release keep the targets of other clusters. */
export function multiClusterIn(values: string): Known<boolean> {
  const documents = documentsIn(values);
  if (isUnknown(documents)) {
    return UNKNOWN;
  }
  const [first = { multiCluster: false }, ...others] = documents.flatMap((each) => bindingsIn(each, 0));
  return others.every(({ multiCluster }) => multiCluster === first.multiCluster)
    ? first.multiCluster
    : UNKNOWN;
}

const KIND = "TargetGroupBinding";

const namesTargetGroup = (text: string) => /targetGroup(ARN|Name)/.test(text);

const SET_NAME = /(^|\.)(targetGroup(ARN|Name)|multiClusterTargetGroup)$/;

/** In values, and in the manifests that a chart of raw resources has as values. */
function bindingsIn(value: unknown, depth: number): readonly FoundBinding[] {
  if (depth > DEEPEST) {
    return [];
  }
  if (typeof value === "string") {
    if (!namesTargetGroup(value)) {
      return [];
    }
    const documents = documentsIn(value);
    return isUnknown(documents)
      ? [UNREAD]
      : documents.filter((each) => typeof each !== "string").flatMap((each) => bindingsIn(each, depth + 1));
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  const own = isRecord(value) ? bindingOf(value) : undefined;
  const inside = Object.values(value).flatMap((each: unknown) => bindingsIn(each, depth + 1));
  return own === undefined ? inside : [own, ...inside];
}

/** The ARN wins if a binding has a name too. `undefined` if it has neither. */
function bindingOf(fields: JsonRecord): FoundBinding | undefined {
  const [arn, name] = [given(fields, "targetGroupARN"), given(fields, "targetGroupName")];
  const multiCluster = fields.multiClusterTargetGroup;
  if (arn === undefined && name === undefined) {
    return undefined;
  }
  return {
    targetGroup: arn === undefined ? nameOf(name) : identityOf(arn),
    multiCluster: isUnread(multiCluster) ? UNKNOWN : multiCluster === true || multiCluster === "true",
  };
}

const given = (fields: JsonRecord, name: string) =>
  fields[name] === null || fields[name] === "" ? undefined : fields[name];

const isUnread = (value: unknown) => value === UNKNOWN;

function identityOf(arn: unknown): FoundBinding["targetGroup"] {
  return (typeof arn === "string" ? targetGroupInArn(arn) : undefined) ?? UNKNOWN;
}

function nameOf(name: unknown): FoundBinding["targetGroup"] {
  return typeof name === "string" ? { name } : UNKNOWN;
}

/** Merges values as Helm does: maps are merged, other values are replaced by the later. */
function mergedValues(earlier: unknown, later: unknown, depth: number): unknown {
  if (!isRecord(earlier) || !isRecord(later) || depth > DEEPEST) {
    return later ?? earlier;
  }
  const merged = Object.entries(later).map(([key, value]) => [
    key,
    mergedValues(get(earlier, key), value, depth + 1),
  ]);
  return { ...earlier, ...Object.fromEntries(merged) };
}

/** The keys and indices of "resources[0].spec.targetGroupARN". */
function pathOf(name: string): readonly string[] {
  return [...name.matchAll(/[^.[\]]+/g)].map(([key]) => key);
}

function withValue(values: unknown, [key, ...rest]: readonly string[], leaf: unknown): unknown {
  if (key === undefined) {
    return leaf;
  }
  if (Array.isArray(values)) {
    const items: readonly unknown[] = values;
    return items.map((item, index) => (String(index) === key ? withValue(item, rest, leaf) : item));
  }
  const fields = isRecord(values) ? values : {};
  return { ...fields, [key]: withValue(get(fields, key), rest, leaf) };
}
