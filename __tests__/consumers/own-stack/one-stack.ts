// All in one stack: a cluster, its nodes, and what runs in it, with the providers for Helm and Kubernetes.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { Namespace } from "@cdktf/provider-kubernetes/lib/namespace";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { Cluster, HelmRelease, KubernetesVersion, TargetGroup, TargetGroupBinding } from "cdktf-eks-upgrade";

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "one");
new LocalBackend(stack, { path: "terraform.tfstate" });
new AwsProvider(stack, "aws", { region: "ap-northeast-2" });

const cluster = new Cluster(stack, "one-a", {
  version: KubernetesVersion.V1_34,
  subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
  administrators: ["arn:aws:iam::123456789012:role/platform"],
});
const nodes = cluster.addNodeGroup("workers-v1", {
  version: KubernetesVersion.V1_34,
  instanceTypes: ["m6i.xlarge"],
  minSize: 1,
  maxSize: 3,
});

new KubernetesProvider(stack, "kubernetes", cluster.kubernetesConnection());
new HelmProvider(stack, "helm", cluster.helmConnection());

const namespace = new Namespace(stack, "namespace", { metadata: { name: "webapp" } });
const controller = new HelmRelease(stack, "controller", {
  clusterName: cluster.clusterName,
  repository: "https://aws.github.io/eks-charts",
  chart: "aws-load-balancer-controller",
  chartVersion: "3.5.0",
  namespace: "kube-system",
  dependsOn: [nodes.dependable],
});
new TargetGroupBinding(stack, "binding", {
  clusterName: cluster.clusterName,
  namespace: "webapp",
  serviceRef: { name: "webapp", port: "http" },
  targetGroup: new TargetGroup(stack, "pods", { targetGroupName: "one-a", vpcId: "vpc-0a01000000000000f" }),
  dependsOn: [namespace, controller.dependable],
});
app.synth();
