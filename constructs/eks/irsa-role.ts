import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { takeOver, withFixedAddress } from "../take-over";
import { reportAtSynthesis } from "../validation";
import type { ICluster } from "./icluster";
import { type AllowStatement, policyDocument, statementProblems, statementsOf } from "./pod-role";

export interface IrsaRoleProps extends AwsResourcesProps {
  /**
   * The clusters whose pods may assume the role: one, or the old and the new one during an upgrade by a second cluster. Each
   * must exist when this is planned, and have an OIDC provider in the account of the role (`OidcProvider`). Changed in place.
   */
  readonly clusters: readonly ICluster[];
  /** At most 64 characters. A change replaces the role. */
  readonly roleName: string;
  /** Changed in place. */
  readonly namespace: string;
  /** Its annotation `eks.amazonaws.com/role-arn` has the ARN of the role. Changed in place. */
  readonly serviceAccount: string;
  /** The permissions of the pods in AWS. @default - none */
  readonly statements?: readonly AllowStatement[];
  /** Existing policies, by a name that becomes part of the Terraform address. @default - none */
  readonly policyArns?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly permissionsBoundaryArn?: string;
  /** The address of the role in the same Terraform state: a moved block brings it here. @inCode @default - none */
  readonly movedFrom?: string;
}

/**
 * An IAM role for the pods of one service account through the OIDC issuers of its clusters (IRSA). A role that trusts only
 * the old cluster denies the pods of the new one: their calls to AWS fail with AccessDenied as soon as traffic arrives. So
 * trust both clusters before the shift, and remove the old one after it.
 */
export class IrsaRole extends Construct {
  readonly roleArn: string;
  readonly roleName: string;

  constructor(scope: Construct, id: string, props: IrsaRoleProps) {
    super(scope, id);
    props = rightTypes(this, "IrsaRoleProps", props);
    const [first] = props.clusters;
    useAws(this, props, first);
    const provider = awsProviderOf(this);
    const { statements = [], policyArns = {} } = props;
    const account = new DataAwsCallerIdentity(this, "account", { provider }).accountId;
    const role = withFixedAddress(
      this,
      new IamRole(this, "Default", {
        name: props.roleName,
        permissionsBoundary: props.permissionsBoundaryArn,
        assumeRolePolicy: policyDocument(props.clusters.map((each) => this.trust(each, account, props))),
        dependsOn: after(props.dependsOn),
        provider,
      }),
    );
    takeOver(this, role, { movedFrom: props.movedFrom });
    this.roleArn = role.arn;
    this.roleName = role.name;
    if (statements.length > 0) {
      const policy = policyDocument(statementsOf(statements));
      new IamRolePolicy(this, "policy", { name: id, role: role.name, policy, provider });
    }
    const attachments = new Construct(this, "policies");
    for (const [name, policyArn] of Object.entries(policyArns)) {
      new IamRolePolicyAttachment(attachments, name, { role: role.name, policyArn, provider });
    }
    reportAtSynthesis(this, () => [
      ...(props.clusters.length > 0
        ? []
        : ["clusters is empty: expected the clusters whose pods assume the role"]),
      ...repeatedClusters(props.clusters),
      ...nameProblems("roleName", props.roleName, "role"),
      ...arnProblems("permissionsBoundaryArn", props.permissionsBoundaryArn, "policy"),
      ...nameProblems("the namespace", props.namespace, "kubernetes"),
      ...nameProblems("the service account", props.serviceAccount, "serviceAccount"),
      ...statementProblems(statements),
      ...Object.entries(policyArns).flatMap(([name, arn]) => [
        ...nameProblems("a name in policyArns", name, "address"),
        ...arnProblems(`the policy "${name}"`, arn, "policy"),
      ]),
    ]);
  }

  private trust(cluster: ICluster, account: string, { namespace, serviceAccount }: IrsaRoleProps): object {
    const { oidcIssuer, partition } = cluster.inStackOf(this);
    const issuer = Fn.replace(oidcIssuer, "https://", "");
    return {
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: "sts.amazonaws.com",
          [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
        },
      },
    };
  }
}

function repeatedClusters(clusters: readonly ICluster[]): readonly string[] {
  const keys = clusters.map(({ clusterKey }) => clusterKey);
  const again = clusters.filter(({ clusterKey }, index) => keys.indexOf(clusterKey) !== index);
  return again.map(({ declaredName }) => `duplicate cluster ${declaredName}: expected each cluster once`);
}
