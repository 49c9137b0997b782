import { roleNameOf } from "./arns";
import type {
  LaunchTemplateKey,
  LaunchTemplateVersion,
  Neighbours,
  NewSecurityGroup,
  Subnet,
} from "./neighbours";

/** Asks moto, in the protocols of the services themselves. */
export class MotoNeighbours implements Neighbours {
  constructor(private readonly url: string) {}

  async subnet(region: string, id: string): Promise<Subnet | undefined> {
    const xml = await this.ec2(region, "DescribeSubnets", { "SubnetId.1": id });
    const vpcId = textIn(xml, "vpcId");
    const availabilityZone = textIn(xml, "availabilityZone");
    return vpcId === undefined || availabilityZone === undefined
      ? undefined
      : { id, vpcId, availabilityZone };
  }

  async hasSecurityGroup(region: string, id: string): Promise<boolean> {
    return (await this.ec2(region, "DescribeSecurityGroups", { "GroupId.1": id })) !== undefined;
  }

  async hasRole(arn: string): Promise<boolean> {
    const RoleName = roleNameOf(arn) ?? "";
    const xml = await this.query("iam", "us-east-1", { Action: "GetRole", Version: "2010-05-08", RoleName });
    return textIn(xml, "Arn") === arn;
  }

  async hasKey(region: string, arn: string): Promise<boolean> {
    const response = await this.post("kms", region, JSON.stringify({ KeyId: arn }), {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "TrentService.DescribeKey",
    });
    return response !== undefined;
  }

  async launchTemplateVersion(
    region: string,
    key: LaunchTemplateKey,
    version: string,
  ): Promise<LaunchTemplateVersion | undefined> {
    const wanted: Record<string, string> =
      "id" in key ? { LaunchTemplateId: key.id } : { LaunchTemplateName: key.name };
    const xml = await this.ec2(region, "DescribeLaunchTemplateVersions", {
      ...wanted,
      "LaunchTemplateVersion.1": version,
    });
    const id = textIn(xml, "launchTemplateId");
    const name = textIn(xml, "launchTemplateName");
    const number = textIn(xml, "versionNumber");
    if (id === undefined || name === undefined || number === undefined) return undefined;
    const imageId = textIn(xml, "imageId");
    const instanceType = textIn(xml, "instanceType");
    return {
      id,
      name,
      version: number,
      ...(imageId === undefined ? {} : { imageId }),
      ...(instanceType === undefined ? {} : { instanceType }),
    };
  }

  async createSecurityGroup(region: string, group: NewSecurityGroup): Promise<string> {
    const tags = Object.entries(group.tags).flatMap(([key, value], index) => [
      [`TagSpecification.1.Tag.${index + 1}.Key`, key],
      [`TagSpecification.1.Tag.${index + 1}.Value`, value],
    ]);
    const xml = await this.ec2(region, "CreateSecurityGroup", {
      GroupName: group.name,
      GroupDescription: group.description,
      VpcId: group.vpcId,
      "TagSpecification.1.ResourceType": "security-group",
      ...Object.fromEntries(tags),
    });
    const id = textIn(xml, "groupId");
    if (id === undefined) throw new Error(`moto did not make the security group ${group.name}`);
    return id;
  }

  async deleteSecurityGroup(region: string, id: string): Promise<void> {
    await this.ec2(region, "DeleteSecurityGroup", { GroupId: id });
  }

  private ec2(region: string, action: string, parameters: Record<string, string>) {
    return this.query("ec2", region, { Action: action, Version: "2016-11-15", ...parameters });
  }

  private query(service: string, region: string, parameters: Record<string, string>) {
    return this.post(service, region, new URLSearchParams(parameters).toString(), {
      "content-type": "application/x-www-form-urlencoded",
    });
  }

  /** The text of the answer; undefined if the resource does not exist. */
  private async post(
    service: string,
    region: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<string | undefined> {
    const response = await fetch(this.url, {
      method: "POST",
      body,
      headers: {
        ...headers,
        authorization: `AWS4-HMAC-SHA256 Credential=eks/20260101/${region}/${service}/aws4_request`,
      },
    });
    const text = await response.text();
    if (response.status >= 500) throw new Error(`moto failed: ${text}`);
    return response.ok ? text : undefined;
  }
}

function textIn(xml: string | undefined, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]+)</${element}>`).exec(xml ?? "")?.[1];
}
