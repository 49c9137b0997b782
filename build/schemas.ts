import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { environmentsFileSchema } from "../cli/jobs/environments-schema";
import { goalSchema } from "../cli/planning/goal-schema";
import { waiversSchema } from "../cli/review/waiver-schema";
import { stepKinds } from "../upgrade/planner/step-kinds";
import { changeKinds } from "../upgrade/review/reviewed-change";

/** The inputs that have a published schema, by the name of its file. */
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

/** The outputs that name kinds, with the table of these. Their schemas are otherwise written by hand. */
const KINDS_IN_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  plan: stepKinds,
  next: stepKinds,
  review: changeKinds,
};

/** The published schema of each such output, by its path in the project, with the kinds that exist. */
export function outputSchemas(project: string): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(KINDS_IN_OUTPUTS).map(([name, kinds]) => {
      const path = `schemas/${name}.schema.json`;
      const [first = ""] = kinds;
      const list = new RegExp(`( *)"enum": \\[\\s*"${first}"[^\\]]*\\]`, "g");
      const text = withDefinitionsOfPlan(name, project).replace(list, (_, indent: string) =>
        [
          `${indent}"enum": [`,
          kinds.map((kind) => `${indent}  ${JSON.stringify(kind)}`).join(",\n"),
          `${indent}]`,
        ].join("\n"),
      );
      return [path, text];
    }),
  );
}

/** The text of a schema. What "next" has in common with "plan" is written by hand in the schema of "plan" alone. */
function withDefinitionsOfPlan(name: string, project: string): string {
  const [text = "", plan = ""] = [name, "plan"].map((each) =>
    readFileSync(join(project, `schemas/${each}.schema.json`), "utf8"),
  );
  if (name !== "next") {
    return text;
  }
  return [/^ {4}"goal": \{\n.*?^ {4}\},$/ms, /^ {2}"\$defs": \{\n.*?^ {2}\}/ms].reduce(
    (current, part) => current.replace(part, () => part.exec(plan)?.[0] ?? ""),
    text,
  );
}

if (require.main === module) {
  const project = resolve(__dirname, "..");
  mkdirSync(join(project, "schemas"), { recursive: true });
  for (const [path, text] of [...inputSchemas(), ...outputSchemas(project)]) {
    writeFileSync(join(project, path), text);
  }
}
