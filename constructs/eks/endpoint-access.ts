import { isIPv4 } from "node:net";
import { isKnownLater } from "../validation";

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
    private readonly isAsItIs = false,
  ) {}

  get problems(): readonly string[] {
    if (!this.isPublic || this.isAsItIs) {
      return [];
    }
    return this.publicCidrs.length === 0
      ? [
          'the endpoint is public and names no networks, which opens it to the whole internet; give the CIDRs that may reach it, as in EndpointAccess.publicAndPrivate("203.0.113.0/24"), or use EndpointAccess.PRIVATE',
        ]
      : this.publicCidrs
          .filter((cidr) => !isKnownLater(cidr) && !isNetwork(cidr))
          .map((cidr) => `"${cidr}" is not a network of IPv4 addresses; write it as in "203.0.113.0/24"`);
  }
}

function isNetwork(cidr: string): boolean {
  const [, address = "", bits] = /^([\d.]+)\/(\d|[12]\d|3[0-2])$/.exec(cidr) ?? [];
  return bits !== undefined && isIPv4(address);
}
