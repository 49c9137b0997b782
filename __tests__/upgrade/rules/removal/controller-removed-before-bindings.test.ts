import type { BindingState, FleetState, ReleaseState, RoleState } from "../../../../upgrade/fleet/state";
import { bindingState, clusterState, saidBy, stepBetween } from "../state";

const RULE = "controller-removed-before-bindings";

const release = (state: Partial<ReleaseState> = {}): ReleaseState => ({
  stack: "workload-a",
  address: "helm_release.lbc",
  releaseName: "aws-load-balancer-controller",
  chart: "aws-load-balancer-controller",
  ...state,
});
const role = (state: Partial<RoleState> = {}): RoleState => ({
  stack: "cluster-a",
  address: "aws_iam_role.lbc",
  roleName: "alpha-kr-a-aws-load-balancer-controller",
  ...state,
});
const said = (before: Partial<FleetState>, after: Partial<FleetState>) =>
  saidBy(RULE, stepBetween(before, after));
const bindings: readonly BindingState[] = [bindingState("a")];

test("a controller that goes when no binding is left passes, and the binding alone", () => {
  expect(said({ releases: [release()], roles: [role()] }, {})).toEqual([]);
  const stays = { releases: [release()], roles: [role()] };
  expect(said({ ...stays, bindings }, stays)).toEqual([]);
});

test("a controller that goes while a binding stays fails", () => {
  expect(said({ releases: [release()], bindings }, { bindings })).toEqual([
    "error helm_release.lbc: the load balancer controller (release aws-load-balancer-controller) would be removed, and binding helm_release.webapp stays: nothing can delete it then. Remove the bindings first, in a separate change",
  ]);
});

test("a controller that goes together with a binding fails: nothing guarantees the order", () => {
  expect(said({ releases: [release()], bindings }, {})).toEqual([
    "error helm_release.lbc: the load balancer controller (release aws-load-balancer-controller) would be removed in the same change as binding helm_release.webapp: the binding needs it for its deletion. Remove the bindings first, in a separate change",
  ]);
});

test("its role that goes fails as well, for the bindings of the cluster in its name", () => {
  expect(said({ roles: [role()], bindings }, { bindings })).toEqual([
    "error aws_iam_role.lbc: the role alpha-kr-a-aws-load-balancer-controller of the load balancer controller would be removed, and binding helm_release.webapp stays: nothing can delete it then. Remove the bindings first, in a separate change",
  ]);
  const ofB = [bindingState("b")];
  expect(said({ roles: [role()], bindings: ofB }, { bindings: ofB })).toEqual([]);
});

test("a role that names no cluster is held against the bindings of its stack", () => {
  const shared = role({ roleName: "alb-controller", stack: "workload-a" });
  expect(said({ roles: [shared], bindings }, { bindings })).toHaveLength(1);
  expect(said({ roles: [{ ...shared, stack: "elsewhere" }], bindings }, { bindings })).toEqual([]);
});

test("a role beside clusters, whose name is of none, is held against their bindings", () => {
  const shared = role({ roleName: "alpha-load-balancer-controller" });
  const other = role({ roleName: "alb-controller", address: "aws_iam_role.other" });
  const clusters = [clusterState({ stack: "cluster-a" })];
  expect(said({ clusters, roles: [shared], bindings }, { clusters, bindings })).toEqual([
    "error aws_iam_role.lbc: the role alpha-load-balancer-controller of the load balancer controller would be removed, and binding helm_release.webapp stays: nothing can delete it then. Remove the bindings first, in a separate change",
  ]);
  const stays = { clusters, roles: [other], bindings };
  expect(said({ ...stays, roles: [shared, other] }, stays)).toEqual([]);
  const ofB = [bindingState("b")];
  expect(said({ clusters, roles: [role()], bindings: ofB }, { clusters, bindings: ofB })).toEqual([]);
});

test("other releases and roles, and bindings of other stacks, do not count", () => {
  const others = {
    releases: [release({ chart: "metrics-server" })],
    roles: [role({ roleName: "alpha-kr-a" })],
  };
  expect(said({ ...others, bindings }, { bindings })).toEqual([]);
  const elsewhere = [bindingState("a", { stack: "workload-b" })];
  expect(said({ releases: [release()], bindings: elsewhere }, { bindings: elsewhere })).toEqual([]);
});

test("where another controller stays in the stack, the bindings that stay may be its own", () => {
  const other = release({ address: "helm_release.lbc_b" });
  expect(said({ releases: [release(), other], bindings }, { releases: [other], bindings })).toEqual([]);
  expect(said({ releases: [release(), other], bindings }, { releases: [other] })).toHaveLength(1);
});
