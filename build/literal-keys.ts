import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

/**
 * Writes `{ "ec2QueryName": … }` for `{ [_eQN]: … }` in the schemas of an AWS client. A computed key can run code, so
 * esbuild keeps the schemas of all operations: half a megabyte of EC2's. It drops unused ones with literal keys.
 */
export const literalKeys: Plugin = {
  name: "literal-keys",
  setup(build) {
    build.onLoad({ filter: /\/schemas_\d+\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const constants = text.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm);
      const literals = new Map([...constants].map(([, name = "", literal = ""]) => [name, literal]));
      return {
        loader: "js",
        contents: text.replace(/\[(_\w+)\]: /g, (key, name: string) => {
          const literal = literals.get(name);
          return literal === undefined ? key : `${literal}: `;
        }),
      };
    });
  },
};
