import type { AdoptedRule, PreviewOptions, RuleSettings } from "../fleet/settings";
import { LAST_PREVIEW_PRIORITY } from "../fleet/traffic-weights";
import type { LiveForward, LiveRule } from "./live-load-balancer";
import { isSameAction, isSameRule, wordsFor } from "./live-rules";
import { listOf, partOf, someOf } from "./values";

/** Sorts each rule into those that follow the weights and the previews, or says why it is neither. */
export class RuleAdoption {
  private readonly weighted = new Map<string, RuleSettings>();
  private readonly previewed = new Map<string, PreviewOptions>();
  private readonly adoptedWeighted = new Map<string, AdoptedRule>();
  private readonly adoptedPreviewed = new Map<string, AdoptedRule>();
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
    const adopted: AdoptedRule = {
      ...(plain === undefined ? {} : { http: partOf(plain) }),
      https: partOf(rule),
    };
    const slot = this.previewOf(rule);
    if (isSameAction(action, this.forward)) {
      const name = `rule-${priority}`;
      this.weighted.set(name, {
        priority: Number(priority),
        pathPatterns: listOf(pathPatterns),
        hostHeaders: listOf(hostHeaders),
      });
      this.adoptedWeighted.set(name, adopted);
    } else if (slot !== undefined && !this.previewed.has(slot)) {
      this.previewed.set(slot, { priority: Number(priority), hostHeaders });
      this.adoptedPreviewed.set(slot, adopted);
    } else {
      this.problems.push(
        `rule ${priority} neither forwards as the default action does (${wordsFor(action)}), nor is it a preview of one target group by host`,
      );
    }
  }

  get rules(): Readonly<Record<string, RuleSettings>> | undefined {
    return someOf(Object.fromEntries(this.weighted));
  }

  get previews(): Readonly<Record<string, PreviewOptions>> | undefined {
    return someOf(Object.fromEntries(this.previewed));
  }

  get adoptedRules(): Readonly<Record<string, AdoptedRule>> | undefined {
    return someOf(Object.fromEntries(this.adoptedWeighted));
  }

  get adoptedPreviews(): Readonly<Record<string, AdoptedRule>> | undefined {
    return someOf(Object.fromEntries(this.adoptedPreviewed));
  }

  get reasons(): readonly string[] {
    const priorities = this.previewed.size === 0 ? [] : [...this.weighted.values()];
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
