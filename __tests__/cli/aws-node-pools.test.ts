import { nodePoolsIn } from "../../cli/aws/node-pools";

const claim = (pool: string, nodeName: string, drifted: string) => ({
  metadata: { name: `claim-${nodeName}`, labels: { "karpenter.sh/nodepool": pool } },
  status: {
    nodeName,
    conditions: [
      { type: "Ready", status: "True" },
      { type: "Drifted", status: drifted },
    ],
  },
});

const pod = (name: string, more: { readonly annotations?: object; readonly phase?: string } = {}) => ({
  metadata: { namespace: "webapp", name, labels: { app: name }, annotations: more.annotations ?? {} },
  status: { phase: more.phase ?? "Running" },
});

const budget = (app: string, disruptionsAllowed: number) => ({
  metadata: { namespace: "webapp", name: `budget-${app}` },
  spec: { selector: { matchLabels: { app } } },
  status: { disruptionsAllowed },
});

const pool = {
  metadata: { name: "workers-v1" },
  spec: { limits: { cpu: 8 }, disruption: { budgets: [{ nodes: "0", reasons: ["Drifted"] }] } },
  status: { resources: { cpu: "8" } },
};

test("a pool has its drifted nodes, and the pods on them that cannot be evicted", () => {
  const doNotDisrupt = { annotations: { "karpenter.sh/do-not-disrupt": "true" } };
  const objects = {
    pools: [pool, { metadata: { name: "default" }, spec: {} }],
    claims: [
      claim("workers-v1", "ip-1", "True"),
      claim("workers-v1", "ip-2", "False"),
      claim("default", "ip-3", "True"),
    ],
    podDisruptionBudgets: [budget("held", 0), budget("free", 1)],
    pods: new Map([
      [
        "ip-1",
        [
          pod("held"),
          pod("free"),
          pod("job", doNotDisrupt),
          pod("done", { ...doNotDisrupt, phase: "Succeeded" }),
        ],
      ],
      ["ip-2", [pod("other", doNotDisrupt)]],
      ["ip-3", []],
    ]),
  };
  expect(nodePoolsIn(objects)).toEqual([
    { name: "default", budgets: [{ nodes: "10%" }], limits: {}, resources: {}, drifted: 1, blocking: [] },
    {
      name: "workers-v1",
      budgets: [{ nodes: "0", reasons: ["Drifted"] }],
      limits: { cpu: "8" },
      resources: { cpu: "8" },
      drifted: 1,
      blocking: ["webapp/held (PodDisruptionBudget budget-held allows 0)", "webapp/job (do-not-disrupt)"],
    },
  ]);
});
