import { type Identity, type Keyed, type Keys, type KeyTypes, keyOf, mayBeSame } from "../fleet/key";
import { lazily } from "../fleet/lazily";
import {
  type ClusterKey,
  type Identified,
  ifKnown,
  isUnknown,
  type Known,
  type LoadBalancerKey,
  type Place,
  type TargetGroupKey,
  UNKNOWN,
} from "../fleet/state";
import { loadBalancerInArn, targetGroupInArn } from "./arn";
import type { Attributes } from "./attributes";
import { type Instance, Instances } from "./instances";
import { get, getRecord, getText, type JsonRecord } from "./json";
import { expressionsIn, Origins } from "./origins";
import type { Plan } from "./plan-json";
import { type Scope, Scopes } from "./scopes";

/** The resources and data sources for each kind of thing. */
export const KEYED_TYPES = {
  cluster: ["aws_eks_cluster", "aws_eks_cluster_auth"],
  targetGroup: ["aws_lb_target_group", "aws_alb_target_group"],
  loadBalancer: ["aws_lb", "aws_alb"],
} as const satisfies Readonly<Record<Keyed, readonly string[]>>;

/** A plan, for the readers of its resources. */
export class PlanContext {
  readonly instances: Instances;
  readonly origins: Origins;
  private readonly scopes: Scopes;
  private readonly clustersOfProviders = new Map<string, Known<ClusterKey>>();
  private readonly sharedKeys = lazily(() => this.keysOfSeveralProviders());

  /** @param stack the name of the plan */
  constructor(
    readonly stack: string,
    private readonly plan: Plan,
    readonly keys: Keys,
    keepSecret: (text: string, address: string) => void,
  ) {
    this.instances = new Instances(plan, keepSecret);
    this.origins = new Origins(this.instances, plan.variables);
    this.scopes = new Scopes(this.instances, this.origins, plan.providers);
  }

  /** Whether this is a plan, and not code in the form of one. */
  get isPlan(): boolean {
    return this.plan.isSynthesized !== true;
  }

  placeOf({ address }: Instance): Place {
    return { stack: this.stack, address };
  }

  scopeOf(instance: Instance, side: Attributes): Scope {
    return this.scopes.of(instance, side);
  }

  /** The key of a thing. If its name is known after apply, the key is its place. */
  identified<K extends Keyed>(kind: K, instance: Instance, side: Attributes): Identified<K> {
    const { stack } = this;
    const { address } = instance;
    const identity = this.identityBy(kind, instance, side);
    const { account, region } = identity ?? this.scopes.of(instance, side);
    return { stack, address, key: this.keys.of(kind, identity ?? { stack, address }), account, region };
  }

  keyBy<K extends Keyed>(kind: K, instance: Instance, side: Attributes): KeyTypes[K] {
    return this.keys.of(kind, this.identityBy(kind, instance, side) ?? this.placeOf(instance));
  }

  /** The cluster in the `cluster_name` of a resource. */
  clusterNamed(instance: Instance, side: Attributes): Known<ClusterKey> {
    const name = side.text("cluster_name");
    return name === undefined || isUnknown(name)
      ? this.keyOfOrigin("cluster", instance, "cluster_name")
      : this.clusterOfName(instance, side, name);
  }

  /** The cluster with a name, in the account and region of a resource. */
  clusterOfName(instance: Instance, side: Attributes, name: string): Known<ClusterKey> {
    const identity = this.identityOf("cluster", instance, side, name);
    return identity === undefined ? UNKNOWN : this.keys.of("cluster", identity);
  }

  /** The thing whose id, ARN or name is in an attribute. */
  keyOfOrigin<K extends Keyed>(kind: K, instance: Instance, attribute: string): Known<KeyTypes[K]> {
    return this.keyIn(kind, instance, this.expressionOf(instance, attribute))?.key ?? UNKNOWN;
  }

  keyIn<K extends Keyed>(kind: K, instance: Instance, expression: unknown) {
    const origin = this.origins.resourceOf(KEYED_TYPES[kind], expression, instance);
    const side = origin?.after ?? origin?.before;
    return origin === undefined || side === undefined
      ? undefined
      : { key: this.keyBy(kind, origin, side), arn: ifKnown(side.text("arn")) };
  }

  /** The target group that an ARN names. */
  targetGroupIn(arn: string): TargetGroupKey | undefined {
    const identity = targetGroupInArn(arn);
    return identity === undefined ? undefined : this.keys.of("targetGroup", identity);
  }

  /** The load balancer that an ARN names, or one of its listeners. */
  loadBalancerIn(arn: string): LoadBalancerKey | undefined {
    const identity = loadBalancerInArn(arn);
    return identity === undefined ? undefined : this.keys.of("loadBalancer", identity);
  }

  /** The cluster in the configuration of a Helm or Kubernetes provider. */
  clusterOfProvider(instance: Instance): Known<ClusterKey> {
    const name = this.providerKeyOf(instance);
    if (name === undefined) {
      return UNKNOWN;
    }
    const known = this.clustersOfProviders.get(name) ?? this.clusterIn(getRecord(this.plan.providers, name));
    this.clustersOfProviders.set(name, known);
    return known;
  }

  /** A value that is unknown and not in the code is set by AWS: it counts as missing. */
  given<T>(instance: Instance, attribute: string, value: Known<T> | undefined): Known<T> | undefined {
    return isUnknown(value) && !this.isGiven(instance, attribute) ? undefined : value;
  }

