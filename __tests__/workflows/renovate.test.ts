import { fleet } from "../../fleet/fleet";
import { pathsOf, textOf } from "../repository/project";

/* The manager that users copy: Renovate itself is not run here, its expressions are. */

const {
  customManagers: [manager],
} = JSON.parse(textOf("workflows/renovate/eks-addons.json"));
const [cluster, addon] = manager.matchStrings.map((text: string) => new RegExp(text, "g"));

/** What the manager finds in a file, as Renovate's strategy "recursive" does. */
function foundIn(text: string): readonly string[] {
  return [...text.matchAll(cluster)].flatMap(([block, version]) =>
    [...block.matchAll(addon)].map(([, name, build]) => `${version} ${name} ${build}`),
  );
}

test("finds each add-on of each cluster of the shipped fleet, with the version of its cluster", () => {
  const declared = fleet.flatMap(({ clusters }) =>
    Object.values(clusters ?? {}).flatMap(({ version, addons }) =>
      Object.entries(addons ?? {}).map(([name, addon]) => `${version} ${name} ${addon}`),
    ),
  );
  expect(declared.length).toBeGreaterThan(30);
  expect(pathsOf(".ts", "fleet").map(textOf).flatMap(foundIn).sort()).toEqual(declared.sort());
});

test("reads the fleet files, and no other file", () => {
  const [pattern = ""] = manager.managerFilePatterns;
  const expression = new RegExp(pattern.slice(1, -1));
  expect(["fleet/alpha-kr.ts", "main.ts", "stacks/fleet.ts"].filter((path) => expression.test(path))).toEqual(
    ["fleet/alpha-kr.ts"],
  );
});
