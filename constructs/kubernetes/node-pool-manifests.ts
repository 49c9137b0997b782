import { nodeGroupLabels } from "../../upgrade/eks/node-group-family";
import { LIMITED, nodePoolKind, VERSION_TAG } from "../../upgrade/eks/node-pool";
import { type DisruptionBudget, encodeDrift } from "../../upgrade/eks/node-pool-drift";
import type { NodePoolSettings, Taint } from "../../upgrade/fleet/settings";
import { nodePoolDefaults } from "../../upgrade/fleet/settings/defaults";
import type { NodeRequirement } from "../../upgrade/fleet/state";
import { mergedTexts } from "../maps";

/** What the manifests of a pool need besides its settings. */
export interface PoolPlace {
  readonly clusterName: string;
  readonly nodePoolName: string;
  /** The name of the IAM role of its nodes. */
  readonly nodeRoleName: string;
  /** Of the cluster, unless the pool has its own. */
  readonly subnetIds: readonly string[];
}

const CLASSES = {
  karpenter: {
    group: "karpenter.k8s.aws",
    kind: "EC2NodeClass",
    expireAfter: "Never",
    terminationGracePeriod: undefined,
  },
  "auto-mode": {
    group: "eks.amazonaws.com",
    kind: "NodeClass",
    expireAfter: "336h",
    terminationGracePeriod: "24h",
  },
} as const;

/** The values of a pool that follow from its settings, in the words of Karpenter. */
export function poolValues(settings: NodePoolSettings, { nodePoolName }: Pick<PoolPlace, "nodePoolName">) {
  const { drift, driftBudget, driftWindow, consolidationBudget, phase } = {
    ...nodePoolDefaults,
    ...settings,
  };
  const { limits = {} } = settings;
  const row = CLASSES[nodePoolKind(settings)];
  const budgets: readonly DisruptionBudget[] = encodeDrift(
    { drift, driftBudget, ...(driftWindow === undefined ? {} : { driftWindow }) },
    consolidationBudget,
  );
  return {
    drift,
    phase,
    budgets,
    limits:
      phase === "limited"
        ? LIMITED
        : {
            ...(limits.cpus === undefined ? {} : { cpu: `${limits.cpus}` }),
            ...(limits.memoryGib === undefined ? {} : { memory: `${limits.memoryGib}Gi` }),
          },
    requirements: requirementsOf(settings),
    labels: mergedTexts(nodeGroupLabels(nodePoolName), settings.labels),
    expireAfter: settings.expireAfter ?? row.expireAfter,
    terminationGracePeriod: settings.terminationGracePeriod ?? row.terminationGracePeriod,
  };
}

function requirementsOf(settings: NodePoolSettings): readonly NodeRequirement[] {
  const { architectures, capacityTypes } = { ...nodePoolDefaults, ...settings };
  const { instanceTypes, instanceFamilies, zones } = settings;
  const categories =
    settings.instanceCategories ??
    (instanceTypes === undefined && instanceFamilies === undefined ? ["c", "m", "r"] : undefined);
  const { group } = CLASSES[nodePoolKind(settings)];
  const all: Readonly<Record<string, readonly string[] | undefined>> = {
    "kubernetes.io/os": ["linux"],
    "kubernetes.io/arch": architectures,
    "karpenter.sh/capacity-type": capacityTypes,
    "node.kubernetes.io/instance-type": instanceTypes,
    [`${group}/instance-family`]: instanceFamilies,
    [`${group}/instance-category`]: categories,
    "topology.kubernetes.io/zone": zones,
  };
  return Object.entries(all).flatMap(([key, values]) =>
    values === undefined ? [] : [{ key, operator: "In", values }],
  );
}

/** The manifests of a pool and its node class: the values of its chart. */
export function poolManifests(settings: NodePoolSettings, place: PoolPlace) {
  const name = place.nodePoolName;
  const kind = nodePoolKind(settings);
  const row = CLASSES[kind];
  const values = poolValues(settings, place);
  const consolidateAfter = settings.consolidateAfter ?? nodePoolDefaults.consolidateAfter;
  return {
    nodePool: {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      // An annotation of the pool itself: a change of it replaces no node.
      metadata: { name, annotations: { [VERSION_TAG]: settings.version } },
      spec: {
        template: {
          metadata: { labels: values.labels },
          spec: {
            nodeClassRef: { group: row.group, kind: row.kind, name },
            requirements: values.requirements,
            taints: settings.taints?.map(({ effect, ...taint }) => ({ ...taint, effect: EFFECTS[effect] })),
            expireAfter: values.expireAfter,
            terminationGracePeriod: values.terminationGracePeriod,
          },
        },
        disruption: {
          consolidationPolicy: "WhenEmptyOrUnderutilized",
          consolidateAfter,
          budgets: values.budgets,
        },
        limits: Object.keys(values.limits).length === 0 ? undefined : values.limits,
        weight: settings.weight,
      },
    },
    nodeClass: {
      apiVersion: `${row.group}/v1`,
      kind: row.kind,
      metadata: { name },
      spec: {
        role: place.nodeRoleName,
        subnetSelectorTerms: (settings.subnetIds ?? place.subnetIds).map((id) => ({ id })),
        securityGroupSelectorTerms: settings.securityGroupIds?.map((id) => ({ id })) ?? [
          // EKS sets this tag on the security group of the cluster, and nobody else can.
          { tags: { "aws:eks:cluster-name": place.clusterName } },
        ],
        tags: settings.tags,
        ...(settings.ami === undefined
          ? { ephemeralStorage: { size: `${settings.diskSizeGib ?? 80}Gi` } }
          : ofKarpenter(settings.ami, settings.diskSizeGib ?? 50)),
      },
    },
  };
}

/** What only Karpenter's node class has. IMDSv2 alone, as for node groups. */
function ofKarpenter(ami: string, diskSizeGib: number) {
  // Bottlerocket keeps images and volumes on a second disk.
  const deviceName = ami.startsWith("bottlerocket@") ? "/dev/xvdb" : "/dev/xvda";
  return {
    amiSelectorTerms: [{ alias: ami }],
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      { deviceName, ebs: { volumeSize: `${diskSizeGib}Gi`, volumeType: "gp3", encrypted: true } },
    ],
  };
}

const EFFECTS: Readonly<Record<Taint["effect"], string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};
