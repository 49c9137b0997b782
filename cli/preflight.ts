import { Command } from "commander";
import type { Catalog } from "../upgrade/eks/catalog/catalog";
import { isDay } from "../upgrade/eks/days";
import { KubernetesVersion } from "../upgrade/eks/kubernetes-version";
import { declared } from "../upgrade/fleet/change";
import { identityIn } from "../upgrade/fleet/find-cluster";
import { EMPTY_FLEET } from "../upgrade/fleet/state";
import { readJson } from "../upgrade/input/read-json";
import { preflight } from "../upgrade/preflight/preflight";
import { preflightRules } from "../upgrade/preflight/preflight-rules";
import { review } from "../upgrade/review/review";
import type { Waiver } from "../upgrade/review/waiver";
import { liveFacts } from "./aws/live-facts";
import { intentIn, type PlannedIntent } from "./preflight/planned-intent";
import { type Format, formats } from "./review/formats";
import { type ReadWaivers, waiversIn } from "./review/waiver-file";
import type { Report } from "./review/wording";
import { writeReport } from "./review/write-report";
import { failed, messageOf } from "./shared/failed";
import {
  catalogOf,
  collected,
  dayProblems,
  formatNamed,
  withCatalog,
  withDay,
  withFormat,
} from "./shared/options";

const EXAMPLES = `
Before you apply a reviewed plan. The plan has the target version of the cluster and the target groups that get more
traffic:
  cdktf-eks-upgrade preflight alpha-kr-a --region ap-northeast-2 --plan plan.json

Before there is a plan:
  cdktf-eks-upgrade preflight alpha-kr-a --region ap-northeast-2 --to 1.34
  cdktf-eks-upgrade preflight alpha-kr-b --region ap-northeast-2 --gaining alpha-webapp-b

With nodes outside managed groups, such as Karpenter's, and with the pods on the nodes of a group that the plan retires. This
needs access to the endpoint, the AWS CLI for a token, and an access entry that may list nodes, pods,
PodDisruptionBudgets and the NodePools and NodeClaims of Karpenter:
  cdktf-eks-upgrade preflight alpha-kr-a --region ap-northeast-2 --to 1.34 --nodes

The command only reads from AWS: eks:Describe* and eks:List*, ec2:DescribeSubnets, and, for target groups,
elasticloadbalancing:DescribeTargetGroups and DescribeTargetHealth. Insights, addresses and skew reject only if the
control plane changes, or if no change is given; else they only warn. Facts that cannot be read are not evaluated and
count as rejected.

Waive one finding, with a reason and an end date, if the step itself is the fix:
  { "waivers": [{ "rule": "live-node-group-health", "address": "workers-v1",
                  "reason": "the step fixes it, PLAT-123", "until": "2026-12-01" }] }
  cdktf-eks-upgrade preflight alpha-kr-a --region ap-northeast-2 --waivers preflight-waivers.json

Exit codes:
  0  nothing rejected
  1  something rejected, or not evaluated because AWS denied access
  2  AWS, a plan or an option is invalid: nothing was evaluated`;

interface PreflightOptions {
  readonly region: string;
  readonly to?: string;
  readonly gaining: readonly string[];
  readonly plan: readonly string[];
  readonly nodes?: true;
  readonly roleArn?: string;
  readonly format: string;
  readonly day: string;
  readonly catalog?: string;
  readonly waivers?: string;
  readonly output?: string;
}

export function preflightCommand(): Command {
  return withCatalog(withDay(withFormat(new Command("preflight"), formats), "judge"))
    .description(
      "Reports facts about a running cluster that no plan has: insights, free addresses, updates in progress, the health of control plane, node groups, add-ons and targets, and the versions that EKS offers today. Rejects an upgrade that would fail or break something.",
    )
    .argument("<cluster>", "NAME, or ACCOUNT/REGION/NAME if the plans have several of that name")
    .requiredOption("-r, --region <region>", "the region of the cluster")
    .option(
      "-t, --to <version>",
      'the target version, "1.34" (default: from the plan, or the current version)',
    )
    .option(
      "-g, --gaining <target group>",
      "a target group that will get traffic; may be given more than once",
      collected,
      [],
    )
    .option(
      "-p, --plan <file>",
      'a plan as JSON, from "terraform show -json"; may be given more than once',
      collected,
      [],
    )
    .option(
      "-n, --nodes",
      "also read all nodes from the Kubernetes API: their kubelets, whether they are ready, and pods on those that the plan removes",
    )
    .option(
      "--role-arn <arn>",
      "with --nodes: the IAM role that asks for the token, such as assumeRoleArn of the environment (default: your own credentials)",
    )
    .option("-w, --waivers <file>", "accept the findings that this file waives, by rule and subject")
    .option("-o, --output <file>", "write to this file, and only the verdict to standard output")
    .addHelpText("after", EXAMPLES)
    .action(async (cluster: string, options: PreflightOptions) => {
      process.exitCode = await run(cluster, options);
    });
}

