import { DataAwsLbListener } from "@cdktf/provider-aws/lib/data-aws-lb-listener";
import { DataAwsLbListenerRule } from "@cdktf/provider-aws/lib/data-aws-lb-listener-rule";
import { DataAwsLbs } from "@cdktf/provider-aws/lib/data-aws-lbs";
import { Lazy, type TerraformDataSource } from "cdktf";
import { Construct } from "constructs";
import { awsProviderOf } from "../aws-resources";

export interface LiveTrafficProps {
  readonly loadBalancerName: string;
  /** The ports of the listeners that forward. */
  readonly ports: readonly number[];
  /** The rules that follow the weights. Each must exist on each port. Read at synthesis. */
  readonly rulePriorities: () => readonly number[];
  /** An expression: if it is false, nothing is read, and nothing is found. */
  readonly when: string;
  /** An expression: whether the target group of the name `name` counts. */
  readonly of: string;
}

/**
 * Where a load balancer sends requests when Terraform plans. A load balancer that does not exist sends none: Terraform
 * searches it among all, and reads the rest only if it exists.
 */
export class LiveTraffic extends Construct {
  /** An expression: a list of texts, one for each weight that is not zero: "alpha-webapp-a (weight 10 at port 443)". */
  readonly found: string;

  constructor(scope: Construct, id: string, props: LiveTrafficProps) {
    super(scope, id);
    const { loadBalancerName, ports, rulePriorities, when, of } = props;
    const provider = awsProviderOf(this);
    const all = new DataAwsLbs(this, "load-balancers", { provider });
    all.addOverride("count", `\${${when} ? 1 : 0}`);
    const priorities = Lazy.stringValue({ produce: () => `[${rulePriorities().join(", ")}]` });
    const found = ports.flatMap((port) => {
      const listeners = new DataAwsLbListener(this, `listener-${port}`, {
        loadBalancerArn: "${each.key}",
        port,
        provider,
      });
      listeners.addOverride(
        "for_each",
        `\${toset([for arn in flatten(${addressOf(all)}[*].arns) : arn if can(regex(":loadbalancer/app/${loadBalancerName}/", arn))])}`,
      );
      const rules = new DataAwsLbListenerRule(this, `rule-${port}`, {
        listenerArn: "${each.value.arn}",
        provider,
      });
      rules.addOverride("priority", "${each.value.priority}");
      // Only if the default action still has such a target group. Otherwise the rules have none either.
      rules.addOverride(
        "for_each",
        `\${merge([for listener in ${addressOf(listeners)} : {for priority in ${priorities} : priority => {arn = listener.arn, priority = priority}} if length(${named("listener.default_action", of)}) > 0]...)}`,
      );
      return [
        weighted(addressOf(listeners), "default_action", `port ${port}`, of),
        weighted(addressOf(rules), "action", `rule \${item.priority} of port ${port}`, of),
      ];
    });
    this.found = `flatten([${found.join(", ")}])`;
  }
}

/** The selected target groups of some actions, with the text of each. */
function named(actions: string, condition: string, text = "name"): string {
  return `flatten([for action in ${actions} : [for forward in action.forward[*] : [for target in forward.target_group : [for name in [split("/", target.arn)[1]] : ${text} if ${condition}]]]])`;
}

function weighted(data: string, actions: string, where: string, of: string): string {
  const text = `"\${name} (weight \${target.weight} at ${where})"`;
  return `[for item in ${data} : ${named(`item.${actions}`, `(${of}) && target.weight > 0`, text)}]`;
}

function addressOf(data: TerraformDataSource): string {
  return `data.${data.terraformResourceType}.${data.friendlyUniqueId}`;
}
