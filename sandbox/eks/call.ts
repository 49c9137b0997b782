import type { Fields } from "./fields";
import type { EksOptions } from "./options";
import type { EksCluster, EksRegion } from "./region";

/** One request, read and about to be answered. */
export interface Call {
  readonly operation: string;
  readonly region: EksRegion;
  readonly options: EksOptions;
  /** A label of the URI: `label("name")` is the cluster's in nearly all of them. */
  label(name: string): string;
  readonly query: URLSearchParams;
  readonly body: Fields;
  /** The time of the request. */
  readonly now: number;
}

export interface Operation {
  readonly method: "GET" | "POST" | "DELETE";
  /** As in AWS's model: "/clusters/{name}/node-groups". */
  readonly path: string;
  readonly answer: (call: Call) => object | Promise<object>;
}

/** Operations by their names in the API. */
export type Operations = Readonly<Record<string, Operation>>;

/** The cluster that the URI names. */
export function clusterOf(call: Call): EksCluster {
  return call.region.cluster(call.label("name"));
}
