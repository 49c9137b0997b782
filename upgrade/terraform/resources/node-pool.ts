import { POOL_DEFAULTS, phaseOfLimits, VERSION_TAG } from "../../eks/node-pool";
import { type DisruptionBudget, decodeDrift } from "../../eks/node-pool-drift";
import {
  ifKnown,
  isUnknown,
  type Known,
  type NodeClassState,
  type NodePoolState,
  type NodeRequirement,
  type TaintState,
  UNKNOWN,
} from "../../fleet/state";
import type { Attributes } from "../attributes";
import { isRecord } from "../json";
import { unreadManifest } from "../pool-manifests";
import type { Found } from "./resource-reader";

/*
 * Manifests of Karpenter and of EKS Auto Mode: node pools, node classes, and what else is theirs. Whatever resource holds
 * them, they are read here.
 */

const POOL = "NodePool";
const CLASSES = ["EC2NodeClass", "NodeClass"] as const;

/** Of older versions of Karpenter, or of single nodes: when one is deleted, the nodes that it made are ended. */
const OTHERS: ReadonlySet<string> = new Set(["Provisioner", "AWSNodeTemplate", "NodeClaim"]);

/**
 * Adds what manifests declare. If they are known after apply, those that were there before are there, with values that
 * nobody knows. Whether there is any.
 */
export function addPoolManifests(
  found: Found,
  manifestsIn: (side: Attributes) => Known<readonly Attributes[]>,
): boolean {
  const manifests = manifestsIn(found.side);
  const before = isUnknown(manifests) && found.was !== undefined ? manifestsIn(found.was) : manifests;
  const all = isUnknown(before) ? [] : before;
  return all
    .map((manifest) => addPool(found, isUnknown(manifests) ? unreadManifest(manifest) : manifest))
    .includes(true);
}

/** Whether it is a manifest of Karpenter or of Auto Mode. */
function addPool(found: Found, manifest: Attributes): boolean {
  const kind = ifKnown(manifest.text("kind")) ?? "";
  const name = manifest.block("metadata")?.text("name");
  const isOfKarpenter = /^(karpenter\.|eks\.amazonaws\.com)/.test(ifKnown(manifest.text("apiVersion")) ?? "");
  const place = { stack: found.stack, address: found.address, cluster: found.clusterOfProvider() };
  const classKind = CLASSES.find((each) => each === kind);
  if (isOfKarpenter && kind === POOL) {
    found.add("nodePools", { ...place, ...poolOf(manifest) });
  } else if (isOfKarpenter && classKind !== undefined) {
    found.add("nodeClasses", { ...place, ...classOf(manifest, classKind) });
  } else {
    const isDefinition =
      kind === "CustomResourceDefinition" && /\.karpenter\.(sh|k8s\.aws)$/.test(ifKnown(name) ?? "");
    if (!isDefinition && !(isOfKarpenter && OTHERS.has(kind))) {
      return false;
    }
    const what = `${isDefinition ? "the definition" : kind} ${ifKnown(name) ?? ""}`;
    const isAl2 = isAmazonLinux2(manifest.block("spec"));
    found.addNodes(place.cluster, { kind: "karpenter", what, ...(isAl2 ? { isAmazonLinux2: true } : {}) });
  }
  return true;
}

type PoolFacts = Omit<NodePoolState, "stack" | "address" | "cluster">;

function poolOf(manifest: Attributes): PoolFacts {
  const metadata = manifest.block("metadata");
  const spec = manifest.block("spec");
  const template = spec?.block("template");
  const nodes = template?.block("spec");
  const disruption = spec?.block("disruption");
  const reference = nodes?.block("nodeClassRef");
  const budgets = budgetsOf(disruption);
  const limits = quantitiesIn(spec?.json("limits"));
  const version = metadata?.entry("annotations", VERSION_TAG);
  return {
    nodePoolName: metadata?.text("name") ?? UNKNOWN,
    kind: isOfAutoMode(reference) ? "auto-mode" : "karpenter",
    ...given("version", version),
    ...given("nodeClass", reference?.text("name")),
    drift: isUnknown(budgets) ? UNKNOWN : decodeDrift(budgets).drift,
    budgets,
    phase: isUnknown(limits) ? UNKNOWN : phaseOfLimits(limits),
    limits,
    requirements: requirementsOf(nodes),
    labels: template?.block("metadata")?.map("labels") ?? {},
    taints: taintsOf(nodes),
    // Before v1 of its API, Karpenter had it beside the budgets.
    ...given("expireAfter", nodes?.text("expireAfter") ?? disruption?.text("expireAfter")),
    ...given("terminationGracePeriod", nodes?.text("terminationGracePeriod")),
    ...given("weight", spec?.number("weight")),
  };
}

