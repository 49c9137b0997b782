import type {
  LaunchTemplateKey,
  LaunchTemplateVersion,
  Neighbours,
  NewSecurityGroup,
  Subnet,
} from "./neighbours";

export interface Neighbourhood {
  readonly subnets?: readonly Subnet[];
  readonly securityGroupIds?: readonly string[];
  readonly roleArns?: readonly string[];
  readonly keyArns?: readonly string[];
  /** In the order of their versions; the last one is the latest, and the default. */
  readonly launchTemplateVersions?: readonly LaunchTemplateVersion[];
}

/** Neighbours with a fixed list of resources in every region: for tests without moto. */
export class InMemoryNeighbours implements Neighbours {
  readonly securityGroupIds: Set<string>;
  private created = 0;

  constructor(private readonly given: Neighbourhood) {
    this.securityGroupIds = new Set(given.securityGroupIds);
  }

  async subnet(_region: string, id: string): Promise<Subnet | undefined> {
    return this.given.subnets?.find((subnet) => subnet.id === id);
  }

  async hasSecurityGroup(_region: string, id: string): Promise<boolean> {
    return this.securityGroupIds.has(id);
  }

  async hasRole(arn: string): Promise<boolean> {
    return this.given.roleArns?.includes(arn) ?? false;
  }

  async hasKey(_region: string, arn: string): Promise<boolean> {
    return this.given.keyArns?.includes(arn) ?? false;
  }

  async launchTemplateVersion(
    _region: string,
    key: LaunchTemplateKey,
    version: string,
  ): Promise<LaunchTemplateVersion | undefined> {
    const versions = (this.given.launchTemplateVersions ?? []).filter((template) =>
      "id" in key ? template.id === key.id : template.name === key.name,
    );
    return version.startsWith("$") ? versions.at(-1) : versions.find((known) => known.version === version);
  }

  async createSecurityGroup(_region: string, _group: NewSecurityGroup): Promise<string> {
    this.created += 1;
    const id = `sg-${String(this.created).padStart(17, "0")}`;
    this.securityGroupIds.add(id);
    return id;
  }

  async deleteSecurityGroup(_region: string, id: string): Promise<void> {
    this.securityGroupIds.delete(id);
  }
}
