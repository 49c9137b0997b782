import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment, LoadBalancerSettings } from "../../stacks/environment";
import { synthesizeFleet } from "../../stacks/synthesize";
import type { AdoptedLoadBalancer, ClusterSettings } from "../../upgrade/fleet/settings";

export const workers = { instanceTypes: ["m6i.xlarge"], minSize: 2, maxSize: 10 } as const;

/** A cluster with only the required properties. */
export const cluster: ClusterSettings = {
  version: "1.34",
  subnetIds: ["subnet-0a1", "subnet-0c1"],
  administrators: ["arn:aws:iam::123456789012:role/platform"],
  addons: {
    "kube-proxy": "v1.34.6-eksbuild.29",
    coredns: "v1.13.2-eksbuild.24",
    "vpc-cni": "v1.23.1-eksbuild.1",
  },
  nodeGroups: { "workers-v1": { ...workers, version: "1.34" } },
};

/** A load balancer in front of the clusters "beta-kr-a" and "beta-kr-b". */
export const loadBalancer: LoadBalancerSettings = {
  subnetIds: ["subnet-0a1", "subnet-0c1"],
  clientCidrs: { office: "203.0.113.0/24" },
  certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
  service: { namespace: "webapp", name: "webapp", port: "http" },
  targetGroups: { a: { cluster: "beta-kr-a" }, b: { cluster: "beta-kr-b" } },
  weights: { a: 100, b: 0 },
  rules: { api: { priority: 100, pathPatterns: ["/api*"] } },
};

/** Two clusters and no load balancer. */
export const environment: Environment = {
  name: "beta",
  region: "ap-northeast-2",
  vpcId: "vpc-0a1",
  clusters: { "beta-kr-a": cluster, "beta-kr-b": cluster },
};

export const withCluster = (changes: Partial<ClusterSettings>): Environment => ({
  ...environment,
  clusters: { "beta-kr-a": { ...cluster, ...changes } },
});

export const withLoadBalancer = (changes: Partial<LoadBalancerSettings> = {}): Environment => ({
  ...environment,
  loadBalancers: { "beta-webapp": { ...loadBalancer, ...changes } },
});

export const ELB = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012";
export const BALANCER = "app/beta-webapp/50dc6c495c0c9188";

/** An adopted load balancer. The target group of slot b has a name of its own. */
export const ADOPTED_LOAD_BALANCER: AdoptedLoadBalancer = {
  loadBalancer: { arn: `${ELB}:loadbalancer/${BALANCER}`, tags: { team: "a" } },
  securityGroupIds: ["sg-0a1"],
  idleTimeoutSeconds: 120,
  dropInvalidHeaderFields: false,
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  http: { arn: `${ELB}:listener/${BALANCER}/80` },
  https: { arn: `${ELB}:listener/${BALANCER}/443` },
  targetGroups: {
    a: { arn: `${ELB}:targetgroup/beta-webapp-a/1`, port: 8080 },
    b: { arn: `${ELB}:targetgroup/green/2`, tags: { team: "a" } },
  },
  rules: { api: { https: { arn: `${ELB}:listener-rule/${BALANCER}/443/1`, tags: { team: "a" } } } },
  previews: { b: { https: { arn: `${ELB}:listener-rule/${BALANCER}/443/2` } } },
};

export const withAdoptedLoadBalancer = (changes: Partial<LoadBalancerSettings> = {}): Environment =>
  withLoadBalancer({
    clientCidrs: {},
    previews: { b: { priority: 5, hostHeaders: ["b.example.com"] } },
    adopted: ADOPTED_LOAD_BALANCER,
    ...changes,
  });

/** Every file of a folder by its path in it, and its bytes. */
export type Files = Readonly<Record<string, string>>;

export function filesIn(folder: string): Files {
  const paths = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  return Object.fromEntries(
    paths
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), "latin1")]),
  );
}

export interface Outcome {
  readonly exitCode: 0 | 1;
  /** What was printed to the terminal. */
  readonly message: string;
}

/** Synthesizes into a folder, as `main.ts` does. */
export function synthesizeInto(outdir: string, environments: readonly Environment[]): Outcome {
  const before = process.env.CDKTF_OUTDIR;
  process.env.CDKTF_OUTDIR = outdir;
  try {
    return synthesize(environments);
  } finally {
    if (before === undefined) {
      delete process.env.CDKTF_OUTDIR;
    } else {
      process.env.CDKTF_OUTDIR = before;
    }
  }
}

export function synthesize(environments: readonly Environment[]): Outcome {
  const printed = jest.spyOn(console, "error").mockImplementation();
  try {
    const exitCode = synthesizeFleet(environments);
    return { exitCode, message: printed.mock.calls.flat().join("\n") };
  } finally {
    printed.mockRestore();
  }
}

const temporaryFolders: string[] = [];

/** A new folder, which is removed after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-"));
  temporaryFolders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of temporaryFolders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

type Attributes = Readonly<Record<string, unknown>>;
type Block = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** The synthesized stack, without metadata. */
export interface Stack {
  readonly resource: Block;
  readonly data: Block;
  readonly provider: Readonly<Record<string, readonly Attributes[]>>;
  readonly terraform: Attributes;
  readonly locals?: Attributes;
  readonly import?: readonly Attributes[];
}

/** Synthesizes a valid fleet, and reads the synthesized stacks by their names. */
export function stacksOf(environments: readonly Environment[]): Readonly<Record<string, Stack>> {
  const outdir = temporaryFolder();
  expect(synthesizeInto(outdir, environments)).toEqual({ exitCode: 0, message: "" });
  const stacks: Record<string, Stack> = {};
  for (const [path, text] of Object.entries(filesIn(outdir))) {
    const [, name] = /^stacks\/([^/]+)\/cdk\.tf\.json$/.exec(path) ?? [];
    if (name !== undefined) {
      const withoutMetadata = (key: string, value: unknown) => (key === "//" ? undefined : value);
      stacks[name] = { resource: {}, data: {}, ...JSON.parse(text, withoutMetadata) };
    }
  }
  return stacks;
}

export function stackOf(name: string, environments: readonly Environment[]): Stack {
  const stack = stacksOf(environments)[name];
  if (stack === undefined) {
    throw new Error(`there is no stack ${name}`);
  }
  return stack;
}

/** The addresses in a stack, data sources with "data." before them. */
export const addressesIn = ({ resource, data }: Stack): readonly string[] => [
  ...addresses(resource),
  ...addresses(data).map((address) => `data.${address}`),
];

const addresses = (block: Block) =>
  Object.entries(block).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));

/** The problems of a rejected fleet, without the lines around them. */
export function problemsOf(environments: readonly Environment[]): readonly string[] {
  const { exitCode, message } = synthesizeInto(join(temporaryFolder(), "cdktf.out"), environments);
  expect(exitCode).toBe(1);
  const [headline, , ...problems] = message.trimEnd().split("\n");
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  expect(headline).toBe(`The fleet has ${count}; nothing was written.`);
  return problems.map((problem) => problem.slice(2));
}
