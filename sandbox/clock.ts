/** What time it is in the sandbox, in milliseconds since 1970. It never goes back. */
export interface Clock {
  now(): number;
  /** Lets `milliseconds` of the sandbox's time pass at once. */
  advance(milliseconds: number): void;
}

/** A clock that stands still until somebody advances it: for tests. */
export class ManualClock implements Clock {
  private time: number;

  constructor(start: Date) {
    this.time = start.getTime();
  }

  now(): number {
    return this.time;
  }

  advance(milliseconds: number): void {
    this.time += forward(milliseconds);
  }
}

/** A clock that runs `speed` times as fast as the machine's. */
export class ScaledClock implements Clock {
  private base: number;
  private since: number;

  constructor(
    start: Date,
    private speed: number,
    private readonly machine: () => number = Date.now,
  ) {
    this.base = start.getTime();
    this.since = machine();
  }

  now(): number {
    return Math.round(this.base + (this.machine() - this.since) * this.speed);
  }

  advance(milliseconds: number): void {
    this.base += forward(milliseconds);
  }

  setSpeed(speed: number): void {
    if (!(speed > 0)) throw new RangeError(`a clock's speed is above 0, got: ${speed}`);
    this.base = this.now();
    this.since = this.machine();
    this.speed = speed;
  }
}

function forward(milliseconds: number): number {
  if (!(milliseconds >= 0)) throw new RangeError(`a clock only goes forward, got: ${milliseconds} ms`);
  return milliseconds;
}
