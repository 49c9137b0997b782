import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtCommand } from "../cli/built";
import { planJson } from "../fixtures/plans";
import { blocksOf, linesOf } from "./documents";
import { ROOT } from "./project";

/* The README shows what the commands print. */

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "plan.json"), JSON.stringify(planJson("raw/remove/target-group-looked-up")));

/** The block of output after the block with a command. */
function shown(command: string): string | undefined {
  const blocks = blocksOf("README.md");
  const at = blocks.findIndex((block) => linesOf(block).includes(`npx cdktf-eks-upgrade ${command}`));
  const output = blocks[at + 1];
  return output?.language === "text" ? output.code : undefined;
}

test.each([
  ["review plan.json", folder],
  ["plan --to 1.34 --cluster alpha-kr-a", ROOT],
])("%s prints what the README shows", (command, cwd) => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [builtCommand(), ...command.split(" "), "--day", "2026-11-24"],
    { cwd, encoding: "utf8" },
  );
  expect([stdout.trimEnd(), stderr]).toEqual([shown(command)?.trimEnd(), ""]);
});
