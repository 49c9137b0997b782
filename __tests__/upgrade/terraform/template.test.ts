import fc from "fast-check";
import { isTemplate, literal, templateOfText, textOfTemplate } from "../../../upgrade/terraform/template";

const text = fc
  .array(fc.oneof(fc.constantFrom("$", "%", "{", "}", "${", "%{", "$${", "a"), fc.string()))
  .map((parts) => parts.join(""));

test("Terraform evaluates nothing in a text that is written as a template, and the text comes back", () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(isTemplate(templateOfText(given))).toBe(false);
      expect(textOfTemplate(templateOfText(given))).toBe(given);
    }),
  );
});

test.each(["${a}", "a-${b}", "%{ if a }", "$${a} ${b}"])("%s is evaluated", (template) => {
  expect(isTemplate(template)).toBe(true);
});

test.each(["", "$", "$5", "100%", "$${a}", "$$${a}", "%%{ if a }"])("%s is not evaluated", (template) => {
  expect(isTemplate(template)).toBe(false);
});

test("texts and keys at any depth are literal, and other values stay", () => {
  expect(literal({ "${a}": ["%{b}", 1, true, null, { c: "${d}" }] })).toEqual({
    "$${a}": ["%%{b}", 1, true, null, { c: "$${d}" }],
  });
});
