import { joinedByNodes, leftByNodes } from "./access-entries";
import { eksArn, roleNameOf } from "./arns";
import { type Call, clusterOf, type Operations } from "./call";
import { rejectUnlessActive } from "./clusters";
import { inUse, invalidParameter, invalidRequest, notFound } from "./errors";
import { launchTemplateIn } from "./launch-templates";
import { minorOf } from "./minor";
import type { LaunchTemplateVersion } from "./neighbours";
import { networkOf } from "./networks";
import {
  rejectReservedLabels,
  rejectTooManyTaints,
  scalingConfigIn,
  taintsIn,
  updateConfigIn,
} from "./node-group-settings";
import { pageOf } from "./pages";
import type { EksCluster } from "./region";
import { latestRelease, rejectForeignRelease } from "./releases";
import type { NodeGroup } from "./resources";
import { timestamp } from "./timestamp";
import { creationIssue, startUpdate, type UpdatePlan } from "./updates";

const NAME = /^[0-9A-Za-z][A-Za-z0-9\-_]{0,62}$/;

/** The first Kubernetes minor for which EKS publishes no Amazon Linux 2 image. */
const FIRST_WITHOUT_AL2 = 33;

async function create(call: Call): Promise<object> {
  const { body, options, region, now } = call;
  const cluster = clusterOf(call);
  const nodegroupName = body.requiredString("nodegroupName");
  const subject = { clusterName: cluster.name, nodegroupName };
  if (!NAME.test(nodegroupName)) {
    throw invalidParameter(
      `The nodegroupName ${nodegroupName} is not valid: 1 to 63 letters, digits, hyphens and underscores, the first a letter or a digit`,
      subject,
    );
  }
  rejectUnlessActive(cluster);
  if (cluster.nodeGroups.get(nodegroupName) !== undefined) {
    throw inUse(
      `NodeGroup already exists with name ${nodegroupName} and cluster name ${cluster.name}`,
      subject,
    );
  }

  const nodeRole = body.requiredString("nodeRole");
  await rejectUnknownNodeRole(call, nodeRole);
  const subnets = body.strings("subnets") ?? [];
  const { vpcId } = await networkOf(call, subnets);
  const clusterVpc = cluster.value.resourcesVpcConfig.vpcId;
  if (vpcId !== clusterVpc)
    throw invalidParameter(`Subnets are not in the cluster's VPC ${clusterVpc}`, subject);

  const template = await launchTemplateIn(call, body.object("launchTemplate"));
  const image = imageOf(call, cluster, template);
  const scalingConfig = scalingConfigIn(body.object("scalingConfig"));
  const nodeRepairConfig = body.json("nodeRepairConfig");
  const warmPoolConfig = body.json("warmPoolConfig");
  const remoteAccess = body.json("remoteAccess");
  if (template !== undefined && (body.has("diskSize") || remoteAccess !== undefined)) {
    throw invalidRequest(
      `${body.has("diskSize") ? "Disk size" : "Remote access"} must be specified within the launch template.`,
      subject,
    );
  }
  const instanceTypes = body.strings("instanceTypes");
  if (template?.instanceType !== undefined && instanceTypes !== undefined) {
    throw invalidRequest(
      "Instance types must be given either in the launch template or in the request, not in both",
      subject,
    );
  }

  const creating: NodeGroup = {
    nodegroupName,
    nodegroupArn: eksArn(region.name, `nodegroup/${cluster.name}/${nodegroupName}/${region.ids.uuid()}`),
    clusterName: cluster.name,
    ...image,
    createdAt: timestamp(now),
    modifiedAt: timestamp(now),
    status: "CREATING",
    capacityType: body.oneOf("capacityType", ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]) ?? "ON_DEMAND",
    scalingConfig,
    ...(template?.instanceType === undefined ? { instanceTypes: instanceTypes ?? ["t3.medium"] } : {}),
    subnets,
    nodeRole,
    labels: rejectReservedLabels(body.stringMap("labels") ?? {}),
    taints: rejectTooManyTaints(taintsIn(body.objects("taints"))),
    resources: { autoScalingGroups: [{ name: `eks-${nodegroupName}-${region.ids.uuid()}` }] },
    ...(template === undefined ? { diskSize: body.integer("diskSize") ?? 20 } : {}),
    health: { issues: [] },
    updateConfig: updateConfigIn(body.object("updateConfig")) ?? { maxUnavailable: 1 },
    ...(nodeRepairConfig === undefined ? {} : { nodeRepairConfig }),
    ...(warmPoolConfig === undefined ? {} : { warmPoolConfig }),
    ...(remoteAccess === undefined ? {} : { remoteAccess }),
    ...(template === undefined
      ? {}
      : { launchTemplate: { id: template.id, name: template.name, version: template.version } }),
    tags: body.stringMap("tags") ?? {},
  };
  const issue = creationIssue(call, nodegroupName);
  cluster.nodeGroups.add(nodegroupName, creating, {
    endsAt: now + options.durations.nodeGroupCreate,
    finish: (group) =>
      issue === undefined
        ? { ...group, status: "ACTIVE" }
        : { ...group, status: "CREATE_FAILED", health: { issues: [issue] } },
  });
  joinedByNodes(call, cluster, nodeRole);
  return { nodegroup: creating };
}

