import type { NodeGroupOptions } from "../../../constructs/nodes/node-group";
import { type NodeGroupPhase, nodeGroupPhases } from "../../../upgrade/eks/node-group-phase";
import { synthesize } from "../../synthesize";
import { withWorkers, workersOf, workersProblems } from "../eks/fixtures";

const CORDON = { key: "cdktf-eks-upgrade/cordoned", value: "true", effect: "NO_SCHEDULE" };

const UNDRAINED =
  'workers-v1 of alpha-kr-a cannot be retired: it was not drained. Removing its nodes would kill their pods and ignore disruption budgets. Set its phase to "draining", apply, drain it, and then retire it. (retired-undrained)';

const NOT_ENDED =
  "workers-v1 of alpha-kr-a cannot be retired: no SSM parameter /cdktf-eks-upgrade/alpha-kr-a/drained/workers-v1 records that its drain finished. Removing its nodes would kill their pods and ignore disruption budgets. Apply the stack that drains it (alpha-kr-a-workload). If that fails, the log of its Job names the pods that block it. If people drained the group, set drainedByHand. (retired-undrained)";

const DRAINED_BEFORE =
  'workers-v1 of alpha-kr-a cannot drain: the SSM parameter /cdktf-eks-upgrade/alpha-kr-a/drained/workers-v1 records an earlier drain. Set its phase to "cordoned" and apply the stack that drained it (alpha-kr-a-workload), which removes the parameter. If no stack did, delete the parameter. Then drain it. (drained-before)';

type Plain = Readonly<Record<string, unknown>>;

/** Each attribute that differs, as a path, with its value before and after. */
function differences(before: unknown, after: unknown, path = ""): Readonly<Record<string, unknown>> {
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return {};
  }
  const isPlain = (value: unknown): value is Plain =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isPlain(before) || !isPlain(after)) {
    return { [path]: [before, after] };
  }
  return Object.assign(
    {},
    ...[...new Set([...Object.keys(before), ...Object.keys(after)])].map((key) =>
      differences(before[key], after[key], path === "" ? key : `${path} ${key}`),
    ),
  );
}

/** What a step from one phase to the next changes in the synthesized stack. */
function step(
  from: NodeGroupPhase,
  to: NodeGroupPhase,
  options: Partial<NodeGroupOptions> = {},
): Record<string, unknown> {
  const of = (phase: NodeGroupPhase) => synthesize(withWorkers({ ...options, phase }));
  const group = "resource aws_eks_node_group alpha-kr-a_workers-v1_86F57D55 ";
  return Object.fromEntries(
    Object.entries(differences(of(from), of(to))).map(([path, values]) => [path.replace(group, ""), values]),
  );
}

const gpu = { key: "gpu", effect: "NO_SCHEDULE" } as const;

test.each([
  ["without taints of its own", {}, [undefined, [CORDON]]],
  ["with taints of its own", { taints: [gpu] }, [[gpu], [gpu, CORDON]]],
  ["of a size that the code holds", { desiredSize: 5 }, [undefined, [CORDON]]],
])("a cordon of a group %s changes only its taint", (_what, options, taint) => {
  expect(step("active", "cordoned", options)).toEqual({ taint });
});

/** Without the data sources and the preconditions of guards. */
const withoutGuards = (changes: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(changes).filter(([path]) => !/guard|alpha-kr-a lifecycle|^data /.test(path)),
  );

test("a drain only adds the tag of its phase, and is guarded", () => {
  expect(withoutGuards(step("cordoned", "draining"))).toEqual({
    tags: [undefined, { "cdktf-eks-upgrade/phase": "draining" }],
    "lifecycle precondition": [
      [expect.any(Object)],
      [expect.any(Object), expect.objectContaining({ error_message: DRAINED_BEFORE })],
    ],
  });
});

test("a retirement scales to 0, keeps the maximum and the taint, and is guarded", () => {
  expect(withoutGuards(step("draining", "retired"))).toEqual({
    "scaling_config min_size": [3, 0],
    "scaling_config desired_size": [3, 0],
    "tags cdktf-eks-upgrade/phase": ["draining", "retired"],
    "lifecycle ignore_changes": [["scaling_config[0].desired_size"], undefined],
    "lifecycle precondition": [
      [expect.any(Object), expect.objectContaining({ error_message: DRAINED_BEFORE })],
      [
        expect.any(Object),
        expect.objectContaining({ error_message: UNDRAINED }),
        expect.objectContaining({ error_message: NOT_ENDED }),
      ],
    ],
  });
});

test("a retired group has no nodes, whatever sizes the code sets", () => {
  for (const options of [{}, { desiredSize: 5 }, { initialSize: 40 }]) {
    const { scaling_config, taint } = workersOf({ ...options, phase: "retired" });
    expect(scaling_config).toEqual({ min_size: 0, desired_size: 0, max_size: 60 });
    expect(taint).toEqual([CORDON]);
  }
});

test.each(nodeGroupPhases)("a group that is %s passes", (phase) => {
  expect(workersProblems({ phase })).toEqual([]);
});

test.each(["cordoned", "draining", "retired"] as const)(
  "from active to %s and back are the bytes as before",
  (phase) => {
    const bytes = (current: NodeGroupPhase) => JSON.stringify(synthesize(withWorkers({ phase: current })));
    const before = bytes("active");
    expect(bytes(phase)).not.toBe(before);
    expect(bytes("active")).toBe(before);
  },
);

test("a group without a phase is active", () => {
  expect(workersOf({ phase: "active" })).toEqual(workersOf());
});
