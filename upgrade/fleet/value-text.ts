/** How a file writes what it can write in more than one way. */
export interface Style {
  readonly quote: '"' | "'";
}

/** A value of a fleet file as TypeScript, on one line. Properties that are undefined are left out. */
export function valueText(value: unknown, style: Style): string {
  if (typeof value === "string") {
    return quoted(value, style.quote);
  }
  if (typeof value !== "object" || value === null) {
    return String(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => valueText(item, style)).join(", ")}]`;
  }
  const members = fieldsOf(value).map(([name, item]) => `${keyText(name, style)}: ${valueText(item, style)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** The properties of an object that have a value. */
export function fieldsOf(value: object): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

/** In quotes only if it must be. */
export function keyText(name: string, style: Style): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name, style.quote);
}

export function quoted(text: string, quote: string): string {
  const inside = JSON.stringify(text).slice(1, -1);
  return quote === '"'
    ? `"${inside}"`
    : `${quote}${inside.replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`)}${quote}`;
}
