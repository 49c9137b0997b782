import { get, getList, getText } from "../json";
import type { Found } from "./resource-reader";

/** Objects of Karpenter: when one is deleted, the nodes that it made are ended. */
const KINDS: ReadonlySet<string> = new Set([
  "NodePool",
  "EC2NodeClass",
  "NodeClass",
  "Provisioner",
  "AWSNodeTemplate",
  "NodeClaim",
]);

export function mayHavePools(text: string): boolean {
  return /kind["']?:\s*["']?(NodePool|EC2NodeClass|NodeClass|Provisioner|AWSNodeTemplate|NodeClaim|CustomResourceDefinition)/.test(
    text,
  );
}

/** Adds the pool or the node class in a manifest. */
export function addPools(found: Found, manifest: unknown): void {
  const kind = getText(manifest, "kind") ?? "";
  const name = getText(get(manifest, "metadata"), "name") ?? "";
  const isDefinition = kind === "CustomResourceDefinition" && /\.karpenter\.(sh|k8s\.aws)$/.test(name);
  const isOfKarpenter = /^(karpenter\.|eks\.amazonaws\.com)/.test(getText(manifest, "apiVersion") ?? "");
  if (isDefinition || (KINDS.has(kind) && isOfKarpenter)) {
    found.addNodes(found.clusterOfProvider(), {
      kind: "karpenter",
      what: `${isDefinition ? "the definition" : kind} ${name}`,
      ...(isAmazonLinux2(get(manifest, "spec")) ? { isAmazonLinux2: true } : {}),
    });
  }
}

function isAmazonLinux2(spec: unknown): boolean {
  return (
    getText(spec, "amiFamily") === "AL2" ||
    getList(spec, "amiSelectorTerms").some((term) => /^al2@/.test(getText(term, "alias") ?? ""))
  );
}
