import type { ImpliedActions } from "./expected-stack";

/** The Job that evicts the pods of a profile. */
export const restartedProfile: ImpliedActions = () => [];
