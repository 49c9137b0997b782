import { fileChanges } from "../../cli/next/file-changes";
import { type PlayedStep, silence, UpgradeRehearsal } from "../../cli/rehearsal/upgrade-rehearsal";
import { Workspace } from "../../cli/rehearsal/workspace";
import type { FleetEdit } from "../../upgrade/planner/edits/fleet-edit";
import { FAULTS, LONG, matchesThePlan, type Played, PROJECT, play, request } from "./rehearsal/play";

/** Marks the step that rolls back a shift. */
const BACK = "Roll back: ";

describe("the webapp from alpha-kr-a to a new alpha-kr-b three minors later, once back in the middle", () => {
  let played: Played;

  beforeAll(async () => {
    const workspace = await Workspace.copyOf(PROJECT);
    withoutTheSecond(workspace);
    await workspace.commit("One cluster");
    const rehearsal = await UpgradeRehearsal.begin(
      workspace,
      request({
        way: "second-cluster",
        cluster: "alpha-kr-a",
        secondCluster: "alpha-kr-b",
        version: "1.36",
        previews: { "alpha-webapp": { priority: 20, hostHeaders: ["b.webapp.alpha.example.com"] } },
      }),
      { audience: silence, faults: FAULTS },
    );
    let isTakenBack = false;
    try {
      played = await play(rehearsal, async ({ title }) => {
        if (isTakenBack || !title.includes("b 50")) {
          return [];
        }
        isTakenBack = true;
        return [await takenBack(rehearsal, title)];
      });
    } finally {
      await rehearsal.end();
    }
  }, LONG);

  // A cluster and its in-cluster resources are entries that are added and removed as a whole.
  matchesThePlan(
    () => played,
    ({ kind }) =>
      ["cluster-create", "workload-remove", "cluster-remove"].includes(kind) ? Number.POSITIVE_INFINITY : 3,
  );

  test("shifts step by step, rolls back one shift, and continues from there", () => {
    const shifts = played.steps.filter(
      ({ kind, title }) => kind === "shift" && title.includes("alpha-webapp"),
    );
    expect(shifts.map(({ title }) => [title.startsWith(BACK), title.match(/a \d+, b \d+/g)?.at(-1)])).toEqual(
      [
        [false, "a 90, b 10"],
        [false, "a 50, b 50"],
        [true, "a 50, b 50"],
        [false, "a 50, b 50"],
        [false, "a 0, b 100"],
      ],
    );
  });

  /** Rolls back the last shift: the same resources change. */
  async function takenBack(rehearsal: UpgradeRehearsal, title: string): Promise<PlayedStep> {
    const edits: readonly FleetEdit[] = [
      { kind: "set", path: ["loadBalancers", "alpha-webapp", "weights", "a"], before: 50, after: 90 },
      { kind: "set", path: ["loadBalancers", "alpha-webapp", "weights", "b"], before: 50, after: 10 },
    ];
    return rehearsal.play({
      title: `${BACK}${title}`,
      kind: "shift",
      clusterName: "alpha-kr-a",
      edits,
    });
  }

  /** The fleet without a second cluster. */
  function withoutTheSecond(workspace: Workspace): void {
    const edits: readonly FleetEdit[] = [
      { kind: "remove", path: ["clusters", "alpha-kr-b"] },
      { kind: "remove", path: ["loadBalancers", "alpha-webapp", "targetGroups", "b"] },
      { kind: "remove", path: ["loadBalancers", "alpha-webapp", "weights", "b"] },
      { kind: "remove", path: ["loadBalancers", "alpha-webapp", "previews", "b"] },
    ];
    const changes = fileChanges(workspace.folder, { clusterName: "alpha-kr-a", edits });
    if ("problems" in changes) {
      throw new Error(changes.problems.join("\n"));
    }
    for (const { path, after } of changes) {
      workspace.write(path, after);
    }
  }
});
