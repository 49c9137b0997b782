import { decodeRollback, ROLLBACK_TAG } from "../../eks/declared-rollback";
import { decodeDisposable, decodeProtection, PROTECTED_TAG } from "../../eks/protection";
import { type ClusterState, ifKnown, isUnknown, type Known, UNKNOWN } from "../../fleet/state";
import type { Attributes } from "../attributes";
import { get, getRecord, isRecord } from "../json";
import type { Found, ResourceReader } from "./resource-reader";

export const clusterReader: ResourceReader = {
  types: ["aws_eks_cluster"],
  kind: "cluster",
  read(found) {
    const cluster = clusterOf(found);
    found.add("clusters", cluster);
    const compute = found.side.block("compute_config");
    if (compute?.flag("enabled") === true) {
      const pools = compute.texts("node_pools") ?? [];
      found.addNodes(cluster.key, { kind: "auto-mode", what: "Auto Mode", pools });
    }
  },
};

/** A cluster that a plan reads and does not manage. */
export const readClusterReader: ResourceReader = {
  types: ["aws_eks_cluster"],
  mode: "data",
  read(found) {
    found.add("readClusters", clusterOf(found));
  },
};

function clusterOf(found: Found): ClusterState {
  const { plan, stack, address, instance, side } = found;
  const { key, account, region } = plan.identified("cluster", instance, side);
  const network = side.block("vpc_config");
  const rollback = side.tag(ROLLBACK_TAG);
  const supportType = side.block("upgrade_policy")?.text("support_type");
  return {
    stack,
    address,
    key,
    account,
    region,
    clusterName: found.text("name"),
    version: found.given("version", side.text("version")),
    supportType: found.given("upgrade_policy", supportType),
    isProtected: isProtected(side),
    isPublic: network === undefined ? UNKNOWN : (network.flag("endpoint_public_access") ?? true),
    publicCidrs: publicCidrs(found, network),
    ...(isDisposable(side) ? { isDisposable: true } : {}),
    isForced: side.flag("force_update_version") ?? false,
    rollbackOfUpgradeOn: isUnknown(rollback) ? UNKNOWN : decodeRollback(rollback),
    ...(found.plan.isPlan ? plannedFacts(found, network) : {}),
    otherNodes: [],
  };
}

/** What only a plan shows. */
function plannedFacts(found: Found, network: Attributes | undefined) {
  const mode = found.side.block("access_config")?.text("authentication_mode");
  return {
    isPrivate: network?.flag("endpoint_private_access") ?? false,
    authenticationMode: found.given("access_config", mode),
  };
}

/** If the code of a new cluster has no CIDR blocks, EKS opens the public endpoint to the internet. */
function publicCidrs(
  { plan, instance }: Found,
  network: Attributes | undefined,
): Known<readonly string[]> | undefined {
  if (network?.flag("endpoint_public_access") === false) {
    return [];
  }
  const cidrs = network?.texts("public_access_cidrs");
  if (!isUnknown(cidrs)) {
    return cidrs;
  }
  const expressions = getRecord(plan.instances.configOf(instance), "expressions");
  const blocks = get(expressions, "vpc_config");
  const block: unknown = Array.isArray(blocks) ? blocks[0] : blocks;
  return isRecord(block) && get(block, "public_access_cidrs") === undefined ? ["0.0.0.0/0"] : cidrs;
}

/** Values of the tags that name an environment, for one that is removed and created again at will. */
const FOR_TESTS =
  /^(dev|development|tests?|testing|ci|e2e|ephemeral|sandbox|preview|pr-?\d+|integration-?tests?)$/i;

function isDisposable(side: Attributes): boolean {
  return (
    decodeDisposable(ifKnown(side.tag(PROTECTED_TAG))) ||
    ["environment", "Environment", "env", "Env", "stage", "Stage"].some((key) =>
      FOR_TESTS.test(ifKnown(side.tag(key)) ?? ""),
    ) ||
    ["ephemeral", "Ephemeral"].some((key) => side.tag(key) === "true")
  );
}

function isProtected(side: Attributes): Known<boolean> {
  const [tag, attribute] = [side.tag(PROTECTED_TAG), side.flag("deletion_protection")];
  const isKnown = !isUnknown(tag) && !isUnknown(attribute);
  return (
    decodeProtection({ tag: ifKnown(tag), deletionProtection: ifKnown(attribute) }) ||
    (isKnown ? false : UNKNOWN)
  );
}