/** Without the property if there is no value. */
function given<K extends string, T>(name: K, value: T | undefined): { readonly [P in K]?: T } | object {
  return value === undefined ? {} : { [name]: value };
}

function isOfAutoMode(reference: Attributes | undefined): boolean {
  const group = ifKnown(reference?.text("group")) ?? ifKnown(reference?.text("apiVersion")) ?? "";
  return group.startsWith("eks.amazonaws.com");
}

function budgetsOf(disruption: Attributes | undefined): Known<readonly DisruptionBudget[]> {
  const blocks = disruption?.blocks("budgets") ?? [];
  if (isUnknown(blocks)) {
    return UNKNOWN;
  }
  const budgets: DisruptionBudget[] = [];
  for (const block of blocks) {
    const [nodes, reasons] = [block.text("nodes"), block.texts("reasons")];
    const [schedule, duration] = [block.text("schedule"), block.text("duration")];
    if (typeof nodes !== "string" || isUnknown(reasons) || isUnknown(schedule) || isUnknown(duration)) {
      return UNKNOWN;
    }
    budgets.push({
      nodes,
      ...(reasons === undefined || reasons.length === 0 ? {} : { reasons }),
      ...(schedule === undefined ? {} : { schedule }),
      ...(duration === undefined ? {} : { duration }),
    });
  }
  return budgets.length === 0 ? POOL_DEFAULTS.budgets : budgets;
}

/** Kubernetes takes numbers and texts for quantities. */
function quantitiesIn(limits: unknown): Known<Readonly<Record<string, string>>> {
  if (isUnknown(limits)) {
    return UNKNOWN;
  }
  const all = isRecord(limits) ? Object.entries(limits) : [];
  return Object.fromEntries(
    all.flatMap(([name, value]) =>
      typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [],
    ),
  );
}

function requirementsOf(nodes: Attributes | undefined): Known<readonly NodeRequirement[]> {
  const blocks = nodes?.blocks("requirements") ?? [];
  if (isUnknown(blocks)) {
    return UNKNOWN;
  }
  const requirements: NodeRequirement[] = [];
  for (const block of blocks) {
    const [key, operator, values] = [block.text("key"), block.text("operator"), block.texts("values")];
    if (typeof key !== "string" || typeof operator !== "string" || isUnknown(values)) {
      return UNKNOWN;
    }
    requirements.push({ key, operator, values: values ?? [] });
  }
  return requirements;
}

/** Effects in the words of node groups, so that pools and groups compare. */
const EFFECTS: Readonly<Record<string, string>> = {
  NoSchedule: "NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
};

function taintsOf(nodes: Attributes | undefined): Known<readonly TaintState[]> {
  const blocks = nodes?.blocks("taints") ?? [];
  if (isUnknown(blocks)) {
    return UNKNOWN;
  }
  const taints: TaintState[] = [];
  for (const block of blocks) {
    const [key, value, effect] = [block.text("key"), block.text("value"), block.text("effect")];
    if (typeof key !== "string" || typeof effect !== "string" || isUnknown(value)) {
      return UNKNOWN;
    }
    taints.push({ key, ...(value === undefined ? {} : { value }), effect: EFFECTS[effect] ?? effect });
  }
  return taints;
}

type ClassFacts = Omit<NodeClassState, "stack" | "address" | "cluster">;

function classOf(manifest: Attributes, kind: NodeClassState["kind"]): ClassFacts {
  const spec = manifest.block("spec");
  return {
    className: manifest.block("metadata")?.text("name") ?? UNKNOWN,
    kind,
    ...(kind === "EC2NodeClass" ? amiOf(spec) : {}),
    ...(isAmazonLinux2(spec) ? { isAmazonLinux2: true as const } : {}),
    ...given("role", spec?.text("role")),
  };
}

/** An alias is the only term of its class. */
function amiOf(spec: Attributes | undefined): Pick<NodeClassState, "amiSelector" | "amiAlias"> {
  const terms = spec?.blocks("amiSelectorTerms") ?? [];
  if (isUnknown(terms)) {
    return { amiAlias: UNKNOWN };
  }
  const alias = terms.map((term) => term.text("alias")).find((each) => each !== undefined);
  return alias === undefined ? { amiSelector: "other" } : { amiSelector: "alias", amiAlias: alias };
}

function isAmazonLinux2(spec: Attributes | undefined): boolean {
  const terms = ifKnown(spec?.blocks("amiSelectorTerms")) ?? [];
  return (
    spec?.text("amiFamily") === "AL2" || terms.some((term) => /^al2@/.test(ifKnown(term.text("alias")) ?? ""))
  );
}
