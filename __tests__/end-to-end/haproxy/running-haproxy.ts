import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { HaproxyConfiguration } from "../../../constructs/traffic/haproxy/configuration";
import { haproxyArguments, RELOAD_SCRIPT } from "../../../constructs/traffic/haproxy/reload";
import type { HaproxyConfigurationProps } from "../../../constructs/traffic/haproxy/settings";
import type { WeightMap } from "../../../upgrade/fleet/traffic-weights";

/** The version of HAProxy on this machine; undefined if there is none, or one before 2.6. */
export function installedHaproxy(): string | undefined {
  const [, version = "", major = "", minor = ""] =
    /version ((\d+)\.(\d+)\S*)/.exec(spawnSync("haproxy", ["-v"], { encoding: "utf8" }).stdout ?? "") ?? [];
  const isOldEnough = Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 6);
  return isOldEnough ? version : undefined;
}

/** What `haproxy -c` prints for a configuration: nothing if it is valid. */
export function complaintsAbout(text: string, folder: string): string {
  const file = join(folder, "checked.cfg");
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync("haproxy", ["-c", "-q", "-f", file], { encoding: "utf8" });
  return status === 0 ? "" : stdout + stderr;
}

export type RunningHaproxyProps = Pick<HaproxyConfigurationProps, "servers" | "weights" | "healthCheck">;

/** How often HAProxy retried a request with the same cluster, and with another. */
export interface Retries {
  readonly retries: number;
  readonly redispatches: number;
}

/** A real HAProxy with our configuration and its reload script, as in a pod. */
export class RunningHaproxy {
  static async start(props: RunningHaproxyProps): Promise<RunningHaproxy> {
    const folder = mkdtempSync(join(tmpdir(), "haproxy-"));
    const proxy = new RunningHaproxy(folder, await freePort(), props);
    // The script reloads at its start, in case the file has changed.
    await proxy.untilReloaded();
    return proxy;
  }

