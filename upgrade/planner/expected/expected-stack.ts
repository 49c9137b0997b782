export interface ExpectedStack {
  readonly stack: string;
  /** If the program no longer declares a stack after the step, the program from before the step destroys it. */
  readonly command: "deploy" | "destroy";
  readonly actions: readonly ExpectedAction[];
  /** Whether these are all actions. False if the addresses of the stack were not given. */
  readonly isComplete: boolean;
}

export interface ExpectedAction {
  /** "aws_eks_cluster.cluster". */
  readonly address: string;
  readonly action: "create" | "update" | "delete";
}
