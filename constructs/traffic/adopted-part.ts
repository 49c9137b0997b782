/** A load balancer, target group, listener or rule that was there before it came under code. */
export interface AdoptedPart {
  /** As AWS has it now: an import block brings it into the state. */
  readonly arn: string;
  /** @default - none beside those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}
