import { isUnknown, type Known, type TargetGroupKey, UNKNOWN, type WeightedTarget } from "../../fleet/state";
import type { Attributes } from "../attributes";
import { get, isRecord } from "../json";

/** How to find target groups. */
export interface TargetGroupFinder {
  keyInArn(arn: string): TargetGroupKey | undefined;
  /** From an expression, even if its value is unknown. */
  keyOf(expression: unknown): { readonly key: TargetGroupKey; readonly arn: string | undefined } | undefined;
  valueOf(expression: unknown): unknown;
}

interface Route {
  readonly targets: Known<readonly WeightedTarget[]>;
  readonly stickinessSeconds?: Known<number>;
}

/**
 * The target groups of the forward action of a listener or a rule.
 * @param expressions the actions in the code; read only if a value is unknown
 */
export function targetsOf(
  actions: Known<readonly Attributes[]>,
  expressions: () => unknown,
  finder: TargetGroupFinder,
): Route {
  if (isUnknown(actions)) {
    return { targets: UNKNOWN };
  }
  for (const [index, action] of actions.entries()) {
    const type = action.text("type");
    if (isUnknown(type)) {
      return { targets: UNKNOWN };
    }
    if (type === "forward") {
      return forwardOf(action, () => blocksOf(expressions(), actions.length)?.[index], finder);
    }
  }
  return { targets: [] };
}

function forwardOf(action: Attributes, expression: () => unknown, finder: TargetGroupFinder): Route {
  const forwards = action.blocks("forward");
  if (isUnknown(forwards)) {
    return { targets: UNKNOWN };
  }
  const [forward] = forwards;
  if (forward === undefined) {
    return { targets: [{ targetGroup: onlyTarget(action, expression, finder), weight: 1 }] };
  }
  const written = () => get(blocksOf(get(expression(), "forward"), 1)?.[0], "target_group");
  return {
    targets: weightedTargets(forward.blocks("target_group"), written, finder),
    stickinessSeconds: stickinessOf(forward),
  };
}

function stickinessOf(forward: Attributes): Known<number> | undefined {
  const stickiness = forward.block("stickiness");
  const isEnabled = stickiness?.flag("enabled") ?? false;
  if (isUnknown(isEnabled)) {
    return UNKNOWN;
  }
  return isEnabled ? (stickiness?.number("duration") ?? UNKNOWN) : undefined;
}

function onlyTarget(
  action: Attributes,
  expression: () => unknown,
  finder: TargetGroupFinder,
): Known<TargetGroupKey> {
  const arn = action.text("target_group_arn");
  return arn !== undefined && !isUnknown(arn)
    ? (finder.keyInArn(arn) ?? UNKNOWN)
    : (finder.keyOf(get(expression(), "target_group_arn"))?.key ?? UNKNOWN);
}

/**
 * The target groups of a forward are a set, so their order does not show the block in the code. Target groups whose ARN
 * is known after apply are matched with the remaining blocks, by weight.
 */
function weightedTargets(
  elements: Known<readonly Attributes[]>,
  expressions: () => unknown,
  finder: TargetGroupFinder,
): Known<readonly WeightedTarget[]> {
  if (isUnknown(elements)) {
    return UNKNOWN;
  }
  const targets: WeightedTarget[] = [];
  const open: Known<number>[] = [];
  const keys = new Set<string>();
  for (const element of elements) {
    const weight = element.number("weight") ?? 1;
    const arn = element.text("arn");
    if (arn === undefined || isUnknown(arn)) {
      open.push(weight);
    } else {
      const key = finder.keyInArn(arn);
      keys.add(key ?? arn);
      targets.push({ targetGroup: key ?? UNKNOWN, weight });
    }
  }
  if (open.length === 0) {
    return targets;
  }
  const blocks = (blocksOf(expressions(), elements.length) ?? []).flatMap((block) => {
    const arn = get(block, "arn");
    const group = finder.keyOf(arn);
    const text = group?.arn ?? finder.valueOf(arn);
    const isTaken = typeof text === "string" && keys.has(finder.keyInArn(text) ?? text);
    return isTaken ? [] : [{ key: group?.key, weight: weightIn(block, finder) }];
  });
  return [...targets, ...matched(open, blocks)];
}

interface WrittenTarget {
  readonly key: TargetGroupKey | undefined;
  /** `undefined` if it is known after apply. */
  readonly weight: number | undefined;
}

function matched(
  weights: readonly Known<number>[],
  blocks: readonly WrittenTarget[],
): readonly WeightedTarget[] {
  const [weight, ...others] = new Set(weights);
  const areSame = others.length === 0;
  const left = [...blocks];
  return weights.map((open) => {
    // All weights are equal, so the order does not matter.
    const at =
      blocks.length === weights.length && areSame && weight !== undefined
        ? 0
        : blocks.length === weights.length && left.every((block) => block.weight !== undefined)
          ? left.findIndex((block) => block.weight === open)
          : -1;
    const [block] = at < 0 ? [] : left.splice(at, 1);
    return { targetGroup: block?.key ?? UNKNOWN, weight: open };
  });
}

function weightIn(block: unknown, finder: TargetGroupFinder): number | undefined {
  const expression = get(block, "weight");
  const weight = expression === undefined ? 1 : finder.valueOf(expression);
  // A template makes a number a text.
  return typeof weight === "number" ? weight : undefined;
}

/** The blocks in the code. `undefined` if their number differs, because some are dynamic. */
function blocksOf(expressions: unknown, count: number): readonly unknown[] | undefined {
  const blocks: readonly unknown[] = Array.isArray(expressions)
    ? expressions
    : isRecord(expressions) && !Array.isArray(expressions.references)
      ? [expressions]
      : [];
  return blocks.length === count ? blocks : undefined;
}
