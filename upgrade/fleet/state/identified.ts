import type { Keyed, KeyTypes } from "../key";
import type { Place } from "../place";

/** The identity of a thing in AWS, in addition to its name, as far as known. */
export interface Identified<K extends Keyed> extends Place {
  /** The same in every plan, before and after. Opaque. */
  readonly key: KeyTypes[K];
  /** The AWS account. */
  readonly account?: string;
  readonly region?: string;
}
