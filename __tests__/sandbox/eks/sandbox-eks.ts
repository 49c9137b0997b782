import { ManualClock } from "../../../sandbox/clock";
import { InMemoryNeighbours } from "../../../sandbox/eks/in-memory-neighbours";
import {
  type Durations,
  type EksOptions,
  type OfferedAddon,
  type OfferedVersion,
  USUAL_DURATIONS,
} from "../../../sandbox/eks/options";
import { type EksServer, type EksServerOptions, serveEks } from "../../../sandbox/eks/server";
import { Faults } from "../../../sandbox/faults";
import { Journal } from "../../../sandbox/journal";

const REGION = "ap-northeast-2";
export const ACCOUNT = "123456789012";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/eks`;
export const ADMIN = `arn:aws:iam::${ACCOUNT}:role/platform/admin`;
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
export const SUBNETS = ["subnet-a", "subnet-c"];
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

const VERSIONS: readonly OfferedVersion[] = [
  { version: "1.30", endOfStandardSupport: "2025-07-23", endOfExtendedSupport: "2026-07-23" },
  { version: "1.31", endOfStandardSupport: "2025-11-26", endOfExtendedSupport: "2026-12-26" },
  { version: "1.32", endOfStandardSupport: "2026-03-23", endOfExtendedSupport: "2027-03-23" },
  { version: "1.33", endOfStandardSupport: "2026-07-29", endOfExtendedSupport: "2027-07-29" },
  { version: "1.34", endOfStandardSupport: "2026-12-02", endOfExtendedSupport: "2027-12-02" },
  { version: "1.35", endOfStandardSupport: "2027-03-27", endOfExtendedSupport: "2028-03-27" },
  { version: "1.36", endOfStandardSupport: "2027-08-02", endOfExtendedSupport: "2028-08-02" },
];

const ADDONS: readonly OfferedAddon[] = [
  { addonName: "kube-proxy", addonVersion: "v1.33.10-eksbuild.29", clusterVersion: "1.33" },
  { addonName: "kube-proxy", addonVersion: "v1.33.10-eksbuild.29", clusterVersion: "1.34" },
  { addonName: "kube-proxy", addonVersion: "v1.34.6-eksbuild.29", clusterVersion: "1.34" },
  { addonName: "vpc-cni", addonVersion: "v1.20.4-eksbuild.1", clusterVersion: "1.33" },
  { addonName: "vpc-cni", addonVersion: "v1.21.1-eksbuild.7", clusterVersion: "1.33" },
  { addonName: "vpc-cni", addonVersion: "v1.22.4-eksbuild.3", clusterVersion: "1.33", isDefault: true },
  { addonName: "vpc-cni", addonVersion: "v1.22.4-eksbuild.3", clusterVersion: "1.34" },
];

/** A rejection, as it comes over the wire. */
export interface Rejection {
  readonly status: number;
  readonly exception: string | null;
  readonly message: unknown;
}

export interface Reply extends Rejection {
  readonly body: Record<string, unknown>;
}

export interface StartOptions
  extends Partial<Pick<EksOptions, "versions" | "nodeGroupVersionPolicy" | "apiServerOf">>,
    Pick<EksServerOptions, "model"> {
  readonly durations?: Partial<Durations>;
}

/** EKS on loopback with a clock that stands still, and a client. */
export class SandboxEks {
  static async start(options: StartOptions = {}): Promise<SandboxEks> {
    const clock = new ManualClock(new Date("2026-11-24T00:00:00Z"));
    const journal = new Journal();
    const faults = new Faults();
    const neighbours = new InMemoryNeighbours({
      subnets: [
        { id: "subnet-a", vpcId: "vpc-1", availabilityZone: `${REGION}a` },
        { id: "subnet-a2", vpcId: "vpc-1", availabilityZone: `${REGION}a` },
        { id: "subnet-c", vpcId: "vpc-1", availabilityZone: `${REGION}c` },
        { id: "subnet-other", vpcId: "vpc-2", availabilityZone: `${REGION}c` },
      ],
      securityGroupIds: ["sg-extra"],
      roleArns: [ROLE, ADMIN],
      keyArns: [KEY],
      launchTemplateVersions: [
        { id: "lt-1", name: "workers", version: "1" },
        { id: "lt-1", name: "workers", version: "2" },
        { id: "lt-2", name: "others", version: "1" },
        { id: "lt-ami", name: "own-image", version: "1", imageId: "ami-1" },
        { id: "lt-ami", name: "own-image", version: "2", imageId: "ami-2" },
      ],
    });
    const server = await serveEks({
      versions: VERSIONS,
      addons: ADDONS,
      nodeGroupVersionPolicy: "within-skew",
      ...options,
      durations: { ...USUAL_DURATIONS, ...options.durations },
      clock,
      journal,
      faults,
      neighbours,
    });
    return new SandboxEks(server, clock, journal, faults, neighbours);
  }

  private constructor(
    readonly server: EksServer,
    readonly clock: ManualClock,
    readonly journal: Journal,
    readonly faults: Faults,
    readonly neighbours: InMemoryNeighbours,
  ) {}

  async send(method: string, path: string, body?: object, region = REGION): Promise<Reply> {
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=x/20261124/${region}/eks/aws4_request, SignedHeaders=host, Signature=x`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json: Record<string, unknown> = JSON.parse(await response.text());
    return {
      status: response.status,
      exception: response.headers.get("x-amzn-errortype"),
      message: json.message,
      body: json,
    };
  }

  /** What the service said no with; fails where it said yes. */
  async rejection(method: string, path: string, body?: object): Promise<Rejection> {
    const { status, exception, message } = await this.send(method, path, body);
    if (status < 400) throw new Error(`${method} ${path} was not rejected`);
    return { status, exception, message };
  }

  /** The answer; fails where it is a rejection. */
  async ok(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const reply = await this.send(method, path, body);
    if (reply.status >= 400) throw new Error(`${method} ${path}: ${reply.exception}: ${reply.message}`);
    return reply.body;
  }

  /** A member of an answer, by its path: `at(answer, "cluster", "status")`. */
  async read(path: string, ...members: readonly string[]): Promise<unknown> {
    return at(await this.ok("GET", path), ...members);
  }

  /** A cluster that is ACTIVE. */
  async cluster(more: object = {}): Promise<void> {
    await this.ok("POST", "/clusters", clusterRequest(more));
    this.clock.advance(USUAL_DURATIONS.clusterCreate);
  }

  /** A node group that is ACTIVE. */
  async nodeGroup(more: object = {}): Promise<void> {
    await this.ok("POST", "/clusters/alpha/node-groups", nodeGroupRequest(more));
    this.clock.advance(USUAL_DURATIONS.nodeGroupCreate);
  }

  /** Updates the control plane, and waits for it. */
  async upgrade(version: string): Promise<void> {
    await this.ok("POST", "/clusters/alpha/updates", { version });
    this.clock.advance(USUAL_DURATIONS.clusterVersion);
  }

  /** Updates a node group, and waits for it. */
  async upgradeNodes(request: object, name = "workers-v1"): Promise<void> {
    await this.ok("POST", `/clusters/alpha/node-groups/${name}/update-version`, request);
    this.clock.advance(USUAL_DURATIONS.nodeGroupVersion);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

export function clusterRequest(more: object = {}): object {
  return {
    name: "alpha",
    version: "1.33",
    roleArn: ROLE,
    resourcesVpcConfig: { subnetIds: SUBNETS, endpointPrivateAccess: true, endpointPublicAccess: false },
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    ...more,
  };
}

export function nodeGroupRequest(more: object = {}): object {
  return {
    nodegroupName: "workers-v1",
    nodeRole: ROLE,
    subnets: SUBNETS,
    scalingConfig: { minSize: 3, maxSize: 60, desiredSize: 3 },
    ...more,
  };
}

export function at(value: unknown, ...members: readonly string[]): unknown {
  return members.reduce<unknown>(
    (inner, member) =>
      typeof inner === "object" && inner !== null ? new Map(Object.entries(inner)).get(member) : undefined,
    value,
  );
}
