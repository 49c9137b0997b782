import { invalidName } from "../../upgrade/input/wording";
import { type Waiver, waiverKey } from "../../upgrade/review/waiver";
import { rules } from "../../upgrade/rules/rules";
import { getList, getText } from "../../upgrade/terraform/json";

export interface ReadWaivers {
  readonly waivers: readonly Waiver[];
  /** A sentence for each problem. If there is one, there are no waivers. */
  readonly problems: readonly string[];
}

/** The waivers of a file that are valid on `day`, or every problem of the file. */
export function waiversIn(
  content: unknown,
  day: string,
  known: readonly { readonly id: string }[] = rules,
): ReadWaivers {
  // Loaded here, because valibot would slow down every review.
  const { checked }: typeof import("../../upgrade/input/check") = require("../../upgrade/input/check");
  const { waiverSchema, waiversSchema }: typeof import("./waiver-schema") = require("./waiver-schema");
  const file = checked(waiversSchema, content);
  const rows = getList(content, "waivers").map((row) => checked(waiverSchema, row));
  const waivers = rows.map((row) => ("value" in row ? row.value : undefined));
  const ids = known.map(({ id }) => id);
  const problems = [
    ...("problems" in file ? file.problems : []),
    ...getList(content, "waivers").flatMap((row, index) => {
      const rule = getText(row, "rule") ?? "";
      const isUnknown = rule.trim() !== "" && !ids.includes(rule);
      return isUnknown ? [`waivers[${index}].rule: ${invalidName(rule, ids)}`] : [];
    }),
    ...waivers.flatMap((waiver, index) =>
      waiver === undefined ? [] : problemsOf(waiver, index, waivers, day),
    ),
  ];
  return "problems" in file || problems.length > 0
    ? { waivers: [], problems }
    : { waivers: file.value.waivers, problems };
}

function problemsOf(
  waiver: Waiver,
  index: number,
  all: readonly (Waiver | undefined)[],
  day: string,
): readonly string[] {
  const { rule, address, until } = waiver;
  const first = all.findIndex((each) => each !== undefined && waiverKey(each) === waiverKey(waiver));
  return [
    ...(until < day
      ? [
          `waivers[${index}].until: the waiver ended on ${until}, before ${day}: fix the violation and remove the waiver, or set a later day`,
        ]
      : []),
    ...(first === index
      ? []
      : [`waivers[${index}]: duplicate of waivers[${first}] (${rule} at ${address}): remove one of them`]),
  ];
}
