import { TerraformElement, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { isUnresolved, reportAtSynthesis } from "./validation";

/** How a resource that exists comes to its place in the code. */
export interface TakeOver {
  /** Its address in the same Terraform state: a `moved` block. It wins over `importId`. */
  readonly movedFrom?: string;
  /** Its id in AWS, if no state has it: an `import` block. */
  readonly importId?: string;
}

/** Brings a resource that exists to its place in the code. @param owner the construct that reports an invalid address */
export function takeOver(
  owner: Construct,
  resource: TerraformResource,
  { movedFrom, importId }: TakeOver,
): void {
  if (movedFrom !== undefined) {
    new MovedBlock(resource, movedFrom);
    reportAtSynthesis(owner, () => addressProblems(movedFrom, resource));
  } else if (importId !== undefined) {
    resource.importFrom(importId);
  }
}

class MovedBlock extends TerraformElement {
  constructor(
    private readonly resource: TerraformResource,
    private readonly from: string,
  ) {
    super(resource, "moved");
  }

  override toTerraform() {
    return { moved: [{ from: this.from, to: addressOf(this.resource) }] };
  }
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

const INDEX = String.raw`(\[("[^"]*"|\d+)\])?`;

function addressProblems(movedFrom: string, resource: TerraformResource): readonly string[] {
  const { terraformResourceType: type } = resource;
  const address = new RegExp(String.raw`^(module\.[\w-]+${INDEX}\.)*${type}\.[\w-]+${INDEX}$`);
  if (isUnresolved(movedFrom) || !address.test(movedFrom)) {
    return [
      `movedFrom is "${movedFrom}": expected the address of the ${type} in the state, like "module.eks.${type}.this[0]". "terraform state list" prints it`,
    ];
  }
  return movedFrom === addressOf(resource)
    ? [
        `movedFrom is "${movedFrom}": expected another address, because the resource has this one. Remove movedFrom`,
      ]
    : [];
}

/**
 * Rejects overrideLogicalId of a resource whose attributes our constructs have read: CDKTF would ignore it without a word.
 * @returns the resource
 */
export function withFixedAddress<Resource extends TerraformResource>(
  owner: Construct,
  resource: Resource,
): Resource {
  const given: string[] = [];
  resource.overrideLogicalId = (id) => given.push(id);
  reportAtSynthesis(owner, () =>
    given.map(
      (id) =>
        `overrideLogicalId("${id}") of ${addressOf(resource)}: other resources refer to this address already. Remove it. If the state has the resource at another address, give movedFrom, or a moved block in your own stack`,
    ),
  );
  return resource;
}
