import type { ChangedStack } from "../changed/changed-stacks";
import type { CiEnvironment } from "./environments-file";

/** A stack, and what a job needs to plan it. */
export interface StackJob {
  readonly stack: string;
  readonly change: ChangedStack["change"];
  /** For terraform -chdir. */
  readonly directory: string;
  /** It is removed: planned with -destroy. */
  readonly destroy: boolean;
  readonly environment: string;
  readonly region: string;
  readonly role: string;
  readonly runner: string;
}

/** Stacks that are applied in this order, after all waves before. */
export interface Wave {
  /** The stacks that can be planned only now, and are not reviewed. */
  readonly plan: readonly StackJob[];
  readonly apply: readonly StackJob[];
  readonly runner: string;
}

export interface EnvironmentJobs {
  readonly environment: string;
  readonly region: string;
  readonly role: string;
  readonly waves: readonly Wave[];
}

export interface Jobs {
  /** What a pull request plans. */
  readonly plan: readonly StackJob[];
  /** What is applied after the merge, one environment after the other. */
  readonly environments: readonly EnvironmentJobs[];
}

/** The number of waves in a workflow. Its jobs are fixed, so some waves can be empty. */
export const MOST_WAVES = 3;

/** The number of jobs that GitHub runs from one matrix. */
const MOST_JOBS = 256;

/** Providers that talk to the cluster itself. */
const IN_CLUSTER: readonly string[] = ["helm", "kubernetes", "kubectl"];

/** Where the identity of a job is asked for when its stack names no region. */
const ANY_REGION = "us-east-1";

export interface JobsOptions {
  /** The cdktf.out of both sides: what is removed is planned in the base's. */
  readonly base: string;
  readonly head: string;
  /** Whether all stacks are planned and reviewed again after the merge. */
  readonly plansAll: boolean;
}

/** What CI does for the changed stacks, or every problem. */
export function jobsOf(
  stacks: readonly ChangedStack[],
  environments: readonly CiEnvironment[],
  { base, head, plansAll }: JobsOptions,
): Jobs | { readonly problems: readonly string[] } {
  const problems = [...unknownEnvironments(stacks, environments), ...wrongOrder(stacks, environments)];
  const waves = wavesOf(stacks);
  for (const [stack, wave] of waves) {
    if (wave >= MOST_WAVES) {
      problems.push(
        `${stack}: it can be planned only after ${wave} other stacks are applied, one after the other, and a pull request can hold ${MOST_WAVES - 1} of these: split it into two pull requests`,
      );
    }
  }
  if (problems.length > 0) {
    return { problems };
  }
  const isReviewed = (stack: ChangedStack) => !plansAll && stack.plannedAfter.length === 0;
  const jobs = environments.flatMap((environment) => {
    const own = stacks.filter((stack) => stack.environment === environment.name);
    const job = (stack: ChangedStack) => jobOf(stack, environment, { base, head });
    const inWaves = Array.from({ length: MOST_WAVES }, (_, wave): Wave => {
      const members = own.filter(({ stack }) => waves.get(stack) === wave);
      return {
        plan: members.filter((stack) => !isReviewed(stack)).map(job),
        apply: members.map(job),
        runner: members.some(isInCluster) ? environment.inClusterRunner : environment.runner,
      };
    });
    const [region = ANY_REGION] = own.flatMap((stack) => stack.region ?? []);
    return own.length === 0
      ? []
      : [{ environment: environment.name, region, role: environment.applyRole, waves: inWaves }];
  });
  const plan = environments.flatMap((environment) =>
    stacks
      .filter((stack) => stack.environment === environment.name && isReviewed(stack))
      .map((stack) => jobOf(stack, environment, { base, head })),
  );
  const largest = Math.max(
    plan.length,
    ...jobs.flatMap(({ waves: inWaves }) => inWaves.map((wave) => wave.plan.length)),
  );
  return largest > MOST_JOBS
    ? {
        problems: [
          `${largest} stacks are planned at once, and a workflow can plan ${MOST_JOBS}: split the change into smaller pull requests`,
        ],
      }
    : { plan, environments: jobs };
}

function jobOf(
  { stack, change, workingDirectory, region, ...rest }: ChangedStack,
  { name, planRole, runner, inClusterRunner }: CiEnvironment,
  { base, head }: Pick<JobsOptions, "base" | "head">,
): StackJob {
  const isRemoved = change === "removed";
  return {
    stack,
    change,
    directory: `${isRemoved ? base : head}/${workingDirectory}`,
    destroy: isRemoved,
    environment: name,
    region: region ?? ANY_REGION,
    role: planRole,
    runner: isInCluster(rest) ? inClusterRunner : runner,
  };
}

const isInCluster = ({ providers }: Pick<ChangedStack, "providers">) =>
  providers.some((provider) => IN_CLUSTER.includes(provider));

/** The stacks are in the order of applying, so whoever is waited for has its wave already. */
function wavesOf(stacks: readonly ChangedStack[]): ReadonlyMap<string, number> {
  const waves = new Map<string, number>();
  for (const { stack, after, plannedAfter } of stacks) {
    const least = [
      ...after.map((other) => waves.get(other) ?? 0),
      ...plannedAfter.map((other) => (waves.get(other) ?? 0) + 1),
    ];
    waves.set(stack, Math.max(0, ...least));
  }
  return waves;
}

function unknownEnvironments(
  stacks: readonly ChangedStack[],
  environments: readonly CiEnvironment[],
): readonly string[] {
  const names = environments.map(({ name }) => name);
  return stacks.flatMap(({ stack, environment }) => {
    if (environment === null) {
      return [
        `${stack}: its AWS provider has no tag "environment", so the role that plans it is unknown: set the tag in default_tags, or a local value of that name`,
      ];
    }
    return names.includes(environment)
      ? []
      : [
          `${stack}: unknown environment ${environment}: expected ${names.join(", ")}. Add it to the file, at its place in the order of applying`,
        ];
  });
}

/** Environments are applied one after the other, as a whole. */
function wrongOrder(
  stacks: readonly ChangedStack[],
  environments: readonly CiEnvironment[],
): readonly string[] {
  const place = (stack: ChangedStack) => environments.findIndex(({ name }) => name === stack.environment);
  return stacks.flatMap((stack) =>
    stacks
      .filter(
        (other) => stack.after.includes(other.stack) && place(other) > place(stack) && place(stack) >= 0,
      )
      .map(
        (other) =>
          `${stack.stack}: applied after ${other.stack}, but ${stack.environment} comes before ${other.environment}: split it into two pull requests, or change the order of the environments`,
      ),
  );
}
