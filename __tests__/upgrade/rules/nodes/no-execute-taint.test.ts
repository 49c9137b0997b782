import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { nodeGroupState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "no-execute-taint";
const ADDRESS = "stack/alpha/workers-v1";
type Group = NonNullable<Parameters<typeof nodeGroupState>[0]>;
const taint = (effect: string) => ({ key: "retire", value: "yes", effect });
const step = (before: Group, taints: NonNullable<Group["taints"]>) =>
  saidBy(
    RULE,
    stepBetween(
      { nodeGroups: [nodeGroupState(before)] },
      { nodeGroups: [nodeGroupState({ ...before, taints })] },
    ),
  );
const message = (nodes: string) =>
  `error ${ADDRESS}: node group workers-v1 would get the taint retire with NO_EXECUTE: Kubernetes ends the pods on ${nodes} at once and ignores disruption budgets. Cordon with NO_SCHEDULE, then drain`;

test("a NO_SCHEDULE taint passes, and NO_EXECUTE on a group without nodes, or that has it, or is new", () => {
  expect(step({}, [taint("NO_SCHEDULE")])).toEqual([]);
  expect(step({ desiredSize: 0 }, [taint("NO_EXECUTE")])).toEqual([]);
  expect(step({ taints: [taint("NO_EXECUTE")] }, [taint("NO_EXECUTE")])).toEqual([]);
  const group = nodeGroupState({ taints: [taint("NO_EXECUTE")] });
  expect(saidBy(RULE, stepBetween({}, { nodeGroups: [group] }))).toEqual([]);
  expect(saidOf(RULE, { nodeGroups: [group] })).toEqual([]);
});

test("a NO_EXECUTE taint on a group with nodes fails, also in the place of another effect", () => {
  expect(step({ desiredSize: 1 }, [taint("NO_EXECUTE")])).toEqual([message("its 1 node")]);
  expect(step({ taints: [taint("NO_SCHEDULE")] }, [taint("NO_EXECUTE")])).toEqual([message("its 3 nodes")]);
  expect(step({ desiredSize: UNKNOWN }, [taint("NO_EXECUTE")])).toEqual([message("its nodes")]);
});

test("does not evaluate taints that are not known", () => {
  expect(step({}, UNKNOWN)).toEqual([
    `not evaluated ${ADDRESS}: the taints of node group workers-v1 is known after apply, so this plan does not show whether one of them is NO_EXECUTE. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});
