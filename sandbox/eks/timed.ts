import type { Clock } from "../clock";

/** Something that EKS is doing to a resource: when it is done, and what the resource is then (undefined: gone). */
export interface Work<T> {
  readonly endsAt: number;
  readonly finish: (value: T) => T | undefined;
}

/**
 * A resource that takes its time. Nothing runs in the background: work that is due is
 * done when somebody looks, so a clock is all it needs.
 */
export class Timed<T> {
  private work: Work<T> | undefined;

  constructor(
    private readonly clock: Clock,
    private current: T | undefined,
    work?: Work<T>,
  ) {
    this.work = work;
  }

  /** The current value; undefined after its deletion. */
  get value(): T | undefined {
    const { work, current } = this;
    if (work !== undefined && current !== undefined && this.clock.now() >= work.endsAt) {
      this.work = undefined;
      this.current = work.finish(current);
    }
    return this.current;
  }

  change(next: (value: T) => T): void {
    const { value } = this;
    if (value !== undefined) this.current = next(value);
  }

  /** Changes it at once and again when the work is done. */
  begin(next: (value: T) => T, work: Work<T>): void {
    this.change(next);
    this.work = work;
  }
}

/** Resources by name, in the order of creation, without deleted ones. */
export class Shelf<T> {
  private readonly items = new Map<string, Timed<T>>();

  constructor(private readonly clock: Clock) {}

  get(name: string): T | undefined {
    return this.timed(name)?.value;
  }

  timed(name: string): Timed<T> | undefined {
    const item = this.items.get(name);
    if (item !== undefined && item.value === undefined) {
      this.items.delete(name);
      return undefined;
    }
    return item;
  }

  add(name: string, value: T, work?: Work<T>): void {
    this.items.set(name, new Timed(this.clock, value, work));
  }

  remove(name: string): void {
    this.items.delete(name);
  }

  names(): readonly string[] {
    return [...this.items.keys()].filter((name) => this.get(name) !== undefined);
  }

  values(): readonly T[] {
    return [...this.items.values()].flatMap(({ value }) => (value === undefined ? [] : [value]));
  }
}
