import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { declaredFleet } from "../../../constructs/fleet-part";
import { problemsOf } from "../../../constructs/synthesize";
import type { Environment } from "../../../stacks/environment";
import { declareFleet } from "../../../stacks/fleet";
import { mapParts } from "../../../upgrade/fleet/parts";
import type { FleetState, Place } from "../../../upgrade/fleet/state";
import {
  constructPaths,
  type NamedStack,
  readSynthesized,
} from "../../../upgrade/terraform/read-synthesized";
import { type Files, filesIn, temporaryFolder } from "../../stacks/fixtures";

/** The program's fleet, by its constructs and by what it synthesizes, with the constructs' paths for addresses. */
export interface BothReadings {
  readonly declared: FleetState;
  readonly synthesized: FleetState;
  /** All that was synthesized. */
  readonly files: Files;
  /** Empty if synthesizeFleet accepts it. */
  readonly problems: readonly string[];
}

export function bothReadings(environments: readonly Environment[]): BothReadings {
  const outdir = temporaryFolder();
  const app = new App({ outdir, skipValidation: true, stackTraces: false });
  declareFleet(app, environments);
  const problems = problemsOf(app);
  app.synth();
  const stacks = readdirSync(join(outdir, "stacks")).map(
    (name): NamedStack => ({
      name,
      json: JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")),
    }),
  );
  const read = readSynthesized(stacks);
  if ("problem" in read) {
    throw new Error(read.problem);
  }
  return {
    declared: declaredFleet(app),
    synthesized: placedByConstructs(read, stacks),
    files: filesIn(outdir),
    problems,
  };
}

/** The fleet with the path of the construct that made each thing, in place of its Terraform address. */
export function placedByConstructs(fleet: FleetState, stacks: readonly NamedStack[]): FleetState {
  const paths = new Map(stacks.map(({ name, json }) => [name, constructPaths(json)]));
  const placed = <T extends Place>(things: readonly T[]): readonly T[] =>
    things.map((thing) => ({
      ...thing,
      address: paths.get(thing.stack)?.get(thing.address) ?? thing.address,
    }));
  return mapParts(fleet, placed);
}

/** In one order, and without what is left out by one as undefined. The launch template is a construct of its own. */
export function comparable(things: readonly Place[]): unknown {
  return things
    .map((thing) =>
      JSON.stringify(thing, (key, value) =>
        key === "launchTemplateVersion" ? undefined : keysInOrder(key, value),
      ),
    )
    .sort()
    .map((text) => JSON.parse(text));
}

export function keysInOrder(_: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
    : value;
}
