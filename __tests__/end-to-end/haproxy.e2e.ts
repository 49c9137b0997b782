import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HaproxyConfiguration } from "../../constructs/traffic/haproxy/configuration";
import { TrafficWeights } from "../../upgrade/fleet/traffic-weights";
import { Cluster } from "./haproxy/cluster";
import { Load, type Outcome } from "./haproxy/load";
import { complaintsAbout, installedHaproxy, type Retries, RunningHaproxy } from "./haproxy/running-haproxy";
import { describeUnless } from "./skip";

/*
 * A real HAProxy in front of two real backends on loopback. Needs HAProxy 2.6 or later (`apt-get install haproxy`), and
 * openssl for the TLS test. If one is missing, the tests print this and are skipped.
 */

const CONNECTIONS = 16;
const REQUESTS_A_PHASE = 10_000;
const SHIFT: readonly Phase[] = [
  { weights: { a: 100, b: 0 } },
  { weights: { a: 90, b: 10 } },
  { weights: { a: 50, b: 50 } },
  { weights: { a: 0, b: 100 } },
  { weights: { a: 100, b: 0 } },
];

/** Evacuates one of two zones and brings it back, then the other. */
const EVACUATION: readonly Phase[] = [
  { weights: { a: 60, b: 40 } },
  { weights: { a: 60, b: 40 }, evacuated: ["a"] },
  { weights: { a: 60, b: 40 } },
  { weights: { a: 60, b: 40 }, evacuated: ["b"] },
  { weights: { a: 60, b: 40 } },
];

interface Phase {
  readonly weights: { readonly a: number; readonly b: number };
  readonly evacuated?: readonly string[];
}

const version = installedHaproxy();
const describeHaproxy = describeUnless(
  version === undefined ? "HAProxy 2.6 or later is not installed (apt-get install haproxy)" : undefined,
  "the tests of HAProxy",
);
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Shift {
  readonly phases: readonly { readonly weights: TrafficWeights; readonly outcome: Outcome }[];
  readonly total: Outcome;
  readonly retries: Retries;
  /** Requests that the backends received. */
  readonly arrived: number;
  readonly seconds: number;
}

