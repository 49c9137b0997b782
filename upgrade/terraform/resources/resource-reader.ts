import type { ResourceKind } from "../../fleet/change";
import {
  type ClusterKey,
  isUnknown,
  type Known,
  type OtherNodesState,
  type PartName,
  type TargetGroupKey,
  type Things,
  UNKNOWN,
} from "../../fleet/state";
import type { Attributes } from "../attributes";
import type { Instance } from "../instances";
import type { PlanContext } from "../plan-context";
import { addTo, type Side } from "../reading";

/** Reads what resources of some types are in a fleet. */
export interface ResourceReader {
  /** Terraform's: "aws_eks_cluster". */
  readonly types: readonly string[];
  /** What a change to such a resource is called. @default "other" */
  readonly kind?: ResourceKind;
  /** Of managed resources, or of data sources. @default "managed" */
  readonly mode?: "data";
  read(found: Found): void;
}

/** A resource on one side of a change, or on both where nothing changes. */
export class Found {
  constructor(
    readonly plan: PlanContext,
    readonly instance: Instance,
    readonly side: Attributes,
    /** How it was, on the side after; the same object where nothing changes. */
    readonly was: Attributes | undefined,
    readonly sides: readonly Side[],
    private readonly bindings: Set<string>,
  ) {}

  get stack(): string {
    return this.plan.stack;
  }

  get address(): string {
    return this.instance.address;
  }

  text(name: string): Known<string> {
    return this.side.text(name) ?? UNKNOWN;
  }

  /** What the code leaves to AWS is not there, rather than unknown. */
  given<T>(attribute: string, value: Known<T> | undefined): Known<T> | undefined {
    return this.plan.given(this.instance, attribute, value);
  }

  clusterNamed(): Known<ClusterKey> {
    return this.plan.clusterNamed(this.instance, this.side);
  }

  /** The cluster that its Helm or Kubernetes provider reaches. */
  clusterOfProvider(): Known<ClusterKey> {
    return this.plan.clusterOfProvider(this.instance);
  }

  add<P extends PartName>(name: P, thing: Things[P]): void {
    addTo(this.sides, name, thing);
    if (name === "bindings") {
      this.bindings.add(this.address);
    }
  }

  addNodes(cluster: Known<ClusterKey>, nodes: Pick<OtherNodesState, "kind" | "what" | "size">): void {
    if (!isUnknown(cluster)) {
      const { stack, address } = this;
      this.add("otherNodes", { stack, address, cluster, ...nodes });
    }
  }

  /** Something is attached to a target group without a binding. */
  attach(targetGroup: Known<TargetGroupKey> | undefined): void {
    if (targetGroup !== undefined && !isUnknown(targetGroup)) {
      for (const { attached } of this.sides) {
        attached.push({ stack: this.stack, targetGroup });
      }
    }
  }

  /** The target group that an ARN names. */
  targetGroupIn(arn: string): TargetGroupKey | undefined {
    return this.plan.targetGroupIn(arn);
  }
}
