import { LaunchTemplate } from "../../../constructs/nodes/launch-template";
import type { NodeGroupOptions } from "../../../constructs/nodes/node-group";
import { problemsOf, synthesize } from "../../synthesize";
import { only, withWorkers, workersOf } from "../eks/fixtures";

/* How EKS replaces nodes: capacity blocks, the update strategy, and node repair. */

const RESERVATION = "cr-0a1b2c3d4e5f60718";
const block = (options: Partial<NodeGroupOptions> = {}) =>
  withWorkers({
    capacityType: "CAPACITY_BLOCK",
    instanceTypes: ["p5.48xlarge"],
    launchTemplate: LaunchTemplate.managed({ capacityReservationId: RESERVATION }),
    ...options,
  });

test("a group of a Capacity Block has the reservation and its market in the launch template", () => {
  const synthesized = synthesize(block());
  expect(only(synthesized, "aws_eks_node_group")).toMatchObject({ capacity_type: "CAPACITY_BLOCK" });
  expect(only(synthesized, "aws_launch_template")).toMatchObject({
    instance_market_options: { market_type: "capacity-block" },
    capacity_reservation_specification: {
      capacity_reservation_target: { capacity_reservation_id: RESERVATION },
    },
  });
});

test("a group outside of a Capacity Block has no market", () => {
  const launchTemplate = LaunchTemplate.managed({ capacityReservationId: RESERVATION });
  expect(only(synthesize(withWorkers({ launchTemplate })), "aws_launch_template")).not.toHaveProperty(
    "instance_market_options",
  );
});

test.each<[string, Partial<NodeGroupOptions>, readonly string[]]>([
  ["without a reservation", { launchTemplate: undefined }, ["has no capacityReservationId"]],
  ["without a launch template", { launchTemplate: LaunchTemplate.NONE }, ["has no capacityReservationId"]],
  ["of an existing template", { launchTemplate: LaunchTemplate.existing("lt-0a1b2c3d", 3) }, []],
  [
    "of several instance types",
    { instanceTypes: ["p5.48xlarge", "p5e.48xlarge"] },
    ["expected the one instance type"],
  ],
])("a group of a Capacity Block %s is checked", (_, options, problems) => {
  expect(problemsOf(block(options))).toEqual(problems.map((problem) => expect.stringContaining(problem)));
});

test("the update strategy stands beside the number of nodes, which the provider requires", () => {
  expect(workersOf({ updateStrategy: "MINIMAL" })).toMatchObject({
    update_config: { max_unavailable: 1, update_strategy: "MINIMAL" },
  });
  expect(
    workersOf({ updateStrategy: "MINIMAL", updateConfig: { maxUnavailablePercentage: 25 } }),
  ).toMatchObject({ update_config: { max_unavailable_percentage: 25, update_strategy: "MINIMAL" } });
  expect(workersOf({ updateStrategy: "DEFAULT", adopted: true })).toMatchObject({
    update_config: { max_unavailable: 1, update_strategy: "DEFAULT" },
  });
  expect(workersOf().update_config).toEqual({ max_unavailable: 1 });
});

test("limits of node repair are written also where the bindings do not know them", () => {
  expect(
    workersOf({
      nodeRepair: "enabled",
      nodeRepairLimits: {
        maxUnhealthyNodeThresholdPercentage: 20,
        maxParallelNodesRepairedCount: 2,
        overrides: [
          {
            nodeMonitoringCondition: "AcceleratedInstanceNotReady",
            nodeUnhealthyReason: "NvidiaXID64Error",
            minRepairWaitTimeMins: 10,
            repairAction: "Reboot",
          },
        ],
      },
    }).node_repair_config,
  ).toEqual({
    enabled: true,
    max_unhealthy_node_threshold_percentage: 20,
    max_parallel_nodes_repaired_count: 2,
    node_repair_config_overrides: [
      {
        node_monitoring_condition: "AcceleratedInstanceNotReady",
        node_unhealthy_reason: "NvidiaXID64Error",
        min_repair_wait_time_mins: 10,
        repair_action: "Reboot",
      },
    ],
  });
});

const override = {
  nodeMonitoringCondition: "KernelReady",
  nodeUnhealthyReason: "ForkFailedOutOfPID",
  minRepairWaitTimeMins: 10,
  repairAction: "Reboot",
} as const;

test.each<[string, NonNullable<NodeGroupOptions["nodeRepairLimits"]>, string]>([
  [
    "a percentage above 100",
    { maxUnhealthyNodeThresholdPercentage: 101 },
    "nodeRepairLimits.maxUnhealthyNodeThresholdPercentage is 101",
  ],
  [
    "a count of 0",
    { maxParallelNodesRepairedCount: 0 },
    "nodeRepairLimits.maxParallelNodesRepairedCount is 0",
  ],
  [
    "a count and a percentage",
    { maxUnhealthyNodeThresholdCount: 5, maxUnhealthyNodeThresholdPercentage: 20 },
    "has maxUnhealthyNodeThresholdCount and maxUnhealthyNodeThresholdPercentage: expected one of them",
  ],
  [
    "no time before a repair",
    { overrides: [{ ...override, minRepairWaitTimeMins: 0 }] },
    "nodeRepairLimits.overrides[0].minRepairWaitTimeMins is 0",
  ],
  [
    "an empty reason",
    { overrides: [override, { ...override, nodeUnhealthyReason: " " }] },
    "nodeRepairLimits.overrides[1].nodeUnhealthyReason",
  ],
])("node repair with %s is rejected", (_, nodeRepairLimits, problem) => {
  expect(problemsOf(withWorkers({ nodeRepair: "enabled", nodeRepairLimits }))).toEqual([
    expect.stringContaining(problem),
  ]);
});

test("limits of node repair need node repair", () => {
  expect(problemsOf(withWorkers({ nodeRepairLimits: { maxParallelNodesRepairedCount: 2 } }))).toEqual([
    expect.stringContaining("nodeRepairLimits is set without nodeRepair"),
  ]);
});
