import { ifKnown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const nodePoolAmiLatest: Rule = {
  id: "node-pool-ami-latest",
  severity: "warning",
  title: "A node class of Karpenter asks for the newest AMI",
  why: "Behind an alias like al2023@latest the nodes of a pool drift whenever AWS releases an AMI: production is the first to run it, no diff shows it, and nothing rolls it back. A pinned alias makes each AMI a reviewed change.",
  source:
    "Karpenter, managing AMIs (do not use @latest in production); aws/karpenter-provider-aws #6862 (controlled upgrades of AMIs)",
  judge: (input) =>
    violations(input, ({ fleet }) =>
      fleet.nodeClasses.flatMap((nodeClass) => {
        const alias = ifKnown(nodeClass.amiAlias);
        if (alias?.endsWith("@latest") !== true) {
          return [];
        }
        const message = `${nodeClass.kind} ${shown(nodeClass.className)} asks for the AMI ${alias}: nodes are replaced whenever AWS releases one. Pin a version, such as ${alias.replace(/@.*/, "@v20261015")}`;
        return [found(nodeClass, message, { values: { alias } })];
      }),
    ),
};
