import { type Call, clusterOf, type Operations, timestamp } from "./call";
import { refuseUnlessActive } from "./clusters";
import { invalidParameter, invalidRequest } from "./errors";
import { launchTemplateIn } from "./launch-templates";
import { minorOf } from "./minor";
import type { LaunchTemplateVersion } from "./neighbours";
import { type NodeGroup, nodeGroupOf, refuseMissingImage, refuseUnlessGroupActive } from "./node-groups";
import { isOlderRelease, latestRelease, refuseForeignRelease } from "./releases";
import { startUpdate } from "./updates";

async function update(call: Call): Promise<object> {
  const cluster = clusterOf(call);
  const group = nodeGroupOf(call);
  const template = await launchTemplateIn(call, call.body.object("launchTemplate"));
  refuseOtherTemplate(group, template);
  const next = imageAfter(call, group, template);
  refuseUnlessActive(cluster);
  refuseUnlessGroupActive(group);

  const started = startUpdate(call, {
    type: "VersionUpdate",
    params: [
      { type: "Version", value: next.version },
      { type: "ReleaseVersion", value: next.releaseVersion },
      ...(template === undefined ? [] : [{ type: "LaunchTemplateVersion", value: template.version }]),
    ],
    duration: call.options.durations.nodeGroupVersion,
    scope: { nodegroupName: group.nodegroupName },
  });
  cluster.nodeGroups.timed(group.nodegroupName)?.begin((value) => ({ ...value, status: "UPDATING" }), {
    endsAt: started.endsAt,
    finish: (value) => ({
      ...value,
      status: "ACTIVE",
      ...(started.failure === undefined ? { ...next, modifiedAt: timestamp(started.endsAt) } : {}),
    }),
  });
  return { update: cluster.updates.render(started) };
}

function refuseOtherTemplate(group: NodeGroup, template: LaunchTemplateVersion | undefined): void {
  const { launchTemplate, clusterName, nodegroupName } = group;
  if (template === undefined) return;
  const subject = { clusterName, nodegroupName };
  if (launchTemplate === undefined) {
    throw invalidRequest(
      "You cannot specify a launch template for a node group that was created without one.",
      subject,
    );
  }
  if (launchTemplate.id !== template.id) {
    throw invalidRequest(
      `Launch template ${template.id} is not the one that the node group was created with: ${launchTemplate.id}`,
      subject,
    );
  }
}

type Image = Pick<NodeGroup, "version" | "releaseVersion" | "launchTemplate">;

/** What the nodes run after the update. A group never goes back, nor ahead of its control plane. */
function imageAfter(call: Call, group: NodeGroup, template: LaunchTemplateVersion | undefined): Image {
  const { body } = call;
  const { clusterName, nodegroupName } = group;
  const subject = { clusterName, nodegroupName };
  const asked = body.string("version");
  const release = body.string("releaseVersion");
  const launchTemplate =
    template === undefined
      ? {}
      : { launchTemplate: { id: template.id, name: template.name, version: template.version } };

  if (group.amiType === "CUSTOM") {
    if (asked !== undefined || release !== undefined) {
      throw invalidParameter(
        "You cannot specify the Kubernetes version or the release version when using a custom AMI.",
        subject,
      );
    }
    const releaseVersion = template?.imageId ?? group.releaseVersion;
    // What a custom image runs is for its owner to know; the sandbox takes it for the cluster's version.
    return { version: clusterOf(call).value.version, releaseVersion, ...launchTemplate };
  }

  const version = asked ?? group.version;
  const minor = minorOf(version);
  const clusterVersion = clusterOf(call).value.version;
  if (minor === undefined) throw invalidParameter(`unsupported Kubernetes version ${version}`, subject);
  if (minor > (minorOf(clusterVersion) ?? minor)) {
    throw invalidParameter(
      `Nodegroup Kubernetes version ${version} can't be greater than the cluster's version ${clusterVersion}`,
      subject,
    );
  }
  if (minor < (minorOf(group.version) ?? minor)) {
    throw invalidParameter(
      `You cannot roll back a node group to an earlier Kubernetes version: from ${group.version} to ${version}`,
      subject,
    );
  }
  refuseMissingImage(group.amiType, version);
  if (release !== undefined) {
    refuseForeignRelease(release, version, subject);
    if (isOlderRelease(release, group.releaseVersion)) {
      throw invalidParameter(
        `You cannot roll back a node group to an earlier AMI version: from ${group.releaseVersion} to ${release}`,
        subject,
      );
    }
  }
  const keepsImage = asked === undefined && release === undefined && template !== undefined;
  const releaseVersion = release ?? (keepsImage ? group.releaseVersion : latestRelease(version, call.now));
  return { version, releaseVersion, ...launchTemplate };
}

export const nodeGroupVersionOperations: Operations = {
  UpdateNodegroupVersion: {
    method: "POST",
    path: "/clusters/{name}/node-groups/{nodegroupName}/update-version",
    answer: update,
  },
};
