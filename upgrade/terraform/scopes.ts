import { ifKnown } from "../fleet/state";
import { accountInArn, regionInArn } from "./arn";
import type { Attributes } from "./attributes";
import type { Instance, Instances } from "./instances";
import { get, getRecord, getText, type JsonRecord } from "./json";
import type { Origins } from "./origins";

/** The AWS account and region of a resource, as far as known. */
export interface Scope {
  readonly account?: string;
  readonly region?: string;
}

/** The account and region of each resource of a plan. */
export class Scopes {
  private readonly byProvider = new Map<string, Scope>();

  constructor(
    private readonly instances: Instances,
    private readonly origins: Origins,
    private readonly providers: JsonRecord,
  ) {}

  /** From its own attributes, from its state before, or from the configuration of its provider. */
  of(instance: Instance, side: Attributes): Scope {
    const own = ownScope(side);
    const was =
      instance.before === undefined || instance.before === side ? undefined : ownScope(instance.before);
    const account = own.account ?? was?.account;
    const region = own.region ?? was?.region;
    if (account !== undefined && region !== undefined) {
      return { account, region };
    }
    const configured = this.ofProvider(this.providerOf(instance));
    return { account: account ?? configured.account, region: region ?? configured.region };
  }

  /** The key of the provider's configuration: "aws", "aws.seoul", "module.eks:aws". */
  providerOf(instance: Instance): string {
    return getText(this.instances.configOf(instance), "provider_config_key") ?? "aws";
  }

  /** Whether there are several configurations of the AWS provider: for regions or accounts. */
  hasSeveral(): boolean {
    return Object.values(this.providers).filter((one) => getText(one, "name") === "aws").length > 1;
  }

  private ofProvider(provider: string): Scope {
    const known = this.byProvider.get(provider) ?? this.filled(provider, this.configured(provider));
    this.byProvider.set(provider, known);
    return known;
  }

  /** If the configuration does not have it (`local.region`, the environment), from another resource of the provider. */
  private filled(provider: string, { account, region }: Scope): Scope {
    let known: Scope = { account, region };
    for (const instance of this.instances.all) {
      if (known.account !== undefined && known.region !== undefined) {
        break;
      }
      if (instance.resource.provider.endsWith("/aws") && this.providerOf(instance) === provider) {
        known = { account: known.account ?? accountIn(instance), region: known.region ?? regionIn(instance) };
      }
    }
    return known;
  }

  private configured(provider: string): Scope {
    const name = Object.hasOwn(this.providers, provider)
      ? provider
      : provider.slice(provider.lastIndexOf(":") + 1);
    const config = getRecord(this.providers, name);
    const expressions = getRecord(config, "expressions");
    const module = this.instances.module(getText(config, "module_address") ?? "");
    const known = (expression: unknown) =>
      expression === undefined ? undefined : this.origins.valueOf(expression, module);
    const allowed = known(get(expressions, "allowed_account_ids"));
    const role = get(firstOf(get(expressions, "assume_role")), "role_arn");
    return {
      account: onlyText(allowed) ?? accountInArn(textOf(known(role)) ?? ""),
      region: textOf(known(get(expressions, "region"))),
    };
  }
}

function firstOf(blocks: unknown): unknown {
  return Array.isArray(blocks) ? blocks[0] : blocks;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function onlyText(value: unknown): string | undefined {
  return Array.isArray(value) && value.length === 1 ? textOf(value[0]) : undefined;
}

function ownScope(side: Attributes): Scope {
  const arn = ifKnown(side.text("arn")) ?? "";
  return { account: accountInArn(arn), region: ifKnown(side.text("region")) ?? regionInArn(arn) };
}

/** A data source can read resources of another account. */
function accountIn({ type, isData, resource: { before, after } }: Instance): string | undefined {
  return isData
    ? type === "aws_caller_identity"
      ? getText(after ?? before, "account_id")
      : undefined
    : accountInArn(getText(before, "arn") ?? "");
}

function regionIn({ type, isData, before, after }: Instance): string | undefined {
  const side = after ?? before;
  if (side === undefined) {
    return undefined;
  }
  if (isData && (type === "aws_region" || type === "aws_availability_zones")) {
    return ifKnown(side.text("id"));
  }
  const zone = ifKnown(side.text("availability_zone"));
  const arn = ifKnown(before?.text("arn")) ?? ifKnown(side.text("arn"));
  return (
    ifKnown(side.text("region")) ??
    regionInArn(arn ?? "") ??
    (zone === undefined ? undefined : /^([a-z]+-[a-z-]+-\d+)[a-z]$/.exec(zone)?.[1])
  );
}
