/** Where a thing is, for people. */
export interface Place {
  /** The stack, or the file of the plan. */
  readonly stack: string;
  /** The path of a construct, or a Terraform address with its modules and indices. */
  readonly address: string;
}

export function isSamePlace(one: Place, other: Place): boolean {
  return one.address === other.address && one.stack === other.stack;
}

/** Things by their places. A lookup builds no text key: there are many things and many lookups. */
export class ByPlace<T> {
  private readonly stacks = new Map<string, Map<string, T>>();

  /** The last one, if a place has several. */
  static of<T extends Place>(things: Iterable<T>): ByPlace<T> {
    const places = new ByPlace<T>();
    for (const thing of things) {
      places.set(thing, thing);
    }
    return places;
  }

  set({ stack, address }: Place, thing: T): void {
    const known = this.stacks.get(stack);
    if (known === undefined) {
      this.stacks.set(stack, new Map([[address, thing]]));
    } else {
      known.set(address, thing);
    }
  }

  get({ stack, address }: Place): T | undefined {
    return this.stacks.get(stack)?.get(address);
  }

  /** What is at the place, made if there is nothing yet. */
  getOr(place: Place, make: () => T): T {
    let thing = this.get(place);
    if (thing === undefined) {
      thing = make();
      this.set(place, thing);
    }
    return thing;
  }

  has({ stack, address }: Place): boolean {
    return this.stacks.get(stack)?.has(address) === true;
  }

  get isEmpty(): boolean {
    return this.stacks.size === 0;
  }

  /** In the order of the stacks, then of the first mention. */
  get all(): readonly T[] {
    return [...this.stacks.values()].flatMap((things) => [...things.values()]);
  }
}
