/** An add-on that EKS manages. */
export interface AddonSettings {
  /** The exact build, "v1.34.6-eksbuild.29". Changed in place. */
  readonly addonVersion: string;
  /** The name that EKS uses. A change replaces the add-on. @default - the key in `addons`, or the construct's id */
  readonly addonName?: string;
  /** The add-on's own settings, by the schema of "aws eks describe-addon-configuration". @anyNames @default - none */
  readonly configurationValues?: Readonly<Record<string, unknown>>;
  /**
   * What an update does with settings that somebody changed in the cluster: keep them, overwrite them, or fail.
   * @default "PRESERVE"
   */
  readonly resolveConflictsOnUpdate?: "PRESERVE" | "OVERWRITE" | "NONE";
  /**
   * What the creation does with settings that are in the cluster already: overwrite them, or fail. It has no effect later.
   * @default "OVERWRITE"
   */
  readonly resolveConflictsOnCreate?: "OVERWRITE" | "NONE";
  /**
   * Whether the software of the add-on stays in the cluster when the add-on is removed. Apply it before the removal. Changed
   * in place. @default false
   */
  readonly preserve?: boolean;
  /** The role of the add-on's service account, through the cluster's OIDC provider. @default - none */
  readonly serviceAccountRoleArn?: string;
  /** The roles of the add-on's service accounts, through EKS Pod Identity. @default - none */
  readonly podIdentityAssociations?: readonly { readonly serviceAccount: string; readonly roleArn: string }[];
  /** Changed in place. @anyNames @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Set when importing an existing add-on: an import block brings it into the state. `resolveConflictsOnUpdate` is then
   * written only if it is given, because EKS does not store it and writing it is a change.
   */
  readonly adopted?: true;
}