async function rejectUnknownNodeRole(call: Call, arn: string): Promise<void> {
  const name = roleNameOf(arn);
  if (name === undefined || !(await call.options.neighbours.hasRole(arn))) {
    throw invalidParameter(`The role with name ${name ?? arn} cannot be found.`, {
      clusterName: call.label("name"),
    });
  }
}

/** Which image the nodes of a new group run. */
function imageOf(
  call: Call,
  cluster: EksCluster,
  template: LaunchTemplateVersion | undefined,
): Pick<NodeGroup, "amiType" | "version" | "releaseVersion"> {
  const { body } = call;
  const { version: clusterVersion } = cluster.value;
  const subject = { clusterName: cluster.name, nodegroupName: body.requiredString("nodegroupName") };
  const amiType = body.string("amiType");
  const version = body.string("version");
  const releaseVersion = body.string("releaseVersion");

  if (template?.imageId !== undefined) {
    if (amiType !== undefined && amiType !== "CUSTOM") {
      throw invalidParameter(
        "You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template.",
        subject,
      );
    }
    if (version !== undefined || releaseVersion !== undefined) {
      throw invalidParameter(
        "You cannot specify the Kubernetes version or the release version when using a custom AMI.",
        subject,
      );
    }
    return { amiType: "CUSTOM", version: clusterVersion, releaseVersion: template.imageId };
  }
  if (amiType === "CUSTOM") {
    throw invalidParameter("AMI Type CUSTOM needs an image id in the launch template.", subject);
  }
  if (version !== undefined && version !== clusterVersion) {
    throw invalidParameter(
      `Requested Kubernetes version ${version} is not valid: a node group can only be created at the cluster's version ${clusterVersion}`,
      subject,
    );
  }
  const chosen = amiType ?? "AL2023_x86_64_STANDARD";
  rejectMissingImage(chosen, clusterVersion);
  if (releaseVersion !== undefined) rejectForeignRelease(releaseVersion, clusterVersion, subject);
  return {
    amiType: chosen,
    version: clusterVersion,
    releaseVersion: releaseVersion ?? latestRelease(clusterVersion, call),
  };
}

/** Amazon Linux 2 ends with Kubernetes 1.32. */
export function rejectMissingImage(amiType: string, version: string): void {
  if (amiType.startsWith("AL2_") && (minorOf(version) ?? 0) >= FIRST_WITHOUT_AL2) {
    throw invalidParameter(`AMI Type ${amiType} is only supported for kubernetes versions 1.32 or earlier`);
  }
}

/** The node group that the URI names. */
export function nodeGroupOf(call: Call): NodeGroup {
  const cluster = clusterOf(call);
  const nodegroupName = call.label("nodegroupName");
  const group = cluster.nodeGroups.get(nodegroupName);
  if (group === undefined) {
    throw notFound(`No node group found for name: ${nodegroupName}.`, {
      clusterName: cluster.name,
      nodegroupName,
    });
  }
  return group;
}

export function rejectUnlessGroupActive({ status, clusterName, nodegroupName }: NodeGroup): void {
  if (status === "ACTIVE") return;
  throw inUse("Nodegroup cannot be updated as it is currently not in Active State", {
    clusterName,
    nodegroupName,
  });
}

export interface GroupUpdate extends Omit<UpdatePlan, "scope"> {
  /** What the group has when the update has succeeded. */
  readonly after: Partial<NodeGroup>;
}

/** Starts an update of a group, which is UPDATING until it ends. */
export function startGroupUpdate(
  call: Call,
  { nodegroupName }: NodeGroup,
  { after, ...plan }: GroupUpdate,
): object {
  const { nodeGroups, updates } = clusterOf(call);
  const started = startUpdate(call, { ...plan, scope: { nodegroupName } });
  nodeGroups.timed(nodegroupName)?.begin((group) => ({ ...group, status: "UPDATING" }), {
    endsAt: started.endsAt,
    finish: (group) => ({
      ...group,
      status: "ACTIVE",
      ...(started.failure === undefined ? { ...after, modifiedAt: timestamp(started.endsAt) } : {}),
    }),
  });
  return { update: updates.render(started) };
}

function remove(call: Call): object {
  const cluster = clusterOf(call);
  const { nodegroupName, nodeRole, status } = nodeGroupOf(call);
  if (status === "CREATING" || status === "UPDATING") {
    throw inUse(`Nodegroup ${nodegroupName} cannot be deleted while it is ${status}`, {
      clusterName: cluster.name,
      nodegroupName,
    });
  }
  cluster.nodeGroups.timed(nodegroupName)?.begin((group) => ({ ...group, status: "DELETING" }), {
    endsAt: call.now + call.options.durations.nodeGroupDelete,
    finish: () => undefined,
  });
  leftByNodes(cluster, nodeRole);
  return { nodegroup: nodeGroupOf(call) };
}

const PATH = "/clusters/{name}/node-groups";

export const nodeGroupOperations: Operations = {
  CreateNodegroup: { method: "POST", path: PATH, answer: create },
  DescribeNodegroup: {
    method: "GET",
    path: `${PATH}/{nodegroupName}`,
    answer: (call) => ({ nodegroup: nodeGroupOf(call) }),
  },
  ListNodegroups: {
    method: "GET",
    path: PATH,
    answer: (call) => pageOf("nodegroups", clusterOf(call).nodeGroups.names(), call.query),
  },
  DeleteNodegroup: { method: "DELETE", path: `${PATH}/{nodegroupName}`, answer: remove },
};
