import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Construct } from "constructs";
import type { AdoptedPart, ListenerConditions } from "../../upgrade/fleet/settings";
import { UNKNOWN } from "../../upgrade/fleet/state";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { rightTypes } from "../checks/right-types";
import { textProblems, wholeNumberProblems } from "../checks/values";
import { declarePart, placeOf } from "../fleet-part";
import { takeOver } from "../take-over";
import { isUnresolved, reportAtSynthesis } from "../validation";
import {
  type IApplicationLoadBalancer,
  loadBalancerKeyOf,
  loadBalancerProblems,
} from "./application-load-balancer";
import type { ListenerAction } from "./listener-action";

export interface IListener {
  readonly listenerArn: string;
  /** @default - unknown */
  readonly loadBalancer?: IApplicationLoadBalancer;
}

export interface ListenerRuleProps extends ListenerConditions, AwsResourcesProps {
  /** The listeners of the rule, by a name that is part of the rule's Terraform address. */
  readonly listeners: Readonly<Record<string, IListener>>;

  /** 1 to 50000, unique on each listener. The matching rule with the lowest priority decides. */
  readonly priority: number;

  readonly action: ListenerAction;

  /**
   * Set when importing existing rules, by the name of their listener.
   * @default - this code creates all of them
   */
  readonly adopted?: Readonly<Record<string, AdoptedPart>>;

  /**
   * The addresses of the rules in the same Terraform state, by the name of their listener: moved blocks bring them here.
   * They replace the import blocks of `adopted`. Remove them after the apply. @inCode
   * @default - none
   */
  readonly movedFrom?: Readonly<Record<string, string>>;
}

/** One rule, the same on each of its listeners. Every change is in place. */
export class ListenerRule extends Construct {
  constructor(scope: Construct, id: string, props: ListenerRuleProps) {
    super(scope, id);
    props = rightTypes(this, "ListenerRuleProps", props);
    useAws(this, props);
    const { listeners, priority, action, pathPatterns = [], hostHeaders = [], adopted = {} } = props;
    for (const [name, { listenerArn }] of Object.entries(listeners)) {
      const rule = new LbListenerRule(this, name, {
        listenerArn,
        priority,
        condition: [
          ...(pathPatterns.length === 0 ? [] : [{ pathPattern: { values: [...pathPatterns] } }]),
          ...(hostHeaders.length === 0 ? [] : [{ hostHeader: { values: [...hostHeaders] } }]),
        ],
        action: [action.block],
        tags: adopted[name]?.tags,
        dependsOn: after(props.dependsOn),
        provider: awsProviderOf(this),
      });
      takeOver(this, rule, { movedFrom: props.movedFrom?.[name], importId: adopted[name]?.arn });
    }
    declarePart(this, () => ({
      routes: Object.values(listeners).flatMap(({ loadBalancer }) =>
        action.routes(this, {
          ...placeOf(action.owner ?? this),
          loadBalancer: loadBalancer === undefined ? UNKNOWN : loadBalancerKeyOf(loadBalancer, this),
          kind: "rule",
          byHost: hostHeaders.length > 0,
        }),
      ),
    }));
    reportAtSynthesis(this, () => [
      ...wholeNumberProblems("the priority", priority, 1, 50_000),
      ...Object.entries(listeners).flatMap(([name, { listenerArn, loadBalancer }]) => [
        ...arnProblems(`the ARN of the listener "${name}"`, listenerArn, "listener"),
        ...(loadBalancer === undefined ? [] : loadBalancerProblems(loadBalancer)),
      ]),
      ...Object.entries(adopted).flatMap(([name, { arn }]) =>
        arnProblems(`the ARN of the adopted rule "${name}"`, arn, "listenerRule"),
      ),
      ...conditionProblems(pathPatterns, hostHeaders),
      ...action.problems,
    ]);
  }
}

const PATH_PATTERN = /^[/*?][A-Za-z0-9_\-.$/~"'@:+&*?]*$/;
const PATH_FORM = '"/" or a wildcard, and then letters, digits, _-.$/~"\'@:+& and the wildcards * and ?';
const HOST_PATTERN = /^[A-Za-z0-9\-.*?]+\.[A-Za-z*?]+$/;
const HOST_FORM =
  'letters, digits, hyphens, dots and the wildcards * and ?, and only letters after the last dot, like "*.example.com"';
const MAX_VALUES = 5;
const MAX_WILDCARDS = 5;
const MAX_LENGTH = 128;

function conditionProblems(
  pathPatterns: readonly string[],
  hostHeaders: readonly string[],
): readonly string[] {
  const values = [...pathPatterns, ...hostHeaders];
  const problems: string[] = [];
  if (values.length === 0) {
    problems.push(
      "the rule has no condition: expected a path pattern or a host. The default action serves all other requests",
    );
  }
  if (values.length > MAX_VALUES) {
    problems.push(
      `the rule has ${values.length} values in its conditions (${values.join(", ")}): expected at most ${MAX_VALUES}. Make two rules of it`,
    );
  }
  const knownPaths = isUnresolved(pathPatterns) ? [] : pathPatterns;
  const knownHosts = isUnresolved(hostHeaders) ? [] : hostHeaders;
  const known = [...knownPaths, ...knownHosts];
  const wildcards = known.join("").match(/[*?]/g)?.length ?? 0;
  if (wildcards > MAX_WILDCARDS) {
    problems.push(
      `the rule has ${wildcards} wildcards in its conditions (${known.join(", ")}): expected at most ${MAX_WILDCARDS}. Make two rules of it`,
    );
  }
  for (const value of known.filter(({ length }) => length > MAX_LENGTH)) {
    problems.push(
      `a value of the conditions is "${value}" (${value.length} characters): expected at most ${MAX_LENGTH}`,
    );
  }
  return [
    ...problems,
    ...knownPaths.flatMap((pattern) => textProblems("a path pattern", pattern, PATH_PATTERN, PATH_FORM)),
    ...knownHosts.flatMap((host) => textProblems("a host", host, HOST_PATTERN, HOST_FORM)),
  ];
}
