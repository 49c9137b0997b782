import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { environmentsFileSchema } from "../cli/jobs/environments-schema";
import { goalSchema } from "../cli/planning/goal-schema";
import { waiversSchema } from "../cli/review/waiver-schema";

/** The inputs that have a published schema, by the name of its file. Schemas of outputs are written by hand. */
const INPUTS: Readonly<Record<string, GenericSchema>> = {
  goal: goalSchema,
  waivers: waiversSchema,
  "eks-upgrade": environmentsFileSchema,
};

/** The published schema of each input, by its path in the project, from what the commands check. */
export function inputSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(INPUTS).map(([name, schema]) => {
      // What "check" knows, such as the days of a month, JSON Schema cannot say.
      const { $schema, title, ...content } = toJsonSchema(schema, {
        target: "draft-2020-12",
        ignoreActions: ["check"],
      });
      const json = { $schema, $id: `urn:cdktf-eks-upgrade:${name}:1`, title, ...content };
      return [`schemas/${name}.schema.json`, `${JSON.stringify(json, undefined, 2)}\n`];
    }),
  );
}

if (require.main === module) {
  const project = resolve(__dirname, "..");
  mkdirSync(join(project, "schemas"), { recursive: true });
  for (const [path, text] of inputSchemas()) {
    writeFileSync(join(project, path), text);
  }
}
