import type { Place } from "./place";

/** Things by their places. No key is put together to find one: there are many things, and each is looked for often. */
export class ByPlace<T> {
  private readonly stacks = new Map<string, Map<string, T>>();

  /** Of several at one place, the last. */
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
}