  private readonly haproxy: ChildProcess;
  private readonly reloader: ChildProcess;
  private readonly retriesByWorker = new Map<number, Retries>();
  private reloads = 0;
  private deliveries = 0;
  private configuration: HaproxyConfiguration;
  private log = "";

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly props: RunningHaproxyProps,
  ) {
    this.configuration = this.configurationWith(props.weights);
    mkdirSync(join(folder, "config"));
    symlinkSync(join("..data", "haproxy.cfg"), join(folder, "config", "haproxy.cfg"));
    this.deliver(this.configuration.text);
    const [file, pidFile] = [join(folder, "config", "haproxy.cfg"), join(folder, "haproxy.pid")];
    const masterSocket = ["-S", join(folder, "master.sock")];
    this.haproxy = spawn("haproxy", [...haproxyArguments(file, pidFile), ...masterSocket]);
    this.reloader = spawn("sh", ["-c", RELOAD_SCRIPT, "reload", file, pidFile]);
    for (const output of [this.haproxy.stderr, this.reloader.stderr, this.reloader.stdout]) {
      output?.setEncoding("utf8").on("data", (text: string) => {
        this.log += text;
        this.reloads += text.match(/^reloaded: /gm)?.length ?? 0;
      });
    }
    // Reads the access log, so that HAProxy drops no line.
    this.haproxy.stdout?.resume();
  }

  /** Writes a configuration with these weights, and waits until every worker has it. */
  async shiftByReload(weights: WeightMap, evacuated: readonly string[] = []): Promise<void> {
    this.configuration = this.configurationWith(weights, evacuated);
    this.deliver(this.configuration.text);
    await this.untilReloaded();
  }

  /** Writes a configuration with these weights, and waits until the old worker accepts no new connection. */
  async beginShiftByReload(weights: WeightMap): Promise<void> {
    this.configuration = this.configurationWith(weights);
    this.deliver(this.configuration.text);
    await this.until("the old worker was stopping", async () => {
      const { master, old } = await this.workers();
      const [worker] = old;
      return (
        master === this.deliveries &&
        worker !== undefined &&
        (await this.ask("master.sock", `@!${worker} show info`)).includes("\nStopping: 1\n")
      );
    });
  }

  async shiftAtRunTime(weights: WeightMap, evacuated: readonly string[] = []): Promise<void> {
    const from = Object.fromEntries(this.configuration.weights.entries);
    this.configuration = this.configurationWith(weights, evacuated);
    const answer = await this.ask("haproxy.sock", this.configuration.runtimeCommands(from).join(";"));
    if (answer.trim() !== "") {
      throw new Error(`HAProxy answered: ${answer}`);
    }
  }

  /** Writes an invalid file, and waits until the script has rejected it. */
  async deliverBroken(text: string): Promise<string> {
    const before = this.log.length;
    this.deliver(text);
    await this.until("the file was refused", async () => this.log.slice(before).includes("not reloaded"));
    return this.log.slice(before);
  }

  /** The process that accepts requests now. */
  async worker(): Promise<number | undefined> {
    return (await this.workers()).current[0];
  }

  /** Resolves when every replaced worker has stopped. */
  async untilOldWorkersEnded(): Promise<void> {
    await this.until("the old worker ended", async () => (await this.workers()).old.length === 0);
  }

  /** The sum over all workers so far. */
  async retries(): Promise<Retries> {
    await this.readRetries((await this.workers()).current);
    const all = [...this.retriesByWorker.values()];
    return {
      retries: all.reduce((sum, { retries }) => sum + retries, 0),
      redispatches: all.reduce((sum, { redispatches }) => sum + redispatches, 0),
    };
  }

  /** "UP" or "DOWN", as HAProxy sees a cluster. */
  async statusOf(server: string): Promise<string> {
    const rows = statistics(await this.ask("haproxy.sock", "show stat"));
    return rows.find((row) => row.get("svname") === server)?.get("status") ?? "";
  }

  private async untilReloaded(): Promise<void> {
    await this.until(`reload ${this.deliveries} was done`, async () => {
      const { master, old } = await this.workers();
      await this.readRetries(old);
      return this.reloads === this.deliveries && master === this.reloads && old.length === 0;
    });
  }

  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 30_000;
    while (!(await isSo())) {
      if (Date.now() > end) {
        throw new Error(`waited 30 s until ${what}:\n${this.log}`);
      }
      await pause(20);
    }
  }

  async stop(): Promise<void> {
    for (const child of [this.reloader, this.haproxy]) {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, "exit");
        child.kill("SIGTERM");
        await exit;
      }
    }
    rmSync(this.folder, { recursive: true });
  }

  private configurationWith(weights: WeightMap, evacuated: readonly string[] = []): HaproxyConfiguration {
    const configuration = HaproxyConfiguration.of({
      ...this.props,
      weights,
      evacuated,
      backend: "webapp",
      listener: { address: "127.0.0.1", port: this.port },
      maxConnections: 256,
      controlSocket: join(this.folder, "haproxy.sock"),
    });
    if (configuration.problems.length > 0) {
      throw new Error(configuration.problems.join("\n"));
    }
    return configuration;
  }

  /** Updates files as the kubelet does: a new folder, then a new link. */
  private deliver(text: string): void {
    this.deliveries += 1;
    const config = join(this.folder, "config");
    const data = `..${this.deliveries}`;
    mkdirSync(join(config, data));
    writeFileSync(join(config, data, "haproxy.cfg"), text);
    symlinkSync(data, join(config, "..data_tmp"));
    renameSync(join(config, "..data_tmp"), join(config, "..data"));
  }

  /** The number of reloads of the master, and the processes of its workers. */
  private async workers(): Promise<{ master: number; current: readonly number[]; old: readonly number[] }> {
    const lines = (await this.ask("master.sock", "show proc")).split("\n");
    const isOld = lines.indexOf("# old workers");
    const processes = lines.map((line, index) => {
      const [pid, type, reloads] = line.trim().split(/\s+/);
      return { pid: Number(pid), type, reloads: Number(reloads), isOld: isOld >= 0 && index > isOld };
    });
    const workers = processes.filter(({ type }) => type === "worker");
    return {
      master: processes.find(({ type }) => type === "master")?.reloads ?? 0,
      current: workers.filter(({ isOld }) => !isOld).map(({ pid }) => pid),
      old: workers.filter(({ isOld }) => isOld).map(({ pid }) => pid),
    };
  }

  private async readRetries(workers: readonly number[]): Promise<void> {
    for (const pid of workers) {
      const rows = statistics(await this.ask("master.sock", `@!${pid} show stat`));
      const backend = rows.find((row) => row.get("svname") === "BACKEND");
      if (backend !== undefined) {
        this.retriesByWorker.set(pid, {
          retries: Number(backend.get("wretr")),
          redispatches: Number(backend.get("wredis")),
        });
      }
    }
  }

  /** The answer to a command; empty if nothing listens, as during a reload. */
  private ask(socket: string, command: string): Promise<string> {
    return new Promise((resolve) => {
      let answer = "";
      const connection = connect(join(this.folder, socket), () => connection.end(`${command}\n`));
      connection.setEncoding("utf8").on("data", (text: string) => {
        answer += text;
      });
      connection.setTimeout(5_000, () => connection.destroy());
      connection.on("error", () => resolve(""));
      connection.on("close", () => resolve(answer));
    });
  }
}

/** Rows of `show stat`, by column. */
function statistics(csv: string): readonly ReadonlyMap<string, string>[] {
  const [head = "", ...rows] = csv.trim().split("\n");
  const columns = head.replace("# ", "").split(",");
  return rows.map((row) => {
    const values = row.split(",");
    return new Map(columns.map((column, index) => [column, values[index] ?? ""]));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") {
    throw new Error("there is no free port");
  }
  return address.port;
}
