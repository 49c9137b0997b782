import type { Identity } from "../../fleet/key";
import {
  type BindingState,
  type ClusterKey,
  ifKnown,
  isUnknown,
  type Known,
  type TargetGroupKey,
  UNKNOWN,
} from "../../fleet/state";
import {
  bindingInManifest,
  bindingsInManifestText,
  bindingsInRelease,
  type FoundBinding,
  multiClusterIn,
} from "../bindings";
import { getText } from "../json";
import { expressionsIn } from "../origins";
import { KEYED_TYPES } from "../plan-context";
import { poolManifestsInText } from "../pool-manifests";
import { addPoolManifests } from "./node-pool";
import type { Found, ResourceReader } from "./resource-reader";

/** A TargetGroupBinding of a resource: for a named target group, or for one in the same plan. */
type Binding = FoundBinding | { readonly key: TargetGroupKey; readonly multiCluster: Known<boolean> };

const UNREAD: Binding = { targetGroup: UNKNOWN, multiCluster: UNKNOWN };

export const manifestReader: ResourceReader = {
  types: ["kubernetes_manifest"],
  read(found) {
    addBindings(found, bindingsOfManifest(found), undefined);
    addPoolManifests(found, (side) => {
      const manifest = side.block("manifest");
      const kind = manifest?.text("kind");
      return manifest === undefined || kind === undefined ? [] : isUnknown(kind) ? UNKNOWN : [manifest];
    });
  },
};

export const manifestTextReader: ResourceReader = {
  types: ["kubectl_manifest"],
  read(found) {
    const text = found.side.text("yaml_body");
    const bindings = isUnknown(text)
      ? bindingsByOrigin(found, ["yaml_body"])
      : bindingsInManifestText(text ?? "");
    addBindings(found, bindings, undefined);
    addPoolManifests(found, (side) => {
      const body = side.text("yaml_body");
      return isUnknown(body) ? UNKNOWN : poolManifestsInText(body ?? "");
    });
  },
};

export function bindingsOfRelease(found: Found): readonly Binding[] {
  const bindings = bindingsInRelease(found.side);
  if (!isUnknown(bindings) && !bindings.some(({ targetGroup }) => isUnknown(targetGroup))) {
    return bindings;
  }
  // The ARN is known after apply, but its target group is known now.
  const byOrigin = bindingsByOrigin(found, ["values", "set"]);
  if (byOrigin.length > 0) {
    return byOrigin;
  }
  const chart = `${ifKnown(found.side.text("chart"))} ${ifKnown(found.side.text("name"))}`;
  const isOfBinding = !isUnknown(bindings) || /target-?group-?binding|-tgb-/i.test(chart);
  return isOfBinding ? [UNREAD] : [];
}

function bindingsOfManifest(found: Found): readonly Binding[] {
  const manifest = found.side.json("manifest");
  if (!isUnknown(manifest)) {
    const binding = bindingInManifest(manifest);
    return binding === undefined ? [] : [binding];
  }
  const kind = found.side.entry("manifest", "kind");
  if (kind !== "TargetGroupBinding" && !isUnknown(kind)) {
    return [];
  }
  const byOrigin = bindingsByOrigin(found, ["manifest"]);
  return byOrigin.length === 0 && kind === "TargetGroupBinding" ? [UNREAD] : byOrigin;
}

function bindingsByOrigin({ plan, instance }: Found, attributes: readonly string[]): readonly Binding[] {
  const keys = new Set<TargetGroupKey>();
  let template: string | undefined;
  for (const attribute of attributes) {
    for (const expression of expressionsIn(plan.expressionOf(instance, attribute))) {
      template ??= getText(expression, "template");
      for (const group of plan.origins.resourcesOf(KEYED_TYPES.targetGroup, expression, instance)) {
        const side = group.after ?? group.before;
        if (side !== undefined) {
          keys.add(plan.keyBy("targetGroup", group, side));
        }
      }
    }
  }
  // Synthesized code has the text around the reference. A plan does not have it.
  const multiCluster = template === undefined ? UNKNOWN : multiClusterIn(template);
  return [...keys].map((key) => ({ key, multiCluster }));
}

export function addBindings(
  found: Found,
  bindings: readonly Binding[],
  releaseName: string | undefined,
): void {
  if (bindings.length === 0) {
    return;
  }
  const ofProvider = found.clusterOfProvider();
  for (const each of bindings) {
    const targetGroup = targetGroupOf(found, each, ofProvider);
    const cluster = inRegionOf(found, ofProvider, targetGroup);
    const binding: BindingState = {
      stack: found.stack,
      address: found.address,
      cluster,
      targetGroup,
      multiCluster: each.multiCluster,
    };
    found.add("bindings", binding);
    for (const { releaseNames } of isUnknown(cluster) ? found.sides : []) {
      releaseNames.set(binding, releaseName ?? "");
    }
  }
}

/** A target group with only a name is in the region of the cluster. */
function targetGroupOf(
  { plan: { keys } }: Found,
  binding: Binding,
  cluster: Known<ClusterKey>,
): Known<TargetGroupKey> {
  if ("key" in binding) {
    return binding.key;
  }
  const { targetGroup } = binding;
  if (isUnknown(targetGroup)) {
    return UNKNOWN;
  }
  const { region } = identityOfCluster(cluster) ?? {};
  return keys.of("targetGroup", { region, ...targetGroup });

  function identityOfCluster(key: Known<ClusterKey>): Identity | undefined {
    return isUnknown(key) ? undefined : keys.identityOf("cluster", key);
  }
}

/** Pods are bound to target groups of their own region, and a stack with only Helm does not name it. */
function inRegionOf(
  { plan: { keys } }: Found,
  cluster: Known<ClusterKey>,
  targetGroup: Known<TargetGroupKey>,
): Known<ClusterKey> {
  if (isUnknown(cluster) || isUnknown(targetGroup)) {
    return cluster;
  }
  const identity = keys.identityOf("cluster", cluster);
  const region = keys.identityOf("targetGroup", targetGroup)?.region;
  return identity === undefined || identity.region !== undefined || region === undefined
    ? cluster
    : keys.of("cluster", { ...identity, region });
}
