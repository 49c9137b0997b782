import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { GetToken } from "../../sandbox/kubernetes/get-token";
import { bodyOf, type Loopback, serve } from "../../sandbox/loopback";
import { NEWEST } from "../fixtures/minors";
import { at, SandboxEks } from "../sandbox/eks/sandbox-eks";
import { awsEnv, PLANTED_SECRET, runCommand } from "./command";

/* The command in a process of its own, against the sandbox's EKS and an EC2 that knows two subnets. */

// A process of its own takes seconds where many run.
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
let eks: SandboxEks;
let ec2: Loopback;
let freeAddresses = 100;
beforeAll(async () => {
  eks = await SandboxEks.start();
  await eks.cluster();
  await eks.nodeGroup();
  ec2 = await serve(async (request, response) => {
    const isSubnets = (await bodyOf(request)).toString().includes("Action=DescribeSubnets");
    const items = ["subnet-a", "subnet-c"].map(
      (id) =>
        `<item><subnetId>${id}</subnetId><availabilityZone>ap-northeast-2a</availabilityZone><availableIpAddressCount>${freeAddresses}</availableIpAddressCount></item>`,
    );
    response.writeHead(isSubnets ? 200 : 400, { "content-type": "text/xml" });
    response.end(
      isSubnets
        ? `<DescribeSubnetsResponse><subnetSet>${items.join("")}</subnetSet></DescribeSubnetsResponse>`
        : "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>",
    );
  });
});
afterAll(async () => {
  await eks.stop();
  await ec2.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  freeAddresses = 100;
});

async function preflight(...args: readonly string[]) {
  const ended = await runCommand(
    ["preflight", "alpha", "--region", "ap-northeast-2", "--day", "2026-11-24", ...args],
    { cwd: folder, env: { ...awsEnv(eks.server.url), AWS_ENDPOINT_URL_EC2: ec2.url } },
  );
  expect(ended.stdout + ended.stderr).not.toContain(PLANTED_SECRET);
  return ended;
}

test("passes where all is well, and only reads", async () => {
  eks.journal.clear();
  expect(await preflight("--to", "1.34")).toEqual({
    status: 0,
    stdout: `Not evaluated: outside this check (1)
  alpha  ap-northeast-2/alpha
    kubelets of nodes outside managed node groups, and pods: only the Kubernetes API has them (--nodes reads the nodes, as "kubectl get nodes" does)

Accepted  cluster alpha 1.33 to 1.34 in ap-northeast-2 on 2026-11-24: nothing rejected, 1 outside this check.
`,
    stderr: "",
  });
  expect(eks.journal.find({ access: "write" })).toEqual([]);
});

test("ends with 1 if something is rejected: an update under way, no free addresses, a version that is not offered", async () => {
  freeAddresses = 4;
  await eks.ok("POST", "/clusters/alpha/node-groups/workers-v1/update-config", {
    scalingConfig: { maxSize: 61 },
  });
  const { status, stdout } = await preflight("--to", NEWEST, "--format", "markdown");
  writeFileSync(
    join(folder, "waivers.json"),
    JSON.stringify({
      waivers: ["live-node-group-health", "live-update-under-way"].map((rule, index) => ({
        rule,
        address: ["workers-v1", "node group workers-v1"][index],
        reason: "a test",
        until: "2026-11-24",
      })),
    }),
  );
  freeAddresses = 5;
  const waived = await preflight("--waivers", "waivers.json");
  eks.clock.advance(3_600_000);
  expect([waived.status, waived.stdout]).toEqual([0, expect.stringMatching(/^Waived \(2\)\n/)]);
  expect(status).toBe(1);
  expect(stdout).toContain("## EKS upgrade preflight: rejected\n");
  for (const text of [
    "`live-update-under-way`",
    "(ConfigUpdate) of node group workers-v1 is in progress; wait until it ends",
    "`live-free-addresses`",
    "no subnet of cluster alpha has 5 free addresses (subnet-a 4, subnet-c 4)",
    "`live-version-offered`",
    "`live-kubelet-skew`",
  ]) {
    expect(stdout).toContain(text);
  }
});

