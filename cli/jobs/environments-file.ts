import { isRecord, type JsonRecord } from "../../upgrade/terraform/json";
import { readJson } from "../shared/read-json";

/** What a file of environments says of one. */
export interface CiEnvironment {
  readonly name: string;
  /** The role that plans: it reads. */
  readonly planRole: string;
  /** The role that applies. */
  readonly applyRole: string;
  readonly runner: string;
  /** Where what runs inside a cluster is planned: it reaches private endpoints. */
  readonly inClusterRunner: string;
}

const USUAL_RUNNER = "ubuntu-24.04";

const KEYS = ["planRole", "applyRole", "runner", "inClusterRunner"] as const;

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** The environments of a file, in its order, which is that of applying. A sentence for each thing that is wrong. */
export function environmentsIn(
  path: string,
): readonly CiEnvironment[] | { readonly problems: readonly string[] } {
  const read = readJson(path);
  if ("problem" in read) {
    return { problems: [`${path}: ${read.problem}`] };
  }
  const file: JsonRecord = isRecord(read.value) ? read.value : {};
  const { environments } = file;
  if (!isRecord(environments) || Object.keys(environments).length === 0) {
    return {
      problems: [`${path}: it names no environments; give "environments", by name, in the order of applying`],
    };
  }
  const problems = Object.keys(file)
    .filter((key) => key !== "environments" && key !== "$schema")
    .map((key) => `${path}: "${key}" is not known; give "environments" alone`);
  const found = Object.entries(environments).map(([name, value]) =>
    environmentOf(name, value, (problem) => problems.push(`${path}: ${name}: ${problem}`)),
  );
  return problems.length > 0 ? { problems } : found;
}

function environmentOf(name: string, value: unknown, tell: (problem: string) => void): CiEnvironment {
  const given: JsonRecord = isRecord(value) ? value : {};
  if (!/\D/.test(name)) {
    // Whoever reads JSON puts names of digits first.
    tell("a name of digits alone has no place in the order of applying; give a name with a letter");
  }
  for (const key of Object.keys(given).filter((key) => !KEYS.some((known) => known === key))) {
    tell(`there is no setting "${key}"; give ${KEYS.join(", ")}`);
  }
  const role = (key: "planRole" | "applyRole") => {
    const arn = given[key];
    if (typeof arn === "string" && ROLE.test(arn)) {
      return arn;
    }
    tell(`${key} is ${arn === undefined ? "missing" : JSON.stringify(arn)}; give the ARN of an IAM role`);
    return "";
  };
  const runner = (key: "runner" | "inClusterRunner", usual: string) => {
    const label = given[key] ?? usual;
    if (typeof label === "string" && label !== "") {
      return label;
    }
    tell(`${key} is ${JSON.stringify(label)}; give the label of a runner`);
    return usual;
  };
  const [planRole, applyRole] = [role("planRole"), role("applyRole")];
  if (planRole !== "" && planRole === applyRole) {
    tell("planRole and applyRole are the same; what plans a pull request must not be able to apply");
  }
  const usual = runner("runner", USUAL_RUNNER);
  return { name, planRole, applyRole, runner: usual, inClusterRunner: runner("inClusterRunner", usual) };
}