const NOTHING = "nothing was evaluated";

async function run(cluster: string, options: PreflightOptions): Promise<number> {
  const { name: clusterName } = identityIn(cluster);
  const { region, day, output } = options;
  const { request, problems } = requestOf(cluster, options);
  if (request === undefined) {
    return failed(NOTHING, problems);
  }
  const { format, catalog, planned, waivers } = request;
  const isOfControlPlane = (version: string) => {
    const to = options.to ?? planned.version;
    const saysNothing = options.to === undefined && options.plan.length + options.gaining.length === 0;
    return saysNothing || (to !== undefined && to !== version);
  };
  const intentOf = (version: string) => ({
    version: options.to ?? planned.version ?? version,
    isOfControlPlane: isOfControlPlane(version),
    gaining: [...new Set([...options.gaining, ...planned.gaining])],
    retiring: planned.retiring ?? [],
  });
  let report: Report;
  try {
    const { nodes, roleArn } = options;
    const kubernetes = nodes === undefined ? undefined : roleArn === undefined ? {} : { roleArn };
    const facts = await liveFacts(clusterName, intentOf, { region }, kubernetes);
    const intent = intentOf(facts.version);
    const isStep = intent.version !== facts.version;
    const { judgements, outsidePlans } = preflight(facts, intent, catalog);
    report = {
      result: review({ ...declared(EMPTY_FLEET), outsidePlans }, judgements, waivers, day),
      plans: [`${region}/${clusterName}`],
      of: {
        title: "EKS upgrade preflight",
        what: `cluster ${clusterName} ${facts.version}${isStep ? ` to ${intent.version}` : ""} in ${region}`,
        rules: preflightRules,
      },
    };
  } catch (error) {
    return failed(NOTHING, [messageOf(error)]);
  }
  return writeReport(report, format, output);
}

interface Request {
  readonly format: Format;
  readonly catalog: Catalog;
  readonly planned: PlannedIntent;
  readonly waivers: readonly Waiver[];
}

/** Reports all problems of options and plans at once, before it reads from AWS. */
function requestOf(
  cluster: string,
  {
    format: formatName,
    day,
    to,
    region,
    plan,
    catalog: file,
    waivers: waiverFile,
    nodes,
    roleArn,
  }: PreflightOptions,
): { readonly request?: Request; readonly problems: readonly string[] } {
  const identity = identityIn(cluster);
  const { planned, problems: planProblems } = intentIn(plan, { ...identity, region }, to !== undefined);
  const catalogProblems: string[] = [];
  const catalog = catalogOf(file, catalogProblems);
  const { waivers, problems: waiverProblems } = waiversOf(waiverFile, day);
  const formatProblems: string[] = [];
  const format = formatNamed(formatName, formats, formatProblems);
  const problems = [
    ...formatProblems,
    ...dayProblems(day),
    ...(identity.region === undefined || identity.region === region
      ? []
      : [`cluster ${cluster} is not in the region ${region}: expected --region ${identity.region}`]),
    ...(to === undefined || KubernetesVersion.parse(to) !== undefined
      ? []
      : [`--to ${to}: it is no Kubernetes version of EKS; give one as in "1.34"`]),
    ...(roleArn === undefined || nodes === true
      ? []
      : ["--role-arn is for the token of --nodes: add --nodes, or leave it out"]),
    ...catalogProblems,
    ...waiverProblems,
    ...planProblems,
  ];
  return format !== undefined && problems.length === 0
    ? { request: { format, catalog, planned, waivers }, problems }
    : { problems };
}

function waiversOf(file: string | undefined, day: string): ReadWaivers {
  if (file === undefined || !isDay(day)) {
    return { waivers: [], problems: [] };
  }
  const json = readJson(file);
  const { waivers, problems } =
    "problem" in json
      ? { waivers: [], problems: [json.problem] }
      : waiversIn(json.value, day, preflightRules);
  return { waivers, problems: problems.map((problem) => `${file}: ${problem}`) };
}
