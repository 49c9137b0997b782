import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ADMIN, ROLE, SandboxEks } from "../sandbox/eks/sandbox-eks";
import { awsEnv, PLANTED_SECRET, runCommand } from "./command";

/* The command in its own process, against the EKS of the sandbox. No other AWS service answers. */

// A process takes seconds if many run.
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
let eks: SandboxEks;
beforeAll(async () => {
  eks = await SandboxEks.start();
  await eks.cluster({ tags: { team: "platform" } });
  await eks.nodeGroup({ labels: { pool: "blue" } });
  await eks.ok("POST", "/clusters/alpha/access-entries", { principalArn: ADMIN });
  await eks.ok("POST", "/clusters/alpha/addons", {
    addonName: "vpc-cni",
    podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: ROLE }],
  });
  eks.clock.advance(3_600_000);
  await eks.ok("POST", "/clusters/alpha/pod-identity-associations", {
    namespace: "webapp",
    serviceAccount: "webapp",
    roleArn: ROLE,
  });
  eks.journal.clear();
});
afterAll(async () => {
  await eks.stop();
  rmSync(folder, { recursive: true });
});

async function adopt(...args: readonly string[]) {
  const ended = await runCommand(["adopt", "--region", "ap-northeast-2", ...args], {
    cwd: folder,
    env: awsEnv(eks.server.url),
  });
  expect(ended.stdout + ended.stderr).not.toContain(PLANTED_SECRET);
  return ended;
}

const REPORTED = `Not adopted, or to check (4)
  kube-proxy is not an EKS add-on here. If it runs, upgrade it yourself after the control plane
  coredns is not an EKS add-on here. If it runs, upgrade it yourself after the control plane
  nodes outside managed node groups are unknown: allow ec2:DescribeInstances to read them
  load balancers that send traffic to the cluster are unknown: allow elasticloadbalancing:Describe* to read them

`;

test("writes the fleet file to standard output, reports what is not adopted, and only reads", async () => {
  const { status, stdout, stderr } = await adopt("alpha");
  expect([status, stderr]).toEqual([
    0,
    `${REPORTED}alpha 1.33 in ap-northeast-2: 1 node group, 1 add-on, 1 access entry, 1 Pod Identity association in the file.\n`,
  ]);
  expect(stdout).toContain(`      addons: {
        "vpc-cni": {
          addonVersion: "v1.22.4-eksbuild.3",
          podIdentityAssociations: [
            { serviceAccount: "aws-node", roleArn: "${ROLE}" },
          ],
          adopted: true,
        },
      },
`);
  // The association of the add-on belongs to the add-on.
  expect(stdout.match(/adoptedAssociationId/g)).toHaveLength(1);
  // "POST /" are the requests to EC2 and Elastic Load Balancing, which this EKS does not have.
  const writes = eks.journal.find({ access: "write" }).filter(({ operation }) => operation !== "POST /");
  expect(writes).toEqual([]);
});

test("writes what another state must forget next to the fleet file, and never overwrites a file", async () => {
  const module = {
    address: "module.eks",
    resources: [
      {
        address: "module.eks.aws_eks_cluster.this[0]",
        mode: "managed",
        type: "aws_eks_cluster",
        values: { name: "alpha" },
      },
      { address: "module.eks.aws_iam_role.this[0]", mode: "managed", type: "aws_iam_role", values: {} },
    ],
  };
  writeFileSync(
    join(folder, "state.json"),
    JSON.stringify({ values: { root_module: { child_modules: [module] } } }),
  );
  const args = ["alpha", "--output", "alpha.ts", "--state", "state.json"];
  const { status, stdout } = await adopt(...args);
  expect([status, stdout]).toEqual([
    0,
    `${REPORTED}To remove from the other state
  replace the code that manages it now with alpha.removed.tf
  adopted: module.eks.aws_eks_cluster.this[0]
  in no state afterwards, still running: module.eks.aws_iam_role.this[0]. Import them where you need them

alpha 1.33 in ap-northeast-2: 1 node group, 1 add-on, 1 access entry, 1 Pod Identity association in alpha.ts.
`,
  ]);
  expect(readFileSync(join(folder, "alpha.removed.tf"), "utf8")).toContain("  from = module.eks\n");
  expect(await adopt(...args)).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "error: nothing was written\n  alpha.ts already exists: give another file, or move it\n  alpha.removed.tf already exists: give another file, or move it\n",
  });
});

test("creates the folder of the fleet file if it does not exist", async () => {
  expect((await adopt("alpha", "--output", "new/fleet/alpha.ts")).status).toBe(0);
  expect(existsSync(join(folder, "new/fleet/alpha.ts"))).toBe(true);
});

test("rejects a cluster that is being updated, and writes nothing", async () => {
  await eks.ok("POST", "/clusters/alpha/update-config", { deletionProtection: true });
  const { status, stderr } = await adopt("alpha", "--output", "rejected.ts");
  eks.clock.advance(3_600_000);
  expect([status, stderr]).toEqual([
    1,
    "error: nothing was written\n  alpha is UPDATING. Wait until it is ACTIVE, then adopt it\n",
  ]);
  expect(existsSync(join(folder, "rejected.ts"))).toBe(false);
});

test("reports an unknown cluster, invalid load balancers and an unreadable state", async () => {
  expect((await adopt("omega")).stderr).toBe(
    'error: nothing was written\n  there is no cluster omega in ap-northeast-2; look at the name and the region ("aws eks list-clusters" names them)\n',
  );
  expect((await adopt("alpha", "--load-balancer", "webapp=webapp/webapp:http")).stderr).toMatch(
    /^error: nothing was written\n {2}elasticloadbalancing:DescribeLoadBalancers: /,
  );
  expect((await adopt("alpha", "--load-balancer", "webapp", "two=webapp:http")).stderr).toBe(
    `error: nothing was written
  invalid value "webapp" of --load-balancer: expected <name>=<namespace>/<service>:<port>, as in "legacy-webapp=webapp/webapp:http"
  invalid value "two=webapp:http" of --load-balancer: expected <name>=<namespace>/<service>:<port>, as in "legacy-webapp=webapp/webapp:http"
`,
  );
  expect((await adopt("alpha", "--state", "none.json")).stderr).toBe(
    "error: nothing was written\n  --state writes a second file next to the fleet file: give --output\n  none.json: cannot be read: no such file or folder\n",
  );
});
