import { decodeSupport } from "../eks/declared-support";
import { decodeEvacuated } from "../eks/evacuated-weights";
import { decodeSharedWeights } from "../eks/shared-weights";
import { decodeBoundByOthers } from "../eks/target-group-owner";
import { recordSlot, withDerivedTraffic } from "../fleet/derived-traffic";
import { clusterKey, type Identity, mayBeSame } from "../fleet/key";
import { ByPlace } from "../fleet/place";
import {
  type BindingState,
  type ClusterKey,
  type FleetState,
  type HaproxyState,
  ifKnown,
  type Place,
  type RecordState,
  UNKNOWN,
} from "../fleet/state";
import { expressionsOf, marksOf, valuesOf } from "./expressions";
import { get, getList, getRecord, getText, isRecord, type JsonRecord, kindOf } from "./json";
import type { Plan, PlannedResource } from "./plan-json";
import { readPlans } from "./read-plans";

export interface NamedStack {
  readonly name: string;
  /** The content of its cdk.tf.json. */
  readonly json: unknown;
}

/**
 * Reads the declared fleet from synthesized stacks. Each stack is read as a plan that creates all of it, so the fleet is
 * the same as from a plan, with references between resources. Addresses are Terraform addresses.
 *
 * @throws never; the first invalid stack is returned as a problem
 */
export function readSynthesized(stacks: readonly NamedStack[]): FleetState | { readonly problem: string } {
  const plans: { name: string; plan: Plan }[] = [];
  for (const { name, json } of stacks) {
    if (!isRecord(json) || !isRecord(get(json, "terraform") ?? get(json, "resource"))) {
      return {
        problem: `${name}: this is ${kindOf(json)}, not a synthesized stack: expected the cdk.tf.json of a stack`,
      };
    }
    plans.push({ name, plan: planOf(json) });
  }
  const commentOf = commentsIn(stacks);
  const read = withDerivedComments(withImported(readPlans(plans).after, stacks), commentOf);
  const fleet = withSharedWeights(withBindingsByOthers(read, commentOf), commentOf);
  return withSupport(withEvacuated(fleet, commentOf), commentOf);
}

/** What no attribute of records and configurations has: clusters, shared weights, weights of evacuated slots. */
function withDerivedComments(fleet: FleetState, commentOf: CommentOf): FleetState {
  if (fleet.records.length === 0 && fleet.haproxies.length === 0) {
    return fleet;
  }
  const records = fleet.records.map((record): RecordState => {
    const comment = commentOf(record);
    const name = decodeBoundByOthers(comment);
    const weights = decodeSharedWeights(comment);
    const evacuated = decodeEvacuated(comment)[recordSlot(record)];
    return {
      ...record,
      ...(name === undefined ? {} : { cluster: clusterOf(fleet, { name }) }),
      ...(weights === undefined ? {} : { weights }),
      ...(evacuated === undefined ? {} : { evacuated }),
    };
  });
  const haproxies = fleet.haproxies.map((haproxy): HaproxyState => {
    const comment = commentOf(haproxy);
    const weights = decodeSharedWeights(comment);
    const evacuated = decodeEvacuated(comment);
    return {
      ...haproxy,
      ...(weights === undefined ? {} : { weights }),
      ...(Object.keys(evacuated).length === 0 ? {} : { evacuated }),
    };
  });
  const commented = { ...fleet, records, haproxies };
  return withDerivedTraffic(commented, commented)[1];
}

/** The environment's weights that load balancers follow, which no attribute of a listener has. */
function withSharedWeights(fleet: FleetState, commentOf: CommentOf): FleetState {
  const shared = new Map<unknown, string>();
  for (const route of fleet.routes) {
    const weights = decodeSharedWeights(commentOf(route));
    if (weights !== undefined) {
      shared.set(route.loadBalancer, weights);
    }
  }
  return shared.size === 0
    ? fleet
    : {
        ...fleet,
        loadBalancers: fleet.loadBalancers.map((each) => {
          const weights = shared.get(each.key);
          return weights === undefined ? each : { ...each, weights };
        }),
      };
}

