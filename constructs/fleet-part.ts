import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { Catalog } from "../upgrade/eks/catalog/catalog";
import { declared } from "../upgrade/fleet/change";
import { withDerivedTraffic } from "../upgrade/fleet/derived-traffic";
import { type Identity, type Keyed, Keys, type KeyTypes } from "../upgrade/fleet/key";
import { mergedFleet } from "../upgrade/fleet/parts";
import { elsewhere, withDistinctKeys, withFilledKeys } from "../upgrade/fleet/resolve-keys";
import { type FleetState, type Identified, type Known, type Place, UNKNOWN } from "../upgrade/fleet/state";
import type { Rule } from "../upgrade/rules/rule";
import { judge } from "../upgrade/rules/rules";
import { accountInArn } from "../upgrade/terraform/arn";
import { withOtherNodes } from "../upgrade/terraform/whole-fleets";
import { awsProvidersOf, settingsOf, usedAwsProvider } from "./aws-provider";
import { calledBy } from "./own-names";
import { hasWrongTypes, isPartlyUnknown, isUnresolved, reportAtSynthesis, warn } from "./validation";

/** What one construct adds to the fleet. Read after the whole program is declared. */
interface Part {
  readonly construct: Construct;
  readonly catalog: Catalog | undefined;
  /** Whether the construct only refers to a thing, so that its values are not in this program. */
  readonly isReference: boolean;
  state(): Partial<FleetState>;
}

/** The parts of a program, by the root of its tree, and the findings of the rules. */
class Program {
  private static readonly programs = new WeakMap<IConstruct, Program>();

  static of(construct: Construct): Program {
    const { root } = construct.node;
    const program = Program.programs.get(root) ?? new Program();
    Program.programs.set(root, program);
    return program;
  }

  readonly keys = new Keys();
  private ownRules: readonly Rule[] = [];
  private readonly parts: Part[] = [];
  private judged:
    | { readonly parts: number; readonly errors: ReadonlyMap<string, readonly string[]> }
    | undefined;

  setRules(rules: readonly Rule[]): void {
    this.ownRules = rules;
    this.judged = undefined;
  }

  add(part: Part): void {
    this.parts.push(part);
  }

  fleet(): FleetState {
    const merged = mergedFleet(this.parts.map((part) => part.state()));
    const [fleet = merged] = withDistinctKeys(withFilledKeys([merged], this.keys).states, this.keys).states;
    const whole = { ...withOtherNodes(fleet), elsewhere: elsewhere([fleet], this.keys) };
    return withDerivedTraffic(whole, whole)[1];
  }

  /** All rules run once for the whole program, and again only if a construct was added. */
  errorsOf(construct: Construct): readonly string[] {
    if (isPartlyUnknown(construct.node.root)) {
      return [];
    }
    if (this.judged?.parts !== this.parts.length) {
      this.judged = { parts: this.parts.length, errors: this.judge() };
    }
    return this.judged.errors.get(construct.node.path) ?? [];
  }

  private judge(): ReadonlyMap<string, readonly string[]> {
    const errors = new Map<string, string[]>();
    const [first = Catalog.DATED, ...others] = [
      ...new Set(this.parts.flatMap(({ catalog: known }) => known ?? [])),
    ];
    const catalog = others.reduce((all, other) => all.with(other.data), first);
    const constructs = new Map(this.parts.map(({ construct }) => [construct.node.path, construct]));
    const references = new Set(
      this.parts.filter((part) => part.isReference).map(({ construct }) => construct.node.path),
    );
    const [anyPath = ""] = constructs.keys();
    for (const finding of judge({ ...declared(this.fleet()), catalog }, this.ownRules)) {
      if (finding.isNotEvaluated === true && references.has(finding.address)) {
        continue;
      }
      const sentence =
        finding.isNotEvaluated === true
          ? `Not evaluated before the review of the plan: ${finding.message} (${finding.rule})`
          : `${finding.message} (${finding.rule})`;
      // A rule of a program can name a place that is no construct.
      const path = constructs.has(finding.address) ? finding.address : anyPath;
      if (finding.severity === "error" && finding.isNotEvaluated !== true) {
        errors.set(path, [...(errors.get(path) ?? []), sentence]);
      } else {
        const construct = constructs.get(path);
        if (construct !== undefined) {
          warn(construct, sentence);
        }
      }
    }
    return errors;
  }
}

