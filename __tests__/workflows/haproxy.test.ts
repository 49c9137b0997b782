import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-haproxy-"));
const script = join(__dirname, "..", "..", "workflows", "haproxy", "follow.sh");
const at = (name: string) => join(folder, name);

/** The AWS CLI knows one parameter; HAProxy accepts what has a backend. */
const STAND_INS = {
  aws: '[ "$*" = "ssm get-parameter --name /haproxy/web/haproxy.cfg --query Parameter.Value --output text" ] && cat "$PARAMETER"',
  haproxy: '[ "$1 $2" = "-c -f" ] && grep -q backend "$3"',
};

beforeAll(() => {
  for (const [name, line] of Object.entries(STAND_INS)) {
    writeFileSync(at(name), `#!/bin/sh\n${line}\n`);
    chmodSync(at(name), 0o755);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a look at the parameter does: the exit code, the configuration after, and whether HAProxy got the signal to reload. */
async function look(parameter: string, name = "/haproxy/web/haproxy.cfg") {
  writeFileSync(at("parameter"), parameter);
  writeFileSync(at("haproxy.cfg"), "backend web\n  server a 10.0.0.1:80 weight 100\n");
  const master = spawn("sh", [
    "-c",
    "trap 'exit 42' USR2; trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done",
  ]);
  const exited = new Promise<number | null>((resolve) => master.on("exit", resolve));
  await new Promise((resolve) => master.stdout.once("data", resolve));
  writeFileSync(at("pid"), `${master.pid}\n`);
  const { status } = spawnSync(script, [name, at("haproxy.cfg"), at("pid"), "0"], {
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, PARAMETER: at("parameter") },
    encoding: "utf8",
  });
  master.kill("SIGTERM");
  return { status, text: readFileSync(at("haproxy.cfg"), "utf8"), isReloaded: (await exited) === 42 };
}

const OLD = "backend web\n  server a 10.0.0.1:80 weight 100\n";

test("a new configuration that HAProxy accepts is written, and HAProxy reloads it", async () => {
  const text = "backend web\n  server a 10.0.0.1:80 weight 90\n";
  expect(await look(text)).toEqual({ status: 0, text, isReloaded: true });
});

test("nothing happens while the parameter is the same", async () => {
  expect(await look(OLD)).toEqual({ status: 0, text: OLD, isReloaded: false });
});

test("a configuration that HAProxy rejects changes nothing", async () => {
  expect(await look("nonsense\n")).toEqual({ status: 1, text: OLD, isReloaded: false });
});

test("a parameter that cannot be read changes nothing", async () => {
  expect(await look("backend web\n", "/haproxy/other/haproxy.cfg")).toEqual({
    status: 1,
    text: OLD,
    isReloaded: false,
  });
});
