import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * A value in Terraform's state, so that its change can replace something else (`terraform_data`).
 *
 * The class of cdktf for it, DataResource, runs `terraform version` at every synthesis, once for each resource.
 */
export class TerraformData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly input: string,
  ) {
    super(scope, id, { terraformResourceType: "terraform_data" });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { input: this.input };
  }
}
