import type { ResourceKind } from "../../fleet/change";
import {
  type ClusterKey,
  isUnknown,
  type Known,
  type OtherNodesState,
  type PartName,
  resourceKindsOf,
  type TargetGroupKey,
  type Things,
  UNKNOWN,
} from "../../fleet/state";
import type { Attributes } from "../attributes";
import type { Instance } from "../instances";
import type { PlanContext } from "../plan-context";
import { addTo, type Side } from "../reading";

/** Reads the parts of a fleet from resources of some types. */
export interface ResourceReader {
  /** Terraform types: "aws_eks_cluster". */
  readonly types: readonly string[];
  /** The kind of a change to such a resource. @default "other" */
  readonly kind?: ResourceKind;
  /** Managed resources or data sources. @default "managed" */
  readonly mode?: "data";
  read(found: Found): void;
}

/** A resource on one side of a change, or on both sides if nothing changes. */
export class Found {
  constructor(
    readonly plan: PlanContext,
    readonly instance: Instance,
    readonly side: Attributes,
    /** On the side after: the attributes before. The same object if nothing changes. */
    readonly was: Attributes | undefined,
    readonly sides: readonly Side[],
    private readonly kinds: Map<string, ResourceKind>,
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

  /** A value that AWS sets counts as missing, not as unknown. */
  given<T>(attribute: string, value: Known<T> | undefined): Known<T> | undefined {
    return this.plan.given(this.instance, attribute, value);
  }

  clusterNamed(): Known<ClusterKey> {
    return this.plan.clusterNamed(this.instance, this.side);
  }

  /** The cluster of its Helm or Kubernetes provider. */
  clusterOfProvider(): Known<ClusterKey> {
    return this.plan.clusterOfProvider(this.instance);
  }

  add<P extends PartName>(name: P, thing: Things[P]): void {
    addTo(this.sides, name, thing);
    // A release, a manifest, a ConfigMap or a parameter is of this kind by what it holds.
    if (name === "bindings" || name === "haproxies") {
      this.kinds.set(this.address, resourceKindsOf(name)[0] ?? "other");
    }
  }

  addNodes(cluster: Known<ClusterKey>, nodes: Omit<OtherNodesState, "stack" | "address" | "cluster">): void {
    const { stack, address } = this;
    this.add("otherNodes", { stack, address, cluster, ...nodes });
  }

  /** Records targets that are attached to a target group without a binding. */
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
