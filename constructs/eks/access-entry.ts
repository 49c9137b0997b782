import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import { accessPolicies } from "../../upgrade/eks/access-policies";
import type { AccessEntrySettings } from "../../upgrade/fleet/settings";
import { selfManagedNodeTypes } from "../../upgrade/fleet/settings/cluster";
import { nearest } from "../../upgrade/input/nearest";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { nameProblems } from "../checks/names";
import { examined, madeWith, problemsIn, rightTypes } from "../checks/right-types";
import { textProblems } from "../checks/values";
import { declarePart, placeOf } from "../fleet-part";
import { takeOver, withFixedAddress } from "../take-over";
import { isUnresolved, reportAtSynthesis, warn } from "../validation";
import type { ClusterReference } from "./cluster-reference";

/** An access policy of EKS, for the whole cluster or for some namespaces. */
export class AccessPolicy {
  static readonly CLUSTER_ADMIN = AccessPolicy.of("AmazonEKSClusterAdminPolicy");
  static readonly ADMIN = AccessPolicy.of("AmazonEKSAdminPolicy");
  static readonly EDIT = AccessPolicy.of("AmazonEKSEditPolicy");
  static readonly VIEW = AccessPolicy.of("AmazonEKSViewPolicy");
  static readonly ADMIN_VIEW = AccessPolicy.of("AmazonEKSAdminViewPolicy");

  /**
   * @param name the name in the output of "aws eks list-access-policies"
   * @inCode name
   */
  static of(name: string): AccessPolicy {
    const { value, problems } = examined("AccessPolicy.of", { name });
    return madeWith(new AccessPolicy(value.name, []), [
      ...problems,
      ...textProblems(
        "the name of an access policy",
        value.name,
        /^\w+$/,
        'a name without an ARN, like "AmazonEKSViewPolicy"',
      ),
    ]);
  }

  private constructor(
    readonly name: string,
    readonly namespaces: readonly string[],
  ) {}

  /** The same policy, only in these namespaces. A name may contain `*`. */
  in(...namespaces: readonly string[]): AccessPolicy {
    const { value, problems } = examined("AccessPolicy.in", { namespaces });
    const empty =
      namespaces.length === 0
        ? [
            `no namespace of ${this.name}: expected at least one. Without in(…), the policy is for the whole cluster`,
          ]
        : [];
    return madeWith(new AccessPolicy(this.name, value.namespaces), [
      ...problemsIn(this),
      ...problems,
      ...empty,
      ...value.namespaces.flatMap((each) =>
        nameProblems(`a namespace of ${this.name}`, each, "namespacePattern"),
      ),
    ]);
  }
}

export interface AccessEntryOptions extends Omit<AccessEntrySettings, "policies">, AwsResourcesProps {
  /** @default - none: the principal's Kubernetes groups decide */
  readonly policies?: readonly AccessPolicy[];
  /**
   * The address of the entry in the same Terraform state, "aws_eks_access_entry.viewers": a moved block brings it here. With `adopted`,
   * it replaces the import block. Remove it after the apply. @inCode @default - none
   */
  readonly movedFrom?: string;
  /** The same for its policies, by name: "AmazonEKSViewPolicy". @inCode @default - none */
  readonly policiesMovedFrom?: Readonly<Record<string, string>>;
}

export interface AccessEntryProps extends AccessEntryOptions {
  readonly cluster: ClusterReference;
}

/** Gives an IAM principal access to a cluster. */
export class AccessEntry extends Construct {
  readonly principalArn: string;

