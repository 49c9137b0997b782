import { type FleetDiff, type Pair, type Removed, removed } from "../../fleet/diff";
import { type BindingState, type ClusterKey, ifKnown, type Place, type RoleState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { told } from "../support/wording";

/** The charts and roles of the AWS Load Balancer Controller, by the names that they go by. */
const CONTROLLER = /load-?balancer-?controller|alb-?controller|lb-?controller|aws-?lbc/i;

export const controllerRemovedBeforeBindings: Rule = {
  id: "controller-removed-before-bindings",
  severity: "error",
  title: "the load balancer controller, or its role, removed before the bindings that need it",
  why: "A binding goes only when the controller has taken its targets out and its finalizer off. Without the controller, or without its permissions, the binding hangs for ever, and with it its namespace, its release and the destroy of the cluster. In one apply nothing guarantees the order. A controller is known by its chart or its role's name; bindings are those of its stack, or of the cluster that the role's name holds, or of the clusters in the role's own stack.",
  source:
    "kubernetes-sigs/aws-load-balancer-controller #2014, #2341 and #4043; aws-ia/terraform-aws-eks-blueprints #353 and #1449; terraform-aws-modules/terraform-aws-eks #285 and #2048; thoughtbot/flightdeck #48",
  judge(input) {
    const { diff } = input;
    const releases = removed(diff.releases).filter(({ before }) => CONTROLLER.test(told(before.chart)));
    const roles = removed(diff.roles).filter(({ before }) => CONTROLLER.test(told(before.roleName)));
    return [
      ...releases.flatMap(({ change, before }) => {
        const what = `the load balancer controller (release ${told(before.releaseName)})`;
        // Where another controller stays beside it, nobody can tell whose the bindings are.
        const stays = diff.releases.some(
          ({ after }) => after?.stack === change.stack && CONTROLLER.test(told(after.chart)),
        );
        const bindings = diff.bindings.filter(
          (binding) => stackOf(binding) === change.stack && !(stays && isKept(binding)),
        );
        return findingsOf(change, what, bindings);
      }),
      ...roles.flatMap((role) =>
        findingsOf(
          role.change,
          `the role ${told(role.before.roleName)} of the load balancer controller`,
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

/** A role beside clusters is theirs, unless its name says of which one it is, or another such role stays there. */
function bindingsOfClustersBeside(
  roleName: string,
  stack: string,
  diff: FleetDiff,
): readonly Pair<BindingState>[] {
  const clusters = diff.clusters.flatMap(({ before }) => (before?.stack === stack ? [before] : []));
  const isNamed = clusters.some(({ clusterName }) => roleName.includes(ifKnown(clusterName) ?? roleName));
  const stays = diff.roles.some(
    ({ after }) => after?.stack === stack && CONTROLLER.test(told(after.roleName)),
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

function findingsOf(
  { stack, address }: Place,
  what: string,
  bindings: readonly Pair<BindingState>[],
): readonly Finding[] {
  const staying = bindings.find(isKept)?.after;
  if (staying !== undefined) {
    const message = `${what} would be removed while binding ${staying.address} stays, which then can never go; remove the bindings first, in a step of their own`;
    return [{ stack, address, message }];
  }
  const going = bindings.find(({ change }) => change?.action === "delete")?.before;
  const message = `${what} would be removed in the same step as binding ${going?.address}, which needs it to go; remove the bindings first, in a step of their own`;
  return going === undefined ? [] : [{ stack, address, message }];
}

function isKept({ after }: Pair<BindingState>): boolean {
  return after !== undefined;
}

function stackOf({ before, after }: Pair<BindingState>): string | undefined {
  return (after ?? before)?.stack;
}
