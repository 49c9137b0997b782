import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandNamed, commands } from "../../../cli/commands";
import { scriptFor } from "../../../cli/completion/script";

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
writeFileSync(join(folder, "plan one.json"), "");
afterAll(() => rmSync(folder, { recursive: true }));

const all = Object.keys(commands).flatMap((name) => commandNamed(name) ?? []);

/** What bash completes the last word to. */
function completed(...words: readonly string[]): readonly string[] {
  const line = ["cdktf-eks-upgrade", ...words];
  const script = `${scriptFor("bash", all)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cdktf_eks_upgrade; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "bash", ...line], {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.split("\n").filter((text) => text !== "");
}

test.each([
  [["re"], ["review", "rehearse", "redact"]],
  [["review", "--wai"], ["--waivers"]],
  [["review", "plan"], ["plan one.json"]],
  [["review", "--waivers", "pl"], ["plan one.json"]],
  [["catalog", "ref"], ["refresh"]],
  [["plan", "--kube"], ["--kube-proxy"]],
  [["no-such-command", "--wai"], []],
])("bash completes %j to %j", (words, expected) => {
  expect(completed(...words)).toEqual(expected);
});

test("bash and fish complete every command and every option that help shows", () => {
  const [bash, fish] = [scriptFor("bash", all), scriptFor("fish", all)];
  for (const command of all) {
    expect(completed(command.name())).toContain(command.name());
    for (const { long } of command.createHelp().visibleOptions(command)) {
      expect(bash).toContain(`${long}`);
      expect(fish).toContain(`from ${command.name()}' -l ${long?.slice(2)}\n`);
    }
  }
});

test("zsh reads the script of bash with its own bridge", () => {
  expect(scriptFor("zsh", all)).toBe(
    `autoload -U +X bashcompinit && bashcompinit\n${scriptFor("bash", all)}`,
  );
});
