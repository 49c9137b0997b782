import { CLUSTER_TAG } from "../../eks/target-group-owner";
import { type ClusterKey, ifKnown, isUnknown } from "../../fleet/state";
import { KEYED_TYPES } from "../plan-context";
import type { Found, ResourceReader } from "./resource-reader";

export const targetGroupReader: ResourceReader = {
  types: KEYED_TYPES.targetGroup,
  kind: "target-group",
  read(found) {
    found.add("targetGroups", {
      ...found.plan.identified("targetGroup", found.instance, found.side),
      targetGroupName: found.text("name"),
      ...ownerOf(found),
    });
  },
};

function ownerOf({ plan, instance, side }: Found): { readonly owner?: ClusterKey } {
  const name = plan.isPlan ? ifKnown(side.tag(CLUSTER_TAG)) : undefined;
  const owner = name === undefined ? undefined : ifKnown(plan.clusterOfName(instance, side, name));
  return owner === undefined ? {} : { owner };
}

/** Instances, addresses or an Auto Scaling group that a separate resource attaches to a target group. */
export const attachmentReaders: readonly ResourceReader[] = [
  {
    types: ["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"],
    read: (found) => attachBy("target_group_arn", found),
  },
  {
    types: ["aws_autoscaling_attachment"],
    read: (found) => attachBy("lb_target_group_arn", found),
  },
  {
    types: ["aws_autoscaling_traffic_source_attachment"],
    read(found) {
      const source = found.side.block("traffic_source");
      found.attach(found.targetGroupIn(ifKnown(source?.text("identifier")) ?? ""));
    },
  },
];

function attachBy(attribute: string, found: Found): void {
  const arn = found.side.text(attribute);
  found.attach(
    arn === undefined || isUnknown(arn)
      ? found.plan.keyOfOrigin("targetGroup", found.instance, attribute)
      : found.targetGroupIn(arn),
  );
}
