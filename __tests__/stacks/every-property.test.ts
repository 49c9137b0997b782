import { propertyCases } from "../fixtures/settings-values";
import { filesIn, synthesizeInto, temporaryFolder } from "./fixtures";

const synthesized = (environment: Parameters<typeof synthesizeInto>[1][number]) => {
  const outdir = temporaryFolder();
  expect(synthesizeInto(outdir, [environment])).toEqual({ exitCode: 0, message: "" });
  return filesIn(outdir);
};

const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

test.each(propertyCases)(
  "$name reaches what Terraform gets when it is set and when it changes",
  (property) => {
    const [unset, first, second] = [
      property.fleetWith(undefined),
      property.fleetWith(0),
      property.fleetWith(1),
    ].map(synthesized);
    expect(isSame(unset, first)).toBe(property.isInBase);
    expect(isSame(first, second)).toBe(property.isNote);
  },
);
