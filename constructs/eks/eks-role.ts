import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct, type IConstruct } from "constructs";
import { type AwsProviderSettings, settingsOf, usedAwsProvider } from "../aws-provider";
import { awsProviderOf } from "../aws-resources";
import { roleNameProblems } from "../checks/names";
import { identityOf } from "../fleet-part";
import { withFixedAddress } from "../take-over";
import { reportAtSynthesis, warn } from "../validation";

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
  /** Whether the service also tags its sessions, as EKS does in Auto Mode. @default false */
  readonly tagsSession?: boolean;
}

/** By program and name. */
const programs = new WeakMap<IConstruct, Map<string, EksRole[]>>();

function rolesNamed({ node: { root } }: EksRole, roleName: string): EksRole[] {
  const byName = programs.get(root) ?? new Map<string, EksRole[]>();
  programs.set(root, byName);
  const named = byName.get(roleName) ?? [];
  byName.set(roleName, named);
  return named;
}

function settingsOfProvider(role: EksRole): AwsProviderSettings {
  const provider = usedAwsProvider(role);
  return provider === undefined ? {} : settingsOf(provider);
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
              Action: props.tagsSession === true ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole",
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
    const others = rolesNamed(this, props.roleName);
    const earlier = [...others];
    others.push(this);
    reportAtSynthesis(this, () => [
      ...roleNameProblems(props.roleName),
      ...earlier.flatMap((other) => this.conflictWith(other, props.roleName)),
    ]);
  }

  /** IAM has one name for each role of an account, in all regions. */
  private conflictWith(other: EksRole, roleName: string): readonly string[] {
    const [one, two] = [this, other].map((role) => ({
      account: identityOf(role, roleName).account,
      ...settingsOfProvider(role),
    }));
    const sentence = `duplicate IAM role "${roleName}": ${other.node.path} creates it too. Give nodeRoleArn or roles that exist to one of the two clusters`;
    if (one?.account !== undefined && two?.account !== undefined) {
      return one.account === two.account ? [sentence] : [];
    }
    if (one?.profile === two?.profile && one?.roleArn === two?.roleArn) {
      warn(this, `${sentence}. If they are in different accounts, set allowedAccountIds of their providers`);
    }
    return [];
  }
}
