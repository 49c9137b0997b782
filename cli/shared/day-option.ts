import { isDay } from "../../upgrade/eks/days";

/** What is wrong with the day that an option gives. */
export function dayProblems(option: "day" | "date", day: string): readonly string[] {
  return isDay(day) ? [] : [`--${option} ${day}: it is no day; give one as in "2026-11-24"`];
}
