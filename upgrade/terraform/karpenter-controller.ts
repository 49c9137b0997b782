import { ifKnown, type Known, type ReleaseState } from "../fleet/state";
import { get, getList, getRecord, getText } from "./json";
import { documentsIn } from "./yaml";

/** Where the controller of Karpenter runs, if the chart of a release is that of Karpenter. */
export function karpenterController(
  chart: Known<string>,
  namespace: Known<string> | undefined,
  values: readonly string[] = [],
): Pick<ReleaseState, "namespace" | "isOnOwnNodes"> {
  return nameIn(chart) !== "karpenter"
    ? {}
    : {
        ...(namespace === undefined ? {} : { namespace }),
        ...(values.some(isOnOwnNodes) ? { isOnOwnNodes: true } : {}),
      };
}

/** The text after the last slash. */
export function nameIn(chart: Known<string>): string {
  return (ifKnown(chart) ?? "").replace(/^.*\//, "");
}

const POOL_LABEL = /^karpenter\.sh\/(nodepool|registered|initialized)$/;

/** The chart's own affinity keeps the controller away from nodes of a pool. Values replace it, or select such nodes. */
function isOnOwnNodes(values: string): boolean {
  const [document] = ifKnown(documentsIn(values)) ?? [];
  const selected = Object.keys(getRecord(document, "nodeSelector") ?? {});
  if (selected.some((label) => POOL_LABEL.test(label))) {
    return true;
  }
  const nodes = getRecord(getRecord(document, "affinity"), "nodeAffinity");
  const required = get(nodes, "requiredDuringSchedulingIgnoredDuringExecution");
  const terms = getList(required, "nodeSelectorTerms").flatMap((term) => getList(term, "matchExpressions"));
  return terms.some(
    (term) =>
      POOL_LABEL.test(getText(term, "key") ?? "") &&
      getText(term, "operator") !== "DoesNotExist" &&
      getText(term, "operator") !== "NotIn",
  );
}
