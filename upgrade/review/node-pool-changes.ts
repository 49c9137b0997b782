import type { NodePoolState } from "../fleet/state";
import { ifKnown } from "../fleet/state";
import {
  type Changed,
  differs,
  type Facet,
  facet,
  facetsOf,
  fromTo,
  none,
  open,
  otherFacets,
  said,
} from "./reviewed-change";

/** What a change does to a node pool and its node class, which one release may hold. */
export function nodePoolFacets({ resource, before, after }: Changed<NodePoolState>): readonly Facet[] {
  return facetsOf(resource, "", {
    create: facet("node-pool-create", `created${ofVersion(after)}`, open("remove it: its nodes are drained")),
    delete: facet(
      "node-pool-remove",
      "removed: its nodes are drained",
      none("its nodes cannot be created again"),
    ),
    replace: none("its nodes are drained"),
    update: () =>
      before === undefined || after === undefined
        ? otherFacets(resource, [])
        : updates(before, after, resource),
  });
}

function ofVersion(pool: NodePoolState | undefined): string {
  const version = ifKnown(pool?.version);
  return version === undefined ? "" : ` (${version})`;
}

function updates(
  before: NodePoolState,
  after: NodePoolState,
  resource: Changed<NodePoolState>["resource"],
): readonly Facet[] {
  const drift = fromTo(before.drift, after.drift);
  const phase = fromTo(before.phase, after.phase);
  const [ami, version] = [fromTo(before.amiAlias, after.amiAlias), fromTo(before.version, after.version)];
  const [limits, budgets] = [differs(before.limits, after.limits), differs(before.budgets, after.budgets)];
  const facets = [
    ...(drift === undefined
      ? []
      : [
          after.drift === "held"
            ? facet("drift-hold", "drift held", open("release drift: nodes that differ are replaced"))
            : facet("drift-release", `drift ${said(after.drift)}`, none("nodes that are replaced stay so")),
        ]),
    ...(version === undefined ? [] : [facet("drift-release", `version ${version}`)]),
    ...(phase === undefined ? [] : [facet("node-pool-limit", `phase ${phase}`, open("set its phase back"))]),
    ...(ami === undefined
      ? []
      : [facet("node-pool-roll", `AMI ${ami}`, open("set the AMI back: nodes are replaced again"))]),
    ...(limits && phase === undefined ? [facet("other", "limits changed", open("set them back"))] : []),
    ...(budgets && drift === undefined ? [facet("other", "budgets changed", open("set them back"))] : []),
    ...(TEMPLATE.some((name) => differs(before[name], after[name]))
      ? [facet("node-pool-roll", "nodes changed", open("set it back: nodes are replaced again"))]
      : []),
  ];
  // What is read of the pool explains the text that holds it.
  return facets.length === 0 ? otherFacets(resource, []) : [...facets, ...otherFacets(resource, TEXTS)];
}

/** What the nodes of a pool are compared with. */
const TEMPLATE = ["labels", "taints", "requirements", "expireAfter", "terminationGracePeriod"] as const;

/** The attributes that hold manifests. */
const TEXTS = ["values", "manifest", "yaml_body", "yaml_body_parsed", "object", "metadata"];
