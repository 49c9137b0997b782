import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { declared } from "../../../upgrade/fleet/change";
import { judge, rules } from "../../../upgrade/rules/rules";
import { BEFORE_OLDEST, NEWEST, NEXT, OLDEST, WITH_NEXT } from "../../fixtures/minors";
import { cluster, findings } from "./state";

test("the ids and severities of the rules are pinned: waivers and reports refer to them", () => {
  expect(rules.map(({ id, severity }) => [id, severity])).toEqual([
    ["kubernetes-version-known", "error"],
    ["kubernetes-version-supported", "error"],
    ["control-plane-one-minor", "error"],
    ["control-plane-decrease", "error"],
    ["node-group-version-skew", "error"],
    ["node-pool-version", "error"],
    ["drift-not-held", "warning"],
    ["node-group-born-at-cluster-version", "error"],
    ["node-group-version-decrease", "error"],
    ["ami-type-supported", "error"],
    ["ami-release-fits", "error"],
    ["addon-version-fits", "error"],
    ["addon-version-known", "warning"],
    ["addon-one-minor", "error"],
    ["addon-ahead-of-control-plane", "error"],
    ["addon-version-decrease", "warning"],
    ["addon-removed", "error"],
    ["unpinned-version", "warning"],
    ["upgrade-policy-automatic", "warning"],
    ["release-supports-kubernetes", "error"],
    ["karpenter-crds-match", "error"],
    ["one-change-at-a-time", "error"],
    ["last-capacity", "error"],
    ["node-pool-limited", "error"],
    ["karpenter-without-nodes", "error"],
    ["cordon-without-successor", "error"],
    ["successor-capacity", "error"],
    ["successor-coverage", "error"],
    ["receiving-cluster-capacity", "error"],
    ["phase-order", "warning"],
    ["node-group-retired-undrained", "error"],
    ["node-group-removed-with-nodes", "error"],
    ["node-group-removed-uncordoned", "error"],
    ["node-pool-removed", "error"],
    ["other-nodes-removed", "error"],
    ["cluster-removed-while-protected", "error"],
    ["cluster-removed-in-use", "error"],
    ["cluster-removed-with-traffic", "error"],
    ["cluster-removed-with-workload", "error"],
    ["target-group-removed-with-traffic", "error"],
    ["last-listener-removed", "error"],
    ["controller-removed-before-bindings", "error"],
    ["in-use-removed", "error"],
    ["policy-in-use-detached", "error"],
    ["network-in-use-removed", "error"],
    ["pod-credentials-removed", "error"],
    ["node-access-removed", "error"],
    ["cluster-access-removed", "error"],
    ["cluster-replaced", "error"],
    ["imported-and-destroyed", "error"],
    ["node-group-in-use-replaced", "error"],
    ["target-group-in-use-replaced", "error"],
    ["binding-in-use-replaced", "error"],
    ["load-balancer-replaced", "error"],
    ["weights-all-zero", "error"],
    ["weight-without-cluster", "error"],
    ["requests-lost", "error"],
    ["routes-disagree", "error"],
    ["weight-jump", "warning"],
    ["shift-and-removal", "error"],
    ["new-target-group-with-traffic", "error"],
    ["stickiness-outlasts-shift", "warning"],
    ["target-group-shared", "error"],
    ["record-not-checked", "error"],
    ["record-set-split", "error"],
    ["record-replaced", "error"],
    ["record-to-new-load-balancer", "error"],
    ["record-target-removed", "error"],
    ["haproxy-configuration", "error"],
    ["active-cluster-hand-over", "error"],
    ["force-update", "error"],
    ["no-execute-taint", "error"],
    ["taint-added", "warning"],
    ["scale-in-of-active-group", "error"],
    ["scaling-with-other-changes", "error"],
    ["launch-template-latest", "warning"],
    ["node-pool-ami-latest", "warning"],
    ["node-pool-budget", "error"],
    ["node-pool-expiry", "warning"],
    ["two-autoscalers", "warning"],
    ["public-endpoint-open", "error"],
    ["private-endpoint-off", "error"],
    ["old-tls-policy", "error"],
    ["secrets-encryption-removed", "error"],
    ["protection-off", "warning"],
    ["action-invoked", "error"],
  ]);
});

test("every rule says where it comes from", () => {
  expect(rules.filter(({ source }) => source.trim() === "")).toEqual([]);
});

test("a state without faults has no findings", () => {
  const state = cluster("1.34", {
    nodes: { version: "1.34", amiType: "AL2023_x86_64_STANDARD" },
    addon: { addonVersion: "v1.13.2-eksbuild.24" },
  });
  expect(findings(state)).toEqual([]);
});

test("a finding has the address of what it is about, and the findings are in the order of the rules", () => {
  const state = cluster("1.34", {
    nodes: { version: "1.35", amiType: "AL2_x86_64" },
    addon: { addonVersion: "v1.99.0-eksbuild.1" },
  });
  expect(
    judge({ ...declared(state), catalog: Catalog.DATED }).map(({ rule, address }) => [rule, address]),
  ).toEqual([
    ["node-group-version-skew", "stack/alpha/workers-v1"],
    ["ami-type-supported", "stack/alpha/workers-v1"],
    ["addon-version-known", "stack/alpha/addon"],
  ]);
});

