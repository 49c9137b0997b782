import type { UpgradeStep } from "../../upgrade/planner/upgrade-plan";
import type { Planned } from "../planning/planned";
import { duration, extent, goalLine, stepName } from "../planning/wording";
import { Part } from "./parts";

/** The upgrade plan: a lane for each cluster in each wave. Clusters with the same steps share a lane. */
export function Upgrade({ planned }: { readonly planned: Planned }) {
  const { goal, plan } = planned;
  const waves = [...new Set(plan.steps.map(({ wave }) => wave))];
  return (
    <Part id="upgrade" title="Upgrade plan">
      <p>
        {goalLine(goal)}: {plan.steps.length === 0 ? "no steps left." : `${extent(plan)}.`}
      </p>
      {waves.map((wave) => (
        <div class="wave" key={wave}>
          <h3>Wave {wave}</h3>
          {lanesOf(plan.steps.filter((step) => step.wave === wave)).map((lane) => (
            <LaneRow lane={lane} key={lane.clusters.join()} />
          ))}
        </div>
      ))}
      {plan.remarks.length === 0 ? null : (
        <>
          <h3>Not part of the plan</h3>
          <ul>
            {plan.remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </>
      )}
    </Part>
  );
}

interface Lane {
  /** The clusters of the goals, as the plan calls them. */
  readonly clusters: readonly string[];
  readonly steps: readonly LaneStep[];
}

interface LaneStep {
  readonly title: string;
  readonly minutes: number;
  readonly soakHours: number;
  /** Why there is no rollback after this step. Left out if there is one, or if there was none before it. */
  readonly noRollback?: string;
}

/** How many clusters a lane names before the others fold. */
const NAMED = 3;

function LaneRow({ lane: { clusters, steps } }: { readonly lane: Lane }) {
  const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
  const names = clusters.join(", ");
  return (
    <div class="lane" data-row>
      <div class="lane-name">
        {clusters.length <= NAMED ? (
          <strong>{names}</strong>
        ) : (
          <details>
            <summary>
              <strong>{clusters.length} clusters</strong>
            </summary>
            {names}
          </details>
        )}
        <small>about {duration(minutes)}</small>
      </div>
      <ol>
        {steps.map(({ title, minutes: estimate, soakHours, noRollback }) => (
          <li key={title} class={noRollback === undefined ? undefined : "last-rollback"}>
            {title}
            <small>
              {estimate} min{soakHours === 0 ? "" : `, after ${soakHours} h`}
            </small>
            {noRollback === undefined ? null : <em>No rollback after this step: {noRollback}</em>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function lanesOf(steps: readonly UpgradeStep[]): readonly Lane[] {
  const byCluster = new Map<string, UpgradeStep[]>();
  for (const step of steps) {
    byCluster.set(step.cluster, [...(byCluster.get(step.cluster) ?? []), step]);
  }
  const lanes = new Map<string, Lane & { readonly clusters: string[] }>();
  for (const [cluster, own] of byCluster) {
    const laneSteps = stepsOf(own);
    const key = JSON.stringify(laneSteps);
    const lane = lanes.get(key) ?? { clusters: [], steps: laneSteps };
    lane.clusters.push(cluster);
    lanes.set(key, lane);
  }
  return [...lanes.values()];
}

function stepsOf(steps: readonly UpgradeStep[]): readonly LaneStep[] {
  const isPair = new Set(steps.map(({ clusterName }) => clusterName)).size > 1;
  return steps.map((step, index) => {
    const { noRollback, estimate, soakHours, title } = step;
    return {
      title: isPair ? stepName(step) : title,
      minutes: estimate.minutes,
      soakHours,
      ...(noRollback === undefined || steps[index - 1]?.noRollback === noRollback ? {} : { noRollback }),
    };
  });
}
