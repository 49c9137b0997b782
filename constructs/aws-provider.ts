import { TerraformDataSource, type TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { awsProviderOf } from "./aws-resources";

/** What the code gives to an AWS provider. A value can be an unresolved token. */
export interface AwsProviderSettings {
  readonly region?: string;
  readonly profile?: string;
  /** The role that it assumes: the last one, if it assumes several one after the other. */
  readonly roleArn?: string;
  /** `undefined` if it allows several accounts, or all. */
  readonly onlyAccountId?: string;
}

/** The AWS provider that creates what a construct declares. */
export function usedAwsProvider(construct: IConstruct): TerraformProvider | undefined {
  const providers = awsProvidersOf(construct);
  const own = providers.length < 2 ? undefined : (awsProviderOf(construct) ?? ownProvider(construct));
  return own ?? defaultOf(providers);
}

/** The AWS providers of the stack of a construct. */
export function awsProvidersOf(construct: IConstruct): readonly TerraformProvider[] {
  return TerraformStack.of(construct).allProviders().filter(isAws);
}

export function settingsOf(provider: TerraformProvider): AwsProviderSettings {
  const roles: unknown = "assumeRole" in provider ? provider.assumeRole : undefined;
  const allowed: unknown = "allowedAccountIds" in provider ? provider.allowedAccountIds : undefined;
  const [only, ...others]: readonly unknown[] = Array.isArray(allowed) ? allowed : [];
  return {
    region: "region" in provider ? textOf(provider.region) : undefined,
    profile: "profile" in provider ? textOf(provider.profile) : undefined,
    roleArn: Array.isArray(roles) ? roleArnOf(roles.at(-1)) : undefined,
    onlyAccountId: others.length === 0 ? textOf(only) : undefined,
  };
}

function roleArnOf(role: unknown): string | undefined {
  return typeof role === "object" && role !== null && "roleArn" in role ? textOf(role.roleArn) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isAws({ terraformResourceType }: TerraformProvider): boolean {
  return terraformResourceType === "aws";
}

/** The provider that a program set on a construct's own resource, or on a child resource. */
function ownProvider(construct: IConstruct): TerraformProvider | undefined {
  const { children } = construct.node;
  for (const child of children) {
    const isResource =
      TerraformResource.isTerraformResource(child) || TerraformDataSource.isTerraformDataSource(child);
    if (isResource && child.provider !== undefined && isAws(child.provider)) {
      return child.provider;
    }
  }
  for (const child of children) {
    const provider = ownProvider(child);
    if (provider !== undefined) {
      return provider;
    }
  }
  return undefined;
}

/** The provider of resources without an explicit one. */
function defaultOf(providers: readonly TerraformProvider[]): TerraformProvider | undefined {
  return (
    providers.find(({ alias }) => alias === undefined) ?? (providers.length === 1 ? providers[0] : undefined)
  );
}