test("no rule judges what is missing or malformed", () => {
  expect(
    findings(cluster("latest", { nodes: { version: "1.35" }, addon: { addonVersion: "v1.1.0-eksbuild.1" } })),
  ).toEqual([]);
  expect(
    findings(
      cluster("1.34", { nodes: { version: "1.34.2", amiType: "AL3" }, addon: { addonVersion: "latest" } }),
    ),
  ).toEqual([]);
  const bare = cluster("1.34", { nodes: {}, addon: {} });
  expect(findings(bare).filter((finding) => !finding.includes("unpinned-version"))).toEqual([]);
});

test("a judgement is pure: the same state has the same findings, and stays as it was", () => {
  const state = cluster("1.34", {
    nodes: { version: "1.30" },
    addon: { addonVersion: "v1.99.0-eksbuild.1" },
  });
  const before = JSON.stringify(state);
  expect(findings(state)).toEqual(findings(state));
  expect(JSON.stringify(state)).toBe(before);
});

describe("kubernetes-version-known", () => {
  const message = (version: string) =>
    `error kubernetes-version-known: cluster alpha-kr-a has Kubernetes ${version}: the catalog of EKS versions has ${OLDEST} to ${NEWEST}. Use one of these, or add ${version} to a catalog file of your own if EKS has it by now`;

  test.each([OLDEST, NEWEST])("passes %s", (version) => {
    expect(findings(cluster(version))).toEqual([]);
  });

  test.each([BEFORE_OLDEST, NEXT])("fails %s", (version) => {
    expect(findings(cluster(version))).toEqual([message(version)]);
  });

  test("passes a version from a catalog of one's own", () => {
    expect(findings(cluster(NEXT), WITH_NEXT)).toEqual([]);
  });
});

describe("ami-type-supported", () => {
  test.each([
    ["1.32", "AL2_x86_64"],
    ["1.32", "AL2_ARM_64"],
    ["1.33", "AL2023_x86_64_STANDARD"],
    ["1.34", "BOTTLEROCKET_ARM_64"],
    ["1.34", "CUSTOM"],
  ])("passes Kubernetes %s with %s", (version, amiType) => {
    expect(findings(cluster(version, { nodes: { version, amiType } }))).toEqual([]);
  });

  test.each([
    ["1.33", "AL2_x86_64"],
    ["1.33", "AL2_x86_64_GPU"],
    ["1.34", "AL2_ARM_64"],
  ])("fails Kubernetes %s with %s", (version, amiType) => {
    expect(findings(cluster(version, { nodes: { version, amiType } }))).toEqual([
      `error ami-type-supported: node group workers-v1 has the AMI type ${amiType} and Kubernetes ${version}: the last version with an Amazon Linux 2 AMI is 1.32. Move to a second node group with an AL2023 type, because the AMI type of a group cannot change in place`,
    ]);
  });

  test("looks at the version of the nodes, not at the control plane's", () => {
    expect(findings(cluster("1.33", { nodes: { version: "1.32", amiType: "AL2_x86_64" } }))).toEqual([]);
  });
});

describe("node-group-version-skew", () => {
  test.each([
    ["1.34", "1.34"],
    ["1.34", "1.31"],
    ["1.28", "1.25"],
    ["1.27", "1.25"],
    ["1.26", "1.24"],
  ])("passes a control plane of %s with nodes of %s", (version, nodes) => {
    expect(findings(cluster(version, { nodes: { version: nodes } }))).toEqual([]);
  });

  test.each([
    ["1.34", "1.35"],
    ["1.34", "1.36"],
  ])("fails a control plane of %s with nodes of %s, which would lead it", (version, nodes) => {
    expect(findings(cluster(version, { nodes: { version: nodes } }))).toEqual([
      `error node-group-version-skew: node group workers-v1 would run Kubernetes ${nodes} under a control plane with ${version}: nodes must not be newer than cluster alpha-kr-a. Upgrade the control plane first, or give the nodes ${version} or older`,
    ]);
  });

  test.each([
    ["1.34", "1.30", "1.31"],
    ["1.28", "1.24", "1.25"],
    ["1.27", "1.24", "1.25"],
    ["1.26", "1.23", "1.24"],
  ])(
    "fails a control plane of %s with nodes of %s, for they may be %s or newer",
    (version, nodes, oldest) => {
      expect(findings(cluster(version, { nodes: { version: nodes } }))).toEqual([
        `error node-group-version-skew: node group workers-v1 runs Kubernetes ${nodes} under a control plane with ${version}: nodes of cluster alpha-kr-a must have ${oldest} or newer. Upgrade the nodes before the control plane`,
      ]);
    },
  );

  test.each(["active", "cordoned", "draining", "retired"] as const)(
    "judges %s nodes all the same",
    (phase) => {
      expect(findings(cluster("1.34", { nodes: { version: "1.30", phase } }))).toHaveLength(1);
    },
  );
});
