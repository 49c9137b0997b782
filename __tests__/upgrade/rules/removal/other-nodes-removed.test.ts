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
    `error ${ADDRESS}: Auto Scaling group legacy of cluster alpha-kr-a would be removed with 1 node: AWS ends them and ignores disruption budgets. Drain them and scale to 0 first, in a separate change`,
  ]);
});

test("one that is replaced ends its instances too", () => {
  expect(said({ size: 2 }, { size: 2 }, { action: "replace", replacedFor: ["name_prefix"] })).toEqual([
    `error ${ADDRESS}: Auto Scaling group legacy of cluster alpha-kr-a would be replaced (name_prefix changes) with 2 nodes: AWS ends them and ignores disruption budgets. Drain them and scale to 0 first, in a separate change`,
  ]);
});

test("does not evaluate whether removed instances are drained; accepts more instances", () => {
  expect(said({ size: 3 }, { size: 3 })).toEqual([]);
  expect(said({ size: 3 }, { size: 4 })).toEqual([]);
  expect(said({ size: 3 }, { size: 2 })).toEqual([
    `not evaluated ${ADDRESS}: what runs on the 1 node that Auto Scaling group legacy of cluster alpha-kr-a would lose (3 to 2) is not in the plan, so the plan does not show whether they may be ended. Check it by hand (aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names legacy, then kubectl get pods -A -o wide), and waive this finding with what you saw`,
  ]);
  expect(said({ size: 3 }, { size: UNKNOWN })).toEqual([
    `not evaluated ${ADDRESS}: the number of nodes of Auto Scaling group legacy of cluster alpha-kr-a is not in the plan, so the plan does not show whether nodes are removed. Check it by hand (aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names legacy, then kubectl get pods -A -o wide), and waive this finding with what you saw`,
  ]);
});

test("does not evaluate what runs on a Fargate profile or on the nodes of Auto Mode", () => {
  const fargate = { kind: "fargate", what: "Fargate profile system" } as const;
  expect(said(fargate, undefined)).toEqual([
    `not evaluated ${ADDRESS}: what runs on Fargate profile system of cluster alpha-kr-a is not in the plan, so the plan does not show whether it may be removed. Check it by hand (kubectl get pods -A -l eks.amazonaws.com/fargate-profile=system), and waive this finding with what you saw`,
  ]);
  expect(said(fargate, fargate, { action: "update" })).toEqual([]);
  expect(said({ kind: "auto-mode", what: "Auto Mode" }, undefined, { action: "update" })).toEqual([
    `not evaluated ${ADDRESS}: what runs on Auto Mode of cluster alpha-kr-a is not in the plan, so the plan does not show whether it may be disabled. Check it by hand (kubectl get nodes -l eks.amazonaws.com/compute-type=auto, then kubectl get pods -A -o wide), and waive this finding with what you saw`,
  ]);
});

test("what goes with its whole cluster passes, and so does what leaves nodes behind", () => {
  expect(said({ size: 3 }, undefined, {}, {})).toEqual([]);
  expect(said({ kind: "karpenter", what: undefined }, undefined)).toEqual([]);
});

test("a node pool of Karpenter under another name is another pool", () => {
  const pool = (name: string) => ({ kind: "karpenter", what: `NodePool ${name}` }) as const;
  expect(said(pool("default"), pool("general"))).toHaveLength(1);
  expect(said(pool("default"), pool("default"))).toEqual([]);
});
