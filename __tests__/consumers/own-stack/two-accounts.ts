// The usual landing zone: an account for each stage, with the same cluster, node group and region.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { Cluster, KubernetesVersion } from "cdktf-eks-upgrade";
import type { Construct } from "constructs";

interface StageProps {
  readonly account: string;
  /** @default - the account of the credentials */
  readonly roleName?: string;
}

class Stage extends TerraformStack {
  constructor(scope: Construct, id: string, { account, roleName }: StageProps) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });
    new AwsProvider(this, "aws", {
      region: "ap-northeast-2",
      allowedAccountIds: [account],
      ...(roleName === undefined
        ? {}
        : { assumeRole: [{ roleArn: `arn:aws:iam::${account}:role/${roleName}` }] }),
    });
    const cluster = new Cluster(this, "accounts", {
      version: KubernetesVersion.V1_34,
      subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
      administrators: [`arn:aws:iam::${account}:role/platform`],
    });
    cluster.addNodeGroup("workers-v1", {
      version: KubernetesVersion.V1_34,
      instanceTypes: ["m6i.xlarge"],
      minSize: 1,
      maxSize: 3,
    });
  }
}

const app = new App({ stackTraces: false });
new Stage(app, "dev", { account: "123456789012" });
new Stage(app, "production", { account: "222222222222", roleName: "terraform" });
app.synth();
