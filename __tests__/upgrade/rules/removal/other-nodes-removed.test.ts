import type { ResourceChange } from "../../../../upgrade/fleet/change";
import { type FleetState, type OtherNodesState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterIn } from "../../keys";
import { clusterState, saidBy, stepBetween } from "../state";

const RULE = "other-nodes-removed";
const ADDRESS = "aws_autoscaling_group.legacy";
const CLUSTER = { clusters: [clusterState({ otherNodes: ["self-managed"] })] };

function nodes(state: Partial<OtherNodesState> = {}): OtherNodesState {
  return {
    stack: "stack",
    address: ADDRESS,
    cluster: clusterIn("ap-northeast-2/alpha-kr-a"),
    kind: "self-managed",
    what: "Auto Scaling group legacy",
    ...state,
  };
}

/** @param after `undefined` where they are removed */
function said(
  before: Partial<OtherNodesState>,
  after: Partial<OtherNodesState> | undefined,
  change: Partial<ResourceChange> = {},
  cluster: Partial<FleetState> = CLUSTER,
): readonly string[] {
  const [was, is] = [[nodes(before)], after === undefined ? [] : [nodes(after)]];
  return saidBy(
    RULE,
    stepBetween({ ...CLUSTER, otherNodes: was }, { ...cluster, otherNodes: is }, { [ADDRESS]: change }),
  );
}

test("an Auto Scaling group without instances is removed; one with a single instance is not", () => {
  expect(said({ size: 0 }, undefined)).toEqual([]);
  expect(said({ size: 1 }, undefined)).toEqual([
    `error ${ADDRESS}: Auto Scaling group legacy of cluster alpha-kr-a would be removed, and 1 node ended past all disruption budgets; drain them, and set its size to 0 in a step of its own before`,
  ]);
});

test("one that is replaced ends its instances too", () => {
  expect(said({ size: 2 }, { size: 2 }, { action: "replace", replacedFor: ["name_prefix"] })).toEqual([
    `error ${ADDRESS}: Auto Scaling group legacy of cluster alpha-kr-a would be replaced (name_prefix changes), and 2 nodes ended past all disruption budgets; drain them, and set its size to 0 in a step of its own before`,
  ]);
});

test("whether instances that it loses are drained is not judged; more of them pass", () => {
  expect(said({ size: 3 }, { size: 3 })).toEqual([]);
  expect(said({ size: 3 }, { size: 4 })).toEqual([]);
  expect(said({ size: 3 }, { size: 2 })).toEqual([
    `not judged ${ADDRESS}: whether pods run on the 1 node that Auto Scaling group legacy of cluster alpha-kr-a would lose (3 to 2) is not known before the apply, so whether they may be ended is not judged; see to it by hand, and waive this with what you saw`,
  ]);
  expect(said({ size: 3 }, { size: UNKNOWN })).toEqual([
    `not judged ${ADDRESS}: the number of nodes of Auto Scaling group legacy of cluster alpha-kr-a is not known before the apply, so whether nodes are taken away is not judged; see to it by hand, and waive this with what you saw`,
  ]);
});

test("what runs on a Fargate profile, or on the nodes of Auto Mode, is not judged", () => {
  const fargate = { kind: "fargate", what: "Fargate profile system" } as const;
  expect(said(fargate, undefined)).toEqual([
    `not judged ${ADDRESS}: what runs on Fargate profile system of cluster alpha-kr-a is not known before the apply, so whether it may be removed is not judged; see to it by hand, and waive this with what you saw`,
  ]);
  expect(said(fargate, fargate, { action: "update" })).toEqual([]);
  expect(said({ kind: "auto-mode", what: "Auto Mode" }, undefined, { action: "update" })).toEqual([
    `not judged ${ADDRESS}: what runs on Auto Mode of cluster alpha-kr-a is not known before the apply, so whether it may be turned off is not judged; see to it by hand, and waive this with what you saw`,
  ]);
});

test("what goes with its whole cluster passes, and so does what leaves nodes behind", () => {
  expect(said({ size: 3 }, undefined, {}, {})).toEqual([]);
  expect(said({ kind: "karpenter", what: undefined }, undefined)).toEqual([]);
});
