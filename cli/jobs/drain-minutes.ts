import { getRecord, getText, isRecord, isSameJson } from "../../upgrade/terraform/json";
import type { SynthesizedStack } from "../shared/declared-fleet";

/** Minutes after which GitHub ends the job that applies stacks: `timeout-minutes` of eks-upgrade-wave.yaml. */
export const APPLY_MINUTES = 350;

/** What else the job does: it installs, plans, reviews, and checks the cluster. */
const REST_MINUTES = 20;

/** Drains that begin with a change and can take longer than the job that applies it. */
export function longDrains(
  base: readonly SynthesizedStack[],
  head: readonly SynthesizedStack[],
): readonly string[] {
  const most = APPLY_MINUTES - REST_MINUTES;
  return head.flatMap(({ name, json }) => {
    const before = jobsIn(base.find((stack) => stack.name === name)?.json);
    return Object.entries(jobsIn(json)).flatMap(([id, job]) => {
      const minutes = isSameJson(before[id], job) ? 0 : minutesOf(job);
      return minutes <= most
        ? []
        : [
            `${name}: ${id} can take ${minutes} minutes, and the job that applies it ends after ${APPLY_MINUTES}: reduce limitMinutes of the drain by ${minutes - most}, or more`,
          ];
    });
  });
}

function jobsIn(stack: unknown): Readonly<Record<string, unknown>> {
  return getRecord(getRecord(stack, "resource"), "kubernetes_job_v1") ?? {};
}

/** How long Terraform waits for a Job: "80m". */
function minutesOf(job: unknown): number {
  const timeouts = isRecord(job) ? job.timeouts : undefined;
  return Number(/^(\d+)m$/.exec(getText(timeouts, "create") ?? "")?.[1] ?? 0);
}
