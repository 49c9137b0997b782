import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { givenResources } from "../../cli/rehearsal/given";
import { Terraform } from "../../cli/rehearsal/terraform";
import { declaredFleet } from "../../constructs/fleet-part";
import { problemsOf } from "../../constructs/synthesize";
import { type Aws, startAws } from "../../sandbox/aws";
import type { Environment } from "../../stacks/environment";
import { declareFleet } from "../../stacks/fleet";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { compareTexts } from "../../upgrade/eks/compare-texts";
import { filterParts } from "../../upgrade/fleet/parts";
import type {
  ClusterSettings,
  LoadBalancerSettings,
  NodeGroupSettings,
  ServiceSettings,
  TargetGroupSettings,
} from "../../upgrade/fleet/settings";
import { type FleetState, isUnknown, type Known, partNames, UNKNOWN } from "../../upgrade/fleet/state";
import { parsePlan } from "../../upgrade/terraform/plan-json";
import { type NamedPlan, readPlans } from "../../upgrade/terraform/read-plans";
import {
  cluster,
  clusterValues,
  environment,
  loadBalancer,
  loadBalancerValues,
  nodeGroup,
  nodeGroupValues,
  type SettingsValues,
  service,
  serviceValues,
  targetGroup,
  targetGroupValues,
} from "../fixtures/settings-values";
import { comparable, placedByConstructs } from "../upgrade/terraform/both-readings";

/*
 * Every property of the settings with real Terraform: the fleet that is read from `terraform plan` is the fleet that the
 * program declares. The values are those of the round trip through what is synthesized, many of them in one plan.
 */

type Which = 0 | 1;

/** The settings with one of two values for each property, as far as a table has it. */
function withValues<Settings extends object>(
  base: Settings,
  table: SettingsValues<Settings>,
  which: Which,
  without: readonly (keyof Settings)[],
): Settings {
  const settings = { ...base };
  for (const [, changes] of eachValue(table, which, without)) {
    Object.assign(settings, changes);
  }
  return settings;
}

/** By property, what it takes to set it alone. */
function eachValue<Settings extends object>(
  table: SettingsValues<Settings>,
  which: Which,
  without: readonly (keyof Settings)[],
): readonly (readonly [property: string, changes: Partial<Settings>])[] {
  const rows: readonly [string, { beside?: object; together?: object; values: readonly unknown[] }][] =
    Object.entries(table);
  return rows
    .filter(([property]) => !without.some((name) => name === property))
    .map(([property, { beside, together, values }]) => [
      property,
      Object.assign({}, beside, together, { [property]: values[which] }),
    ]);
}

/** A node group for each property. */
function nodeGroupsOf(which: Which): Readonly<Record<string, NodeGroupSettings>> {
  return Object.fromEntries(
    // The tests' provider does not have the other two.
    eachValue(nodeGroupValues, which, ["adopted", "updateStrategy", "nodeRepairLimits"]).map(
      ([property, changes]) => [`${property.toLowerCase()}-v1`, { ...nodeGroup, ...changes }],
    ),
  );
}

function clusterOf(which: Which): ClusterSettings {
  const settings = withValues(cluster, clusterValues, which, ["adopted", "version", "ipFamily"]);
  return {
    ...settings,
    addons: { ...clusterValues.addons.values[which], "eks-pod-identity-agent": "v1.4.0-eksbuild.3" },
    nodeGroups: { ...settings.nodeGroups, ...nodeGroupsOf(which) },
  };
}

const slot = (which: Which): TargetGroupSettings =>
  withValues<TargetGroupSettings>(targetGroup, targetGroupValues, which, []);

/** The slots name the security groups of their pods, so that the stack looks up no cluster. */
const balancer: LoadBalancerSettings = {
  ...withValues<LoadBalancerSettings>(loadBalancer, loadBalancerValues, 1, ["adopted"]),
  service: withValues<ServiceSettings>(service, serviceValues, 1, []),
  targetGroups: { a: slot(0), b: slot(1), default: {} },
};

const BALANCER = "beta-webapp";

const fleet: Environment = {
  ...environment,
  clusters: { "beta-kr-a": clusterOf(0), "beta-kr-b": clusterOf(1) },
  loadBalancers: { [BALANCER]: balancer },
};

