import { ByPlace } from "../fleet/place";
import type { Place } from "../fleet/state";

/** A text that a plan marks as sensitive. */
export interface SensitiveText {
  readonly text: string;
  /** The resources that mark it as sensitive. */
  readonly places: readonly Place[];
}

/**
 * Whether a text looks like a version: "1.33", "v1.34.6-eksbuild.29", "1.34.2-20260318". A version that is sensitive in
 * one resource is in clear text in many others, so it is hidden by place.
 */
export function isVersionLike(text: string): boolean {
  return /^v?\d{1,3}(\.\d{1,5}){1,2}(-(eksbuild\.)?\d{1,8})?$/.test(text);
}

/**
 * Whether people chose a key, as that of a tag or a label. Names of attributes and members of a plan have only small letters,
 * digits and underscores.
 */
export function isChosenKey(key: string): boolean {
  return !/^[a-z0-9_]+$/.test(key);
}

/** The sensitive texts that are read, from all plans. */
export class SensitiveTexts {
  private readonly byText = new Map<string, ByPlace<Place>>();

  add(text: string, place: Place): void {
    const places = this.byText.get(text) ?? new ByPlace<Place>();
    places.set(place, place);
    this.byText.set(text, places);
  }

  get all(): readonly SensitiveText[] {
    return [...this.byText].map(([text, places]) => ({ text, places: places.all }));
  }
}
