import type { DestroyedImport } from "../../fleet/change";
import type { Rule } from "../rule";
import { found } from "../support/finding";

export const importedAndDestroyed: Rule = {
  id: "imported-and-destroyed",
  severity: "error",
  title: "A resource is imported at one address, and destroyed at another",
  why: "Both addresses are the same resource in AWS: the apply imports it and destroys it. This happens when code that adopts a resource replaces other code in the same state. The rule compares ARNs and ids, for every type of resource.",
  source:
    "Terraform, import blocks and moved blocks; terraform-aws-modules/terraform-aws-eks UPGRADE guides (state moves between module versions)",
  judge: ({ destroyedImports = [] }) =>
    destroyedImports.map((each) =>
      found(each.was, messageOf(each), { values: { type: each.type, importedAt: each.is.address } }),
    ),
};

function messageOf({ type, id, was, is }: DestroyedImport): string {
  const fix =
    was.stack === is.stack
      ? `Move it in the state instead: replace the import block with a moved block from ${was.address} to ${is.address} (movedFrom of our constructs)`
      : `Let this stack forget it: a removed block with destroy = false. Apply that first`;
  const where = was.stack === is.stack ? is.address : `${is.address} of ${is.stack}`;
  return `${type} ${id} would be destroyed here, and is imported at ${where}: one resource in AWS, which the apply destroys. ${fix}`;
}
