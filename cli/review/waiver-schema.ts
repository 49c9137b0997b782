import * as v from "valibot";
import { isDay } from "../../upgrade/eks/days";
import { described, matching, type Properties, text } from "../../upgrade/input/check";
import type { Waiver } from "../../upgrade/review/waiver";

const FORM = '{ "waivers": [{ "rule", "address", "reason", "until" }] }';
const DAY = 'a date, as in "2026-12-31"';

export const waiverSchema = v.strictObject(
  {
    rule: described(text("the id of a rule"), "The id of a rule, as in the finding."),
    address: described(
      text("a Terraform address"),
      "The Terraform address, exactly as in the finding, with its modules and indices.",
    ),
    stack: v.exactOptional(
      described(
        text("the file of a plan"),
        "The file of the plan, as in the finding, if several plans have this address. Default: any.",
      ),
    ),
    reason: described(text("the reason why this is accepted"), "Why this is accepted."),
    until: described(
      v.pipe(matching(/^\d{4}-\d{2}-\d{2}$/, DAY), v.check(isDay, DAY)),
      "The last day on which this is accepted. After it, the file is rejected.",
    ),
  } satisfies Properties<Waiver>,
  "a waiver, with rule, address, reason and until",
);

export const waiversSchema = v.pipe(
  v.strictObject(
    {
      $schema: v.exactOptional(v.string("where the schema is")),
      waivers: v.array(waiverSchema, `a list of waivers, as in ${FORM}`),
    },
    `an object, as in ${FORM}`,
  ),
  v.title("Waivers for cdktf-eks-upgrade review --waivers"),
);
