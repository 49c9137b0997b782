import { isAbsolute, resolve } from "node:path";
import type { App } from "cdktf";
import { examined } from "../constructs/checks/right-types";
import { reportAtSynthesis, reportWrongTypes } from "../constructs/validation";
import { Catalog } from "../upgrade/eks/catalog/catalog";
import { withCatalogFile } from "../upgrade/eks/catalog/catalog-file";
import { groupAndSlot, workloadStack as workloadStackName } from "../upgrade/eks/layout";
import { ClusterStack } from "./cluster-stack";
import type { Environment } from "./environment";
import { hasWorkload } from "./workload";

// Loaded when first needed: their bindings take a fifth of the time and a quarter of the memory of a small program.
const trafficStack = (): typeof import("./traffic-stack") => require("./traffic-stack");
const weightedRecordStack = (): typeof import("./weighted-record-stack") =>
  require("./weighted-record-stack");
const haproxyStack = (): typeof import("./haproxy-stack") => require("./haproxy-stack");
const workloadStack = (): typeof import("./workload-stack") => require("./workload-stack");

/**
 * Declares the stacks of a fleet: `<cluster>`, `<load balancer>`, `<weighted records>`, `<HAProxy>`, and
 * `<cluster>-workload` for a cluster with in-cluster resources. Stack names are a contract: each is the name of a Terraform state.
 */
export function declareFleet(app: App, environments: readonly Environment[]): void {
  const names = new StackNames(app);
  for (const environment of wellTyped(app, environments)) {
    const catalog = catalogOf(environment, names);
    for (const [clusterName, settings] of Object.entries(environment.clusters)) {
      new ClusterStack(app, names.take(clusterName), { ...settings, environment, clusterName, catalog });
    }
    for (const [loadBalancerName, settings] of Object.entries(environment.loadBalancers ?? {})) {
      const { TrafficStack } = trafficStack();
      new TrafficStack(app, names.take(loadBalancerName), { ...settings, environment, loadBalancerName });
      names.rejectClusters(environment, loadBalancerName, "target group", settings.targetGroups);
    }
    for (const name of Object.keys(environment.networkLoadBalancers ?? {})) {
      names.reject(
        `networkLoadBalancers has "${name}": no stack creates network load balancers yet. Declare it in a stack of your own; reviews and plans read it from there`,
      );
    }
    for (const [name, settings] of Object.entries(environment.weightedRecords ?? {})) {
      const { WeightedRecordStack } = weightedRecordStack();
      new WeightedRecordStack(app, names.take(name), { ...settings, environment });
      names.rejectClusters(environment, name, "record", settings.records);
    }
    for (const [haproxyName, settings] of Object.entries(environment.haproxies ?? {})) {
      const { HaproxyStack } = haproxyStack();
      new HaproxyStack(app, names.take(haproxyName), { ...settings, environment, haproxyName });
      names.rejectClusters(environment, haproxyName, "server", settings.servers);
    }
    for (const cluster of environment.evacuated ?? []) {
      if (!Object.hasOwn(environment.clusters, cluster)) {
        names.reject(
          `evacuated names cluster "${cluster}", which environment ${environment.name} in ${environment.region} does not have: expected one of ${Object.keys(environment.clusters).join(", ")}`,
        );
      }
    }
    for (const problem of activeClusterProblems(environment)) {
      names.reject(problem);
    }
    for (const clusterName of Object.keys(environment.clusters)) {
      if (hasWorkload(environment, clusterName)) {
        const { WorkloadStack } = workloadStack();
        new WorkloadStack(app, names.take(workloadStackName(clusterName)), { environment, clusterName });
      }
    }
  }
}

/** The environments without a value of a wrong type or an unknown property. Synthesis reports those of the others. */
function wellTyped(app: App, environments: readonly Environment[]): readonly Environment[] {
  if (!Array.isArray(environments)) {
    reportWrongTypes(app, ["the fleet is no list: expected a list of environments"]);
    return [];
  }
  return environments.filter((environment: Environment, index) => {
    const at = `${labelOf(environment) ?? `environment ${index + 1}`}: `;
    const { problems } = examined("Environment", environment, { at, isExact: true });
    reportWrongTypes(app, problems);
    return problems.length === 0;
  });
}

function labelOf(environment: unknown): string | undefined {
  const { name, region }: { readonly name?: unknown; readonly region?: unknown } = Object(environment);
  return typeof name === "string" && typeof region === "string"
    ? `environment ${name} in ${region}`
    : undefined;
}

function activeClusterProblems({ activeClusters = {}, clusters }: Environment): readonly string[] {
  return Object.entries(activeClusters).flatMap(([group, active]) => {
    const names = Object.keys(clusters).filter((name) => groupAndSlot(name).group === group);
    if (names.length === 0) {
      return [
        `activeClusters names "${group}", but no cluster has that common name ("alpha-kr" is the common name of alpha-kr-a and alpha-kr-b). The clusters are ${Object.keys(clusters).join(", ")}`,
      ];
    }
    return active === "none" || names.includes(active)
      ? []
      : [`the active cluster of ${group} is "${active}": expected one of ${names.join(", ")}, or "none"`];
  });
}

function catalogOf({ catalogFile }: Environment, names: StackNames): Catalog {
  if (catalogFile === undefined) {
    return Catalog.DATED;
  }
  try {
    return withCatalogFile(Catalog.DATED, isAbsolute(catalogFile) ? catalogFile : resolve(catalogFile));
  } catch (error) {
    names.reject(error instanceof Error ? error.message : String(error));
    return Catalog.DATED;
  }
}

/** Gives each stack a unique name. Synthesis reports the problems with the names. */
class StackNames {
  private readonly taken = new Set<string>();
  private readonly problems: string[] = [];

  constructor(app: App) {
    reportAtSynthesis(app, () => this.problems);
  }

  reject(problem: string): void {
    this.problems.push(problem);
  }

  /** Slots of clusters that the environment does not have. */
  rejectClusters(
    { clusters }: Environment,
    name: string,
    what: string,
    slots: Readonly<Record<string, { readonly cluster?: string }>>,
  ): void {
    for (const [slot, { cluster }] of Object.entries(slots)) {
      if (cluster !== undefined && !Object.hasOwn(clusters, cluster)) {
        this.reject(
          `[${name}] ${what} "${slot}" names cluster "${cluster}", which this environment does not have: expected one of ${Object.keys(clusters).join(", ")}`,
        );
      }
    }
  }

  /** A rejected name is replaced by another, so that the rest of the fleet can be checked too. */
  take(name: string): string {
    const wellFormed = /^[0-9A-Za-z][A-Za-z0-9_-]*$/.test(name);
    if (wellFormed && !this.taken.has(name)) {
      this.taken.add(name);
      return name;
    }
    this.reject(
      wellFormed
        ? `duplicate name "${name}" in the fleet: each needs a unique name, because it is the name of a stack`
        : `invalid stack name "${name}": expected letters, digits, hyphens and underscores, beginning with a letter or a digit`,
    );
    return this.substitute();
  }

  private substitute(): string {
    let number = 1;
    while (this.taken.has(`rejected-${number}`)) {
      number += 1;
    }
    return this.take(`rejected-${number}`);
  }
}