/** The in-cluster stacks need what these stacks create. */
const PLANNED: readonly string[] = ["beta-kr-a", "beta-kr-b", BALANCER];

let declared: FleetState;
let planned: FleetState;

beforeAll(async () => {
  const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-settings-"));
  let aws: Aws | undefined;
  try {
    const app = new App({ outdir, skipValidation: true, stackTraces: false });
    declareFleet(app, [fleet]);
    expect(problemsOf(app)).toEqual([]);
    app.synth();
    const stacks = PLANNED.map((name) => ({
      name,
      json: JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")),
    }));
    const { kubernetesVersions: versions, addonVersions: addons } = Catalog.DATED.data;
    aws = await startAws({ versions, addons, given: givenResources(stacks.map(({ json }) => json)) });
    const plans: NamedPlan[] = [];
    for (const { name } of stacks) {
      const plan = parsePlan(await plannedBy(new Terraform(join(outdir, "stacks", name), aws.env)));
      if ("problem" in plan) {
        throw new Error(`${name}: ${plan.problem}`);
      }
      plans.push({ name, plan });
    }
    planned = placedByConstructs(readPlans(plans).after, stacks);
    declared = filterParts(declaredFleet(app), ({ stack }) => PLANNED.includes(stack));
  } finally {
    await aws?.stop();
    rmSync(outdir, { recursive: true, force: true });
  }
});

async function plannedBy(terraform: Terraform): Promise<unknown> {
  await terraform.init();
  const { errors } = await terraform.plan();
  expect(errors).toEqual([]);
  return terraform.show();
}

/** AWS knows CIDRs and target groups as sets. Routes have the construct of both ports as their place. */
function withoutOrder({ clusters, routes, ...others }: FleetState): FleetState {
  const ordered = <T>(things: Known<readonly T[]>) =>
    isUnknown(things)
      ? things
      : things.toSorted((one, other) => compareTexts(JSON.stringify(one), JSON.stringify(other)));
  return {
    ...others,
    clusters: clusters.map(({ publicCidrs, ...cluster }) => ({
      ...cluster,
      ...(publicCidrs === undefined ? {} : { publicCidrs: ordered(publicCidrs) }),
    })),
    routes: routes.map((route) => ({ ...route, address: "", targets: ordered(route.targets) })),
  };
}

/** A new group gets its initial size. Later the autoscaler decides its size, so the program does not declare it. */
function withInitialSizes(state: FleetState): FleetState {
  return {
    ...state,
    nodeGroups: state.nodeGroups.map((group) => {
      const name = group.address.split("/").at(-1) ?? "";
      const { initialSize, minSize } = fleet.clusters[group.stack]?.nodeGroups[name] ?? {};
      return isUnknown(group.desiredSize)
        ? { ...group, desiredSize: initialSize ?? minSize ?? UNKNOWN }
        : group;
    }),
  };
}

/** Constructs declare no roles. */
test.each(partNames.filter((part) => part !== "roles"))(
  "the %s are read from a plan as the program declares them",
  (part) => {
    expect(comparable(withoutPlannedFacts(withoutOrder(planned))[part])).toEqual(
      comparable(withoutOrder(withInitialSizes(declared))[part]),
    );
  },
);

/** Facts that no construct declares, because rules need them only for what a plan changes. */
function withoutPlannedFacts({ clusters, addons, routes, targetGroups, ...others }: FleetState): FleetState {
  return {
    ...others,
    clusters: clusters.map(({ isPrivate, authenticationMode, ...cluster }) => cluster),
    addons: addons.map(({ isAfterCluster, ...addon }) => addon),
    targetGroups: targetGroups.map(({ owner, ...targetGroup }) => targetGroup),
    routes: routes.map(({ answer, listener, port, priority, conditions, ...route }) => route),
  };
}

test("the plans have every kind of part that their stacks declare", () => {
  const kinds = partNames.filter((part) => planned[part].length > 0);
  expect(kinds).toEqual([
    "clusters",
    "nodeGroups",
    "addons",
    "fargateProfiles",
    "otherNodes",
    "loadBalancers",
    "targetGroups",
    "routes",
    "roles",
  ]);
});
