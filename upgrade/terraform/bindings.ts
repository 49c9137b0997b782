import { isUnknown, type Known, UNKNOWN } from "../fleet/state";
import { targetGroupInArn } from "./arn";
import type { Attributes } from "./attributes";
import { get, getText, isRecord } from "./json";

/** A TargetGroupBinding as it is found in the text of a release or a manifest. */
export interface FoundBinding {
  /** The key of a target group, or its bare name; unknown where the ARN is. */
  readonly targetGroup: Known<{ readonly key: string } | { readonly name: string }>;
  readonly multiCluster: Known<boolean>;
}

/**
 * The bindings of a Helm release: of our chart, of a chart of raw resources, or of any other that takes the ARN as a
 * value by the name that the TargetGroupBinding itself has for it.
 */
export function bindingsInRelease(side: Attributes): Known<readonly FoundBinding[]> {
  const values = side.texts("values");
  const set = side.blocks("set");
  if (isUnknown(values) || isUnknown(set)) {
    return UNKNOWN;
  }
  const pairs = set.flatMap((block) => {
    const [name, value] = [block.text("name"), block.text("value")];
    return typeof name === "string" &&
      /(^|\.)targetGroup(ARN|Name)$|(^|\.)multiClusterTargetGroup$/.test(name)
      ? [`${name.slice(name.lastIndexOf(".") + 1)}: ${isUnknown(value) ? "" : value}`]
      : [];
  });
  return bindingsInText([...(values ?? []), pairs.join("\n")].join("\n"));
}

/** Of a manifest, as YAML or JSON text. */
export function bindingsInManifestText(text: string): readonly FoundBinding[] {
  return text
    .split(/^---/m)
    .filter((document) => /["']?kind["']?\s*:\s*["']?TargetGroupBinding\b/.test(document))
    .flatMap(bindingsInText);
}

/** Of a manifest as an object; `undefined` where it is of another kind. */
export function bindingInManifest(manifest: unknown): FoundBinding | undefined {
  if (getText(manifest, "kind") !== "TargetGroupBinding") {
    return undefined;
  }
  const spec = get(manifest, "spec");
  const [arn, name] = [getText(spec, "targetGroupARN"), getText(spec, "targetGroupName")];
  return {
    targetGroup: isRecord(spec) ? targetGroupOf(arn, name) : UNKNOWN,
    multiCluster: get(spec, "multiClusterTargetGroup") === true,
  };
}

/**
 * YAML, of which JSON is a part, is not parsed here: a key and its value on one line is how everybody, every encoder
 * included, writes these.
 */
function bindingsInText(text: string): readonly FoundBinding[] {
  const found: FoundBinding[] = [];
  const starts = [...text.matchAll(KEY)];
  for (const match of starts) {
    const [, key, quoted, bare] = match;
    const value = quoted ?? bare ?? "";
    if (value !== "" && !isNameBesideArn(text, match.index, key)) {
      found.push({
        targetGroup: key === "targetGroupARN" ? targetGroupOf(value, undefined) : { name: value },
        multiCluster: isMultiCluster(text),
      });
    }
  }
  return found;
}

const KEY = /["']?\b(targetGroupARN|targetGroupName)["']?\s*:[ \t]*(?:["']([^"'\n]*)["']|([^\s"',}]+))/g;
export function isMultiCluster(text: string): boolean {
  return MULTI_CLUSTER.test(text);
}

const MULTI_CLUSTER = /["']?multiClusterTargetGroup["']?\s*:\s*["']?true\b/;

/** The ARN wins where a binding has both. */
function isNameBesideArn(text: string, at: number, key: string | undefined): boolean {
  return key === "targetGroupName" && text.slice(Math.max(0, at - 500), at + 500).includes("targetGroupARN");
}

function targetGroupOf(arn: string | undefined, name: string | undefined): FoundBinding["targetGroup"] {
  if (arn !== undefined && arn !== "") {
    const key = targetGroupInArn(arn);
    return key === undefined ? UNKNOWN : { key };
  }
  return name === undefined || name === "" ? UNKNOWN : { name };
}
