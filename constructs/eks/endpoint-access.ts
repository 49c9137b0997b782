import { examined, madeWith } from "../checks/right-types";
import { publicCidrProblems } from "../checks/values";

/** Which networks reach the Kubernetes API of a cluster. Changed in place. */
export class EndpointAccess {
  /** The VPC, and the networks connected to it. */
  static readonly PRIVATE = new EndpointAccess(true, false, []);

  /**
   * The VPC, and the given CIDR blocks on the internet. Nodes use the VPC.
   * @param cidrs at least one IPv4 CIDR block, "203.0.113.0/24"
   */
  static publicAndPrivate(...cidrs: readonly string[]): EndpointAccess {
    const { value, problems } = examined("EndpointAccess.publicAndPrivate", { cidrs });
    return madeWith(new EndpointAccess(true, true, value.cidrs), problems);
  }

  /** Only the given CIDR blocks on the internet. Nodes use the internet too. */
  static publicOnly(...cidrs: readonly string[]): EndpointAccess {
    const { value, problems } = examined("EndpointAccess.publicOnly", { cidrs });
    return madeWith(new EndpointAccess(false, true, value.cidrs), problems);
  }

  /**
   * For an adopted cluster: the CIDR blocks that EKS has for it, maybe the whole internet. Restrict them in a change of
   * its own.
   * @param isPrivate whether the VPC reaches it too
   */
  static publicAsItIs(isPrivate: boolean): EndpointAccess {
    const { value, problems } = examined("EndpointAccess.publicAsItIs", { isPrivate });
    return madeWith(new EndpointAccess(value.isPrivate, true, [], true), problems);
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
      : this.publicCidrs.flatMap((cidr) => publicCidrProblems("a CIDR block of the public endpoint", cidr));
  }
}
