import { nodesIn } from "../../cli/aws/nodes";

const node = (name: string, labels: object, ready: string) => ({
  metadata: { name, labels },
  status: {
    nodeInfo: { kubeletVersion: "v1.33.5-eks-3abbec1" },
    conditions: [
      { type: "MemoryPressure", status: "False" },
      { type: "Ready", status: ready },
    ],
  },
});

test("a Kubernetes node list has each node's kubelet, whether it is ready, and its node group", () => {
  const items = [
    node("ip-3", { "eks.amazonaws.com/compute-type": "fargate" }, "True"),
    node("ip-1", { "eks.amazonaws.com/nodegroup": "workers-v1" }, "True"),
    node("ip-2", { "karpenter.sh/nodepool": "default" }, "Unknown"),
    { metadata: { name: "ip-4" }, status: {} },
  ];
  const kubelet = "v1.33.5-eks-3abbec1";
  expect(nodesIn({ kind: "NodeList", items })).toEqual([
    { name: "ip-1", group: "node group workers-v1", kubelet, isReady: true },
    { name: "ip-2", group: "node pool default", kubelet, isReady: false },
    { name: "ip-3", group: "Fargate", kubelet, isReady: true },
    { name: "ip-4", group: "no managed group", kubelet: "", isReady: false },
  ]);
});
