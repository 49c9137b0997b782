import { type AddonState, type FleetState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { addonState, clusterState, saidBy, stepBetween } from "../state";

const RULE = "addon-removed";
const CLUSTER = { clusters: [clusterState()] };

const removed = (state: Partial<AddonState>, after: Partial<FleetState> = CLUSTER) =>
  saidBy(RULE, stepBetween({ ...CLUSTER, addons: [addonState(state)] }, after));

test.each([
  ["vpc-cni", "no new pod gets an address"],
  ["kube-proxy", "new nodes do not route to services"],
  ["coredns", "no pod resolves the name of a service"],
  ["aws-ebs-csi-driver", "no volume is attached"],
  ["aws-efs-csi-driver", "no volume is mounted"],
  ["eks-pod-identity-agent", "pods get no credentials from Pod Identity"],
])("%s is not removed from a cluster that stays", (addonName, harm) => {
  expect(removed({ addonName })).toEqual([
    `error stack/alpha/addon: add-on ${addonName} of cluster alpha-kr-a would be removed with what it runs: ${harm} without it. Restore it, or set preserve = true first, in a separate change, to keep what it runs`,
  ]);
});

test("an add-on that is applied with preserve passes, and so does one that pods do without", () => {
  expect(removed({ addonName: "vpc-cni", isPreserved: true })).toEqual([]);
  expect(removed({ addonName: "adot" })).toEqual([]);
});

test("an add-on that goes with its whole cluster passes; one of a cluster in another plan does not", () => {
  expect(removed({ addonName: "coredns" }, {})).toEqual([]);
  const step = stepBetween({ addons: [addonState({ addonName: "coredns" })] }, {});
  expect(saidBy(RULE, step)).toEqual([
    "error stack/alpha/addon: add-on coredns of cluster alpha-kr-a would be removed with what it runs: no pod resolves the name of a service without it. Restore it, or set preserve = true first, in a separate change, to keep what it runs",
  ]);
});

test("an add-on that Terraform only forgets passes: it stays", () => {
  const step = stepBetween({ ...CLUSTER, addons: [addonState()] }, CLUSTER);
  expect(saidBy(RULE, { ...step, resources: [] })).toEqual([]);
});

test("rejects a replaced add-on and names the attribute, unless the add-on is preserved", () => {
  const replaced = (state: Partial<AddonState>) =>
    saidBy(
      RULE,
      stepBetween(
        { ...CLUSTER, addons: [addonState(state)] },
        { ...CLUSTER, addons: [addonState({ ...state, cluster: UNKNOWN })] },
        { "stack/alpha/addon": { action: "replace", replacedFor: ["cluster_name"] } },
      ),
    );
  expect(replaced({ addonName: "vpc-cni" })).toEqual([
    "error stack/alpha/addon: add-on vpc-cni of cluster alpha-kr-a would be replaced, because cluster_name changes: no new pod gets an address in between. Keep it as it is, or set preserve = true first, in a separate change",
  ]);
  expect(replaced({ addonName: "vpc-cni", isPreserved: true })).toEqual([]);
});

test("rejects an add-on that moves to another address without a moved block, also with preserve", () => {
  const moved = (state: Partial<AddonState>) =>
    saidBy(
      RULE,
      stepBetween(
        { ...CLUSTER, addons: [addonState(state)] },
        { ...CLUSTER, addons: [addonState({ ...state, address: "stack/alpha/before-compute" })] },
      ),
    );
  const expected = [
    "error stack/alpha/addon: add-on adot of cluster alpha-kr-a would be recreated: it is destroyed here and created again at stack/alpha/before-compute. Tell Terraform that it moves, with a moved block (from stack/alpha/addon, to stack/alpha/before-compute)",
  ];
  expect(moved({ addonName: "adot" })).toEqual(expected);
  expect(moved({ addonName: "adot", isPreserved: true })).toEqual(expected);
});
