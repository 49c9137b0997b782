import { FleetIndex } from "../fleet-index";
import type { Rule } from "./rule";
import { removed, Step } from "./step";
import { told } from "./wording";

export const clusterRemovedWithWorkload: Rule = {
  id: "cluster-removed-with-workload",
  severity: "error",
  title: "a cluster removed while bindings of it stay",
  why: "Terraform can reach neither the bindings nor what is beside them any more: every later plan of their stack fails, and the targets stay registered with nobody to take them out.",
  source:
    "aws-ia/terraform-aws-eks-blueprints #353 and #1449 (order of destruction), terraform-aws-modules/terraform-aws-eks #2007 and #2501; kubernetes-sigs/aws-load-balancer-controller #2341",
  judge(input) {
    const index = FleetIndex.of(input.after);
    return removed(Step.of(input).clusters).flatMap(({ before, change }) => {
      const bindings = index.bindingsOf(before.key);
      const [first] = bindings;
      if (first === undefined) {
        return [];
      }
      const others = bindings.length === 1 ? "" : ` and ${bindings.length - 1} more`;
      const message = `cluster ${told(before.clusterName)} would be removed with its binding ${first.address}${others} left behind; remove what runs in it first`;
      return [{ stack: change.stack, address: change.address, message }];
    });
  },
};
