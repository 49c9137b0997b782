import type { UpgradePlan, UpgradeStep } from "../../upgrade/planner/upgrade-plan";

/** What to do now: a step, nothing until a time, or nothing at all. */
export type Now =
  | { readonly step: UpgradeStep; readonly number: number; readonly others: readonly UpgradeStep[] }
  | { readonly notBefore: string }
  | { readonly isDone: true };

/**
 * The first step whose soak has ended.
 *
 * @param at now, in milliseconds
 */
export function nextStep({ steps, next }: UpgradePlan, at: number): Now {
  const open = next.filter(({ notBefore }) => notBefore === undefined || Date.parse(notBefore) <= at);
  const [first, ...others] = open.flatMap(({ step: index }) => {
    const step = steps[index];
    return step === undefined ? [] : [{ step, number: index + 1 }];
  });
  if (first !== undefined) {
    return { ...first, others: others.map(({ step }) => step) };
  }
  const [notBefore] = next.flatMap(({ notBefore: time }) => (time === undefined ? [] : [time])).sort();
  return notBefore === undefined ? { isDone: true } : { notBefore };
}
