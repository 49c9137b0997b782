/** What goes wrong when a fault strikes. */
export type Failure =
  /** The request is answered with an error and has no effect. */
  | { readonly kind: "error"; readonly code: string; readonly status: number; readonly message?: string }
  /** EKS accepts the request, and the update that it starts ends `Failed`. */
  | { readonly kind: "update"; readonly errorCode: string; readonly message?: string };

/** A failure, and the requests that it strikes. */
export interface Fault {
  /** "eks", "elasticloadbalancing", "ec2" …: the name under which requests are signed. */
  readonly service: string;
  readonly operation: string;
  /** Strikes only requests about this resource: its name, id or ARN, or a part of one. */
  readonly resource?: string;
  /**
   * How many matching requests pass before it strikes.
   * @default 0
   */
  readonly skip?: number;
  /**
   * How many matching requests it strikes.
   * @default 1
   */
  readonly times?: number;
  readonly failure: Failure;
}

export const THROTTLED: Failure = {
  kind: "error",
  code: "ThrottlingException",
  status: 429,
  message: "Rate exceeded",
};

export const SERVER_ERROR: Failure = {
  kind: "error",
  code: "ServerException",
  status: 500,
  message: "Failure injected by the sandbox",
};

interface Armed {
  readonly fault: Fault;
  skip: number;
  left: number;
}

/** The request that a fault may strike. */
export interface Target {
  readonly service: string;
  readonly operation: string;
  readonly resource?: string;
}

/** The faults that are to come. */
export class Faults {
  private armed: Armed[] = [];

  add(fault: Fault): void {
    this.armed.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
  }

  clear(): void {
    this.armed = [];
  }

  /** Those that have not struck as often as they should. */
  pending(): readonly Fault[] {
    return this.armed.filter(({ left }) => left > 0).map(({ fault }) => fault);
  }

  /** The failure of this kind that strikes the request, if any; it is then used up by one. */
  strike<K extends Failure["kind"]>(
    kind: K,
    target: Target,
  ): Extract<Failure, { readonly kind: K }> | undefined {
    for (const armed of this.armed) {
      const { failure } = armed.fault;
      if (armed.left === 0 || !isOfKind(failure, kind) || !concerns(armed.fault, target)) continue;
      if (armed.skip > 0) {
        armed.skip -= 1;
        continue;
      }
      armed.left -= 1;
      return failure;
    }
    return undefined;
  }
}

function isOfKind<K extends Failure["kind"]>(
  failure: Failure,
  kind: K,
): failure is Extract<Failure, { readonly kind: K }> {
  return failure.kind === kind;
}

function concerns(fault: Fault, target: Target): boolean {
  return (
    fault.service === target.service &&
    fault.operation === target.operation &&
    (fault.resource === undefined || (target.resource ?? "").includes(fault.resource))
  );
}
