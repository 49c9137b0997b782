/** A network that exists already, under exactly these ids. */
export interface GivenVpc {
  readonly region: string;
  readonly id: string;
  /** @default - a free block of 10.0.0.0/8 */
  readonly cidr?: string;
  readonly subnets?: readonly GivenSubnet[];
  readonly securityGroups?: readonly GivenSecurityGroup[];
}

export interface GivenSubnet {
  readonly id: string;
  /** @default - the zones of the region, in turn */
  readonly availabilityZone?: string;
  /** @default - a free sixteenth of the VPC */
  readonly cidr?: string;
}

export interface GivenSecurityGroup {
  readonly id: string;
  /** @default - the id */
  readonly name?: string;
}

/**
 * What exists before Terraform runs, because programs name it by literal ids. What is
 * given twice exists once.
 */
export interface GivenResources {
  readonly vpcs?: readonly GivenVpc[];
  /** ARNs of ACM certificates, which then are issued. */
  readonly certificates?: readonly string[];
  /** ARNs of KMS keys. */
  readonly keys?: readonly string[];
  /** ARNs of IAM roles. */
  readonly roles?: readonly string[];
  readonly buckets?: readonly { readonly name: string; readonly region: string }[];
  /** SSM parameters, plain texts. */
  readonly parameters?: readonly { readonly name: string; readonly region: string; readonly value: string }[];
}
