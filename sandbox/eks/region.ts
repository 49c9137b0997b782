import type { Clock } from "../clock";
import { notFound } from "./errors";
import type { Identifiers } from "./identifiers";
import type {
  AccessEntry,
  Addon,
  AssociatedPolicy,
  Cluster,
  FargateProfile,
  Insight,
  NodeGroup,
  PodIdentityAssociation,
} from "./resources";
import { Shelf, type Timed } from "./timed";
import { Updates } from "./update-history";

/** A cluster and all that belongs to it. */
export class EksCluster {
  readonly nodeGroups: Shelf<NodeGroup>;
  readonly addons: Shelf<Addon>;
  readonly accessEntries = new Map<string, AccessEntry>();
  readonly accessPolicies = new Map<string, readonly AssociatedPolicy[]>();
  readonly fargateProfiles = new Map<string, FargateProfile>();
  readonly podIdentityAssociations = new Map<string, PodIdentityAssociation>();
  readonly insights: Insight[] = [];
  readonly updates: Updates;

  constructor(
    clock: Clock,
    readonly timed: Timed<Cluster>,
    readonly name: string,
  ) {
    this.nodeGroups = new Shelf(clock);
    this.addons = new Shelf(clock);
    this.updates = new Updates(clock);
  }

  get value(): Cluster {
    const { value } = this.timed;
    if (value === undefined) throw noCluster(this.name);
    return value;
  }
}

/** EKS in one region. */
export class EksRegion {
  private readonly clusters = new Map<string, EksCluster>();

  constructor(
    readonly name: string,
    readonly ids: Identifiers,
  ) {}

  has(name: string): boolean {
    return this.clusters.get(name)?.timed.value !== undefined;
  }

  cluster(name: string): EksCluster {
    const cluster = this.clusters.get(name);
    if (cluster === undefined || cluster.timed.value === undefined) throw noCluster(name);
    return cluster;
  }

  clusterNames(): readonly string[] {
    return [...this.clusters.keys()].filter((name) => this.has(name)).sort();
  }

  add(cluster: EksCluster): void {
    this.clusters.set(cluster.name, cluster);
  }
}

function noCluster(name: string): Error {
  return notFound(`No cluster found for name: ${name}.`, { clusterName: name });
}
