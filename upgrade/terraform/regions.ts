import { ifKnown } from "../fleet/state";
import { regionInArn } from "./arn";
import type { Attributes } from "./attributes";
import type { Instance, Instances } from "./instances";
import { get, getRecord, getText, type JsonRecord } from "./json";
import type { Origins } from "./origins";

/** Which region each resource of a plan is in. */
export class Regions {
  private readonly byProvider = new Map<string, string | undefined>();
  private learned: ReadonlyMap<string, string> | undefined;
  private several: boolean | undefined;

  constructor(
    private readonly instances: Instances,
    private readonly origins: Origins,
    private readonly providers: JsonRecord,
  ) {}

  /**
   * By its own attribute (AWS provider 6), by its ARN, as it was before, or by its provider's configuration. Where
   * nothing tells, and there are several configurations of the provider, the name of its own, so that things of one
   * name in two regions are not taken for one; with one configuration, `undefined`.
   */
  of(instance: Instance, side: Attributes): string | undefined {
    return (
      ownRegion(side) ??
      (instance.before === undefined || instance.before === side ? undefined : ownRegion(instance.before)) ??
      this.ofProvider(this.providerOf(instance)) ??
      (this.hasSeveral() ? this.providerOf(instance) : undefined)
    );
  }

  /** The key of the provider's configuration: "aws", "aws.seoul", "module.eks:aws". */
  providerOf(instance: Instance): string {
    return getText(this.instances.configOf(instance), "provider_config_key") ?? "aws";
  }

  private ofProvider(provider: string): string | undefined {
    if (!this.byProvider.has(provider)) {
      this.byProvider.set(provider, this.configured(provider) ?? this.learn().get(provider));
    }
    return this.byProvider.get(provider);
  }

  /** Whether there are several configurations of the AWS provider: of regions, or of accounts. */
  hasSeveral(): boolean {
    this.several ??= Object.values(this.providers).filter((one) => getText(one, "name") === "aws").length > 1;
    return this.several;
  }

  private configured(provider: string): string | undefined {
    const name = Object.hasOwn(this.providers, provider)
      ? provider
      : provider.slice(provider.lastIndexOf(":") + 1);
    const config = getRecord(this.providers, name);
    const expression = get(getRecord(config, "expressions"), "region");
    if (expression === undefined) {
      return undefined;
    }
    const module = this.instances.module(getText(config, "module_address") ?? "");
    const region = this.origins.valueOf(expression, module);
    return typeof region === "string" && region !== "" ? region : undefined;
  }

  /**
   * Where the configuration does not say it (`local.region`, the environment): by the first thing of the same provider
   * that has a region in it.
   */
  private learn(): ReadonlyMap<string, string> {
    if (this.learned === undefined) {
      const learned = new Map<string, string>();
      for (const instance of this.instances.all) {
        const provider = instance.resource.provider.endsWith("/aws") ? this.providerOf(instance) : "";
        if (provider !== "" && !learned.has(provider)) {
          const region = regionIn(instance);
          if (region !== undefined) {
            learned.set(provider, region);
          }
        }
      }
      this.learned = learned;
    }
    return this.learned;
  }
}

function ownRegion(side: Attributes): string | undefined {
  return ifKnown(side.text("region")) ?? regionInArn(ifKnown(side.text("arn")) ?? "");
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
