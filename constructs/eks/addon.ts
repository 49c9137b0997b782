import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { ITerraformDependable, TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { AddonVersion } from "../../upgrade/eks/addon-version";
import type { AddonSettings } from "../../upgrade/fleet/settings";
import type { AddonState } from "../../upgrade/fleet/state";
import { type AwsResourcesProps, awsProviderOf, ResourceOrder, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { declarePart, placeOf } from "../fleet-part";
import { jsonOf } from "../json";
import { takeOver } from "../take-over";
import { reportAtSynthesis, stateOf } from "../validation";
import type { ClusterReference } from "./cluster-reference";
import { versionProblems } from "./version-problems";

export interface AddonOptions extends Omit<AddonSettings, "addonVersion">, AwsResourcesProps {
  /** The exact build, "v1.34.6-eksbuild.29". Changed in place. Synthesis reports a text that is not a version. */
  readonly addonVersion: AddonVersion | string;
  /**
   * The address of the add-on in the same Terraform state, "aws_eks_addon.coredns": a moved block brings it here. With `adopted`,
   * it replaces the import block. Remove it after the apply. @inCode @default - none
   */
  readonly movedFrom?: string;
}

export interface AddonProps extends AddonOptions {
  readonly cluster: ClusterReference;
}

/** An add-on that EKS manages. */
export class Addon extends Construct {
  readonly addonName: string;
  readonly addonVersion: string;
  private readonly cluster: ClusterReference;
  private readonly isPreserved: boolean;
  private readonly resource: EksAddon;
  private readonly resourceOrder: ResourceOrder;

  constructor(scope: Construct, id: string, props: AddonProps) {
    super(scope, id);
    props = rightTypes(this, "AddonProps", props);
    useAws(this, props, props.cluster);
    this.cluster = props.cluster.inStackOf(this);
    this.addonName = props.addonName ?? id;
    this.isPreserved = props.preserve === true;
    this.addonVersion = String(props.addonVersion);
    this.resource = new EksAddon(this, "Default", {
      clusterName: this.cluster.clusterName,
      addonName: this.addonName,
      addonVersion: this.addonVersion,
      configurationValues:
        props.configurationValues === undefined ? undefined : jsonOf(props.configurationValues),
      resolveConflictsOnCreate: props.resolveConflictsOnCreate ?? (props.adopted ? undefined : "OVERWRITE"),
      preserve: props.preserve,
      resolveConflictsOnUpdate: props.resolveConflictsOnUpdate ?? (props.adopted ? undefined : "PRESERVE"),
      serviceAccountRoleArn: props.serviceAccountRoleArn,
      podIdentityAssociation: props.podIdentityAssociations?.slice(),
      tags: props.tags,
      lifecycle: this.lifecycle(),
      provider: awsProviderOf(this),
    });
    this.resourceOrder = new ResourceOrder(this.resource, props.dependsOn);
    takeOver(this, this.resource, {
      movedFrom: props.movedFrom,
      importId: props.adopted ? `${this.cluster.declaredName}:${this.addonName}` : undefined,
    });

    this.cluster.registerAddon(this);
    declarePart(this, () => ({ addons: [this.state] }));
    reportAtSynthesis(this, () => [
      ...nameProblems("the name of the add-on", this.addonName, "addon"),
      ...versionProblems("addonVersion", this.addonVersion, AddonVersion.problemOf),
      ...arnProblems("serviceAccountRoleArn", props.serviceAccountRoleArn, "role"),
      ...(props.podIdentityAssociations ?? []).flatMap(({ serviceAccount, roleArn }, index) => [
        ...nameProblems(`podIdentityAssociations[${index}].serviceAccount`, serviceAccount, "serviceAccount"),
        ...arnProblems(`podIdentityAssociations[${index}].roleArn`, roleArn, "role"),
      ]),
    ]);
  }

  private lifecycle(): TerraformResourceLifecycle | undefined {
    const { guard, version, catalog } = this.cluster;
    const precondition = guard?.addonNotAhead(this.addonName, this.addonVersion, version, catalog) ?? [];
    return precondition.length === 0 ? undefined : { precondition: [...precondition] };
  }

  private get state(): AddonState {
    return {
      ...placeOf(this),
      cluster: this.cluster.clusterKey,
      addonName: stateOf(this.addonName),
      addonVersion: this.addonVersion,
      ...(this.isPreserved ? { isPreserved: true } : {}),
    };
  }

  /** Terraform creates this add-on after `dependencies`, in addition to those that it has. */
  runsAfter(dependencies: readonly ITerraformDependable[]): void {
    this.resourceOrder.add(dependencies);
  }

  orderInCluster(dependencies: readonly ITerraformDependable[]): void {
    this.resourceOrder.setOurs(dependencies);
  }

  get dependable(): ITerraformDependable {
    return this.resource;
  }
}
