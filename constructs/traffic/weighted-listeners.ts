import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import type { TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { idOf, trafficLayout } from "../../upgrade/eks/layout";
import { grouped } from "../../upgrade/fleet/grouped";
import type {
  AdoptedListeners,
  AdoptedLoadBalancer,
  AdoptedPart,
  AdoptedRule,
  LoadBalancerSettings,
  PreviewOptions,
  RuleSettings,
} from "../../upgrade/fleet/settings";
import { loadBalancerDefaults } from "../../upgrade/fleet/settings/defaults";
import { type RouteState, UNKNOWN } from "../../upgrade/fleet/state";
import { LAST_PREVIEW_PRIORITY, TrafficWeights, type WeightMap } from "../../upgrade/fleet/traffic-weights";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { duplicateProblems, isAddressName, nameProblems } from "../checks/names";
import { examined, rightTypes } from "../checks/right-types";
import { textProblems, wholeNumberProblems } from "../checks/values";
import { declarePart, placeOf } from "../fleet-part";
import { takeOver, withFixedAddress } from "../take-over";
import { isUnresolved, reportAtSynthesis, reportWrongTypes, stateOf } from "../validation";
import {
  type IApplicationLoadBalancer,
  loadBalancerKeyOf,
  loadBalancerProblems,
} from "./application-load-balancer";
import { ListenerAction } from "./listener-action";
import { type IListener, ListenerRule } from "./listener-rule";
import { LiveTraffic } from "./live-traffic";
import { noteWeights, weightsNameProblems } from "./note-weights";
import { declaredAndRemovedProblems, removalGuard } from "./removed";
import { type ITargetGroup, targetGroupProblems } from "./target-group";
import { weightProblems } from "./weight-problems";

/** A rule of the listeners. */
export type RuleOptions = RuleSettings<ListenerAction>;

export interface WeightedListenersProps
  extends Pick<
      LoadBalancerSettings<ListenerAction>,
      "certificateArn" | "additionalCertificateArns" | "rules" | "previews" | "plainHttp" | "guardsOff"
    >,
    Pick<AdoptedLoadBalancer, "sslPolicy" | "stickinessSeconds">,
    AwsResourcesProps {
  /** A change replaces the listeners. */
  readonly loadBalancer: IApplicationLoadBalancer;

  /**
   * By target group: whole numbers from 0 to 999, relative to their sum. A target group that is not named gets 0. A change
   * updates listeners and rules in place, and nothing else.
   *
   * An ALB does not avoid a failed target group: one that has a weight but no pods answers its share with 503.
   */
  readonly weights: WeightMap;

  /** The name of the weights that others follow too. The planner uses it, and Terraform does not. @default - none */
  readonly weightsName?: string;

  /** 1 to 5 target groups, by the names that the weights and the previews use. */
  readonly targetGroups: Readonly<Record<string, ITargetGroup>>;

  /**
   * Names of target groups that get no traffic for now. Their weights count as 0, and the other target groups share the
   * traffic by their own weights, so each of them needs enough nodes. Remove the name to restore the weights. A client
   * that stays with its target group by stickiness is not moved. @inCode
   * @default - none
   */
  readonly evacuated?: readonly string[];

  /**
   * Names in AWS of target groups that were removed from `targetGroups`. Terraform destroys such a target group only if
   * it gets no traffic. You can remove the name from this list after the apply. @listInCode
   * @default - none
   */
  readonly removedTargetGroups?: readonly string[];

  /** Existing listeners and rules. @default - all are new */
  readonly adopted?: AdoptedListeners;

  /**
   * Where the listeners and their rules are in the same Terraform state: moved blocks bring them here. They replace the
   * import blocks of `adopted`. Remove them after the apply. @inCode
   * @default - none
   */
  readonly movedFrom?: MovedListeners;
}

/** Addresses in a Terraform state. */
export interface MovedListeners {
  /** The listener of port 80, "aws_lb_listener.http". */
  readonly http?: string;
  /** The listener of port 443. */
  readonly https?: string;
  /** By the name of the rule, and then by "http" and "https". */
  readonly rules?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Port 80 and port 443 of a load balancer, with one map of weights for all rules and default actions. A shift of traffic
 * between clusters is a change of that map.
 */
export class WeightedListeners extends Construct {
  readonly weights: TrafficWeights;
  readonly httpListener: IListener;
  readonly httpsListener: IListener;

  /** The action that follows the weights. */
  readonly weightedForward: ListenerAction;

  private readonly ruleListeners: Readonly<Record<string, IListener>>;
  private readonly ruleScope: Construct;
  private readonly rules = new Map<string, RuleOptions>();
  private readonly adopted: AdoptedListeners | undefined;
  private readonly movedRules: Readonly<Record<string, Readonly<Record<string, string>>>>;
  private readonly rulesGivenTwice: string[] = [];
  /** The priorities of the rules that follow the weights. */
  private readonly weightedPriorities: number[] = [];

  constructor(scope: Construct, id: string, props: WeightedListenersProps) {
    super(scope, id);
    props = rightTypes(this, "WeightedListenersProps", props);
    useAws(this, props);
    const ofResource = { dependsOn: after(props.dependsOn), provider: awsProviderOf(this) };
    const { loadBalancer, targetGroups, plainHttp = loadBalancerDefaults.plainHttp, previews = {} } = props;
    const { sslPolicy = DEFAULT_SSL_POLICY } = props;
    // An invalid policy is reported once, below.
    const declaredPolicy = sslPolicyProblems(sslPolicy).length === 0 ? stateOf(sslPolicy) : UNKNOWN;
    this.weights = TrafficWeights.of(props.weights, Object.keys(targetGroups), props.evacuated);
    const forward = ListenerAction.weightedForward(targetGroups, this.weights, props.stickinessSeconds);
    this.adopted = props.adopted;
    const { adopted } = props;
    this.weightedForward = (adopted === undefined ? forward : forward.asAdopted()).ownedBy(this);
    const plainAction = plainHttp === "forward" ? this.weightedForward : TO_HTTPS;

    const http = new LbListener(this, "http", {
      loadBalancerArn: loadBalancer.loadBalancerArn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [plainAction.block],
      tags: adopted?.http.tags,
      ...ofResource,
    });
    const https = new LbListener(this, "https", {
      loadBalancerArn: loadBalancer.loadBalancerArn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy,
      certificateArn: props.certificateArn,
      defaultAction: [this.weightedForward.block],
      lifecycle: this.lifecycle(props),
      tags: adopted?.https.tags,
      ...ofResource,
    });
    noteWeights(https, props);
    this.movedRules = props.movedFrom?.rules ?? {};
    takeOver(this, withFixedAddress(this, http), {
      movedFrom: props.movedFrom?.http,
      importId: adopted?.http.arn,
    });
    takeOver(this, withFixedAddress(this, https), {
      movedFrom: props.movedFrom?.https,
      importId: adopted?.https.arn,
    });
    this.httpListener = { listenerArn: http.arn, loadBalancer };
    this.httpsListener = { listenerArn: https.arn, loadBalancer };
    this.ruleListeners =
      plainHttp === "forward"
        ? { http: this.httpListener, https: this.httpsListener }
        : { https: this.httpsListener };

    this.addCertificates(props.additionalCertificateArns ?? {});
    this.addPreviews(previews, targetGroups);
    this.ruleScope = new Construct(this, "rules");
    for (const [name, rule] of Object.entries(props.rules ?? {})) {
      this.makeRule(name, rule);
    }
    declarePart(this, () => {
      const route = (protocol: string): Omit<RouteState, "targets"> => ({
        ...placeOf(this),
        loadBalancer: loadBalancerKeyOf(loadBalancer, this),
        kind: "default-action",
        protocol,
        byHost: false,
      });
      return {
        routes: [
          ...plainAction.routes(this, route("HTTP")),
          ...this.weightedForward.routes(this, { ...route("HTTPS"), sslPolicy: declaredPolicy }),
        ],
      };
    });
    reportAtSynthesis(this, () => [
      ...weightProblems(props.weights, forward.problems),
      ...weightsNameProblems(props.weightsName),
      ...duplicateProblems(
        Object.entries(targetGroups).map(([name, { targetGroupArn }]) => [name, targetGroupArn]),
        (_, names) => `duplicate target group: ${names} are the same. Give each its own`,
      ),
      ...loadBalancerProblems(loadBalancer),
      ...Object.values(targetGroups).flatMap(targetGroupProblems),
      ...arnProblems("adopted.http.arn", adopted?.http.arn, "listener"),
      ...arnProblems("adopted.https.arn", adopted?.https.arn, "listener"),
      ...certificateProblems(props),
      ...sslPolicyProblems(props.sslPolicy),
      ...[...this.rules.keys()].flatMap((name) => nameProblems("the name of a rule", name, "address")),
      ...this.rulesGivenTwice.map((name) => `duplicate rule "${name}": expected each name once`),
      ...previewProblems(previews, Object.keys(targetGroups)),
      ...removedProblems(props),
      ...priorityProblems(this.rules, previews),
    ]);
  }

  /** Adds a rule to port 443, and to port 80 if that forwards. */
  addRule(name: string, options: RuleOptions): void {
    const { value, problems } = examined("WeightedListeners.addRule", { name, options });
    reportWrongTypes(this, problems);
    this.makeRule(value.name, value.options);
  }

  private makeRule(name: string, { action = this.weightedForward, ...rule }: RuleOptions): void {
    if (this.rules.has(name)) {
      this.rulesGivenTwice.push(name);
      return;
    }
    this.rules.set(name, rule);
    if (action === this.weightedForward && !isUnresolved(rule.priority)) {
      this.weightedPriorities.push(rule.priority);
    }
    if (isAddressName(name)) {
      new ListenerRule(this.ruleScope, name, {
        ...rule,
        action,
        listeners: this.ruleListeners,
        adopted: partsOf(this.adopted?.rules, name),
        movedFrom: Object.hasOwn(this.movedRules, name) ? this.movedRules[name] : undefined,
      });
    }
  }

  /** The listener stays, so it guards the target groups that are removed. */
  private lifecycle(props: WeightedListenersProps): TerraformResourceLifecycle | undefined {
    const {
      loadBalancer,
      removedTargetGroups = [],
      guardsOff,
      plainHttp = loadBalancerDefaults.plainHttp,
    } = props;
    const { loadBalancerName = "" } = loadBalancer;
    return removalGuard(
      this,
      { of: loadBalancerName, removed: removedTargetGroups, guardsOff },
      (guard, guards) => {
        const { found } = new LiveTraffic(guard, "live", {
          loadBalancerName,
          ports: plainHttp === "forward" ? [80, 443] : [443],
          rulePriorities: () => this.weightedPriorities,
          when: `!(${guards.isOff("removed-with-traffic") ?? "false"})`,
          of: `contains(${JSON.stringify(removedTargetGroups)}, name)`,
        });
        return {
          found,
          message: `${loadBalancerName} still sends traffic to what is removed: \${join(", ", ${found})}. Declare it again with weight 0, apply, see that its traffic has ended, and then remove it.`,
        };
      },
    );
  }

  private addCertificates(certificateArns: Readonly<Record<string, string>>): void {
    const certificates = new Construct(this, "certificates");
    for (const [name, certificateArn] of Object.entries(certificateArns).filter(([key]) =>
      isAddressName(key),
    )) {
      const certificate = new LbListenerCertificate(certificates, name, {
        listenerArn: this.httpsListener.listenerArn,
        certificateArn,
        provider: awsProviderOf(this),
      });
      if (this.adopted?.certificates?.includes(name) === true) {
        certificate.importFrom(`${this.adopted.https.arn}_${certificateArn}`);
      }
    }
  }

  private addPreviews(
    previews: Readonly<Record<string, PreviewOptions>>,
    targetGroups: Readonly<Record<string, ITargetGroup>>,
  ): void {
    const previewScope = new Construct(this, idOf(trafficLayout.previews));
    for (const [name, { priority, hostHeaders }] of Object.entries(previews)) {
      const targetGroup = Object.hasOwn(targetGroups, name) ? targetGroups[name] : undefined;
      if (targetGroup !== undefined && isAddressName(name)) {
        const adopted = partsOf(this.adopted?.previews, name);
        const forward = ListenerAction.forward(targetGroup);
        new ListenerRule(previewScope, name, {
          listeners: this.ruleListeners,
          priority,
          hostHeaders,
          action: adopted === undefined ? forward : forward.asAdopted(),
          adopted,
        });
      }
    }
  }
}

function partsOf(
  rules: Readonly<Record<string, AdoptedRule>> = {},
  name: string,
): Record<string, AdoptedPart> | undefined {
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  return rule === undefined
    ? undefined
    : { https: rule.https, ...(rule.http === undefined ? {} : { http: rule.http }) };
}

const DEFAULT_SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

const TO_HTTPS = ListenerAction.redirect({ protocol: "HTTPS", port: 443, statusCode: 301 });

function certificateProblems(props: WeightedListenersProps): readonly string[] {
  const { certificateArn = "", additionalCertificateArns = {} } = props;
  return [
    ...arnProblems("the certificate", certificateArn, "certificate"),
    ...Object.entries(additionalCertificateArns).flatMap(([name, arn]) => [
      ...nameProblems("the name of a certificate", name, "address"),
      ...arnProblems(`the certificate "${name}"`, arn, "certificate"),
    ]),
  ];
}

function sslPolicyProblems(sslPolicy: string = DEFAULT_SSL_POLICY): readonly string[] {
  const form = `a security policy of AWS, like "${DEFAULT_SSL_POLICY}"`;
  return textProblems("sslPolicy", sslPolicy, /^ELBSecurityPolicy-/, form);
}

function removedProblems({
  loadBalancer,
  targetGroups,
  removedTargetGroups = [],
}: WeightedListenersProps): readonly string[] {
  const { loadBalancerName } = loadBalancer;
  const declared = Object.values(targetGroups).map(({ targetGroupName }) => targetGroupName);
  return [
    ...removedTargetGroups.flatMap((name) =>
      nameProblems("a name in removedTargetGroups", name, "loadBalancer"),
    ),
    ...declaredAndRemovedProblems("target group", "removedTargetGroups", removedTargetGroups, declared),
    ...(removedTargetGroups.length > 0 && (loadBalancerName === undefined || isUnresolved(loadBalancerName))
      ? [
          "removedTargetGroups are given, and the name of the load balancer is not known: the guard cannot read its traffic. Write the name as text",
        ]
      : []),
  ];
}

function previewProblems(
  previews: Readonly<Record<string, PreviewOptions>>,
  targetGroupNames: readonly string[],
): readonly string[] {
  return Object.entries(previews).flatMap(([name, { priority }]) => [
    ...nameProblems("the name of a target group with a preview", name, "address"),
    ...(targetGroupNames.includes(name)
      ? []
      : [`there is a preview of "${name}": expected a target group, ${targetGroupNames.join(", ")}`]),
    // The rule reports any other bad priority.
    ...(priority > LAST_PREVIEW_PRIORITY
      ? wholeNumberProblems(`the priority of the preview of "${name}"`, priority, 1, LAST_PREVIEW_PRIORITY)
      : []),
  ]);
}

function priorityProblems(
  rules: ReadonlyMap<string, RuleOptions>,
  previews: Readonly<Record<string, PreviewOptions>>,
): readonly string[] {
  const first = LAST_PREVIEW_PRIORITY + 1;
  const reserved = [...rules].filter(
    ([, { priority }]) => Object.keys(previews).length > 0 && priority >= 1 && priority < first,
  );
  const taken = [
    ...Object.entries(previews).map(
      ([name, { priority }]) => [`the preview of "${name}"`, priority] as const,
    ),
    ...[...rules].map(([name, { priority }]) => [`rule "${name}"`, priority] as const),
  ];
  const takers = grouped(
    taken.filter(([, priority]) => !isUnresolved(priority)),
    ([, priority]) => `${priority}`,
  );
  return [
    ...reserved.map(
      ([name, { priority }]) =>
        `the priority of rule "${name}" is ${priority}: expected ${first} or more, because previews have 1 to ${LAST_PREVIEW_PRIORITY}`,
    ),
    ...[...takers]
      .filter(([, all]) => all.length > 1)
      .map(
        ([priority, all]) => `duplicate priority ${priority}: ${all.map(([taker]) => taker).join(" and ")}`,
      ),
  ];
}
