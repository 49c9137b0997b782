import { invalidParameter } from "./errors";
import type { Fields } from "./fields";
import type { ScalingConfig, Taint, UpdateConfig } from "./resources";

const MOST_TAINTS = 50;
const RESERVED_PREFIXES = ["kubernetes.io/", "k8s.io/", "eks.amazonaws.com/"];

const USUAL_SCALING: ScalingConfig = { minSize: 1, maxSize: 2, desiredSize: 2 };

/** The sizes after a request; what it does not say stays as it was. */
export function scalingConfigIn(request: Fields | undefined, before?: ScalingConfig): ScalingConfig {
  const known = before ?? USUAL_SCALING;
  const after: ScalingConfig = {
    minSize: request?.integer("minSize") ?? known.minSize,
    maxSize: request?.integer("maxSize") ?? known.maxSize,
    desiredSize: request?.integer("desiredSize") ?? known.desiredSize,
  };
  rejectSizesOutOfOrder(after, before === undefined ? "create" : "update");
  return after;
}

/** EKS words the same rejection differently at creation and at update. */
export function rejectSizesOutOfOrder(sizes: ScalingConfig, at: "create" | "update"): void {
  const { minSize, maxSize, desiredSize } = sizes;
  if (minSize < 0) throw invalidParameter(`minSize must be at least 0, got: ${minSize}`);
  if (maxSize < 1) throw invalidParameter(`maxSize must be at least 1, got: ${maxSize}`);
  if (desiredSize < 0) throw invalidParameter(`desiredSize must be at least 0, got: ${desiredSize}`);
  if (minSize > maxSize) throw invalidParameter("minSize can't be greater than maxSize");
  if (minSize > desiredSize) {
    throw invalidParameter(
      at === "create"
        ? "minSize can't be greater than desiredSize"
        : `Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`,
    );
  }
  if (desiredSize > maxSize) {
    throw invalidParameter(
      at === "create"
        ? "desiredSize can't be greater than maxSize"
        : `Desired capacity ${desiredSize} can't be greater than max size ${maxSize}`,
    );
  }
}

export function updateConfigIn(request: Fields | undefined): UpdateConfig | undefined {
  if (request === undefined) return undefined;
  const maxUnavailable = request.integer("maxUnavailable");
  const maxUnavailablePercentage = request.integer("maxUnavailablePercentage");
  const updateStrategy = request.oneOf("updateStrategy", ["DEFAULT", "MINIMAL"]);
  if ((maxUnavailable === undefined) === (maxUnavailablePercentage === undefined)) {
    throw invalidParameter("updateConfig needs exactly one of maxUnavailable and maxUnavailablePercentage");
  }
  const given = maxUnavailable ?? maxUnavailablePercentage ?? 0;
  if (given < 1 || given > 100) {
    const name = maxUnavailable === undefined ? "maxUnavailablePercentage" : "maxUnavailable";
    throw invalidParameter(`${name} must be between 1 and 100, got: ${given}`);
  }
  return {
    ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
    ...(maxUnavailablePercentage === undefined ? {} : { maxUnavailablePercentage }),
    ...(updateStrategy === undefined ? {} : { updateStrategy }),
  };
}

export function taintsIn(requests: readonly Fields[] | undefined): readonly Taint[] {
  return (requests ?? []).map((request) => {
    const value = request.string("value");
    const effect = request.oneOf("effect", ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]);
    if (effect === undefined) throw invalidParameter("taint.effect is required");
    return { key: request.requiredString("key"), ...(value === undefined ? {} : { value }), effect };
  });
}

/** The taints after an update. A key may be there once with each effect. */
export function changedTaints(before: readonly Taint[], request: Fields | undefined): readonly Taint[] {
  const taints = new Map(before.map((taint) => [identityOf(taint), taint]));
  for (const taint of taintsIn(request?.objects("removeTaints"))) taints.delete(identityOf(taint));
  for (const taint of taintsIn(request?.objects("addOrUpdateTaints"))) taints.set(identityOf(taint), taint);
  return rejectTooManyTaints([...taints.values()]);
}

export function rejectTooManyTaints(taints: readonly Taint[]): readonly Taint[] {
  if (taints.length > MOST_TAINTS) {
    throw invalidParameter(`A node group can have at most ${MOST_TAINTS} taints, got: ${taints.length}`);
  }
  return taints;
}

function identityOf({ key, effect }: Taint): string {
  return `${key}:${effect}`;
}

/** The labels after an update. */
export function changedLabels(
  before: Readonly<Record<string, string>>,
  request: Fields | undefined,
): Readonly<Record<string, string>> {
  const removed = new Set(request?.strings("removeLabels"));
  const kept = Object.entries(before).filter(([key]) => !removed.has(key));
  return rejectReservedLabels({
    ...Object.fromEntries(kept),
    ...request?.stringMap("addOrUpdateLabels"),
  });
}

export function rejectReservedLabels(
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const reserved = Object.keys(labels).find((key) =>
    RESERVED_PREFIXES.some((prefix) => key.startsWith(prefix) || key.includes(`.${prefix}`)),
  );
  if (reserved !== undefined) {
    throw invalidParameter(
      `Label cannot contain reserved prefixes [${RESERVED_PREFIXES.join(", ")}], got: ${reserved}`,
    );
  }
  return labels;
}