  isGiven(instance: Instance, attribute: string): boolean {
    const config = this.instances.configOf(instance);
    return config === undefined || this.expressionOf(instance, attribute) !== undefined;
  }

  expressionOf(instance: Instance, attribute: string): unknown {
    return get(getRecord(this.instances.configOf(instance), "expressions"), attribute);
  }

  private identityBy(kind: Keyed, instance: Instance, side: Attributes): Identity | undefined {
    const name = ifKnown(side.text("name"));
    return name === undefined ? undefined : this.identityOf(kind, instance, side, name);
  }

  /**
   * The identity of a name in the account and region of a resource; with the configuration of the provider if several
   * providers have a thing with that identity, as for two accounts. `undefined` if the code no longer has the resource, and the provider is ambiguous.
   */
  private identityOf(kind: Keyed, instance: Instance, side: Attributes, name: string): Identity | undefined {
    const { account, region } = this.scopes.of(instance, side);
    const identity = { account, region, name };
    // Most plans have one configuration of the provider, and no key is made to look it up.
    const shared = this.sharedKeys();
    if (shared.size === 0 || !shared.has(keyOf(kind, identity))) {
      return identity;
    }
    const { stack } = this;
    return this.instances.configOf(instance) === undefined
      ? undefined
      : { ...identity, madeBy: { stack, provider: this.scopes.providerOf(instance) } };
  }

  private keysOfSeveralProviders(): ReadonlySet<string> {
    const providers = new Map<string, Set<string>>();
    for (const instance of this.scopes.hasSeveral() ? this.instances.all : []) {
      const kind = instance.isData ? undefined : kindOf(instance.type);
      const side = kind === undefined ? undefined : (instance.after ?? instance.before);
      const name = ifKnown(side?.text("name"));
      if (
        kind !== undefined &&
        side !== undefined &&
        name !== undefined &&
        this.instances.configOf(instance) !== undefined
      ) {
        const key = keyOf(kind, { ...this.scopes.of(instance, side), name });
        providers.set(key, (providers.get(key) ?? new Set()).add(this.scopes.providerOf(instance)));
      }
    }
    return new Set([...providers].flatMap(([key, { size }]) => (size > 1 ? [key] : [])));
  }

  private providerKeyOf(instance: Instance): string | undefined {
    const { providers } = this.plan;
    const key = getText(this.instances.configOf(instance), "provider_config_key");
    if (key !== undefined) {
      return Object.hasOwn(providers, key) ? key : key.slice(key.lastIndexOf(":") + 1);
    }
    // If the code no longer has the resource, only one provider can be the right one.
    const [only, ...others] = Object.keys(providers).filter((candidate) =>
      instance.resource.provider.endsWith(`/${getText(get(providers, candidate), "name")}`),
    );
    return others.length === 0 ? only : undefined;
  }

  private clusterIn(provider: JsonRecord | undefined): Known<ClusterKey> {
    const expressions = get(provider, "expressions");
    const module = this.instances.module(getText(provider, "module_address") ?? "");
    const places: Place[] = [];
    const identities: Identity[] = [];
    for (const cluster of this.origins.resourcesIn(KEYED_TYPES.cluster, expressions, module)) {
      const side = cluster.after ?? cluster.before;
      const identity = side === undefined ? undefined : this.identityBy("cluster", cluster, side);
      if (identity !== undefined) {
        identities.push(identity);
      } else if (side !== undefined) {
        places.push(this.placeOf(cluster));
      }
    }
    for (const expression of places.length + identities.length === 0 ? expressionsIn(expressions) : []) {
      const name = argumentIn(get(expression, "constant_value"), "--cluster-name");
      const region = argumentIn(get(expression, "constant_value"), "--region");
      if (name !== undefined) {
        identities.push({ region, name });
      }
    }
    const found = [...onlyIdentity(identities), ...places].map((of) => this.keys.of("cluster", of));
    const [only, ...others] = new Set(found);
    return only === undefined || others.length > 0 ? UNKNOWN : only;
  }
}

function kindOf(type: string): Keyed | undefined {
  switch (type) {
    case "aws_eks_cluster":
      return "cluster";
    case "aws_lb":
    case "aws_alb":
      return "loadBalancer";
    case "aws_lb_target_group":
    case "aws_alb_target_group":
      return "targetGroup";
    default:
      return undefined;
  }
}

/** One value for all, if they can belong to one thing. */
function onlyIdentity(identities: readonly Identity[]): readonly Identity[] {
  const [first, ...others] = identities;
  if (first === undefined || !identities.every((one) => identities.every((other) => mayBeSame(one, other)))) {
    return identities;
  }
  return [
    others.reduce(
      (all, { account, region, madeBy }) => ({
        name: all.name,
        account: all.account ?? account,
        region: all.region ?? region,
        madeBy: all.madeBy ?? madeBy,
      }),
      first,
    ),
  ];
}

/** The value after a name, in the arguments of a command. */
function argumentIn(args: unknown, name: string): string | undefined {
  const value: unknown = Array.isArray(args) ? args[args.indexOf(name) + 1] : undefined;
  return Array.isArray(args) && args.includes(name) && typeof value === "string" ? value : undefined;
}
