// Prints the named stack of jobs.json, or all stacks that have or need a plan: stacks.cjs [STACK]
const { existsSync, readFileSync } = require("node:fs");

const [name] = process.argv.slice(2);
const { plan, environments } = JSON.parse(readFileSync("jobs.json", "utf8"));
const reviewed = new Set(plan.map(({ stack }) => stack));
const all = environments.flatMap(({ waves }) => waves.flatMap(({ apply }) => apply));
const isMeant = ({ stack }) =>
  name === undefined ? reviewed.has(stack) || existsSync(`.eks-upgrade/plans/${stack}.json`) : stack === name;
const meant = all.filter(isMeant);
if (meant.length === 0) {
  console.error(`${name ?? "a stack"} is not a changed stack: plan the pull request again`);
  process.exit(2);
}
console.log(JSON.stringify(meant));
