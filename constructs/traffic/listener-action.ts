import type {
  LbListenerRuleAction,
  LbListenerRuleActionForwardTargetGroup,
} from "@cdktf/provider-aws/lib/lb-listener-rule";
import type { Construct } from "constructs";
import { isWhole } from "../../upgrade/eks/whole-number";
import type { RouteState } from "../../upgrade/fleet/state";
import type { TrafficWeights } from "../../upgrade/fleet/traffic-weights";
import { examined, madeWith } from "../checks/right-types";
import {
  choiceProblems,
  portProblems,
  shownValue,
  textProblems,
  wholeNumberProblems,
} from "../checks/values";
import { isUnresolved, stateOf } from "../validation";
import { type ITargetGroup, targetGroupKeyOf } from "./target-group";

/** The target of a redirect. Parts that are not given stay as in the request. At least one besides the query must change. */
export interface RedirectOptions {
  /**
   * "HTTP" or "HTTPS"
   * @default - unchanged
   */
  readonly protocol?: string;

  /**
   * 1 to 128 characters.
   * @default - unchanged
   */
  readonly host?: string;

  /**
   * @default - unchanged
   */
  readonly port?: number;

  /**
   * Begins with "/", up to 128 characters. "#{path}" and similar placeholders have the values of the request.
   * @default - unchanged
   */
  readonly path?: string;

  /**
   * Without the "?", up to 128 characters.
   * @default - unchanged
   */
  readonly query?: string;

  /**
   * 301, which browsers cache, or 302, which they do not cache.
   * @default 302
   */
  readonly statusCode?: number;
}

export interface FixedResponseOptions {
  /** From 200 to 299 or from 400 to 599. */
  readonly statusCode: number;

  /**
   * "text/plain", "text/css", "text/html", "application/javascript" or "application/json"
   * @default "text/plain"
   */
  readonly contentType?: string;

  /**
   * Up to 1024 characters.
   * @default - none
   */
  readonly messageBody?: string;
}

/**
 * The action of a listener or a rule.
 *
 * Target groups are always in a `forward` block, also a single one, and never in `target_group_arn`: with both, the AWS
 * provider shows a difference in every plan. Only an adopted action has its single target group in `target_group_arn`.
 */
export class ListenerAction {
  /** To one target group, whatever the weights are. */
  static forward(targetGroup: ITargetGroup): ListenerAction {
    const { value, problems } = examined("ListenerAction.forward", { targetGroup });
    const targets = [{ targetGroup: value.targetGroup, weight: 1 }];
    return madeWith(new ListenerAction(forwardBlock(targets, undefined), [], targets), problems);
  }

  /**
   * To all target groups, by weight. All are in the action, also those with weight 0, sorted by name.
   *
   * @param stickinessSeconds - how long a client stays with its first target group, 1 to 604800. Default: off
   */
  static weightedForward(
    targetGroups: Readonly<Record<string, ITargetGroup>>,
    weights: TrafficWeights,
    stickinessSeconds?: number,
  ): ListenerAction {
    const { value, problems } = examined("ListenerAction.weightedForward", {
      targetGroups,
      weights,
      stickinessSeconds,
    });
    const targets = value.weights.entries.flatMap(([name, weight]) => {
      const targetGroup = Object.hasOwn(value.targetGroups, name) ? value.targetGroups[name] : undefined;
      return targetGroup === undefined ? [] : [{ targetGroup, weight }];
    });
    const seconds = value.stickinessSeconds;
    const action = new ListenerAction(
      forwardBlock(targets, seconds),
      [
        ...value.weights.problems,
        ...(seconds === undefined ? [] : wholeNumberProblems("the stickiness", seconds, 1, 604_800, "s")),
      ],
      targets,
      seconds,
    );
    return madeWith(action, problems);
  }

  static redirect(options: RedirectOptions): ListenerAction {
    const { value, problems } = examined("ListenerAction.redirect", { options });
    const { protocol, host, port, path, query, statusCode = 302 } = value.options;
    const action = new ListenerAction(
      {
        type: "redirect",
        redirect: {
          protocol,
          host,
          port: port === undefined ? undefined : `${port}`,
          path,
          query,
          statusCode: `HTTP_${statusCode}`,
        },
      },
      redirectProblems(value.options),
    );
    return madeWith(action, problems);
  }

  static fixedResponse(options: FixedResponseOptions): ListenerAction {
    const { value, problems } = examined("ListenerAction.fixedResponse", { options });
    const { statusCode, contentType = "text/plain", messageBody } = value.options;
    const action = new ListenerAction(
      {
        type: "fixed-response",
        fixedResponse: {
          statusCode: `${statusCode}`,
          contentType,
          messageBody,
        },
      },
      fixedResponseProblems(statusCode, contentType, messageBody),
    );
    return madeWith(action, problems);
  }

