import { type BindingState, type FleetState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterIn, targetGroupIn } from "../../keys";
import { bindingState, routeState, saidBy, stepBetween, targetGroupState } from "../state";

const RULE = "binding-in-use-replaced";
const ADDRESS = "helm_release.webapp";

const traffic = (a: number) => ({
  targetGroups: [targetGroupState("a")],
  routes: [routeState({ a, b: 1 })],
});

function replaced(fleet: Partial<FleetState>, after: Partial<BindingState> = {}): readonly string[] {
  const bindings = (state: Partial<BindingState>) => ({ ...fleet, bindings: [bindingState("a", state)] });
  return saidBy(
    RULE,
    stepBetween(bindings({}), bindings(after), {
      [ADDRESS]: { action: "replace", replacedFor: ["namespace"] },
    }),
  );
}

test("a binding whose target group has no traffic is replaced, and one with the least is not", () => {
  expect(replaced(traffic(0))).toEqual([]);
  expect(replaced(traffic(1))).toEqual([
    `error ${ADDRESS}: the binding of target group alpha-webapp-a would be recreated, and all its targets leave in between while aws_lb_listener.https sends it traffic: namespace changes. Restore it, or create a second target group, bind it, and shift the traffic`,
  ]);
});

test("only warns if no route is in these plans", () => {
  expect(replaced({})).toEqual([
    `warning ${ADDRESS}: the binding of target group alpha-webapp-a would be recreated, and all its targets leave in between, and these plans do not show whether it gets traffic: namespace changes. Restore it, or create a second target group, bind it, and shift the traffic`,
  ]);
});

test("one that is for another target group afterwards is for other rules", () => {
  expect(replaced(traffic(1), { targetGroup: targetGroupIn("ap-northeast-2/alpha-webapp-b") })).toEqual([]);
});

test("rejects a binding that moves to another address without a moved block", () => {
  const bindings = (address: string) => ({ ...traffic(1), bindings: [bindingState("a", { address })] });
  expect(saidBy(RULE, stepBetween(bindings("helm_release.old"), bindings("helm_release.new")))).toEqual([
    "error helm_release.old: the binding of target group alpha-webapp-a would be recreated, and all its targets leave in between while aws_lb_listener.https sends it traffic: it is destroyed here and created again at helm_release.new. Tell Terraform that it moves, with a moved block (from helm_release.old, to helm_release.new)",
  ]);
});

test("one of which nobody knows any more whose cluster it is may be the same; one of another cluster is not", () => {
  const said = (was: BindingState["cluster"]) => {
    const old = bindingState("a", { address: "helm_release.old", cluster: was });
    const made = bindingState("a", { address: "helm_release.new" });
    return saidBy(RULE, stepBetween({ ...traffic(1), bindings: [old] }, { ...traffic(1), bindings: [made] }));
  };
  expect(said(UNKNOWN)).toHaveLength(1);
  expect(said(clusterIn("ap-northeast-2/alpha-kr-z"))).toEqual([]);
});

test("a second binding beside one that stays is none of these", () => {
  const one = bindingState("a");
  const two = bindingState("a", { address: "helm_release.second" });
  const step = stepBetween({ ...traffic(1), bindings: [one] }, { ...traffic(1), bindings: [one, two] });
  expect(saidBy(RULE, step)).toEqual([]);
});