test("names the last update that failed, and what for", async () => {
  eks.faults.add({
    service: "eks",
    operation: "UpdateClusterConfig",
    failure: { kind: "update", errorCode: "IpNotAvailable", message: "subnet-a is full" },
  });
  const { update } = await eks.ok("POST", "/clusters/alpha/update-config", { deletionProtection: true });
  eks.clock.advance(3_600_000);
  const { status, stdout } = await preflight();
  expect(status).toBe(0);
  expect(stdout).toContain(
    `    the last update ${at(update, "id")} (${at(update, "type")}) of cluster alpha failed: IpNotAvailable, subnet-a is full\n`,
  );
});

test("the JSON is a review's, the SARIF explains the rules of the preflight", async () => {
  const { stdout } = await preflight("--format", "json");
  const schema = readFileSync(resolve(__dirname, "..", "..", "schemas", "review.schema.json"), "utf8");
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema));
  expect([validate(JSON.parse(stdout)), validate.errors]).toEqual([true, null]);
  expect(JSON.parse(stdout)).toMatchObject({ plans: ["ap-northeast-2/alpha"], verdict: "passed" });
  const sarif = JSON.parse((await preflight("--to", NEWEST, "--format", "sarif")).stdout);
  const [run] = sarif.runs;
  for (const { ruleId, ruleIndex } of run.results) {
    expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  }
  expect(run.results.length).toBeGreaterThan(0);
});

test("facts that AWS does not allow to read are not evaluated, and count as rejected", async () => {
  eks.faults.add({
    service: "eks",
    operation: "ListInsights",
    failure: { kind: "error", code: "AccessDeniedException", status: 403, message: "not you" },
  });
  const { status, stdout } = await preflight("--to", "1.34", "--gaining", "webapp-a");
  expect(status).toBe(1);
  expect(stdout).toContain(
    "    EKS insights could not be read: eks:ListInsights: AccessDeniedException: not you\n",
  );
  expect(stdout).toContain(
    "    the health of the targets could not be read: elasticloadbalancing:DescribeTargetGroups: ",
  );
});

test("nodes that cannot be read with --nodes are not evaluated, and count as rejected", async () => {
  const getToken = GetToken.write();
  try {
    const { status, stdout } = await runCommand(
      ["preflight", "alpha", "--region", "ap-northeast-2", "--day", "2026-11-24", "--nodes"],
      {
        cwd: folder,
        env: {
          ...awsEnv(eks.server.url),
          AWS_ENDPOINT_URL_EC2: ec2.url,
          PATH: `${getToken.bin}:${process.env.PATH}`,
        },
      },
    );
    expect(status).toBe(1);
    expect(stdout).toContain(
      "    the kubelets of all nodes could not be read: aws eks get-token: aws: no cluster alpha runs in ap-northeast-2 here\n",
    );
  } finally {
    getToken.remove();
  }
});

test("ends with 2 where there is no such cluster", async () => {
  const { status, stderr } = await runCommand(["preflight", "omega", "--region", "ap-northeast-2"], {
    cwd: folder,
    env: awsEnv(eks.server.url),
  });
  expect([status, stderr]).toEqual([
    2,
    'error: nothing was evaluated\n  there is no cluster omega in ap-northeast-2; look at the name and the region ("aws eks list-clusters" names them)\n',
  ]);
});

test("tells all that is wrong with options and plans, before it asks", async () => {
  writeFileSync(join(folder, "cut.json"), "{");
  const args = [
    "--to",
    "latest",
    "--day",
    "2026-02-30",
    "--format",
    "yaml",
    "--plan",
    "cut.json",
    "--waivers",
    "cut.json",
    "--catalog",
    "none.json",
  ];
  const { status, stdout, stderr } = await preflight(...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(
    'error: nothing was evaluated\n  invalid value "yaml" of --format: expected "text", "markdown", "sarif" or "json"\n  invalid value "2026-02-30" of --day: expected a date such as "2026-11-24"\n  --to latest: it is no Kubernetes version of EKS; give one as in "1.34"\n',
  );
  expect(stderr).toContain("  cut.json: cut off: the JSON ends in the middle\n");
  writeFileSync(join(folder, "waivers.json"), JSON.stringify({ waivers: [{ rule: "no-such-rule" }] }));
  expect((await preflight("--waivers", "waivers.json")).stderr).toContain(
    'waivers.json: waivers[0].rule: invalid value "no-such-rule": expected "live-cluster-health", ',
  );
});
