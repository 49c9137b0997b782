/** Where a thing is, for people. */
export interface Place {
  /** The stack, or the file of the plan. */
  readonly stack: string;
  /** The path of a construct, or a Terraform address with its modules and indices. */
  readonly address: string;
}
