import { pathsOf, textOf } from "./project";

/** Texts of the chart itself and of Helm, which are no numbers or booleans. */
const CONSTANT = /\.Chart\.|\.Release\.Service/;

/** Numbers by the schema of the chart. */
const NUMBERS = [".Values.worker.replicas", "add .Values.waitSeconds 60"];

test("charts quote every text from outside, so that true and 123 stay texts", () => {
  const templates = [...pathsOf(".yaml", "charts"), ...pathsOf(".tpl", "charts")].filter((path) =>
    path.includes("/templates/"),
  );
  const values = templates.flatMap((path) =>
    [...textOf(path).matchAll(/^ *(?:- )?[\w./-]+: \{\{-? (.*?) -?\}\}(.*)$/gm)].map(
      ([, value = "", rest]) => ({
        path,
        value,
        rest,
      }),
    ),
  );
  expect(values.length).toBeGreaterThan(15);
  const bare = values.filter(
    ({ value, rest }) =>
      !(CONSTANT.test(value) || NUMBERS.includes(value) || /\| (quote|toJson)$/.test(value)) || rest,
  );
  expect(bare).toEqual([]);
});
