import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { awsProviderOf } from "../aws-resources";
import { roleNameProblems } from "../checks/names";
import { withFixedAddress } from "../take-over";
import { reportAtSynthesis } from "../validation";

export interface EksRoleProps {
  readonly roleName: string;
  /** The service that assumes the role, "eks.amazonaws.com". */
  readonly service: string;
  readonly partition: string;
  /** Names of AWS managed policies. */
  readonly managedPolicies: readonly string[];
  readonly permissionsBoundaryArn: string | undefined;
  /** ARNs of more policies, by a name that is part of the address. */
  readonly policyArns?: Readonly<Record<string, string>> | undefined;
  readonly path?: string | undefined;
}

/** An IAM role that EKS or its nodes assume. */
export class EksRole extends Construct {
  readonly roleArn: string;
  readonly roleName: string;
  readonly policyAttachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: EksRoleProps) {
    super(scope, id);
    const provider = awsProviderOf(this);
    const role = withFixedAddress(
      this,
      new IamRole(this, "Default", {
        name: props.roleName,
        path: props.path,
        permissionsBoundary: props.permissionsBoundaryArn,
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "sts:AssumeRole",
              Principal: { Service: props.service },
            },
          ],
        }),
        provider,
      }),
    );
    this.roleArn = role.arn;
    this.roleName = role.name;
    const policies = [
      ...props.managedPolicies.map((policy) => [policy, `arn:${props.partition}:iam::aws:policy/${policy}`]),
      ...Object.entries(props.policyArns ?? {}).map(([name, policyArn]) => [`policy-${name}`, policyArn]),
    ];
    this.policyAttachments = policies.map(
      ([id = "", policyArn = ""]) =>
        new IamRolePolicyAttachment(this, id, { role: role.name, policyArn, provider }),
    );
    reportAtSynthesis(this, () => roleNameProblems(props.roleName));
  }
}
