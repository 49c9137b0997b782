import type { Attack } from "./attack";

/* "npm run attack" takes longer, and begins at another seed each time. */

jest.setTimeout(120_000);

afterEach(() => {
  jest.resetModules();
  jest.dontMock("../../cli/shared/visible");
  jest.dontMock("../../upgrade/terraform/without-secrets");
});

/** With the modules as they are mocked now. */
function attacked(seed: number, cases: number): Promise<Attack> {
  const { attack }: typeof import("./attack") = require("./attack");
  return attack(seed, { seconds: 100, cases });
}

const violationsOf = ({ failures }: Attack) => new Set(failures.flatMap(({ violations }) => violations));

test("hostile files make no command fail, leak or inject, and reach every exit code", async () => {
  const { cases, codes, failures } = await attacked(7, 120);
  expect([cases, failures]).toEqual([120, []]);
  expect([...codes.keys()].sort()).toEqual([0, 1, 2]);
});

test("a command that prints names as they are is found", async () => {
  jest.doMock("../../cli/shared/visible", () => ({ visible: (text: string) => text }));
  const found = violationsOf(await attacked(7, 60));
  expect(found).toContain("prints control characters");
});

test("a command that keeps what a plan marks as sensitive is found", async () => {
  jest.doMock("../../upgrade/terraform/without-secrets", () => ({ withoutSecrets: (plan: unknown) => plan }));
  expect(violationsOf(await attacked(7, 60))).toContain("prints a secret");
});
