import { readdirSync } from "node:fs";
import { join } from "node:path";
import { commandNamed, commands } from "../../cli/commands";
import { runProgram } from "../../cli/program";
import packageJson from "../../package.json";
import { ROOT, textOf } from "../repository/project";

const names = Object.keys(commands);

test.each(names)("the row of %s loads the command with this name", (name) => {
  expect(commandNamed(name)?.name()).toBe(name);
});

test("every command has a summary for the list of commands", () => {
  expect(names.filter((name) => (commands[name]?.summary ?? "") === "")).toEqual([]);
});

test("every file in cli/ that exports a command has a row", () => {
  const files = readdirSync(join(ROOT, "cli")).filter((file) => file.endsWith(".ts"));
  const exported = files.filter((file) => / function \w+Command\(.*\): Command/.test(textOf(`cli/${file}`)));
  expect(exported.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual([...names].sort());
});

test("every npm script that calls a command calls one that has a row", () => {
  const called = Object.values(packageJson.scripts).flatMap((script) => {
    const [, name] = /^node cli\/launcher\.cjs (\S+)$/.exec(script) ?? [];
    return name === undefined ? [] : [name];
  });
  expect(called.length).toBeGreaterThan(0);
  expect(called.filter((name) => !names.includes(name))).toEqual([]);
});

test.each(["constructor", "__proto__", ""])("%j is not a command", (name) => {
  expect(commandNamed(name)).toBeUndefined();
});

test("an internal error is printed with its stack trace under --debug", async () => {
  const printed: string[] = [];
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    if (String(text).startsWith("error: ")) {
      throw new Error("planted");
    }
    printed.push(String(text));
    return true;
  });
  const { DEBUG = "" } = process.env;
  const { exitCode } = process;
  try {
    await runProgram(["review"]);
    await runProgram(["review", "--debug"]);
  } finally {
    process.env.DEBUG = DEBUG;
    process.exitCode = exitCode;
    jest.restoreAllMocks();
  }
  expect(printed).toEqual([
    "internal error: planted\nThis is a fault of cdktf-eks-upgrade. Nothing was judged or written. Run it again with --debug to get a stack trace.\n",
    expect.stringMatching(/^internal error: Error: planted\n {4}at /),
  ]);
});

test("the list of commands loads none of them", () => {
  const loads = Object.values(commands).map((row) => jest.spyOn(row, "load"));
  jest.spyOn(process.stdout, "write").mockImplementation(() => true);
  return runProgram(["--help"]).then(() => {
    expect(loads.filter((load) => load.mock.calls.length > 0)).toEqual([]);
    jest.restoreAllMocks();
    process.exitCode = 0;
  });
});
