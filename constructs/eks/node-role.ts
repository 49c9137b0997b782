import type { ClusterSettings } from "../../upgrade/fleet/settings";
import { arnProblems } from "../checks/arns";
import { nameProblems } from "../checks/names";
import { textProblems } from "../checks/values";
import type { EksRoleProps } from "./eks-role";

/** What a cluster adds to the role of its nodes. */
export type NodeRoleOptions = Pick<EksRoleProps, "policyArns" | "path">;

interface NodeRoleProps extends Pick<ClusterSettings, "nodeRolePolicyArns" | "nodeRolePath"> {
  readonly roles?: { readonly nodeRoleArn?: string };
}

export function nodeRoleOptions({ nodeRolePolicyArns, nodeRolePath }: NodeRoleProps): NodeRoleOptions {
  return { policyArns: nodeRolePolicyArns, path: nodeRolePath };
}

export function nodeRoleProblems({
  nodeRolePolicyArns = {},
  nodeRolePath,
  roles,
}: NodeRoleProps): readonly string[] {
  const given = [
    ...(Object.keys(nodeRolePolicyArns).length === 0 ? [] : ["nodeRolePolicyArns"]),
    ...(nodeRolePath === undefined ? [] : ["nodeRolePath"]),
  ];
  return [
    ...Object.entries(nodeRolePolicyArns).flatMap(([name, arn]) => [
      ...nameProblems("a name in nodeRolePolicyArns", name, "address"),
      ...arnProblems(`the policy "${name}" in nodeRolePolicyArns`, arn, "policy"),
    ]),
    ...(nodeRolePath === undefined
      ? []
      : textProblems(
          "nodeRolePath",
          nodeRolePath,
          /^\/([\x21-\x7e]{1,510}\/)?$/,
          'a path that begins and ends with "/", like "/platform/"',
        )),
    ...(given.length > 0 && roles?.nodeRoleArn !== undefined
      ? [
          `${given.join(" and ")} ${given.length === 1 ? "is" : "are"} set and the role of the nodes is given: expected one of them. Attach policies where that role is declared`,
        ]
      : []),
  ];
}
