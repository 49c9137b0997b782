import { begin } from "./begun";

const place = { folder: __dirname, env: {} };

/** Prints this, and then runs until it is stopped, with a child process. */
const printing = (text: string) => `echo ${text} >&2; tail -f /dev/null & wait`;

test("a program is waited for until it prints a text, and is stopped with its child processes", async () => {
  const { ran, end } = await begin(printing("ready"), "ready", place);
  expect(ran).toEqual({ code: 0, output: "ready\n" });
  await end("SIGTERM");
});

test("a program that does not print the text in time is stopped, and the error has what it printed", async () => {
  await expect(begin(printing("almost"), "ready", place, 1)).rejects.toThrow(
    /did not print "ready" in 1 s\. It printed:\nalmost$/,
  );
});

test("a program that does not end in time is stopped, and the error has what it printed", async () => {
  await expect(begin(printing("almost"), undefined, place, 1)).rejects.toThrow(
    /did not end in 1 s\. It printed:\nalmost$/,
  );
});

test("a program that ends before it prints the text returns its exit code and what it printed", async () => {
  const { ran } = await begin("echo never; exit 3", "ready", place);
  expect(ran).toEqual({ code: 3, output: "never\n" });
});
