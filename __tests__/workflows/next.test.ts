import { resolve } from "node:path";
import { Workspace } from "../../cli/rehearsal/workspace";
import { run } from "../../cli/shared/run";
import { Place } from "./place";

/* next.sh with the real command, in a copy of this repository, with a stand-in for gh. */

const GH = `case "$1 $2" in
  "run list") echo "completed/success 2026-11-20T09:00:00Z" ;;
  "pr create") shift 2; printf '%s\\n' "$@" > called; cp "\${@: -1}" body.md; echo https://example.com/pull/2 ;;
esac`;

const OPTIONS = `--to 1.34
--cluster alpha-kr-a
--soak control-plane=72
--day 2026-11-24 --now 2026-11-24T09:00:00Z
`;

test("the next step is written, pushed to a branch, and opened as a pull request with its text", async () => {
  const workspace = await Workspace.copyOf(resolve(__dirname, "..", ".."));
  const at = new Place(workspace.folder, { gh: GH });
  const git = async (...args: readonly string[]) =>
    (await run("git", args, { cwd: workspace.folder })).stdout;
  try {
    at.write(".git/info/exclude", "bin\noptions\nremote.git\nsummary.md\ncalled\nbody.md\n");
    at.write("options", OPTIONS);
    await git("init", "--quiet", "--bare", "remote.git");
    await git("remote", "add", "origin", "./remote.git");

    expect(at.run("scripts/next.sh", ["options"], { GITHUB_RUN_ID: "7" })).toMatchObject({
      status: 0,
      summary: "https://example.com/pull/2\n",
    });
    expect(await git("diff", "--stat", "HEAD^", "origin/eks-upgrade/7")).toContain(
      "1 file changed, 1 insertion(+), 1 deletion(-)",
    );
    expect(await git("log", "-1", "--format=%s")).toBe("alpha-kr-a: Upgrade control plane 1.33 → 1.34\n");
    expect(at.read("called")).toContain("--title\nalpha-kr-a: Upgrade control plane 1.33 → 1.34\n");
    expect(at.read("body.md")).toContain("within 7 days");
  } finally {
    workspace.remove();
  }
}, 180_000);
