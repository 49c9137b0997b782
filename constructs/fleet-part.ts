import { AnnotationMetadataEntryType, type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { Catalog } from "../upgrade/eks/catalog/catalog";
import { declared } from "../upgrade/fleet/change";
import { type FleetState, mergedFleet, type Place } from "../upgrade/fleet/state";
import { judge } from "../upgrade/rules/rules";
import { isKnownLater, reportAtSynthesis } from "./validation";

/** What one construct adds to the fleet. Asked for when the whole program is declared. */
interface Part {
  readonly construct: Construct;
  readonly catalog: Catalog | undefined;
  state(): Partial<FleetState>;
}

/** The parts of a program, by the root of its tree, and what the rules say of them. */
class Program {
  private static readonly programs = new WeakMap<IConstruct, Program>();

  static of(construct: Construct): Program {
    const { root } = construct.node;
    const program = Program.programs.get(root) ?? new Program();
    Program.programs.set(root, program);
    return program;
  }

  private readonly parts: Part[] = [];
  private judged:
    | { readonly parts: number; readonly errors: ReadonlyMap<string, readonly string[]> }
    | undefined;

  add(part: Part): void {
    this.parts.push(part);
  }

  fleet(): FleetState {
    return mergedFleet(this.parts.map((part) => part.state()));
  }

  /** All rules are asked once for the whole program, and again only where something was added since. */
  errorsOf(construct: Construct): readonly string[] {
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
    for (const finding of judge({ ...declared(this.fleet()), catalog })) {
      // What Terraform alone will know, the review of the plan judges.
      if (finding.notJudged === true) {
        continue;
      }
      const sentence = `${finding.message} (${finding.rule})`;
      if (finding.severity === "error") {
        const known = errors.get(finding.address) ?? [];
        errors.set(finding.address, [...known, sentence]);
      } else {
        warn(constructs.get(finding.address), sentence);
      }
    }
    return errors;
  }
}

/**
 * Makes a construct part of the fleet that the rules judge: with all others of its program, at synthesis. What they
 * say against it is reported with its own problems.
 * @param catalog of a cluster; others have none
 */
export function declarePart(construct: Construct, state: () => Partial<FleetState>, catalog?: Catalog): void {
  const program = Program.of(construct);
  program.add({ construct, state, catalog });
  reportAtSynthesis(construct, () => program.errorsOf(construct));
}

/** The fleet that a program declares with our constructs. */
export function declaredFleet(root: Construct): FleetState {
  return Program.of(root).fleet();
}

export function placeOf(construct: Construct): Place {
  return { stack: TerraformStack.of(construct).node.id, address: construct.node.path };
}

/** The region of a construct's stack: of its AWS provider, where that names it. */
export function regionOf(construct: Construct): string | undefined {
  const stack = TerraformStack.of(construct);
  if (!regions.has(stack)) {
    regions.set(
      stack,
      stack
        .allProviders()
        .map(regionOfProvider)
        .find((region) => region !== undefined),
    );
  }
  return regions.get(stack);
}

const regions = new WeakMap<TerraformStack, string | undefined>();

function regionOfProvider(provider: TerraformProvider): string | undefined {
  return provider.terraformResourceType === "aws" &&
    "region" in provider &&
    typeof provider.region === "string" &&
    !isKnownLater(provider.region)
    ? provider.region
    : undefined;
}

/** As an annotation, which the CDKTF CLI prints; once, however often the program is checked. */
function warn(construct: Construct | undefined, sentence: string): void {
  if (construct?.node.metadata.some(({ data }) => data === sentence) === false) {
    // Annotations.addWarning would write a stack trace into the output, with the paths of this machine.
    construct.node.addMetadata(AnnotationMetadataEntryType.WARN, sentence, { stackTrace: false });
  }
}
