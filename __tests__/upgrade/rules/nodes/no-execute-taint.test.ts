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
  `error ${ADDRESS}: taint retire of node group workers-v1 would be NO_EXECUTE, which ends the pods of ${nodes} at once, past all disruption budgets; cordon with NO_SCHEDULE, then drain`;

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

test("taints that are not known are not judged", () => {
  expect(step({}, UNKNOWN)).toEqual([
    `not judged ${ADDRESS}: the list of taints of node group workers-v1 is not known before the apply, so whether one of them ends pods (NO_EXECUTE) is not judged; write it out in the code, or plan again when it is known`,
  ]);
});
