/** Who can reach a load balancer. A change replaces the load balancer. */
export class LoadBalancerScheme {
  /** It has private addresses, which the VPC and connected networks can reach. */
  static readonly INTERNAL = new LoadBalancerScheme(true);

  /** It has public addresses. Its subnets must have a route to an internet gateway. */
  static readonly INTERNET_FACING = new LoadBalancerScheme(false);

  private constructor(readonly isInternal: boolean) {}
}
