import { isUnknown, type Known, UNKNOWN } from "../fleet/state";
import { Attributes } from "./attributes";
import { DEEPEST, getText, isRecord, type JsonRecord } from "./json";
import { documentsIn } from "./yaml";

/*
 * Finds manifests of Karpenter and EKS Auto Mode: in a manifest, in a text, and in the values of a chart that renders them.
 */

const KINDS =
  "NodePool|EC2NodeClass|NodeClass|Provisioner|AWSNodeTemplate|NodeClaim|CustomResourceDefinition";

const NAMES_KIND = new RegExp(String.raw`kind\\*["']?:\s*\\*["']?(${KINDS})`);
const IS_KIND = new RegExp(`^(${KINDS})$`);

/** Whether a text may hold one. Most texts do not, and are not parsed. */
export function mayHavePools(text: string): boolean {
  return NAMES_KIND.test(text);
}

export function poolManifestsInText(text: string): readonly Attributes[] {
  const documents = mayHavePools(text) ? documentsIn(text) : [];
  return isUnknown(documents) ? [] : documents.flatMap((document) => manifestsIn(document, 0));
}

/** In the values of a release. Unknown if some of its values are. */
export function poolManifestsInRelease(side: Attributes): Known<readonly Attributes[]> {
  const values = side.texts("values");
  return isUnknown(values) ? UNKNOWN : (values ?? []).flatMap(poolManifestsInText);
}

function manifestsIn(value: unknown, depth: number): readonly Attributes[] {
  if (depth > DEEPEST) {
    return [];
  }
  if (typeof value === "string") {
    const documents = mayHavePools(value) ? documentsIn(value) : [];
    return isUnknown(documents)
      ? []
      : documents.filter((each) => typeof each !== "string").flatMap((each) => manifestsIn(each, depth + 1));
  }
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown) => manifestsIn(each, depth + 1));
  }
  if (!isRecord(value)) {
    return [];
  }
  return isPoolManifest(value)
    ? [new Attributes(value, undefined)]
    : Object.values(value).flatMap((each) => manifestsIn(each, depth + 1));
}

function isPoolManifest(value: JsonRecord): boolean {
  return IS_KIND.test(getText(value, "kind") ?? "") && getText(value, "apiVersion") !== undefined;
}

/** A manifest of which only the kind and the name are known: what it says is known after apply. */
export function unreadManifest(manifest: Attributes): Attributes {
  return new Attributes(
    {
      apiVersion: manifest.json("apiVersion"),
      kind: manifest.json("kind"),
      metadata: { name: manifest.block("metadata")?.json("name") },
    },
    { spec: true },
  );
}
