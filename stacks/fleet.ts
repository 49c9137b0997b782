import { isAbsolute, resolve } from "node:path";
import type { App } from "cdktf";
import { reportAtSynthesis } from "../constructs/validation";
import { Catalog } from "../upgrade/eks/catalog/catalog";
import { withCatalogFile } from "../upgrade/eks/catalog/catalog-file";
import { groupAndSlot, workloadStack as workloadStackName } from "../upgrade/eks/layout";
import { ClusterStack } from "./cluster-stack";
import type { Environment } from "./environment";
import { hasWorkload } from "./workload";

// Loaded when first needed: their bindings are a fifth of the time and a quarter of the memory of a small program.
const trafficStack = (): typeof import("./traffic-stack") => require("./traffic-stack");
const workloadStack = (): typeof import("./workload-stack") => require("./workload-stack");

/**
 * Declares the stacks of a fleet: `<cluster>`, `<load balancer>`, and `<cluster>-workload` for a cluster that is
 * bound to a target group. Names of stacks are a contract: each is the name of a Terraform state.
 */
export function declareFleet(app: App, environments: readonly Environment[]): void {
  const names = new StackNames(app);
  for (const environment of environments) {
    const catalog = catalogOf(environment, names);
    for (const [clusterName, settings] of Object.entries(environment.clusters)) {
      new ClusterStack(app, names.take(clusterName), { ...settings, environment, clusterName, catalog });
    }
    for (const [loadBalancerName, settings] of Object.entries(environment.loadBalancers ?? {})) {
      const { TrafficStack } = trafficStack();
      new TrafficStack(app, names.take(loadBalancerName), { ...settings, environment, loadBalancerName });
      for (const [slot, { cluster }] of Object.entries(settings.targetGroups)) {
        if (cluster !== undefined && !Object.hasOwn(environment.clusters, cluster)) {
          names.refuse(
            `[${loadBalancerName}] target group "${slot}" is for cluster "${cluster}", which this environment does not have; it has ${Object.keys(environment.clusters).join(", ")}`,
          );
        }
      }
    }
    for (const cluster of environment.evacuated ?? []) {
      if (!Object.hasOwn(environment.clusters, cluster)) {
        names.refuse(
          `cluster "${cluster}" is evacuated, but the environment ${environment.name} in ${environment.region} has no such cluster; it has ${Object.keys(environment.clusters).join(", ")}`,
        );
      }
    }
    for (const problem of activeClusterProblems(environment)) {
      names.refuse(problem);
    }
    for (const clusterName of Object.keys(environment.clusters)) {
      if (hasWorkload(environment, clusterName)) {
        const { WorkloadStack } = workloadStack();
        new WorkloadStack(app, names.take(workloadStackName(clusterName)), { environment, clusterName });
      }
    }
  }
}

function activeClusterProblems({ activeClusters = {}, clusters }: Environment): readonly string[] {
  return Object.entries(activeClusters).flatMap(([group, active]) => {
    const names = Object.keys(clusters).filter((name) => groupAndSlot(name).group === group);
    if (names.length === 0) {
      return [
        `activeClusters names "${group}", but no cluster is one of those: "alpha-kr" are alpha-kr-a and alpha-kr-b; the clusters are ${Object.keys(clusters).join(", ")}`,
      ];
    }
    return active === "none" || names.includes(active)
      ? []
      : [
          `the active one of the clusters ${group} is "${active}"; name one of ${names.join(", ")}, or "none"`,
        ];
  });
}

function catalogOf({ catalogFile }: Environment, names: StackNames): Catalog {
  if (catalogFile === undefined) {
    return Catalog.DATED;
  }
  try {
    return withCatalogFile(Catalog.DATED, isAbsolute(catalogFile) ? catalogFile : resolve(catalogFile));
  } catch (error) {
    names.refuse(error instanceof Error ? error.message : String(error));
    return Catalog.DATED;
  }
}

/** Gives each stack a name of its own, and keeps what is wrong with the names for synthesis to tell. */
class StackNames {
  private readonly taken = new Set<string>();
  private readonly problems: string[] = [];

  constructor(app: App) {
    reportAtSynthesis(app, () => this.problems);
  }

  refuse(problem: string): void {
    this.problems.push(problem);
  }

  /** A name that is refused gets another in its place, so that the rest can be looked at too. */
  take(name: string): string {
    const wellFormed = /^[0-9A-Za-z][A-Za-z0-9_-]*$/.test(name);
    if (wellFormed && !this.taken.has(name)) {
      this.taken.add(name);
      return name;
    }
    this.refuse(
      wellFormed
        ? `the name "${name}" is given twice in the fleet; each cluster and load balancer needs its own, for it is the name of a stack`
        : `"${name}" is not a name for a stack: letters, digits, hyphens and underscores, the first a letter or a digit`,
    );
    return this.substitute();
  }

  private substitute(): string {
    let number = 1;
    while (this.taken.has(`refused-${number}`)) {
      number += 1;
    }
    return this.take(`refused-${number}`);
  }
}
