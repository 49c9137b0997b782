import { KARPENTER_SERVICE_ACCOUNT } from "../../eks/karpenter";
import { VERSION_TAG } from "../../eks/node-pool";
import { selfManagedNodeTypes } from "../../fleet/settings/cluster";
import {
  type FargateProfileState,
  type FargateSelector,
  ifKnown,
  isUnknown,
  type Known,
  UNKNOWN,
} from "../../fleet/state";
import type { Attributes } from "../attributes";
import type { Found, ResourceReader } from "./resource-reader";

/** Resources that create nodes outside managed node groups. */
export const otherNodesReaders: readonly ResourceReader[] = [
  {
    types: ["aws_eks_fargate_profile"],
    read(found) {
      found.add("fargateProfiles", fargateProfileOf(found));
    },
  },
  {
    types: ["aws_eks_pod_identity_association"],
    read(found) {
      if (found.side.text("service_account") === KARPENTER_SERVICE_ACCOUNT) {
        found.addNodes(found.clusterNamed(), { kind: "karpenter" });
      }
    },
  },
  {
    types: ["aws_eks_access_entry"],
    read(found) {
      if (selfManagedNodeTypes.includes(ifKnown(found.side.text("type")) ?? "")) {
        found.addNodes(found.clusterNamed(), { kind: "self-managed" });
      }
    },
  },
  {
    types: ["aws_autoscaling_group"],
    read(found) {
      const { plan, instance, side } = found;
      // If the code omits them, the list also has what others attach.
      if (plan.isGiven(instance, "target_group_arns")) {
        for (const arn of ifKnown(side.texts("target_group_arns")) ?? []) {
          found.attach(found.targetGroupIn(arn));
        }
      }
      for (const tag of ifKnown(side.blocks("tag")) ?? []) {
        const name = /^kubernetes\.io\/cluster\/(.+)$/.exec(ifKnown(tag.text("key")) ?? "")?.[1];
        if (name !== undefined) {
          found.addNodes(plan.clusterOfName(instance, side, name), {
            kind: "self-managed",
            what: `Auto Scaling group ${ifKnown(side.text("name")) ?? "(known after apply)"}`,
            size: side.number("desired_capacity"),
            ...templateOf(side),
          });
        }
      }
    },
  },
];

function fargateProfileOf(found: Found): FargateProfileState {
  const { side, stack, address } = found;
  const blocks = side.blocks("selector");
  const version = side.tag(VERSION_TAG);
  return {
    stack,
    address,
    cluster: found.clusterNamed(),
    profileName: found.text("fargate_profile_name"),
    selectors: isUnknown(blocks) ? UNKNOWN : selectorsIn(blocks),
    subnetIds: side.texts("subnet_ids"),
    ...(version === undefined ? {} : { version }),
  };
}

function selectorsIn(blocks: readonly Attributes[]): Known<readonly FargateSelector[]> {
  const selectors: FargateSelector[] = [];
  for (const block of blocks) {
    const [namespace, labels] = [block.text("namespace"), block.map("labels")];
    if (typeof namespace !== "string" || isUnknown(labels)) {
      return UNKNOWN;
    }
    selectors.push({ namespace, labels });
  }
  return selectors;
}

/** What an Auto Scaling group starts its instances from. */
function templateOf(side: Attributes) {
  const mixed = side
    .block("mixed_instances_policy")
    ?.block("launch_template")
    ?.block("launch_template_specification");
  const own = side.block("launch_template");
  const version = own?.text("version") ?? mixed?.text("version");
  const parts = [
    own?.text("id") ??
      own?.text("name") ??
      mixed?.text("launch_template_id") ??
      mixed?.text("launch_template_name"),
    version,
    side.text("launch_configuration"),
  ];
  const template = parts.some(isUnknown) ? UNKNOWN : parts.map((part) => part ?? "").join(" ");
  const isFloating = version === "$Latest" || version === "$Default";
  return {
    template,
    ...(side.block("instance_refresh") === undefined ? {} : { isRefreshed: true as const }),
    ...(isFloating ? { floatingTemplate: version } : {}),
  };
}