describeHaproxy(`HAProxy ${version ?? "(not installed: apt-get install haproxy)"}`, () => {
  const clusters = new Map<string, Cluster>();
  let proxy: RunningHaproxy | undefined;

  beforeEach(async () => {
    const [a, b] = await Promise.all([Cluster.start("a"), Cluster.start("b")]);
    clusters.set("a", a).set("b", b);
  });

  afterEach(async () => {
    await proxy?.stop();
    proxy = undefined;
    await Promise.all([...clusters.values()].map((cluster) => cluster.kill()));
  });

  const cluster = (name: string) => {
    const found = clusters.get(name);
    if (found === undefined) {
      throw new Error(`there is no cluster ${name}`);
    }
    return found;
  };

  async function startProxy(weights: { readonly a: number; readonly b: number }): Promise<RunningHaproxy> {
    const servers = Object.fromEntries(
      [...clusters].map(([name, { port }]) => [name, { address: "127.0.0.1", port }]),
    );
    proxy = await RunningHaproxy.start({
      servers,
      weights,
      healthCheck: { path: "/health", intervalSeconds: 1 },
    });
    return proxy;
  }

  async function play(
    plan: readonly Phase[],
    shift: (proxy: RunningHaproxy, phase: Phase) => Promise<void>,
  ): Promise<Shift> {
    const started = Date.now();
    const [first] = plan;
    const proxy = await startProxy(first?.weights ?? { a: 1, b: 1 });
    const load = new Load(proxy.port, CONNECTIONS);
    const phases: Shift["phases"][number][] = [];
    for (const [index, phase] of plan.entries()) {
      if (index > 0) {
        await proxy.retries();
        await shift(proxy, phase);
      }
      phases.push({
        weights: TrafficWeights.of(phase.weights, ["a", "b"], phase.evacuated),
        outcome: await load.measure(REQUESTS_A_PHASE),
      });
    }
    const total = await load.end();
    return {
      phases,
      total,
      retries: await proxy.retries(),
      arrived: (await cluster("a").requests()) + (await cluster("b").requests()),
      seconds: (Date.now() - started) / 1000,
    };
  }

  function report(title: string, { phases, total, retries, seconds }: Shift): void {
    const shares = phases.map(({ weights, outcome }) => `${weights}: ${sharesOf(outcome)}`);
    say(
      `${title}: ${total.requests} requests in ${seconds.toFixed(0)} s over ${CONNECTIONS} connections, ${total.failures.length} failed, ${retries.retries} tried again by HAProxy and ${retries.redispatches} sent elsewhere instead\n  ${shares.join("\n  ")}`,
    );
  }

  function expectNothingLost({ phases, total, retries, arrived }: Shift): void {
    expect(total.failures).toEqual([]);
    expect(total.requests).toBeGreaterThanOrEqual(phases.length * REQUESTS_A_PHASE);
    expect(retries).toEqual({ retries: 0, redispatches: 0 });
    expect(arrived).toBe(total.requests);
    for (const { weights, outcome } of phases) {
      expect(outcome.requests).toBe(REQUESTS_A_PHASE);
      for (const [name, weight] of weights.entries) {
        const share = (outcome.answered.get(name) ?? 0) / outcome.requests;
        expect(Math.abs(share - weights.share(name))).toBeLessThanOrEqual(weight === 0 ? 0 : 0.01);
      }
    }
  }

  test("a shift by reloads, forth and back, loses no request and follows the weights", async () => {
    const shift = await play(SHIFT, (proxy, { weights }) => proxy.shiftByReload(weights));
    report("by reloads", shift);
    expectNothingLost(shift);
  });

  test("a shift at run time, forth and back, loses no request and follows the weights", async () => {
    const shift = await play(SHIFT, (proxy, { weights }) => proxy.shiftAtRunTime(weights));
    report("at run time", shift);
    expectNothingLost(shift);
  });

  test("an evacuation by reloads, forth and back, loses no request, and the other cluster gets all of them", async () => {
    const shift = await play(EVACUATION, (proxy, { weights, evacuated }) =>
      proxy.shiftByReload(weights, evacuated),
    );
    report("evacuated by reloads", shift);
    expectNothingLost(shift);
  });

  test("an evacuation at run time, forth and back, loses no request, and the other cluster gets all of them", async () => {
    const shift = await play(EVACUATION, (proxy, { weights, evacuated }) =>
      proxy.shiftAtRunTime(weights, evacuated),
    );
    report("evacuated at run time", shift);
    expectNothingLost(shift);
  });

  test("a cluster that is killed at 50/50 loses only the started requests that HAProxy may not retry", async () => {
    const proxy = await startProxy({ a: 50, b: 50 });
    const load = new Load(proxy.port, CONNECTIONS);
    const before = await load.measure(2_000);
    await cluster("b").kill();
    const after = await load.measure(REQUESTS_A_PHASE);
    await proxy.until("b was down", async () => (await proxy.statusOf("b")).startsWith("DOWN"));
    const down = await load.measure(2_000);
    const total = await load.end();
    const { retries, redispatches } = await proxy.retries();
    say(
      `one of two clusters killed at 50/50, ${CONNECTIONS} connections: ${total.failures.length} of ${total.requests} requests failed (${total.failures.join(", ") || "none"}); HAProxy tried ${retries} again, and sent ${redispatches} to the other cluster instead
  Lost is what had reached the dead cluster and may have had an effect (a POST): HAProxy sends that to no other, and answers
  502 or closes the connection. So at most one request a connection fails. A GET that was under way, and all that could not
  connect, went to the other cluster, before the health check saw that one is down. An ALB goes round no target group: half
  of all requests would have failed until somebody shifts the weights.`,
    );
    expect(before.failures).toEqual([]);
    expect(total.failures.filter((failure) => !failure.startsWith("POST "))).toEqual([]);
    expect(total.failures.length).toBeLessThanOrEqual(CONNECTIONS);
    expect(redispatches).toBeGreaterThan(0);
    expect(after.requests).toBe(REQUESTS_A_PHASE);
    expect(down.failures).toEqual([]);
    expect(down.answered).toEqual(new Map([["a", 2_000]]));
  });

  test("a cluster answers its running requests after its weight becomes 0", async () => {
    const proxy = await startProxy({ a: 100, b: 0 });
    const isHeld = cluster("a").holdsOne();
    const answer = bodyOf(proxy.port, "/held");
    await isHeld;
    await proxy.beginShiftByReload({ a: 0, b: 100 });
    expect(await bodyOf(proxy.port, "/")).toBe("b");
    cluster("a").release();
    expect(await answer).toBe("a");
    await proxy.untilOldWorkersEnded();
  });

  test("an idle connection gets one more request with the old weights after a reload", async () => {
    const proxy = await startProxy({ a: 100, b: 0 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await bodyOf(proxy.port, "/", agent)).toBe("a");
    await proxy.beginShiftByReload({ a: 0, b: 100 });
    expect(await bodyOf(proxy.port, "/", agent)).toBe("a");
    expect(await bodyOf(proxy.port, "/", agent)).toBe("b");
    agent.destroy();
    await proxy.untilOldWorkersEnded();
  });

  test("a file that HAProxy rejects changes nothing", async () => {
    const proxy = await startProxy({ a: 100, b: 0 });
    const worker = await proxy.worker();
    expect(await proxy.deliverBroken("backend webapp\n  server a nowhere weight 1000\n")).toContain(
      "not reloaded, HAProxy does not take it",
    );
    expect(await proxy.worker()).toBe(worker);
    expect(await bodyOf(proxy.port, "/")).toBe("a");
  });
});

describeHaproxy("haproxy -c", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "haproxy-check-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const check = (props: Partial<Parameters<typeof HaproxyConfiguration.of>[0]>) => {
    const { text, problems } = HaproxyConfiguration.of({
      backend: "webapp",
      servers: { a: { address: "10.0.0.1", port: 80 }, b: { address: "2001:db8::1", port: 80 } },
      weights: { a: 999, b: 1, default: 0 },
      ...props,
    });
    expect(problems).toEqual([]);
    return complaintsAbout(text, folder);
  };

  test("accepts the defaults", () => {
    expect(check({})).toBe("");
  });

  test("accepts every value at its limit", () => {
    expect(
      check({
        healthCheck: {
          path: "/health?from=haproxy&a=%20",
          host: "webapp.example.com:80",
          matcher: "200,301-302",
        },
        retries: 0,
        slowStartSeconds: 0,
        drainSeconds: 86_400,
        maxConnections: 1,
        timeouts: { connectSeconds: 1, clientSeconds: 86_400, serverSeconds: 86_400, tunnelSeconds: 86_400 },
      }),
    ).toBe("");
  });

  const openssl = spawnSync("openssl", ["version"]).status === 0;
  (openssl ? test : test.skip)("takes TLS on both sides, and names that nobody knows yet", () => {
    const certificateFile = join(folder, "tls.crt");
    const made = spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=webapp.example.com"],
      ...["-keyout", join(folder, "tls.key"), "-out", certificateFile],
    ]);
    expect(made.status).toBe(0);
    const tls = { serverName: "webapp.example.com", caFile: certificateFile };
    expect(
      check({
        servers: {
          a: { address: "a.webapp.invalid", port: 443, tls },
          b: { address: "10.0.0.2", port: 443, tls: { serverName: "webapp.example.com" } },
        },
        listener: { certificateFile },
      }),
    ).toBe("");
  });
});

function sharesOf({ answered, requests }: Outcome): string {
  return [...answered]
    .sort()
    .map(([name, count]) => `${name} ${((100 * count) / requests).toFixed(2)} %`)
    .join(", ");
}

function bodyOf(port: number, path: string, agent: Agent | false = false): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, agent }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve(body));
    }).on("error", reject);
  });
}
