import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/* The AWS requests of the commands, by the names in their code. */

const project = resolve(__dirname, "..", "..");
const sources = readdirSync(join(project, "cli", "aws")).map(
  (file) => [file, readFileSync(join(project, "cli", "aws", file), "utf8")] as const,
);
const found = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, name = ""]) => name);

test.each(sources)("%s only describes and lists", (_, source) => {
  const operations = found(/\b(?:new \w+\.|paginate|\.paginate)(\w+?)(?:Command)?\(/g, source).filter(
    (name) => !name.endsWith("Client"),
  );
  expect(operations.filter((name) => !/^(Describe|List)/.test(name))).toEqual([]);
});

test("uses the names of IAM actions, so that an error names the missing one", () => {
  for (const [file, source] of sources) {
    const asked = new Set(found(/"(?:eks|ec2|elasticloadbalancing):(\w+)"/g, source));
    const sent = found(/\b(?:new \w+\.|paginate|\.paginate)((?:Describe|List)\w+?)(?:Command)?\(/g, source);
    expect([file, sent.filter((name) => !asked.has(name))]).toEqual([file, []]);
  }
});

test("the role that plans can read everything that a preflight reads", () => {
  const policy = readFileSync(join(project, "workflows", "iam", "plan-policy.json"), "utf8");
  const source = readFileSync(join(project, "cli", "aws", "live-facts.ts"), "utf8");
  const asked = found(/"((?:eks|ec2|elasticloadbalancing):\w+)"/g, source);
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((action) => !policy.includes(`"${action}"`))).toEqual([]);
});
