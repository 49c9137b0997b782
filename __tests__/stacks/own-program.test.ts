import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Cluster, type ClusterProps } from "../../constructs/eks/cluster";
import { filesIn, temporaryFolder, workers } from "./fixtures";

/* A user's program that uses our constructs in its own stacks, with cdktf's synth(). */

const props: ClusterProps = {
  version: "1.34",
  subnetIds: ["subnet-0a1", "subnet-0c1"],
  administrators: ["arn:aws:iam::123456789012:role/platform"],
};

class OwnStack extends TerraformStack {
  constructor(app: App, name: string, changes: Partial<ClusterProps>) {
    super(app, name);
    new AwsProvider(this, "aws", { region: "ap-northeast-2" });
    const cluster = new Cluster(this, `kr-${name}`, { ...props, ...changes });
    cluster.addAddon("vpc-cni", { addonVersion: "v1.23.1-eksbuild.1" });
    cluster.addNodeGroup("workers-v1", { ...workers, version: "1.34" });
  }
}

function program(stacks: Readonly<Record<string, Partial<ClusterProps>>>) {
  const outdir = join(temporaryFolder(), "cdktf.out");
  mkdirSync(outdir);
  const app = new App({ outdir, stackTraces: false });
  for (const [name, changes] of Object.entries(stacks)) {
    new OwnStack(app, name, changes);
  }
  return { synth: () => app.synth(), written: () => Object.keys(filesIn(outdir)) };
}

test("good stacks are written", () => {
  const { synth, written } = program({ one: {}, two: {} });
  synth();
  expect(written()).toEqual(["manifest.json", "stacks/one/cdk.tf.json", "stacks/two/cdk.tf.json"]);
});

test("fails with all problems of a bad stack, each with its path, and writes nothing of it", () => {
  const { synth, written } = program({ one: {}, two: { version: "1.33", administrators: [] } });
  expect(synth).toThrow(
    new Error(`Validation failed with the following errors:
  [two/kr-two] administrators is empty: nobody could administer the cluster, because EKS gives its creator no access. Name at least one IAM role or user
  [two/kr-two/workers-v1] node group workers-v1 would run Kubernetes 1.34 under a control plane with 1.33: nodes must not be newer than cluster kr-two. Upgrade the control plane first, or give the nodes 1.33 or older (node-group-version-skew)

If you wish to ignore these validations, pass 'skipValidation: true' to your App configuration.
`),
  );
  expect(written().filter((path) => path.startsWith("stacks/two"))).toEqual([]);
});
