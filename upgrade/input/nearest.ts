/** The name that somebody most likely meant: written wrong, or with letters left out. `undefined` if none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const given = name.toLowerCase();
  const most = Math.max(1, Math.floor(given.length / 3));
  const near = names
    .map((each) => ({ each, far: distance(given, each.toLowerCase()) }))
    .filter(({ each, far }) => far <= most || hasLettersOf(given, each.toLowerCase()))
    .sort((left, right) => left.far - right.far);
  return near[0]?.each;
}

/** The name that differs from a given one in a letter or two: a slip of the keyboard. `undefined` if there is none. */
export function misspelled(name: string, names: readonly string[]): string | undefined {
  const most = name.length < 6 ? 1 : 2;
  return name.length < 4 ? undefined : names.find((each) => distance(name, each) <= most);
}

/** Whether a name has all letters of another in their order: "planrole" those of "role". */
function hasLettersOf(short: string, long: string): boolean {
  let found = 0;
  for (const letter of long) {
    found += letter === short[found] ? 1 : 0;
  }
  return short.length > 3 && found === short.length;
}

/** How many characters must be put in, taken out or replaced to get from one name to the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 0; column < to.length; column += 1) {
      const replaced = (row[column] ?? 0) + (to[column] === character ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
