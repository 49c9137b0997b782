import { cidrProblems } from "../checks/values";

/** From where the Kubernetes API of a cluster is reached. Changed in place. */
export class EndpointAccess {
  /** From the VPC, and the networks joined to it. */
  static readonly PRIVATE = new EndpointAccess(true, false, []);

  /**
   * From the VPC, and from the given networks on the internet. Nodes go by the VPC.
   * @param cidrs IPv4 networks, "203.0.113.0/24"; at least one
   */
  static publicAndPrivate(...cidrs: readonly string[]): EndpointAccess {
    return new EndpointAccess(true, true, cidrs);
  }

  /** From the given networks on the internet alone: nodes too go by the internet. */
  static publicOnly(...cidrs: readonly string[]): EndpointAccess {
    return new EndpointAccess(false, true, cidrs);
  }

  /**
   * From the internet by whatever networks EKS has for it, the whole internet maybe: for a cluster that is adopted, to
   * be closed in a step of its own.
   * @param isPrivate whether the VPC reaches it too
   */
  static publicAsItIs(isPrivate: boolean): EndpointAccess {
    return new EndpointAccess(isPrivate, true, [], true);
  }

  private constructor(
    readonly isPrivate: boolean,
    readonly isPublic: boolean,
    readonly publicCidrs: readonly string[],
    /** EKS keeps the CIDR blocks that it has. */
    readonly isAsItIs = false,
  ) {}

  get problems(): readonly string[] {
    if (!this.isPublic || this.isAsItIs) {
      return [];
    }
    return this.publicCidrs.length === 0
      ? [
          'the public endpoint has no CIDR blocks: EKS would open it to the whole internet. Give the blocks that may reach it, like EndpointAccess.publicAndPrivate("203.0.113.0/24"), or use EndpointAccess.PRIVATE',
        ]
      : this.publicCidrs.flatMap((cidr) => cidrProblems("a CIDR block of the public endpoint", cidr));
  }
}
