import type { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { Cluster, type ClusterProps } from "../../../constructs/eks/cluster";
import type { NodeGroupOptions } from "../../../constructs/nodes/node-group";
import { problemsOf, type Synthesized, synthesize } from "../../synthesize";

export const ADMINISTRATOR = "arn:aws:iam::123456789012:role/platform";

/** The reference to the cluster "alpha-kr-a" in resources that are created after it. */
export const CLUSTER_NAME = `\${${"aws_eks_cluster.alpha-kr-a.name"}}`;

/** A cluster with only the required properties. */
export const clusterProps: ClusterProps = {
  version: "1.34",
  subnetIds: ["subnet-a", "subnet-c"],
  administrators: [ADMINISTRATOR],
};

/** A node group with only the required properties. */
export const workers: NodeGroupOptions = {
  version: "1.34",
  instanceTypes: ["m6i.4xlarge"],
  minSize: 3,
  maxSize: 60,
};

type Attributes = Readonly<Record<string, unknown>>;

/** A program that declares the cluster "alpha-kr-a", with what `add` adds. */
export function withCluster(
  props: Partial<ClusterProps> = {},
  add: (cluster: Cluster, stack: TerraformStack) => void = () => {},
): (stack: TerraformStack) => void {
  return (stack) => add(new Cluster(stack, "alpha-kr-a", { ...clusterProps, ...props }), stack);
}

/** A program that declares the cluster "alpha-kr-a" with the node group "workers-v1". */
export function withWorkers(
  options: Partial<NodeGroupOptions> = {},
  props: Partial<ClusterProps> = {},
): (stack: TerraformStack) => void {
  return withCluster(props, (cluster) => {
    cluster.addNodeGroup("workers-v1", { ...workers, ...options });
  });
}

/** The only resource of a type. */
export function only(synthesized: Synthesized, type: string): Attributes {
  const all = Object.values(synthesized.resource[type] ?? {});
  expect(all).toHaveLength(1);
  return all[0] ?? {};
}

/** The `aws_eks_cluster` that Terraform gets. */
export const clusterOf = (props: Partial<ClusterProps> = {}): Attributes =>
  only(synthesize(withCluster(props)), "aws_eks_cluster");

/** The `aws_eks_node_group` that Terraform gets. */
export const workersOf = (options: Partial<NodeGroupOptions> = {}): Attributes =>
  only(synthesize(withWorkers(options)), "aws_eks_node_group");

/** The problems of a cluster of these properties, without their path. */
export const clusterProblems = (props: Partial<ClusterProps>): readonly string[] =>
  problemsAt("alpha-kr-a", withCluster(props));

/** The problems of a node group of these options, without their path. */
export const workersProblems = (options: Partial<NodeGroupOptions>): readonly string[] =>
  problemsAt("alpha-kr-a/workers-v1", withWorkers(options));

/** All problems, without the path. They must all be of the construct at `path`. */
export function problemsAt(path: string, build: (stack: TerraformStack) => void): readonly string[] {
  const prefix = `[stack/${path}] `;
  const problems = problemsOf(build);
  expect(problems.filter((problem) => !problem.startsWith(prefix))).toEqual([]);
  return problems.map((problem) => problem.slice(prefix.length));
}

/** The warnings of a construct and of its children, after validation. */
export function warningsOf(build: (stack: TerraformStack) => void): readonly string[] {
  return annotationsOf("@cdktf/warn", build);
}

/** The notes of a construct and of its children, after validation. */
export function notesOf(build: (stack: TerraformStack) => void): readonly string[] {
  return annotationsOf("@cdktf/info", build);
}

function annotationsOf(kind: string, build: (stack: TerraformStack) => void): readonly string[] {
  let constructs: readonly IConstruct[] = [];
  synthesize((stack) => {
    build(stack);
    constructs = stack.node.findAll();
  });
  return constructs.flatMap(({ node }) =>
    node.metadata.filter(({ type }) => type === kind).map(({ data }) => `[${node.path}] ${data}`),
  );
}
