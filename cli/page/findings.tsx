import type { Judgement } from "../../upgrade/rules/rules";
import { waiverLine } from "../review/wording";
import type { FleetPage } from "./fleet-page";
import { Part, Table } from "./parts";

/** The page stays small: rows above this limit are counted, not shown. */
const MOST_ROWS = 2000;

interface Row {
  readonly verdict: "rejected" | "not evaluated" | "warning" | "waived";
  readonly finding: Judgement;
  /** @default - the message of the finding */
  readonly note?: string;
}

/** What the rules report of the fleet or of the plans, the most urgent first. */
export function Findings({ page: { result } }: { readonly page: FleetPage }) {
  const rows: readonly Row[] = [
    ...result.rejected.map((finding): Row => ({ verdict: "rejected", finding })),
    ...result.notEvaluated.map((finding): Row => ({ verdict: "not evaluated", finding })),
    ...result.warnings.map((finding): Row => ({ verdict: "warning", finding })),
    ...result.waived.map(
      (each): Row => ({ verdict: "waived", finding: each.judgement, note: waiverLine(each) }),
    ),
  ];
  const verdicts = [...new Set(rows.map(({ verdict }) => verdict))];
  return (
    <Part id="findings" title="Findings">
      {rows.length === 0 ? <p>The rules report nothing.</p> : null}
      {verdicts.length < 2 ? null : (
        <fieldset class="scripted">
          <legend>Show</legend>
          {verdicts.map((verdict) => (
            <label key={verdict}>
              <input type="checkbox" checked data-verdict={verdict} />
              {verdict} ({rows.filter((row) => row.verdict === verdict).length})
            </label>
          ))}
        </fieldset>
      )}
      {rows.length === 0 ? null : (
        <Table label="Findings" head={["Verdict", "Rule", "Where", "Why"]}>
          {rows.slice(0, MOST_ROWS).map(({ verdict, finding, note }) => (
            <tr
              data-row
              data-of={verdict}
              key={`${finding.rule} ${finding.stack} ${finding.address} ${finding.message}`}
            >
              <td class={verdict === "rejected" || verdict === "not evaluated" ? "urgent" : undefined}>
                {verdict}
              </td>
              <td>{finding.rule}</td>
              <td>
                <code>{finding.address}</code>
                <small>{finding.stack}</small>
              </td>
              <td>
                {finding.message}
                {note === undefined ? null : <small>{note}</small>}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {rows.length <= MOST_ROWS ? null : (
        <p>{rows.length - MOST_ROWS} more findings are not on this page: "review" prints all.</p>
      )}
    </Part>
  );
}