/** Imported resources keep what they have: target groups keep targets, public endpoints keep CIDR blocks. */
function withImported(fleet: FleetState, stacks: readonly NamedStack[]): FleetState {
  const places = stacks.flatMap(({ name, json }) =>
    getList(json, "import").map((block): Place => ({ stack: name, address: getText(block, "to") ?? "" })),
  );
  const imported = ByPlace.of(places);
  const isImported = (place: Place) => imported.get(place) !== undefined;
  return places.length === 0
    ? fleet
    : {
        ...fleet,
        targetGroups: fleet.targetGroups.map((group) =>
          isImported(group) ? { ...group, hasAttachments: true } : group,
        ),
        clusters: fleet.clusters.map((cluster) =>
          isImported(cluster) && cluster.isPublic === true && cluster.publicCidrs === undefined
            ? { ...cluster, publicCidrs: UNKNOWN }
            : cluster,
        ),
      };
}

/** The comment ("//") of a resource, which no plan has. */
type CommentOf = (place: Place) => JsonRecord | undefined;

function commentsIn(stacks: readonly NamedStack[]): CommentOf {
  const declared = new Map(stacks.map(({ name, json }) => [name, getRecord(json, "resource")]));
  return ({ stack, address }) => {
    const [type = "", name = ""] = address.split(".");
    return getRecord(getRecord(getRecord(declared.get(stack), type), name), "//");
  };
}

/** Facts about target groups that are in no attribute. */
function withBindingsByOthers(fleet: FleetState, commentOf: CommentOf): FleetState {
  const bindings = fleet.targetGroups.flatMap(
    ({ stack, address, key, account, region, isDerived }): readonly BindingState[] => {
      const clusterName = isDerived === true ? undefined : decodeBoundByOthers(commentOf({ stack, address }));
      return clusterName === undefined
        ? []
        : [
            {
              stack,
              address,
              cluster: clusterOf(fleet, { account, region, name: clusterName }),
              targetGroup: key,
              multiCluster: UNKNOWN,
              isByOthers: true,
            },
          ];
    },
  );
  return bindings.length === 0 ? fleet : { ...fleet, bindings: [...fleet.bindings, ...bindings] };
}

/** The matching cluster of the fleet. If none or several match, the key of exactly this identity. */
function clusterOf({ clusters }: FleetState, identity: Identity): ClusterKey {
  const [only, ...others] = clusters.filter(({ account, region, clusterName }) => {
    const name = ifKnown(clusterName);
    return name !== undefined && mayBeSame({ account, region, name }, identity);
  });
  return only === undefined || others.length > 0 ? clusterKey(identity) : only.key;
}

/** The weights in the code of evacuated slots, which no attribute of a listener has. */
function withEvacuated(fleet: FleetState, commentOf: CommentOf): FleetState {
  const evacuated = new Map<unknown, Readonly<Record<string, number>>>();
  for (const route of fleet.routes) {
    const weights = decodeEvacuated(commentOf(route));
    if (Object.keys(weights).length > 0) {
      evacuated.set(route.loadBalancer, weights);
    }
  }
  return evacuated.size === 0
    ? fleet
    : {
        ...fleet,
        loadBalancers: fleet.loadBalancers.map((each) => {
          const weights = evacuated.get(each.key);
          return weights === undefined ? each : { ...each, evacuated: weights };
        }),
      };
}

/** The Kubernetes versions that releases support in the code, which no attribute of a release has. */
function withSupport(fleet: FleetState, commentOf: CommentOf): FleetState {
  return {
    ...fleet,
    releases: fleet.releases.map((release) => {
      const supports = decodeSupport(commentOf(release));
      return supports === undefined ? release : { ...release, supports };
    }),
  };
}

