import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const project = resolve(__dirname, "../..");

test("constructs/checks/types.json is what the compiler knows: if not, run npm run types:describe", () => {
  const described = execFileSync(process.execPath, ["--import", "tsx", "build/types.ts", "--print"], {
    cwd: project,
    encoding: "utf8",
  });
  expect(JSON.parse(described)).toEqual(
    JSON.parse(readFileSync(resolve(project, "constructs/checks/types.json"), "utf8")),
  );
}, 120_000);