  constructor(scope: Construct, id: string, props: AccessEntryProps) {
    super(scope, id);
    props = rightTypes(this, "AccessEntryProps", props);
    this.principalArn = props.principalArn;
    useAws(this, props, props.cluster);
    const cluster = props.cluster.inStackOf(this);
    const { clusterName, declaredName, partition } = cluster;
    const provider = awsProviderOf(this);
    const entry = new EksAccessEntry(this, "Default", {
      clusterName,
      principalArn: props.principalArn,
      kubernetesGroups: props.kubernetesGroups?.slice(),
      type: props.type,
      userName: props.userName,
      tags: props.tags,
      dependsOn: after(props.dependsOn),
      provider,
    });
    withFixedAddress(this, entry);
    takeOver(this, entry, {
      movedFrom: props.movedFrom,
      importId: props.adopted ? `${declaredName}:${props.principalArn}` : undefined,
    });
    const policies = new Map((props.policies ?? []).map((policy) => [policy.name, policy]));
    for (const policy of policies.values()) {
      const association = new EksAccessPolicyAssociation(this, policy.name, {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: `arn:${partition}:eks::aws:cluster-access-policy/${policy.name}`,
        accessScope:
          policy.namespaces.length === 0
            ? { type: "cluster" }
            : { type: "namespace", namespaces: [...policy.namespaces] },
        provider,
      });
      // As text: an import block accepts no value that the same plan reads.
      const arn = `arn:${partitionOf(props.principalArn)}:eks::aws:cluster-access-policy/${policy.name}`;
      takeOver(this, association, {
        movedFrom: props.policiesMovedFrom?.[policy.name],
        importId: props.adopted ? `${declaredName}#${props.principalArn}#${arn}` : undefined,
      });
    }
    for (const name of policies.keys()) {
      warnOfUnknownPolicy(this, name);
    }
    if (selfManagedNodeTypes.includes(props.type ?? "")) {
      const place = placeOf(this);
      declarePart(this, () => ({
        otherNodes: [{ ...place, cluster: cluster.clusterKey, kind: "self-managed" }],
      }));
    }
    reportAtSynthesis(this, () => [
      ...typeProblems(props),
      ...Object.keys(props.policiesMovedFrom ?? {})
        .filter((name) => !policies.has(name))
        .map(
          (name) =>
            `policiesMovedFrom names "${name}": expected a policy of the entry, ${[...policies.keys()].join(", ")}`,
        ),
      ...arnProblems("the principal of an access entry", props.principalArn, "principal"),
      ...groupProblems(props.kubernetesGroups),
      ...repeated((props.policies ?? []).map(({ name }) => name)).map(
        (name) =>
          `duplicate policy ${name}: expected it once, with all its namespaces, like AccessPolicy.EDIT.in("a", "b")`,
      ),
    ]);
  }
}

function warnOfUnknownPolicy(construct: Construct, name: string): void {
  if (!isUnresolved(name) && !accessPolicies.includes(name)) {
    const near = nearest(name, accessPolicies);
    const meant = near === undefined ? "" : `Did you mean "${near}"? `;
    warn(
      construct,
      `unknown access policy "${name}": if EKS does not have it, it rejects it during the apply. ${meant}"aws eks list-access-policies" prints all`,
    );
  }
}

function groupProblems(groups: readonly string[] = []): readonly string[] {
  return groups
    .filter((group) => group.startsWith("system:") || group.trim() === "")
    .map((group) =>
      group.trim() === ""
        ? `a group of kubernetesGroups is "${group}": expected the name of a group`
        : `a group of kubernetesGroups is "${group}": EKS rejects groups that begin with "system:". Give a policy, like AccessPolicy.CLUSTER_ADMIN, or bind a group of your own`,
    );
}

/** Source: EKS API reference, CreateAccessEntry. */
function typeProblems(props: AccessEntryProps): readonly string[] {
  const { type = "STANDARD", userName, kubernetesGroups = [], policies = [] } = props;
  const isStandard = type === "STANDARD";
  return [
    ...(isStandard || (userName === undefined && kubernetesGroups.length + policies.length === 0)
      ? []
      : [
          `type is ${type}, and userName, kubernetesGroups or policies are given: expected them only with type STANDARD. EKS gives nodes their permissions`,
        ]),
    ...(userName === undefined
      ? []
      : textProblems(
          "userName",
          userName,
          /^(?!(system|eks|aws|amazon|iam):).+/,
          "a name that does not begin with system:, eks:, aws:, amazon: or iam:",
        )),
  ];
}

function partitionOf(arn: string): string {
  return arn.split(":")[1] ?? "aws";
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
