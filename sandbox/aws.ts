import { type Clock, ScaledClock } from "./clock";
import { control } from "./control";
import { loadModel } from "./eks/model";
import { MotoNeighbours } from "./eks/moto-neighbours";
import { setDesiredSize } from "./eks/node-group-config";
import {
  type ApiServer,
  type Durations,
  type NodeGroupVersionPolicy,
  type OfferedAddon,
  type OfferedVersion,
  USUAL_DURATIONS,
} from "./eks/options";
import type { Insight, NodeGroup } from "./eks/resources";
import { serveEks } from "./eks/server";
import { Faults } from "./faults";
import { Journal } from "./journal";
import type { GivenResources } from "./moto/given";
import { CACHE_DIRECTORY, installMoto } from "./moto/install";
import { startMoto } from "./moto/process";
import { serveProxy } from "./moto/proxy";

export interface AwsOptions {
  /** The Kubernetes versions that EKS offers. */
  readonly versions: readonly OfferedVersion[];
  /** The add-on builds that EKS offers. */
  readonly addons: readonly OfferedAddon[];
  /** @default - nothing exists */
  readonly given?: GivenResources;
  /**
   * The sandbox's date, which decides what is supported.
   * @default - now
   */
  readonly start?: Date;
  /**
   * How many times faster than the world's the sandbox's time is.
   * @default 240, so that a control plane is updated in two seconds
   */
  readonly speed?: number;
  /** @default - a clock that starts at `start` and runs with `speed` */
  readonly clock?: Clock;
  /** @default - about those of AWS */
  readonly durations?: Partial<Durations>;
  /** @default "within-skew" */
  readonly nodeGroupVersionPolicy?: NodeGroupVersionPolicy;
  /** The day of the newest AMIs that EKS offers. @default - the last Monday of the sandbox's date */
  readonly amiDay?: Date;
  /** @default - clusters have endpoints behind which nothing listens */
  readonly apiServerOf?: (region: string, clusterName: string) => ApiServer | undefined;
  /** @default - `.cache` at the root of the project */
  readonly cacheDirectory?: string;
  /** @default - silent */
  readonly log?: (line: string) => void;
}

/** Names a node group. */
export interface NodeGroupKey {
  readonly region: string;
  readonly clusterName: string;
  readonly nodegroupName: string;
}

/** A managed node group, as far as its nodes are concerned. */
export type PlayedNodeGroup = Pick<NodeGroup, "nodegroupName" | "labels" | "taints"> & {
  readonly desiredSize: number;
};

/** AWS on loopback. */
export interface Aws {
  /** The environment in which Terraform, the AWS provider and the AWS CLI reach it. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Where the control endpoint is: append "/journal", "/clock", "/faults" … */
  readonly controlUrl: string;
  /** Answers of the sandbox that AWS's model of the API does not allow; tests expect none. */
  readonly problems: readonly string[];
  /** Makes more resources exist. */
  give(resources: GivenResources): Promise<void>;
  /** The node groups of a cluster; none if there is no such cluster. */
  nodeGroups(region: string, clusterName: string): readonly PlayedNodeGroup[];
  /** Plays the autoscaler. */
  setDesiredSize(nodeGroup: NodeGroupKey, desiredSize: number): void;
  /** Makes EKS report one more insight about a cluster. */
  addInsight(region: string, clusterName: string, insight: Insight): void;
  stop(): Promise<void>;
}

/** Starts AWS on loopback; installs moto first where it is missing. */
export async function startAws(options: AwsOptions): Promise<Aws> {
  const log = options.log ?? (() => {});
  const cacheDirectory = options.cacheDirectory ?? CACHE_DIRECTORY;
  const installation = await installMoto({ cacheDirectory, log });
  const moto = await startMoto(installation);
  if (options.given !== undefined) await moto.give(options.given);

  const clock = options.clock ?? new ScaledClock(options.start ?? new Date(), options.speed ?? 240);
  const journal = new Journal();
  const faults = new Faults();
  const proxy = await serveProxy({ upstream: moto.url, clock, faults, journal });
  const eks = await serveEks({
    clock,
    journal,
    faults,
    neighbours: new MotoNeighbours(moto.url),
    versions: options.versions,
    addons: options.addons,
    durations: { ...USUAL_DURATIONS, ...options.durations },
    nodeGroupVersionPolicy: options.nodeGroupVersionPolicy ?? "within-skew",
    model: await loadModel(installation.eksModel),
    ...(options.amiDay === undefined ? {} : { amiDay: options.amiDay }),
    ...(options.apiServerOf === undefined ? {} : { apiServerOf: options.apiServerOf }),
    control: (request, response) =>
      control({ clock, journal, faults, region: eks.region }, request, response),
  });

  return {
    env: {
      AWS_ENDPOINT_URL: proxy.url,
      AWS_ENDPOINT_URL_EKS: eks.url,
      AWS_ACCESS_KEY_ID: "sandbox",
      AWS_SECRET_ACCESS_KEY: "sandbox",
      AWS_EC2_METADATA_DISABLED: "true",
    },
    clock,
    journal,
    faults,
    controlUrl: `${eks.url}/_sandbox`,
    problems: eks.problems,
    give: (resources) => moto.give(resources),
    nodeGroups: (region, clusterName) =>
      (eks.region(region).has(clusterName)
        ? eks.region(region).cluster(clusterName).nodeGroups.values()
        : []
      ).map(({ nodegroupName, labels, taints, scalingConfig: { desiredSize } }) => ({
        ...{ nodegroupName, labels, taints, desiredSize },
      })),
    setDesiredSize: ({ region, clusterName, nodegroupName }, desiredSize) =>
      setDesiredSize(eks.region(region).cluster(clusterName), nodegroupName, desiredSize),
    addInsight: (region, clusterName, insight) => {
      eks.region(region).cluster(clusterName).insights.push(insight);
    },
    stop: async () => {
      await eks.stop();
      await proxy.stop();
      await moto.stop();
    },
  };
}
