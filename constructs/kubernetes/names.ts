import { isKnownLater } from "../validation";

/** Of a Helm release (at most 53 characters), a namespace or an object that is a DNS label (63). */
export function nameProblems(
  what: string,
  name: string,
  maxLength: number,
  advice: string,
): readonly string[] {
  return isKnownLater(name) || (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) && name.length <= maxLength)
    ? []
    : [
        `"${name}" (${name.length} characters) cannot be the name of a ${what}, which has 1 to ${maxLength} small letters, digits and hyphens; ${advice}`,
      ];
}
