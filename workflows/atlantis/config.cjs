// Writes the Atlantis projects of a pull request: config.cjs < jobs.json > atlantis.yaml (JSON is YAML.)
const { readFileSync } = require("node:fs");
const { posix } = require("node:path");

const { plan, environments } = JSON.parse(readFileSync(0, "utf8"));
const reviewed = new Set(plan.map(({ stack }) => stack));
const waves = environments.flatMap((environment) => environment.waves);

const projects = waves.flatMap(({ apply }, group) =>
  apply.map(({ stack, directory }) => ({
    name: stack,
    dir: directory,
    execution_order_group: group,
    // A stack that looks up resources which do not exist yet is planned by hand, after these are applied.
    autoplan: {
      enabled: reviewed.has(stack),
      when_modified: [posix.join(posix.relative(directory, "."), "**/*")],
    },
  })),
);

const config = {
  version: 3,
  parallel_plan: false,
  parallel_apply: false,
  abort_on_execution_order_fail: true,
  projects,
};
console.log(JSON.stringify(config, undefined, 2));
