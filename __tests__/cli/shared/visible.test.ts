import fc from "fast-check";
import { visible } from "../../../cli/shared/visible";

test("control characters and changes of direction are written out, and a line stays a line", () => {
  expect(visible("a\nb\u001b[31m\u202ec")).toBe("a b\\u001b[31m\\u202ec");
});

test("no line is a command of GitHub's runner, however it is indented", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("::", "##[", "error", " ", "\t", "\n", ":", "#", "["), { maxLength: 8 }),
      (parts) => {
        const line = `  ${visible(parts.join(""))}`;
        expect(line.trimStart().startsWith("::")).toBe(false);
        expect(line).not.toContain("##[");
      },
    ),
  );
  expect(visible("::error::a")).toBe("\\u003a:error::a");
  expect(visible("module.a::b")).toBe("module.a::b");
});
