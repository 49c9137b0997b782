import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { textProblems } from "../checks/values";
import { jsonOf } from "../json";
import { withFixedAddress } from "../take-over";
import { reportAtSynthesis } from "../validation";
import type { ICluster } from "./icluster";

/** A statement of an IAM policy that allows actions. */
export interface AllowStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Conditions in the format of IAM. @anyNames @default - none */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PodRoleProps extends AwsResourcesProps {
  readonly cluster: ICluster;
  /** At most 64 characters. A change replaces the role. */
  readonly roleName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The permissions of the pods in AWS. */
  readonly statements: readonly AllowStatement[];
  /** @default - none */
  readonly permissionsBoundaryArn?: string;
}

/**
 * An IAM role for the pods of one service account of one cluster, through EKS Pod Identity. Nobody else can assume it. It
 * needs the add-on `eks-pod-identity-agent`.
 */
export class PodRole extends Construct {
  readonly roleArn: string;
  readonly roleName: string;

  constructor(scope: Construct, id: string, props: PodRoleProps) {
    super(scope, id);
    props = rightTypes(this, "PodRoleProps", props);
    useAws(this, props, props.cluster);
    const { namespace, serviceAccount, roleName } = props;
    const cluster = props.cluster.inStackOf(this);
    const provider = awsProviderOf(this);
    const role = withFixedAddress(
      this,
      new IamRole(this, "Default", {
        name: roleName,
        permissionsBoundary: props.permissionsBoundaryArn,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Action: ["sts:AssumeRole", "sts:TagSession"],
            Principal: { Service: "pods.eks.amazonaws.com" },
            Condition: {
              StringEquals: {
                "aws:RequestTag/eks-cluster-name": cluster.declaredName,
                "aws:RequestTag/kubernetes-namespace": namespace,
                "aws:RequestTag/kubernetes-service-account": serviceAccount,
              },
            },
          },
        ]),
        dependsOn: after(props.dependsOn),
        provider,
      }),
    );
    this.roleArn = role.arn;
    this.roleName = role.name;
    new IamRolePolicy(this, "policy", {
      name: id,
      role: role.name,
      policy: policyDocument(statementsOf(props.statements)),
      provider,
    });
    cluster.addPodIdentityAssociation(id, {
      namespace,
      serviceAccount,
      roleArn: role.arn,
      provider,
    });
    reportAtSynthesis(this, () => [
      ...nameProblems("roleName", roleName, "role"),
      ...arnProblems("permissionsBoundaryArn", props.permissionsBoundaryArn, "policy"),
      ...(props.statements.length > 0
        ? []
        : ["statements is empty: IAM rejects a policy without statements. Give what the pods may do"]),
      ...statementProblems(props.statements),
    ]);
  }
}

/** A policy of IAM. */
export function policyDocument(statements: readonly object[]): string {
  return jsonOf({ Version: "2012-10-17", Statement: statements }, { hasOnlyNames: true });
}

/** IAM rejects a statement without actions or resources during the apply. */
export function statementProblems(statements: readonly AllowStatement[]): readonly string[] {
  return statements.flatMap(({ actions, resources }, index) =>
    Object.entries({ actions, resources }).flatMap(([name, list]) => {
      const what = `statements[${index}].${name}`;
      return list.length === 0
        ? [`${what} is empty: expected at least one. Without ${name}, IAM rejects the policy`]
        : list.flatMap((each) => textProblems(`one of ${what}`, each, /^\S+$/, `one of IAM's ${name}`));
    }),
  );
}

/** What a role allows, in the format of IAM. */
export function statementsOf(statements: readonly AllowStatement[]): readonly object[] {
  return statements.map(({ actions, resources, condition }) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    Condition: condition,
  }));
}