/**
 * Adds a construct to the fleet that the rules check at synthesis, with all others of its program. Their findings are
 * reported with the construct's own problems.
 * @param catalog the catalog of a cluster. Others have none
 * @param isReference whether another program declares the thing, so that this one does not know its values
 */
export function declarePart(
  construct: Construct,
  state: () => Partial<FleetState>,
  catalog?: Catalog,
  isReference = false,
): void {
  if (hasWrongTypes(construct)) {
    return;
  }
  const program = Program.of(construct);
  program.add({ construct, state, catalog, isReference });
  reportAtSynthesis(construct, () => program.errorsOf(construct));
}

/** Rules of a program, in addition to ours. */
export function setOwnRules(root: Construct, rules: readonly Rule[]): void {
  Program.of(root).setRules(rules);
}

/** The fleet that a program declares with our constructs. */
export function declaredFleet(root: Construct): FleetState {
  return Program.of(root).fleet();
}

export function placeOf(construct: Construct): Place {
  return { stack: TerraformStack.of(construct).node.id, address: construct.node.path };
}

/** The identity of a cluster, target group or load balancer of a construct. If its name is a token, its place. */
export function identifiedBy<K extends Keyed>(kind: K, construct: Construct, name: string): Identified<K> {
  const place = placeOf(construct);
  const { account, region } = scopeOf(construct);
  const key = isUnresolved(name) ? keyByIdentity(kind, construct, place) : keyByName(kind, construct, name);
  return { ...place, key, account, region };
}

/** The identity of what a construct names: it is in the account and the region of the construct. */
export function identityOf(construct: Construct, name: string): Identity {
  return { ...scopeOf(construct), name };
}

/** The key of what a construct names, in the account and the region of the construct. */
export function keyByName<K extends Keyed>(kind: K, construct: Construct, name: string): KeyTypes[K] {
  return keyByIdentity(kind, construct, identityOf(construct, name));
}

/** The key of what a construct names: a name, or a token of a construct of the program. */
export function keyNamed<K extends Keyed>(kind: K, user: Construct, text: string): Known<KeyTypes[K]> {
  const things = calledBy(kind, user, text);
  const keys = new Set(things.map(({ construct, name }) => identifiedBy(kind, construct, name).key));
  if (isUnresolved(text)) {
    const [key] = keys;
    return key ?? UNKNOWN;
  }
  // With several providers, that of the stack says nothing about a cluster that Helm or Kubernetes reaches.
  if (awsProvidersOf(user).length < 2 || keys.size === 0) {
    return keyByName(kind, user, text);
  }
  const own = new Set(
    things
      .filter(({ construct }) => TerraformStack.of(construct) === TerraformStack.of(user))
      .map(({ construct, name }) => identifiedBy(kind, construct, name).key),
  );
  const [key] = own.size === 0 ? keys : own;
  return (own.size === 0 ? keys : own).size === 1 && key !== undefined ? key : UNKNOWN;
}

/** The key of what a construct names by more than a name, for example an ARN. */
export function keyByIdentity<K extends Keyed>(
  kind: K,
  construct: Construct,
  identity: Identity | Place,
): KeyTypes[K] {
  return Program.of(construct).keys.of(kind, identity);
}

type Scope = Omit<Identity, "name">;

/**
 * The account and the region of a construct, from its AWS provider: from `allowedAccountIds` or the role that it assumes.
 * If a stack has several providers and the account is unknown, the provider is used in its place.
 */
function scopeOf(construct: Construct): Scope {
  const providers = awsProvidersOf(construct);
  const provider = usedAwsProvider(construct);
  if (provider === undefined) {
    return {};
  }
  const known = scopes.get(provider) ?? scopeOfProvider(provider);
  scopes.set(provider, known);
  return providers.length < 2 || known.account !== undefined
    ? known
    : { ...known, madeBy: { stack: TerraformStack.of(construct).node.id, provider: provider.fqn } };
}

const scopes = new WeakMap<TerraformProvider, Scope>();

function scopeOfProvider(provider: TerraformProvider): Scope {
  const { region, roleArn, onlyAccountId } = settingsOf(provider);
  return {
    account: knownText(onlyAccountId) ?? accountInArn(knownText(roleArn) ?? ""),
    region: knownText(region),
  };
}

function knownText(value: string | undefined): string | undefined {
  return isUnresolved(value) ? undefined : value;
}
