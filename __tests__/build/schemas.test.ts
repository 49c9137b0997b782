import { inputSchemas, outputSchemas } from "../../build/schemas";
import { ROOT, textOf } from "../repository/project";

test.each([...inputSchemas(), ...outputSchemas(ROOT)])(
  '%s is what "npm run schemas" writes',
  (path, text) => {
    expect(textOf(path)).toBe(text);
  },
);
