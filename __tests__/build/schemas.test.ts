import { inputSchemas } from "../../build/schemas";
import { textOf } from "../repository/project";

test.each([...inputSchemas()])('%s is what "npm run schemas" writes', (path, text) => {
  expect(textOf(path)).toBe(text);
});
