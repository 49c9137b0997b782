import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { problemsOf } from "../../../constructs/synthesize";
import type { Environment } from "../../../stacks/environment";
import { declareFleet } from "../../../stacks/fleet";
import type { ClusterSettings } from "../../../upgrade/fleet/settings";

const CLUSTER = "alpha-kr-a";
const workers = { instanceTypes: ["m6i.xlarge"], minSize: 2, maxSize: 4 } as const;

/** A cluster whose old nodes are drained, for at most a minute, and whose pods are behind a load balancer. */
const environment: Environment = {
  name: "alpha",
  region: "ap-northeast-2",
  vpcId: "vpc-0a01000000000000f",
  clusters: {
    [CLUSTER]: {
      version: "1.34",
      subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
      administrators: ["arn:aws:iam::123456789012:role/platform"],
      addons: { "kube-proxy": "v1.34.6-eksbuild.29" },
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.33", phase: "draining" },
        "workers-v2": { ...workers, version: "1.34" },
      },
      drain: { limitMinutes: 1 },
    },
  },
  loadBalancers: {
    "alpha-webapp": {
      subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
      clientCidrs: { world: "0.0.0.0/0" },
      certificateArn:
        "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
      service: {
        namespace: "webapp",
        name: "webapp",
        port: "http",
        networking: { securityGroupIds: ["sg-0a0100000000000b1"], ports: [8080, "health"] },
      },
      targetGroups: { a: { cluster: CLUSTER, podSecurityGroupId: "sg-0a0100000000000a1" } },
      weights: { a: 100 },
    },
  },
};

export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** The in-cluster stack, in a temporary folder. */
export function synthesized(
  folder: string,
  changed: Partial<ClusterSettings> = {},
  loadBalancers: Environment["loadBalancers"] = environment.loadBalancers,
): { readonly resource: Resources; readonly folder: string } {
  const clusters = Object.fromEntries(
    Object.entries(environment.clusters).map(([name, settings]) => [name, { ...settings, ...changed }]),
  );
  const app = new App({ outdir: join(folder, "cdktf.out"), skipValidation: true, stackTraces: false });
  declareFleet(app, [{ ...environment, clusters, loadBalancers }]);
  const problems = problemsOf(app);
  if (problems.length > 0) {
    throw new Error(problems.join("\n"));
  }
  app.synth();
  const stack = join(folder, "cdktf.out", "stacks", `${CLUSTER}-workload`);
  const { resource } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
  return { resource, folder: stack };
}

export function only(resource: Resources, type: string): Readonly<Record<string, unknown>> {
  const all = Object.values(resource[type] ?? {});
  expect(all).toHaveLength(1);
  return all[0] ?? {};
}