/** The path of the construct behind each address of a stack, "alpha-kr-a/cluster" for its resource "Default". */
export function constructPaths(json: unknown): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const { address, body } of resourcesOf(json)) {
    const path = getText(getRecord(getRecord(body, "//"), "metadata"), "path");
    if (path !== undefined) {
      paths.set(address, path.replace(/\/Default$/, ""));
    }
  }
  return paths;
}

interface Declared {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly body: JsonRecord;
}

function planOf(json: JsonRecord): Plan {
  const declared = resourcesOf(json);
  return {
    resources: declared.flatMap(resourceOf),
    outputs: new Map(),
    invocations: [],
    variables: {},
    priorModule: undefined,
    providers: providersOf(json),
    rootModule: { resources: declared.map(configOf), variables: getRecord(json, "variable") ?? {} },
    isPartial: false,
    isSaidPartial: false,
    isSynthesized: true,
  };
}

function resourcesOf(json: unknown): readonly Declared[] {
  const declared: Declared[] = [];
  for (const mode of ["managed", "data"] as const) {
    const types = getRecord(json, mode === "data" ? "data" : "resource") ?? {};
    for (const [type, bodies] of Object.entries(types)) {
      for (const [name, body] of isRecord(bodies) ? Object.entries(bodies) : []) {
        if (isRecord(body)) {
          declared.push({
            address: `${mode === "data" ? "data." : ""}${type}.${name}`,
            mode,
            type,
            name,
            body,
          });
        }
      }
    }
  }
  return declared;
}

/** One for each known index. If the count is an expression, only the first. */
function resourceOf({ address, mode, type, name, body }: Declared): readonly PlannedResource[] {
  const resource = {
    previousAddress: undefined,
    moduleAddress: "",
    mode,
    type,
    name,
    deposed: undefined,
    provider: `registry.terraform.io/hashicorp/${type.slice(0, type.indexOf("_"))}`,
    action: mode === "data" ? "read" : "create",
    before: undefined,
    after: valuesOf(body),
    afterUnknown: withIgnoredSize(marksOf(body), body),
    beforeSensitive: undefined,
    afterSensitive: undefined,
    isCreatedFirst: false,
    replacePaths: [],
    isImport: false,
    isTainted: false,
  } as const;
  const { count } = body;
  if (count === undefined) {
    return [{ ...resource, address, index: undefined }];
  }
  return Array.from({ length: typeof count === "number" ? Math.min(count, MOST) : 1 }, (_, index) => ({
    ...resource,
    address: `${address}[${index}]`,
    index,
  }));
}

const MOST = 1000;

/** If the code ignores changes of a size, an autoscaler sets it, and the code does not show the number of nodes. */
function withIgnoredSize(marks: JsonRecord, body: JsonRecord): JsonRecord {
  const ignored = get(getRecord(body, "lifecycle"), "ignore_changes");
  return Array.isArray(ignored) && ignored.includes("scaling_config[0].desired_size")
    ? { ...marks, scaling_config: { ...getRecord(marks, "scaling_config"), desired_size: true } }
    : marks;
}

function configOf({ address, type, body }: Declared): JsonRecord {
  return {
    address,
    provider_config_key: getText(body, "provider") ?? type.slice(0, type.indexOf("_")),
    expressions: expressionsOf(body),
  };
}

/** "aws", "aws.seoul": by the provider's name and alias. */
function providersOf(json: JsonRecord): JsonRecord {
  const providers: [string, JsonRecord][] = [];
  for (const [name, bodies] of Object.entries(getRecord(json, "provider") ?? {})) {
    for (const body of Array.isArray(bodies) ? bodies : [bodies]) {
      const alias = getText(body, "alias");
      const key = alias === undefined ? name : `${name}.${alias}`;
      providers.push([key, { name, expressions: expressionsOf(body) }]);
    }
  }
  return Object.fromEntries(providers);
}
