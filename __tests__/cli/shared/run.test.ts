import { run } from "../../../cli/shared/run";

const cwd = __dirname;

test("a program is killed with its child processes, and its output is kept", async () => {
  // Otherwise its child keeps the output open for a minute.
  const script = "sleep 60 & echo started; printf half-a-line; wait";
  let kill = (): void => undefined;
  const { code, stdout } = await run("sh", ["-c", script], {
    cwd,
    onStart: (killAll) => {
      kill = killAll;
    },
    onLine: (line) => {
      if (line === "started") {
        kill();
      }
    },
  });
  expect(code).not.toBe(0);
  expect(stdout.split("\n")[0]).toBe("started");
  // A second kill is not an error: the program has ended.
  expect(kill).not.toThrow();
});

test("a program that cannot be started is an error", async () => {
  await expect(run("no-such-program", [], { cwd })).rejects.toThrow("ENOENT");
});
