import { type Call, clusterOf, type Operations } from "./call";
import { rejectUnlessActive } from "./clusters";
import { type ExceptionSubject, invalidParameter, invalidRequest } from "./errors";
import { launchTemplateIn } from "./launch-templates";
import { minorOf } from "./minor";
import type { LaunchTemplateVersion } from "./neighbours";
import { nodeGroupOf, rejectMissingImage, rejectUnlessGroupActive, startGroupUpdate } from "./node-groups";
import { isOlderRelease, latestRelease, rejectForeignRelease } from "./releases";
import type { NodeGroup } from "./resources";

async function update(call: Call): Promise<object> {
  const cluster = clusterOf(call);
  const group = nodeGroupOf(call);
  const template = await launchTemplateIn(call, call.body.object("launchTemplate"));
  rejectOtherTemplate(group, template);
  const next = imageAfter(call, group, template);
  rejectUnlessActive(cluster);
  rejectUnlessGroupActive(group);

  return startGroupUpdate(call, group, {
    type: "VersionUpdate",
    params: [
      { type: "Version", value: next.version },
      { type: "ReleaseVersion", value: next.releaseVersion },
      ...(template === undefined ? [] : [{ type: "LaunchTemplateVersion", value: template.version }]),
    ],
    duration: call.options.durations.nodeGroupVersion,
    after: next,
  });
}

function rejectOtherTemplate(group: NodeGroup, template: LaunchTemplateVersion | undefined): void {
  const { launchTemplate } = group;
  if (template === undefined) return;
  if (launchTemplate === undefined) {
    throw invalidRequest(
      "You cannot specify a launch template for a node group that was created without one.",
      subjectOf(group),
    );
  }
  if (launchTemplate.id !== template.id) {
    throw invalidRequest(
      `Launch template ${template.id} is not the one that the node group was created with: ${launchTemplate.id}`,
      subjectOf(group),
    );
  }
}

type Image = Pick<NodeGroup, "version" | "releaseVersion" | "launchTemplate">;

/** What the nodes run after the update. */
function imageAfter(call: Call, group: NodeGroup, template: LaunchTemplateVersion | undefined): Image {
  const image =
    group.amiType === "CUSTOM" ? ownImage(call, group, template) : eksImage(call, group, template);
  return template === undefined
    ? image
    : { ...image, launchTemplate: { id: template.id, name: template.name, version: template.version } };
}

/** A custom image comes with the launch template; the sandbox takes it for the cluster's version. */
function ownImage(call: Call, group: NodeGroup, template: LaunchTemplateVersion | undefined): Image {
  if (call.body.has("version") || call.body.has("releaseVersion")) {
    throw invalidParameter(
      "You cannot specify the Kubernetes version or the release version when using a custom AMI.",
      subjectOf(group),
    );
  }
  return {
    version: clusterOf(call).value.version,
    releaseVersion: template?.imageId ?? group.releaseVersion,
  };
}

/** One of EKS's own images: the release asked for, or the latest one of the version. */
function eksImage(call: Call, group: NodeGroup, template: LaunchTemplateVersion | undefined): Image {
  const asked = call.body.string("version");
  const release = call.body.string("releaseVersion");
  const version = asked ?? group.version;
  rejectVersionOutOfRange(group, version, clusterOf(call).value.version);
  rejectMissingImage(group.amiType, version);
  if (release !== undefined) rejectUnfitRelease(group, version, release);
  const changesOnlyTemplate = asked === undefined && release === undefined && template !== undefined;
  const releaseVersion = changesOnlyTemplate ? group.releaseVersion : latestRelease(version, call);
  return { version, releaseVersion: release ?? releaseVersion };
}

/** A group never goes back, nor ahead of its control plane. */
function rejectVersionOutOfRange(group: NodeGroup, version: string, clusterVersion: string): void {
  const minor = minorOf(version);
  if (minor === undefined) {
    throw invalidParameter(`unsupported Kubernetes version ${version}`, subjectOf(group));
  }
  if (minor > (minorOf(clusterVersion) ?? minor)) {
    throw invalidParameter(
      `Nodegroup Kubernetes version ${version} can't be greater than the cluster's version ${clusterVersion}`,
      subjectOf(group),
    );
  }
  if (minor < (minorOf(group.version) ?? minor)) {
    throw invalidParameter(
      `You cannot roll back a node group to an earlier Kubernetes version: from ${group.version} to ${version}`,
      subjectOf(group),
    );
  }
}

function rejectUnfitRelease(group: NodeGroup, version: string, release: string): void {
  rejectForeignRelease(release, version, subjectOf(group));
  if (isOlderRelease(release, group.releaseVersion)) {
    throw invalidParameter(
      `You cannot roll back a node group to an earlier AMI version: from ${group.releaseVersion} to ${release}`,
      subjectOf(group),
    );
  }
}

function subjectOf({ clusterName, nodegroupName }: NodeGroup): ExceptionSubject {
  return { clusterName, nodegroupName };
}

export const nodeGroupVersionOperations: Operations = {
  UpdateNodegroupVersion: {
    method: "POST",
    path: "/clusters/{name}/node-groups/{nodegroupName}/update-version",
    answer: update,
  },
};
