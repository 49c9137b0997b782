import type { Clock } from "../clock";
import { timestamp } from "./timestamp";

export interface UpdateParam {
  readonly type: string;
  readonly value: string;
}

/** What an update is about: the cluster itself, one of its node groups, or one of its add-ons. */
export interface UpdateScope {
  readonly nodegroupName?: string;
  readonly addonName?: string;
}

export interface UpdateFailure {
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly resourceIds: readonly string[];
}

export interface NewUpdate {
  readonly id: string;
  readonly type: string;
  readonly params: readonly UpdateParam[];
  readonly scope: UpdateScope;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Why it will end `Failed`, if it does. */
  readonly failure?: UpdateFailure;
}

/** The updates of one cluster, the latest last. */
export class Updates {
  private readonly all: NewUpdate[] = [];

  constructor(private readonly clock: Clock) {}

  add(update: NewUpdate): void {
    this.all.push(update);
  }

  /** The one that still runs, if any. */
  running(scope: UpdateScope): NewUpdate | undefined {
    return this.of(scope).find(({ endsAt }) => this.clock.now() < endsAt);
  }

  get(id: string, scope: UpdateScope): NewUpdate | undefined {
    return this.of(scope).find((update) => update.id === id);
  }

  of(scope: UpdateScope): readonly NewUpdate[] {
    return this.all.filter(
      ({ scope: own }) => own.nodegroupName === scope.nodegroupName && own.addonName === scope.addonName,
    );
  }

  render(update: NewUpdate): object {
    const running = this.clock.now() < update.endsAt;
    const failed = !running && update.failure !== undefined;
    return {
      id: update.id,
      status: running ? "InProgress" : failed ? "Failed" : "Successful",
      type: update.type,
      params: update.params,
      createdAt: timestamp(update.startsAt),
      errors: failed ? [update.failure] : [],
    };
  }
}
