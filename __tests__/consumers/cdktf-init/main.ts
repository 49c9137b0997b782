// The program that `cdktf init --template=typescript` writes, with a cluster in its stack.

import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Cluster, type ClusterProps, KubernetesVersion } from "cdktf-eks-upgrade";
import { type Environment, problemsOf } from "cdktf-eks-upgrade/stacks";
import { judge, type Rule, rules } from "cdktf-eks-upgrade/upgrade";
import type { Construct } from "constructs";

class MyStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AwsProvider(this, "aws", { region: "ap-northeast-2" });
    const props: ClusterProps = {
      version: KubernetesVersion.V1_34,
      subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
      administrators: ["arn:aws:iam::123456789012:role/platform"],
    };
    const cluster = new Cluster(this, "shop-a", props);
    cluster.addNodeGroup("workers-v1", {
      version: KubernetesVersion.V1_34,
      instanceTypes: ["m6i.xlarge"],
      minSize: 2,
      maxSize: 6,
    });
  }
}

export const environments: readonly Environment[] = [];
export const ownRules: readonly Rule[] = rules;
export const functions = [judge, problemsOf].map((each) => typeof each);

const app = new App();
new MyStack(app, "shop");
app.synth();
