import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { rightTypes } from "../checks/right-types";
import { takeOver } from "../take-over";
import type { ICluster } from "./icluster";

export interface OidcProviderProps extends AwsResourcesProps {
  readonly cluster: ICluster;
  /** Changed in place. @anyNames @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** The address of the provider in the same Terraform state: a moved block brings it here. @inCode @default - none */
  readonly movedFrom?: string;
}

/**
 * Lets IAM trust the service accounts of a cluster (IRSA). Each cluster has one in each account with roles for its pods. For
 * new pods prefer `PodRole`, which needs none.
 */
export class OidcProvider extends Construct {
  readonly oidcProviderArn: string;

  constructor(scope: Construct, id: string, props: OidcProviderProps) {
    super(scope, id);
    props = rightTypes(this, "OidcProviderProps", props);
    useAws(this, props, props.cluster);
    const resource = new IamOpenidConnectProvider(this, "Default", {
      url: props.cluster.inStackOf(this).oidcIssuer,
      clientIdList: ["sts.amazonaws.com"],
      tags: props.tags,
      dependsOn: after(props.dependsOn),
      provider: awsProviderOf(this),
    });
    takeOver(this, resource, { movedFrom: props.movedFrom });
    this.oidcProviderArn = resource.arn;
  }
}
