import type {
  ClusterSettings,
  Environment,
  LoadBalancerSettings,
  NodeGroupSettings,
  NodePoolSettings,
} from "./settings";

/** A value of a fleet file, as plain data. */
export type FleetValue =
  | string
  | number
  | boolean
  | readonly FleetValue[]
  | { readonly [name: string]: FleetValue };

/**
 * Every path to a value inside `T`, as a tuple of property names: `["nodeGroups", string, "phase"]`. Keys of records are
 * any string. A list is one value: no path leads into it.
 */
export type PathIn<T> = T extends Leaf
  ? never
  : unknown extends T
    ? readonly string[]
    : { [Name in keyof T & string]-?: Step<Name, T[Name]> }[keyof T & string];

type Leaf = string | number | boolean | undefined | readonly unknown[];

/** Values that hold anything ("values" of a Helm release) accept any path below them. */
type Step<Name extends string, Value> = unknown extends Value
  ? readonly [Name, ...string[]]
  : [NonNullable<Value>] extends [never]
    ? never
    : readonly [Name] | readonly [Name, ...PathIn<Value>];

/** Where a value is in its environment: `["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "phase"]`. */
export type FleetPath = PathIn<Environment>;

/** A path inside an entry of `clusters`. */
export type ClusterPath = PathIn<ClusterSettings>;

/** A path inside an entry of `nodeGroups`. */
export type NodeGroupPath = PathIn<NodeGroupSettings>;

/** A path inside an entry of `nodePools`. */
export type NodePoolPath = PathIn<NodePoolSettings>;

/** A path inside an entry of `loadBalancers`. */
export type LoadBalancerPath = PathIn<LoadBalancerSettings>;

/** The type of the value at a path of an environment, or of `From`. */
export type ValueAt<Path extends readonly string[], From = Environment> = Path extends readonly [
  infer Name extends string,
  ...infer Rest extends readonly string[],
]
  ? ValueAt<Rest, PropertyOf<From, Name>>
  : From;

/** Of a union such as `string | AddonSettings`, the members that have the property. */
type PropertyOf<From, Name extends string> = unknown extends From
  ? unknown
  : From extends Leaf
    ? never
    : Name extends keyof From
      ? Exclude<From[Name], undefined>
      : never;

/** The value at a path, as an edit writes it: of the type that the settings have there, and plain data. */
export type FleetValueAt<Path extends readonly string[], From = Environment> = ValueAt<Path, From> &
  FleetValue;
