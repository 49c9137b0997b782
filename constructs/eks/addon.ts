import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { dependable, type ITerraformDependable, type TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { AddonVersion } from "../../upgrade/eks/addon-version";
import type { AddonState } from "../../upgrade/fleet/state";
import { declarePart, placeOf } from "../fleet-part";
import { reportAtSynthesis, stateOf } from "../validation";
import type { ICluster } from "./cluster";
import { versionProblems } from "./version-problems";

export interface AddonOptions {
  /**
   * A build, "v1.34.6-eksbuild.29". Pinned: an add-on changes when the code does. Changed in place.
   * A text that is no version is reported at synthesis.
   */
  readonly addonVersion: AddonVersion | string;
  /** As EKS names it. A change replaces the add-on. @default - the id */
  readonly addonName?: string;
  /** The add-on's own settings, by the schema of "aws eks describe-addon-configuration". @default - none */
  readonly configurationValues?: Readonly<Record<string, unknown>>;
  /**
   * What an update does with settings that somebody changed in the cluster: keep them, put the add-on's own in
   * their place, or fail. (At creation the add-on's own win.)
   * @default "PRESERVE"
   */
  readonly resolveConflictsOnUpdate?: "PRESERVE" | "OVERWRITE" | "NONE";
  /** The role of the add-on's service account, by the cluster's OIDC provider. @default - none */
  readonly serviceAccountRoleArn?: string;
  /** The roles of the add-on's service accounts, by Pod Identity. @default - none */
  readonly podIdentityAssociations?: readonly { readonly serviceAccount: string; readonly roleArn: string }[];
  /** Changed in place. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * That it was there before it came under code: an import block brings it into the state. What to do about
   * conflicts is then written only where it is given, for EKS does not keep it, and to write it is a change.
   */
  readonly adopted?: true;
}

export interface AddonProps extends AddonOptions {
  readonly cluster: ICluster;
}

/** An add-on that EKS manages. */
export class Addon extends Construct {
  readonly addonName: string;
  readonly addonVersion: string;
  private readonly cluster: ICluster;
  private readonly resource: EksAddon;

  constructor(scope: Construct, id: string, props: AddonProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.addonName = props.addonName ?? id;
    this.addonVersion = String(props.addonVersion);
    this.resource = new EksAddon(this, "Default", {
      clusterName: props.cluster.clusterName,
      addonName: this.addonName,
      addonVersion: this.addonVersion,
      configurationValues:
        props.configurationValues === undefined ? undefined : JSON.stringify(props.configurationValues),
      resolveConflictsOnCreate: props.adopted ? undefined : "OVERWRITE",
      resolveConflictsOnUpdate: props.resolveConflictsOnUpdate ?? (props.adopted ? undefined : "PRESERVE"),
      serviceAccountRoleArn: props.serviceAccountRoleArn,
      podIdentityAssociation: props.podIdentityAssociations?.slice(),
      tags: props.tags,
      lifecycle: this.lifecycle(),
    });
    if (props.adopted) {
      this.resource.importFrom(`${props.cluster.declaredName}:${this.addonName}`);
    }

    props.cluster.registerAddon(this);
    declarePart(this, () => ({ addons: [this.state] }));
    reportAtSynthesis(this, () => [
      ...versionProblems("addonVersion", this.addonVersion, AddonVersion.problemOf),
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
    };
  }

  /** Has Terraform make this add-on after `dependencies`, in place of those named before. */
  runsAfter(dependencies: readonly ITerraformDependable[]): void {
    this.resource.dependsOn = dependencies.map(dependable);
  }

  get dependable(): ITerraformDependable {
    return this.resource;
  }
}
