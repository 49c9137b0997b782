import { isOffered } from "./addons";
import { type Call, clusterOf, type Operations } from "./call";
import { rejectUnlessActive } from "./clusters";
import { EksError, invalidParameter, invalidRequest } from "./errors";
import { minorOf } from "./minor";
import type { EksCluster } from "./region";
import { rejectWhileUpdating, startUpdate } from "./updates";
import { statusOf, supportedVersion } from "./versions";

const ROLLBACK_WINDOW = 7 * 24 * 60 * 60 * 1000;

/** Minors by which a kubelet may be older than its API server. */
const KUBELET_SKEW = 3;

interface Step {
  readonly cluster: EksCluster;
  readonly from: number;
  readonly to: number;
  readonly version: string;
  readonly force: boolean;
}

function update(call: Call): object {
  const { body, options, now } = call;
  const cluster = clusterOf(call);
  rejectWhileUpdating(call, "VersionUpdate");
  rejectUnlessActive(cluster);

  const { version: current, name } = cluster.value;
  const version = body.requiredString("version");
  const to = minorOf(version);
  const from = minorOf(current);
  if (to === undefined || from === undefined) throw unsupported(version, name);
  supportedVersion(options, version, now);
  if (to === from) throw invalidParameter(`Cluster is already at version ${version}`, { clusterName: name });

  const step: Step = { cluster, from, to, version, force: body.boolean("force") ?? false };
  const isRollback = to === from - 1;
  if (isRollback) rejectRollback(call, step);
  else if (to !== from + 1) {
    throw invalidParameter(`Unsupported Kubernetes minor version update from ${current} to ${version}`, {
      clusterName: name,
    });
  } else rejectUpgrade(call, step);

  const started = startUpdate(call, {
    type: isRollback ? "VersionRollback" : "VersionUpdate",
    params: [
      { type: "Version", value: version },
      { type: "PlatformVersion", value: "eks.1" },
    ],
    duration: options.durations.clusterVersion,
  });
  cluster.timed.begin((value) => ({ ...value, status: "UPDATING" }), {
    endsAt: started.endsAt,
    finish: (value) => ({
      ...value,
      status: "ACTIVE",
      ...(started.failure === undefined ? { version, platformVersion: "eks.1" } : {}),
    }),
  });
  return { update: cluster.updates.render(started) };
}

function unsupported(version: string, clusterName: string): EksError {
  return invalidParameter(`unsupported Kubernetes version ${version}`, { clusterName });
}

function rejectUpgrade(call: Call, { cluster, to }: Step): void {
  const { name, version: current } = cluster.value;
  const groups = cluster.nodeGroups.values();
  const equal = call.options.nodeGroupVersionPolicy === "equal";
  const behind = groups.filter(({ version }) =>
    equal ? version !== current : to - (minorOf(version) ?? to) > KUBELET_SKEW,
  );
  if (behind.length === 0) return;
  const names = behind.map(({ nodegroupName }) => nodegroupName).join(", ");
  throw invalidRequest(
    `Nodegroups ${names} must be updated to match cluster version ${current} before updating cluster version`,
    { clusterName: name },
  );
}

/** One minor back, within seven days of an upgrade in place that nothing has followed. */
function rejectRollback(call: Call, { cluster, version, to, force }: Step): void {
  const { name, version: current } = cluster.value;
  const subject = { clusterName: name };
  const last = cluster.updates
    .of({})
    .filter(({ type, failure }) => type.startsWith("Version") && failure === undefined)
    .at(-1);
  if (last === undefined || last.type !== "VersionUpdate" || call.now > last.endsAt + ROLLBACK_WINDOW) {
    throw invalidParameter(
      `Unsupported Kubernetes minor version update from ${current} to ${version}`,
      subject,
    );
  }

  const offered = supportedVersion(call.options, version, call.now);
  if (
    statusOf(offered, call.now) === "EXTENDED_SUPPORT" &&
    cluster.value.upgradePolicy.supportType !== "EXTENDED"
  ) {
    throw invalidRequest(
      `Version ${version} is in extended support: set the cluster's upgrade policy to EXTENDED first`,
      subject,
    );
  }

  const newer = cluster.nodeGroups.values().filter((group) => (minorOf(group.version) ?? to) > to);
  if (newer.length > 0) {
    const names = newer.map(({ nodegroupName }) => nodegroupName).join(", ");
    throw invalidRequest(
      `Nodegroups ${names} must be updated to version ${version} before rolling back cluster version`,
      subject,
    );
  }
  // The way EKS words it, this is an insight in ERROR; `force` passes over insights.
  const stuck = cluster.addons
    .values()
    .filter((addon) => !isOffered(call.options, addon.addonName, addon.addonVersion, version));
  if (stuck.length > 0 && !force) {
    const names = stuck.map(({ addonName, addonVersion }) => `${addonName} ${addonVersion}`).join(", ");
    throw new EksError(
      "InvalidStateException",
      `Rollback readiness issues detected: add-ons that do not support version ${version}: ${names}. Pass the force flag to proceed.`,
      subject,
    );
  }
}

export const clusterVersionOperations: Operations = {
  UpdateClusterVersion: { method: "POST", path: "/clusters/{name}/updates", answer: update },
};
