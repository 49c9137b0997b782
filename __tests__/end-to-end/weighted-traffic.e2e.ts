import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terraform } from "../../cli/rehearsal/terraform";
import { type Aws, startAws } from "../../sandbox/aws";
import type { Environment } from "../../stacks/environment";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { type FleetState, ifKnown } from "../../upgrade/fleet/state";
import { parsePlan } from "../../upgrade/terraform/plan-json";
import { readPlans } from "../../upgrade/terraform/read-plans";
import { cluster, environment, synthesizeInto } from "../stacks/fixtures";

/*
 * Weighted records and HAProxy of an environment, which follow one map of weights, with real Terraform: shifted, shifted
 * back, evacuated, and unbound. The clusters themselves are not created here. The provider waits half a minute for each
 * change of records, so these are created once, and their changes are planned.
 */

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-traffic-"));
let aws: Aws;
let zoneId: string;

/** `b` is left out once it is unbound. */
function settings(
  weights: { readonly a: number; readonly b: number },
  more: Partial<Environment> = {},
  hasA = true,
) {
  const alias = (name: string) => ({
    dnsName: `${name}.ap-northeast-2.elb.amazonaws.com`,
    zoneId: "ZWKZPGTI48KDX",
  });
  const a = { cluster: "beta-kr-a" };
  const b = { cluster: "beta-kr-b" };
  const fleet: Environment = {
    ...environment,
    clusters: { "beta-kr-a": cluster, "beta-kr-b": cluster },
    weights: { webapp: weights },
    weightedRecords: {
      "beta-dns": {
        zoneId,
        recordName: "webapp.example.com",
        weights: "webapp",
        records: { ...(hasA ? { a: { ...a, alias: alias("old") } } : {}), b: { ...b, alias: alias("new") } },
        ...(hasA ? {} : { removedRecords: ["a"] }),
      },
    },
    haproxies: {
      "beta-chat": {
        weights: "webapp",
        servers: {
          ...(hasA ? { a: { ...a, address: "10.0.0.1", port: 80 } } : {}),
          b: { ...b, address: "10.0.0.2", port: 80 },
        },
        ...(hasA ? {} : { removedServers: ["a"] }),
      },
    },
    ...more,
  };
  return fleet;
}

/** Synthesizes a fleet, and plans the stack of `name`; applies it where Terraform has nothing against it. */
async function deploy(name: string, fleet: Environment, { onlyPlans = false } = {}) {
  const outdir = join(folder, "cdktf.out");
  expect(synthesizeInto(outdir, [fleet])).toEqual({ exitCode: 0, message: "" });
  const terraform = new Terraform(join(outdir, "stacks", name), aws.env);
  await terraform.init();
  const { actions, errors } = await terraform.plan();
  const planned = actions.map(({ action, address }) => `${action} ${address}`);
  if (onlyPlans && errors.length === 0) {
    const plan = parsePlan(await terraform.show());
    const weights = "problem" in plan ? plan.problem : weightsIn(readPlans([{ name, plan }]).after);
    return { planned, errors, weights };
  }
  const applied = errors.length === 0 ? await terraform.apply() : undefined;
  expect(applied?.errors ?? []).toEqual([]);
  return { planned, errors };
}

const weightsIn = ({ routes }: FleetState) =>
  routes.map(({ targets }) => (ifKnown(targets) ?? []).map(({ weight }) => weight));

const textOf = (name: string) =>
  readFileSync(join(folder, "cdktf.out", "stacks", name, "cdk.tf.json"), "utf8");

beforeAll(async () => {
  const { kubernetesVersions: versions, addonVersions: addons } = Catalog.DATED.data;
  aws = await startAws({ versions, addons });
  const zone = join(folder, "zone");
  mkdirSync(zone);
  writeFileSync(
    join(zone, "main.tf"),
    'provider "aws" { region = "ap-northeast-2" }\nresource "aws_route53_zone" "this" { name = "example.com" }\n',
  );
  const terraform = new Terraform(zone, aws.env);
  await terraform.init();
  expect((await terraform.planAndApply()).errors).toEqual([]);
  const state = await terraform.pullState();
  zoneId = /"zone_id": "(\w+)"/.exec(state)?.[1] ?? "";
});

afterAll(async () => {
  await aws?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("weighted records are created, and a shift of the map changes them in place", async () => {
  expect(await deploy("beta-dns", settings({ a: 50, b: 50 }))).toEqual({
    planned: ["create aws_route53_record.record-a", "create aws_route53_record.record-b"],
    errors: [],
  });
  expect((await deploy("beta-dns", settings({ a: 50, b: 50 }))).planned).toEqual([]);
  expect(await deploy("beta-dns", settings({ a: 90, b: 10 }), { onlyPlans: true })).toEqual({
    planned: ["update aws_route53_record.record-a", "update aws_route53_record.record-b"],
    errors: [],
    weights: [[90, 10]],
  });
});

test("a record of which Route 53 still gives answers cannot be removed", async () => {
  expect((await deploy("beta-dns", settings({ a: 0, b: 100 }, {}, false))).errors).toEqual([
    expect.stringContaining("with what is removed: beta-kr-a (weight 50)"),
  ]);
});

const UPDATE = ["update aws_ssm_parameter.configuration"];

test("a shift of HAProxy goes and comes back, and then its text is as before", async () => {
  expect((await deploy("beta-chat", settings({ a: 100, b: 0 }))).planned).toEqual([
    "create aws_ssm_parameter.configuration",
  ]);
  const before = textOf("beta-chat");
  expect((await deploy("beta-chat", settings({ a: 100, b: 0 }))).planned).toEqual([]);
  expect((await deploy("beta-chat", settings({ a: 90, b: 10 }))).planned).toEqual(UPDATE);
  expect(await deploy("beta-chat", settings({ a: 100, b: 0 }), { onlyPlans: true })).toEqual({
    planned: UPDATE,
    errors: [],
    weights: [[100, 0]],
  });
  expect(textOf("beta-chat")).toBe(before);
});

test("HAProxy sends an evacuated cluster nothing", async () => {
  const evacuated = settings({ a: 90, b: 10 }, { evacuated: ["beta-kr-a"] });
  expect((await deploy("beta-chat", evacuated, { onlyPlans: true })).weights).toEqual([[0, 10]]);
});

test("a server that still gets requests cannot be removed, and is removed once its weight is 0", async () => {
  const without = settings({ a: 0, b: 100 }, {}, false);
  expect((await deploy("beta-chat", without)).errors).toEqual([
    expect.stringContaining("HAProxy beta-chat still sends requests to what is removed: a."),
  ]);
  await deploy("beta-chat", settings({ a: 0, b: 100 }));
  expect(await deploy("beta-chat", without)).toEqual({ planned: UPDATE, errors: [] });
});
