import { AnnotationMetadataEntryType } from "cdktf";
import type { Construct } from "constructs";
import type { Catalog } from "../../upgrade/catalog/catalog";
import type { ClusterState } from "../../upgrade/fleet-state";
import { judge } from "../../upgrade/rules/rules";

/**
 * What the rules say against `construct`, a cluster or a part of one. Warnings become annotations, which the
 * CDKTF CLI prints.
 * @returns a sentence for each error
 */
export function judgementOf(
  construct: Construct,
  cluster: ClusterState,
  catalog: Catalog,
): readonly string[] {
  const errors: string[] = [];
  for (const { address, severity, message, rule } of judge(cluster, catalog)) {
    if (address !== construct.node.path) {
      continue;
    }
    const sentence = `${message} (${rule})`;
    if (severity === "error") {
      errors.push(sentence);
    } else {
      // Annotations.addWarning would write a stack trace into the output, with the paths of this machine.
      construct.node.addMetadata(AnnotationMetadataEntryType.WARN, sentence, { stackTrace: false });
    }
  }
  return errors;
}
