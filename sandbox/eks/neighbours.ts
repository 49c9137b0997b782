export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
}

/** One version of a launch template, and what of it EKS looks at. */
export interface LaunchTemplateVersion {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly imageId?: string;
  readonly instanceType?: string;
}

export type LaunchTemplateKey = { readonly id: string } | { readonly name: string };

/** What EKS asks of the services beside it. */
export interface Neighbours {
  subnet(region: string, id: string): Promise<Subnet | undefined>;
  hasSecurityGroup(region: string, id: string): Promise<boolean>;
  hasRole(arn: string): Promise<boolean>;
  hasKey(region: string, arn: string): Promise<boolean>;
  /** `version` is a number, "$Latest" or "$Default". */
  launchTemplateVersion(
    region: string,
    key: LaunchTemplateKey,
    version: string,
  ): Promise<LaunchTemplateVersion | undefined>;
  createSecurityGroup(region: string, group: NewSecurityGroup): Promise<string>;
  deleteSecurityGroup(region: string, id: string): Promise<void>;
}

export interface NewSecurityGroup {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly tags: Readonly<Record<string, string>>;
}
