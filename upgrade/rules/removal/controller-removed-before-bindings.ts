import { type FleetDiff, type Pair, type Removed, removed } from "../../fleet/diff";
import { type BindingState, type ClusterKey, ifKnown, type Place, type RoleState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { shown } from "../support/wording";

/** The names of charts and roles of the AWS Load Balancer Controller. */
const CONTROLLER = /load-?balancer-?controller|alb-?controller|lb-?controller|aws-?lbc/i;

export const controllerRemovedBeforeBindings: Rule = {
  id: "controller-removed-before-bindings",
  severity: "error",
  title: "The load balancer controller, or its role, is removed before the bindings that need it",
  why: "A binding is removed only after the controller has deregistered its targets and removed its finalizer. Without the controller or its permissions, the binding stays in deletion forever, and with it its namespace, its release and the destroy of the cluster. One apply guarantees no order. The rule finds a controller by its chart or the name of its role. Its bindings are those of its stack, of the cluster named in the role, or of the clusters in the stack of the role.",
  source:
    "kubernetes-sigs/aws-load-balancer-controller #2014, #2341 and #4043; aws-ia/terraform-aws-eks-blueprints #353 and #1449; terraform-aws-modules/terraform-aws-eks #285 and #2048; thoughtbot/flightdeck #48",
  judge(input) {
    const { diff } = input;
    const releases = removed(diff.releases).filter(({ before }) => CONTROLLER.test(shown(before.chart)));
    const roles = removed(diff.roles).filter(({ before }) => CONTROLLER.test(shown(before.roleName)));
    return [
      ...releases.flatMap(({ change, before }) => {
        const what = `the load balancer controller (release ${shown(before.releaseName)})`;
        // If another controller stays, the bindings may belong to it.
        const stays = diff.releases.some(
          ({ after }) => after?.stack === change.stack && CONTROLLER.test(shown(after.chart)),
        );
        const bindings = diff.bindings.filter(
          (binding) => stackOf(binding) === change.stack && !(stays && isKept(binding)),
        );
        return findingsOf(change, what, bindings);
      }),
      ...roles.flatMap((role) =>
        findingsOf(
          role.change,
          `the role ${shown(role.before.roleName)} of the load balancer controller`,
          bindingsOfRole(role, diff),
        ),
      ),
    ];
  },
};

function bindingsOfRole(
  { before, change }: Removed<RoleState>,
  diff: FleetDiff,
): readonly Pair<BindingState>[] {
  const roleName = ifKnown(before.roleName) ?? "";
  const named = diff.bindings.filter((binding) => {
    const clusterName = diff.nameOf(clusterOf(binding));
    return clusterName !== undefined && clusterName !== "" && roleName.includes(clusterName);
  });
  if (named.length > 0) {
    return named;
  }
  const beside = diff.bindings.filter((binding) => stackOf(binding) === change.stack);
  return beside.length > 0 ? beside : bindingsOfClustersBeside(roleName, change.stack, diff);
}

/** A role in the stack of clusters is theirs, unless its name names one of them, or another such role stays. */
function bindingsOfClustersBeside(
  roleName: string,
  stack: string,
  diff: FleetDiff,
): readonly Pair<BindingState>[] {
  const clusters = diff.clusters.flatMap(({ before }) => (before?.stack === stack ? [before] : []));
  const isNamed = clusters.some(({ clusterName }) => roleName.includes(ifKnown(clusterName) ?? roleName));
  const stays = diff.roles.some(
    ({ after }) => after?.stack === stack && CONTROLLER.test(shown(after.roleName)),
  );
  const keys = new Set(clusters.map(({ key }) => key));
  return isNamed || stays
    ? []
    : diff.bindings.filter((binding) => {
        const key = clusterOf(binding);
        return key !== undefined && keys.has(key);
      });
}

function clusterOf({ before, after }: Pair<BindingState>): ClusterKey | undefined {
  return ifKnown((after ?? before)?.cluster);
}

function findingsOf(place: Place, what: string, bindings: readonly Pair<BindingState>[]): readonly Finding[] {
  const staying = bindings.find(isKept)?.after;
  if (staying !== undefined) {
    const message = `${what} would be removed, and binding ${staying.address} stays: nothing can delete it then. Remove the bindings first, in a separate change`;
    return [found(place, message, { code: "binding-stays", values: { binding: staying.address } })];
  }
  const leaving = bindings.find(({ change }) => change?.action === "delete")?.before;
  if (leaving === undefined) {
    return [];
  }
  const message = `${what} would be removed in the same change as binding ${leaving.address}: the binding needs it for its deletion. Remove the bindings first, in a separate change`;
  return [found(place, message, { code: "same-change", values: { binding: leaving.address } })];
}

function isKept({ after }: Pair<BindingState>): boolean {
  return after !== undefined;
}

function stackOf({ before, after }: Pair<BindingState>): string | undefined {
  return (after ?? before)?.stack;
}
