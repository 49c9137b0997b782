import { LaunchTemplate as AwsLaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { type AmiType, amiTypeRow } from "../../upgrade/eks/ami-type";
import { LAUNCH_TEMPLATE } from "../../upgrade/eks/layout";
import type { CapacityType, LaunchTemplateOptions } from "../../upgrade/fleet/settings";
import { awsProviderOf } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { examined, madeWith } from "../checks/right-types";
import { shownValue, textProblems, wholeNumberProblems } from "../checks/values";
import { withFixedAddress } from "../take-over";
import { isUnresolved, warn } from "../validation";

/** A template, and the version of it that a node group uses. */
export interface LaunchTemplateVersion {
  readonly launchTemplateId: string;
  readonly version: string;
}

/**
 * The launch template of a node group. A group keeps its template: only the version changes in place. Changing to another
 * template, or to none, replaces the group.
 */
export class LaunchTemplate {
  /** For an adopted node group without a launch template. */
  static readonly NONE = new LaunchTemplate("none", {}, undefined);

  /** A new template: only IMDSv2, an encrypted gp3 disk. */
  static managed(options: LaunchTemplateOptions = {}): LaunchTemplate {
    const { value, problems } = examined("LaunchTemplate.managed", { options });
    // Without the options if one of them has a wrong type.
    const { options: right = {} } = value;
    return madeWith(new LaunchTemplate("managed", right, undefined), problems);
  }

  /**
   * An existing template. If it has a custom AMI, the group's `amiType` must be CUSTOM.
   * @param version a number, never $Latest or $Default
   */
  static existing(launchTemplateId: string, version: number): LaunchTemplate {
    const { value, problems } = examined("LaunchTemplate.existing", { launchTemplateId, version });
    return madeWith(
      new LaunchTemplate("existing", { version: value.version }, value.launchTemplateId),
      problems,
    );
  }

  private constructor(
    private readonly kind: "none" | "managed" | "existing",
    private readonly options: LaunchTemplateOptions,
    private readonly launchTemplateId: string | undefined,
  ) {}

  get hasOwnImage(): boolean {
    return this.options.imageId !== undefined;
  }

  /** Its contents, such as an instance type, are not known here. */
  get isMadeElsewhere(): boolean {
    return this.kind === "existing";
  }

  problems(amiType: string, capacityType: CapacityType): readonly string[] {
    const { version = 1, diskSizeGib = 50, maxPods, metadataHopLimit = 1, imageId, userData } = this.options;
    const problems = [
      ...wholeNumberProblems("version of the launch template", version, 1, 10_000),
      ...wholeNumberProblems("diskSizeGib of the launch template", diskSizeGib, 1, 16_384),
      ...wholeNumberProblems("metadataHopLimit of the launch template", metadataHopLimit, 1, 64),
      ...(maxPods === undefined
        ? []
        : wholeNumberProblems("maxPods of the launch template", maxPods, 1, 250)),
    ];
    const { rootDeviceName, capacityReservationId, placementGroupName, kmsKeyArn } = this.options;
    if (this.launchTemplateId !== undefined) {
      const form = 'the id of a launch template, like "lt-0a1b2c3d4e5f60718"';
      problems.push(...textProblems("launchTemplateId", this.launchTemplateId, /^lt-\w+$/, form));
    }
    problems.push(...arnProblems("kmsKeyArn", kmsKeyArn, "key"));
    if (capacityType === "CAPACITY_BLOCK" && capacityReservationId === undefined && !this.isMadeElsewhere) {
      problems.push(
        "capacityType is CAPACITY_BLOCK and the launch template has no capacityReservationId: expected the id of the Capacity Block in the launch template, or an existing template that has it",
      );
    }
    if (rootDeviceName !== undefined) {
      const form = 'the name of a device, like "/dev/sda1"';
      problems.push(...textProblems("rootDeviceName", rootDeviceName, /^\/dev\/[a-z]+\d*$/, form));
    }
    if (capacityReservationId !== undefined) {
      const form = 'the id of a capacity reservation, like "cr-0a1b2c3d4e5f60718"';
      problems.push(...textProblems("capacityReservationId", capacityReservationId, /^cr-[0-9a-f]+$/, form));
    }
    if (placementGroupName !== undefined) {
      const form = "the name of a placement group, 1 to 255 characters";
      problems.push(...textProblems("placementGroupName", placementGroupName, /^.{1,255}$/, form));
    }
    if (maxPods !== undefined) {
      if (imageId !== undefined || userData !== undefined || nodeSettings(amiType, maxPods) === undefined) {
        problems.push(
          `maxPods is set for ${imageId ?? amiType}: expected an EKS AMI with AL2023 or Bottlerocket, and no userData. For other AMIs, set the number of pods in userData`,
        );
      }
    }
    if (amiType === "CUSTOM" && imageId === undefined && this.kind !== "existing") {
      problems.push(
        "amiType is CUSTOM and the launch template has no AMI: expected imageId in the launch template, an existing template with an AMI, or an AMI type of EKS",
      );
    }
    if (imageId !== undefined && userData === undefined) {
      problems.push(
        `imageId is ${shownValue(imageId)} and there is no userData: the nodes would not join the cluster, because EKS adds no user data to a custom AMI. Give userData that joins them`,
      );
    }
    return problems;
  }

  /** Creates the template if it is ours. */
  bind(scope: Construct, amiType: AmiType, capacityType: CapacityType): LaunchTemplateVersion | undefined {
    if (this.kind === "none") {
      return undefined;
    }
    const version = String(this.options.version ?? 1);
    return { launchTemplateId: this.launchTemplateId ?? this.make(scope, amiType, capacityType), version };
  }

  private make(scope: Construct, amiType: AmiType, capacityType: CapacityType): string {
    const { diskSizeGib, kmsKeyArn, imageId, maxPods, metadataHopLimit, securityGroupIds, tags } =
      this.options;
    const { placementGroupName, capacityReservationId, rootDeviceName } = this.options;
    if (imageId !== undefined && rootDeviceName === undefined) {
      warnOfRootDevice(scope, imageId, rootDevice(amiType));
    }
    const userData =
      this.options.userData ?? (maxPods === undefined ? undefined : nodeSettings(amiType, maxPods));
    return withFixedAddress(
      scope,
      new AwsLaunchTemplate(scope, LAUNCH_TEMPLATE, {
        provider: awsProviderOf(scope),
        imageId,
        userData: userData === undefined ? undefined : encoded(userData),
        vpcSecurityGroupIds: securityGroupIds?.slice(),
        ...(placementGroupName === undefined ? {} : { placement: { groupName: placementGroupName } }),
        ...(capacityReservationId === undefined
          ? {}
          : { capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId } } }),
        ...(capacityType === "CAPACITY_BLOCK"
          ? { instanceMarketOptions: { marketType: "capacity-block" } }
          : {}),
        metadataOptions: {
          httpEndpoint: "enabled",
          httpTokens: "required",
          httpPutResponseHopLimit: metadataHopLimit ?? 1,
        },
        blockDeviceMappings: [
          {
            deviceName: this.options.rootDeviceName ?? rootDevice(amiType),
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
      }),
    ).id;
  }
}

/** Synthesis cannot see the devices of an AMI. */
function warnOfRootDevice(scope: Construct, imageId: string, device: string): void {
  warn(
    scope,
    `the launch template has the AMI ${imageId} and no rootDeviceName: if the root device of the AMI is not ${device}, its root disk is not encrypted by this template. Set rootDeviceName`,
  );
}

/** User data may contain unresolved tokens. */
function encoded(userData: string): string {
  return isUnresolved(userData) ? Fn.base64encode(userData) : Buffer.from(userData).toString("base64");
}

/** Bottlerocket has its system on one disk and its containers on another. The size is that of the second. */
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

/** The part of the user data that sets the pods of a node. EKS adds the rest. */
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
