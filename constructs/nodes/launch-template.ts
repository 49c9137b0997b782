import { LaunchTemplate as AwsLaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { type AmiType, amiTypeRow } from "../../upgrade/eks/ami-type";
import { LAUNCH_TEMPLATE } from "../../upgrade/eks/layout";
import type { LaunchTemplateOptions } from "../../upgrade/fleet/settings";
import { isKnownLater } from "../validation";

/** A template and the version of it that a node group runs. */
export interface LaunchTemplateVersion {
  readonly launchTemplateId: string;
  readonly version: string;
}

/**
 * What a node group's instances are made from. A group keeps its template for life: only the version changes in
 * place; another template, or none in place of one, replaces the group.
 */
export class LaunchTemplate {
  /** For an adopted node group that has none. */
  static readonly NONE = new LaunchTemplate("none", {}, undefined);

  /** A template of ours: IMDSv2 alone, an encrypted gp3 disk. */
  static managed(options: LaunchTemplateOptions = {}): LaunchTemplate {
    return new LaunchTemplate("managed", options, undefined);
  }

  /**
   * A template that is made elsewhere. Where it has an AMI of its own, the group's `amiType` must be CUSTOM.
   * @param version a number, never $Latest or $Default
   */
  static existing(launchTemplateId: string, version: number): LaunchTemplate {
    return new LaunchTemplate("existing", { version }, launchTemplateId);
  }

  private constructor(
    private readonly kind: "none" | "managed" | "existing",
    private readonly options: LaunchTemplateOptions,
    private readonly launchTemplateId: string | undefined,
  ) {}

  get hasOwnImage(): boolean {
    return this.options.imageId !== undefined;
  }

  /** What it holds, an instance type for one, is not known here. */
  get isMadeElsewhere(): boolean {
    return this.kind === "existing";
  }

  problems(amiType: string): readonly string[] {
    const { version = 1, diskSizeGib = 50, maxPods, metadataHopLimit = 1, imageId, userData } = this.options;
    const problems: string[] = [];
    const whole = (name: string, value: number, least: number, most: number) => {
      if (!isKnownLater(value) && !(Number.isInteger(value) && value >= least && value <= most)) {
        problems.push(
          `${name} of the launch template is ${value}; it is a whole number from ${least} to ${most}`,
        );
      }
    };
    whole("version", version, 1, 10_000);
    whole("diskSizeGib", diskSizeGib, 1, 16_384);
    whole("metadataHopLimit", metadataHopLimit, 1, 64);
    if (maxPods !== undefined) {
      whole("maxPods", maxPods, 1, 250);
      if (imageId !== undefined || userData !== undefined || nodeSettings(amiType, maxPods) === undefined) {
        problems.push(
          `maxPods can be set for AMIs of EKS's own with AL2023 or Bottlerocket, and beside no user data; for ${imageId ?? amiType} put it into userData`,
        );
      }
    }
    if (amiType === "CUSTOM" && imageId === undefined && this.kind !== "existing") {
      problems.push(
        "amiType is CUSTOM, but no AMI of your own is given; give one as imageId of the launch template, use a template that has one, or name a type of EKS's own",
      );
    }
    if (imageId !== undefined && userData === undefined) {
      problems.push(
        `nodes of the AMI ${imageId} would not join the cluster: EKS adds nothing to an AMI of your own; give userData that does it`,
      );
    }
    return problems;
  }

  /** Makes the template, where it is ours. */
  bind(scope: Construct, amiType: AmiType): LaunchTemplateVersion | undefined {
    if (this.kind === "none") {
      return undefined;
    }
    const version = String(this.options.version ?? 1);
    return { launchTemplateId: this.launchTemplateId ?? this.make(scope, amiType), version };
  }

  private make(scope: Construct, amiType: AmiType): string {
    const { diskSizeGib, kmsKeyArn, imageId, maxPods, metadataHopLimit, securityGroupIds, tags } =
      this.options;
    const userData =
      this.options.userData ?? (maxPods === undefined ? undefined : nodeSettings(amiType, maxPods));
    return new AwsLaunchTemplate(scope, LAUNCH_TEMPLATE, {
      imageId,
      userData: userData === undefined ? undefined : encoded(userData),
      vpcSecurityGroupIds: securityGroupIds?.slice(),
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: metadataHopLimit ?? 1,
      },
      blockDeviceMappings: [
        {
          deviceName: rootDevice(amiType),
          ebs: {
            volumeType: "gp3",
            volumeSize: diskSizeGib ?? 50,
            encrypted: "true",
            kmsKeyId: kmsKeyArn,
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications:
        tags === undefined
          ? undefined
          : ["instance", "volume"].map((resourceType) => ({ resourceType, tags: { ...tags } })),
    }).id;
  }
}

/** User data may hold values that only Terraform knows. */
function encoded(userData: string): string {
  return isKnownLater(userData) ? Fn.base64encode(userData) : Buffer.from(userData).toString("base64");
}

/** Bottlerocket has its system on one disk and its containers on another, which is the one to size. */
function rootDevice(amiType: AmiType): string {
  switch (amiTypeRow(amiType)?.system) {
    case "BOTTLEROCKET":
      return "/dev/xvdb";
    case "WINDOWS":
      return "/dev/sda1";
    default:
      return "/dev/xvda";
  }
}

/** The part of the user data that sets the pods of a node; EKS adds the rest. */
function nodeSettings(amiType: string, maxPods: number): string | undefined {
  switch (amiTypeRow(amiType)?.system) {
    case "AL2023":
      return [
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="//"',
        "",
        "--//",
        "Content-Type: application/node.eks.aws",
        "",
        "apiVersion: node.eks.aws/v1alpha1",
        "kind: NodeConfig",
        "spec:",
        "  kubelet:",
        "    config:",
        `      maxPods: ${maxPods}`,
        "--//--",
        "",
      ].join("\n");
    case "BOTTLEROCKET":
      return `[settings.kubernetes]\nmax-pods = ${maxPods}\n`;
    default:
      return undefined;
  }
}
