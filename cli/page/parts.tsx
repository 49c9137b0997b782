import type { ComponentChildren } from "preact";

/** A part of the page with a heading that links lead to. */
export function Part({ id, title, children }: PartProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A chart with what it shows as text. A narrow window scrolls it, also by keyboard. */
export function Chart({ svg, label }: { readonly svg: string | undefined; readonly label: string }) {
  return svg === undefined ? null : (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard
    <section class="scroll chart" aria-label={`Chart: ${label}`} tabIndex={0}>
      <div role="img" aria-label={label} dangerouslySetInnerHTML={{ __html: svg }} />
    </section>
  );
}

/** A table that a narrow window scrolls, also by keyboard. The filter of the page hides its rows. */
export function Table({ label, head, numbers = [], children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard
    <section class="scroll" aria-label={`Table: ${label}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((each) => (
              <th scope="col" key={each} class={numbers.includes(each) ? "number" : undefined}>
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

interface TableProps {
  readonly label: string;
  readonly head: readonly string[];
  /** The columns of `head` that hold numbers: they are aligned to the right. @default - none */
  readonly numbers?: readonly string[];
  readonly children: ComponentChildren;
}
