import { type Identity, Keys } from "../../../upgrade/fleet/key";
import { labelledIn, labelsOf } from "../../../upgrade/fleet/labels";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import { elsewhere, withDistinctKeys, withFilledKeys } from "../../../upgrade/fleet/resolve-keys";
import { type FleetState, isUnknown } from "../../../upgrade/fleet/state";
import { clusterState, nodeGroupState } from "../rules/state";

/** What plans hold: clusters, and node groups that name a cluster, each in a stack. */
interface Plans {
  readonly clusters: readonly (readonly [stack: string, identity: Identity])[];
  readonly groups?: readonly (readonly [stack: string, identity: Identity])[];
}

/** What each cluster, and the cluster of each node group, is called in the end. */
function resolved({ clusters, groups = [] }: Plans) {
  const keys = new Keys();
  const fleet: FleetState = mergedFleet([
    {
      clusters: clusters.map(([stack, identity]) =>
        clusterState({
          stack,
          address: `cluster.${stack}`,
          key: keys.of("cluster", identity),
          clusterName: identity.name,
          account: identity.account,
          region: identity.region,
        }),
      ),
      nodeGroups: groups.map(([stack, identity]) =>
        nodeGroupState({ stack, cluster: keys.of("cluster", identity) }),
      ),
    },
  ]);
  const filled = withFilledKeys([fleet], keys).states;
  const [state = fleet] = withDistinctKeys(filled, keys).states;
  const whole = { ...state, elsewhere: elsewhere([state], keys) };
  const labels = labelsOf(labelledIn("cluster", [whole]));
  return {
    clusters: state.clusters.map(({ key }) => labels.get(key)),
    groups: state.nodeGroups.map(({ cluster }) => (isUnknown(cluster) ? "unknown" : labels.get(cluster))),
  };
}

const [seoul, virginia] = ["ap-northeast-2", "us-east-1"];
const [dev, prod] = ["111111111111", "222222222222"];
const name = "main";

test("what names a cluster by less than all is matched to the one cluster that fits", () => {
  const clusters = [["cluster", { account: dev, region: seoul, name }]] as const;
  const groups = [{ name }, { region: seoul, name }, { account: dev, name }].map(
    (identity) => ["nodes", identity] as const,
  );
  expect(resolved({ clusters, groups }).groups).toEqual(Array(3).fill(`${seoul}/main`));
});

test("what one plan does not know of a cluster is filled in from what names it", () => {
  const { clusters, groups } = resolved({
    clusters: [["cluster", { name }]],
    groups: [["nodes", { account: dev, region: seoul, name }]],
  });
  expect([...clusters, ...groups]).toEqual([`${seoul}/main`, `${seoul}/main`]);
});

test("a known value that differs is another cluster", () => {
  const { groups } = resolved({
    clusters: [["cluster", { account: dev, region: seoul, name }]],
    groups: [
      ["nodes", { account: prod, region: seoul, name }],
      ["nodes", { region: virginia, name }],
    ],
  });
  expect(groups).toEqual([`${prod}/${seoul}/main`, `${virginia}/main`]);
});

test("a name that fits several clusters is unknown, but for the cluster of its own stack", () => {
  const clusters = [
    ["kr", { region: seoul, name }],
    ["us", { region: virginia, name }],
  ] as const;
  const groups = [
    ["kr", { name }],
    ["other", { name }],
    ["other", { region: virginia, name }],
  ] as const;
  expect(resolved({ clusters, groups }).groups).toEqual([`${seoul}/main`, "unknown", `${virginia}/main`]);
});

test("clusters that nothing but their stack tells apart have the stack in their label", () => {
  const { clusters, groups } = resolved({
    clusters: [
      ["dev", { region: seoul, name }],
      ["prod", { region: seoul, name }],
    ],
    groups: [
      ["dev", { region: seoul, name }],
      ["other", { region: seoul, name }],
    ],
  });
  expect(clusters).toEqual([`${seoul}/main (dev)`, `${seoul}/main (prod)`]);
  expect(groups).toEqual([`${seoul}/main (dev)`, "unknown"]);
});

test("a cluster of an unknown account is not taken for another stack's of a known one", () => {
  const { clusters } = resolved({
    clusters: [
      ["dev", { account: dev, region: seoul, name }],
      ["prod", { region: seoul, name }],
    ],
  });
  expect(new Set(clusters).size).toBe(2);
});
