// Prints, of jobs.json, the stack that is named, or all that have a plan or should have: stacks.cjs [STACK]
const { existsSync, readFileSync } = require("node:fs");

const [name] = process.argv.slice(2);
const { plan, environments } = JSON.parse(readFileSync("jobs.json", "utf8"));
const reviewed = new Set(plan.map(({ stack }) => stack));
const all = environments.flatMap(({ waves }) => waves.flatMap(({ apply }) => apply));
const isMeant = ({ stack }) =>
  name === undefined ? reviewed.has(stack) || existsSync(`.eks-upgrade/plans/${stack}.json`) : stack === name;
const meant = all.filter(isMeant);
if (meant.length === 0) {
  console.error(`${name ?? "a stack"} is not among the stacks that change; plan the pull request anew`);
  process.exit(2);
}
console.log(JSON.stringify(meant));
