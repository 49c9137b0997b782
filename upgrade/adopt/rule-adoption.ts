import type {
  AdoptedLoadBalancer,
  AdoptedRule,
  LoadBalancerSettings,
  PreviewOptions,
  RuleSettings,
} from "../fleet/settings";
import { LAST_PREVIEW_PRIORITY } from "../fleet/traffic-weights";
import type { LiveForward, LiveRule } from "./live-load-balancer";
import { isSameAction, isSameRule, wordsFor } from "./live-rules";
import { listOf, partOf, someOf } from "./values";

/** Sorts each rule into those that follow the weights and the previews, or says why it is neither. */
export class RuleAdoption {
  private readonly weighted: Record<string, RuleSettings> = {};
  private readonly previewed: Record<string, PreviewOptions> = {};
  private readonly adoptedWeighted: Record<string, AdoptedRule> = {};
  private readonly adoptedPreviewed: Record<string, AdoptedRule> = {};
  private readonly problems: string[] = [];

  constructor(
    private readonly forward: LiveForward,
    private readonly slots: ReadonlyMap<string, string>,
    private readonly isForwarded: boolean,
  ) {}

  /** @param plain - the same rule at port 80 */
  read(rule: LiveRule, plain: LiveRule | undefined): void {
    const { priority, action, pathPatterns, hostHeaders, unsupported } = rule;
    this.problems.push(...unsupported.map((what) => `rule ${priority} has ${what}`));
    if (this.isForwarded && (plain === undefined || !isSameRule(rule, plain))) {
      this.problems.push(`port 80 does not have rule ${priority} of port 443`);
    }
    const adopted: AdoptedRule = { http: plain && partOf(plain), https: partOf(rule) };
    const slot = this.previewOf(rule);
    if (isSameAction(action, this.forward)) {
      const name = `rule-${priority}`;
      this.weighted[name] = {
        priority: Number(priority),
        pathPatterns: listOf(pathPatterns),
        hostHeaders: listOf(hostHeaders),
      };
      this.adoptedWeighted[name] = adopted;
    } else if (slot !== undefined && !Object.hasOwn(this.previewed, slot)) {
      this.previewed[slot] = { priority: Number(priority), hostHeaders };
      this.adoptedPreviewed[slot] = adopted;
    } else {
      this.problems.push(
        `rule ${priority} neither forwards as the default action does (${wordsFor(action)}), nor is it a preview of one target group by host`,
      );
    }
  }

  get settings(): Pick<LoadBalancerSettings, "rules" | "previews"> {
    return { rules: someOf(this.weighted), previews: someOf(this.previewed) };
  }

  get adopted(): Pick<AdoptedLoadBalancer, "rules" | "previews"> {
    return { rules: someOf(this.adoptedWeighted), previews: someOf(this.adoptedPreviewed) };
  }

  get reasons(): readonly string[] {
    const priorities = someOf(this.previewed) === undefined ? [] : Object.values(this.weighted);
    return [
      ...this.problems,
      ...priorities
        .filter(({ priority }) => priority <= LAST_PREVIEW_PRIORITY)
        .map(
          ({ priority }) => `rule ${priority} has a priority of the previews, 1 to ${LAST_PREVIEW_PRIORITY}`,
        ),
    ];
  }

  /** The slot that a rule leads to by host and before all other rules. */
  private previewOf({ action, priority, pathPatterns, hostHeaders }: LiveRule): string | undefined {
    if (action.type !== "forward" || action.stickinessSeconds !== undefined) {
      return undefined;
    }
    const [[arn, weight] = ["", 0], ...others] = Object.entries(action.weights);
    const isAlone = others.length === 0 && weight === 1;
    const isByHost = pathPatterns.length === 0 && hostHeaders.length > 0;
    return isAlone && isByHost && Number(priority) <= LAST_PREVIEW_PRIORITY ? this.slots.get(arn) : undefined;
  }
}