  private constructor(
    /** The block for Terraform, in a listener and in a rule. */
    readonly block: LbListenerRuleAction,
    /** A sentence for each problem. */
    readonly problems: readonly string[],
    private readonly targets: readonly WeightedTargetGroup[] = [],
    private readonly stickinessSeconds?: number,
    /** The owner of the weights. Problems of the weights are only reported there. */
    readonly owner?: Construct,
    /** Its problems are reported by its owner, so the rules do not report them too. */
    private readonly isRejected: boolean = problems.length > 0,
  ) {}

  /** The same action for several rules. Only its owner reports its problems. */
  ownedBy(owner: Construct): ListenerAction {
    return new ListenerAction(this.block, [], this.targets, this.stickinessSeconds, owner, this.isRejected);
  }

  /** The same as Terraform imports it: what is off is left out, and a single target group has no weight. */
  asAdopted(): ListenerAction {
    const { forward } = this.block;
    const [first, ...others] = this.targets;
    return this.stickinessSeconds !== undefined || forward === undefined || first === undefined
      ? this
      : new ListenerAction(
          others.length === 0
            ? { type: "forward", targetGroupArn: first.targetGroup.targetGroupArn }
            : { ...this.block, forward: { ...forward, stickiness: undefined } },
          this.problems,
          this.targets,
          undefined,
          this.owner,
          this.isRejected,
        );
  }

  /** The targets of the requests, for the rules. Empty if the action is rejected. */
  routes(user: Construct, route: Omit<RouteState, "targets" | "stickinessSeconds">): readonly RouteState[] {
    const { targets, stickinessSeconds } = this;
    return this.isRejected
      ? []
      : [
          {
            ...route,
            targets: targets.map(({ targetGroup, weight }) => ({
              targetGroup: targetGroupKeyOf(targetGroup, user),
              weight: stateOf(weight),
            })),
            stickinessSeconds: stickinessSeconds === undefined ? undefined : stateOf(stickinessSeconds),
          },
        ];
  }
}

interface WeightedTargetGroup {
  readonly targetGroup: ITargetGroup;
  readonly weight: number;
}

function forwardBlock(
  targets: readonly WeightedTargetGroup[],
  stickinessSeconds: number | undefined,
): LbListenerRuleAction {
  const targetGroup: LbListenerRuleActionForwardTargetGroup[] = targets.map(
    ({ targetGroup: group, weight }) => ({
      arn: group.targetGroupArn,
      weight,
    }),
  );
  // "Off" is written, because the AWS provider keeps the old stickiness if the block is removed. It requires a
  // duration, which then has no effect.
  const stickiness =
    stickinessSeconds === undefined
      ? { enabled: false, duration: 600 }
      : { enabled: true, duration: stickinessSeconds };
  return { type: "forward", forward: { targetGroup, stickiness } };
}

function redirectProblems(options: RedirectOptions): readonly string[] {
  const { protocol, host, port, path, query, statusCode = 302 } = options;
  const isSame = protocol === undefined && host === undefined && port === undefined && path === undefined;
  const text = (name: string, value: string | undefined, pattern: RegExp, form: string) =>
    value === undefined ? [] : textProblems(`the ${name} of a redirect`, value, pattern, form);
  return [
    ...(isSame
      ? ["a redirect leads to the same address and never ends: expected a protocol, host, port or path"]
      : []),
    ...text("protocol", protocol, /^HTTPS?$/, '"HTTP" or "HTTPS"'),
    ...text("host", host, /^.{1,128}$/, "1 to 128 characters"),
    ...(port === undefined ? [] : portProblems("the port of a redirect", port)),
    ...text("path", path, /^\/.{0,127}$/, 'at most 128 characters that begin with "/"'),
    ...text("query", query, /^(?!\?).{0,128}$/, 'at most 128 characters, without the "?"'),
    ...(isUnresolved(statusCode)
      ? ["the status code of a redirect is an unresolved token: expected 301 or 302 in the code"]
      : choiceProblems("the status code of a redirect", `${statusCode}`, ["301", "302"])),
  ];
}

const CONTENT_TYPES = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

function fixedResponseProblems(statusCode: number, contentType: string, messageBody = ""): readonly string[] {
  return [
    ...(isWhole(statusCode, 200, 299) || isWhole(statusCode, 400, 599)
      ? []
      : [
          `the status code of a fixed response is ${shownValue(statusCode)}: expected a whole number from 200 to 299 or from 400 to 599`,
        ]),
    ...(isUnresolved(contentType)
      ? []
      : choiceProblems("the content type of a fixed response", contentType, CONTENT_TYPES)),
    ...(isUnresolved(messageBody) || messageBody.length <= 1024
      ? []
      : [`the body of a fixed response has ${messageBody.length} characters: expected at most 1024`]),
  ];
}
