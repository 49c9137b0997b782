import fc from "fast-check";
import type { AddonOptions } from "../../../constructs/eks/addon";
import type { Cluster } from "../../../constructs/eks/cluster";
import { AddonVersion } from "../../../upgrade/eks/addon-version";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { type Synthesized, synthesize } from "../../synthesize";
import { CLUSTER_NAME, only, problemsAt, warningsOf, withCluster, workers } from "./fixtures";

const COREDNS = "v1.13.2-eksbuild.24";
const ROLE = "arn:aws:iam::123456789012:role/addon";

const withAddon = (id: string, options: Partial<AddonOptions> = {}, catalog?: Catalog) =>
  withCluster(catalog === undefined ? {} : { catalog }, (cluster) => {
    cluster.addAddon(id, { addonVersion: COREDNS, ...options });
  });

const addonOf = (options: Partial<AddonOptions>) =>
  only(synthesize(withAddon("coredns", options)), "aws_eks_addon");

test("an add-on has its id as its name, is pinned to its build, and keeps settings made in the cluster", () => {
  expect(addonOf({})).toEqual({
    cluster_name: CLUSTER_NAME,
    addon_name: "coredns",
    addon_version: COREDNS,
    depends_on: [],
    resolve_conflicts_on_create: "OVERWRITE",
    resolve_conflicts_on_update: "PRESERVE",
  });
});

test.each([
  ["addonVersion as a value", { addonVersion: AddonVersion.of(COREDNS) }, { addon_version: COREDNS }],
  ["addonName", { addonName: "vpc-cni", addonVersion: "v1.23.1-eksbuild.1" }, { addon_name: "vpc-cni" }],
  [
    "configurationValues",
    { configurationValues: { replicaCount: 3 } },
    { configuration_values: '{"replicaCount":3}' },
  ],
  [
    "resolveConflictsOnUpdate",
    { resolveConflictsOnUpdate: "OVERWRITE" },
    { resolve_conflicts_on_update: "OVERWRITE" },
  ],
  ["serviceAccountRoleArn", { serviceAccountRoleArn: ROLE }, { service_account_role_arn: ROLE }],
  [
    "podIdentityAssociations",
    { podIdentityAssociations: [{ serviceAccount: "coredns", roleArn: ROLE }] },
    { pod_identity_association: [{ service_account: "coredns", role_arn: ROLE }] },
  ],
] as const)("%s reaches the resource", (_name, options, attributes) => {
  expect(addonOf(options)).toMatchObject(attributes);
});

const otherMinor =
  '[stack/alpha-kr-a/coredns] coredns v1.14.0-eksbuild.1 may be incompatible with Kubernetes 1.34: the catalog has v1.12 to v1.13 for it, and its list is not complete. Check it with "aws eks describe-addon-versions --addon-name coredns --kubernetes-version 1.34" (addon-version-known)';
const malformed =
  'addonVersion: "1.13.2" is not an add-on version: EKS names its builds as in "v1.34.6-eksbuild.29"; "aws eks describe-addon-versions" lists them';
const unknown =
  '[stack/alpha-kr-a/coredns] coredns v1.13.9-eksbuild.1 is not in the catalog: for Kubernetes 1.34 it has v1.12.4-eksbuild.38, v1.13.2-eksbuild.11, v1.13.2-eksbuild.24. Check it with "aws eks describe-addon-versions --addon-name coredns --kubernetes-version 1.34" (addon-version-known)';

describe.each([
  ["a build that the catalog has", COREDNS, [], []],
  ["an unknown build whose minor fits", "v1.13.9-eksbuild.1", [], [unknown]],
  ["a build for another minor", "v1.14.0-eksbuild.1", [], [otherMinor]],
  ["a malformed build", "1.13.2", [malformed], undefined],
])("%s", (_what, addonVersion, problems, warnings) => {
  test(problems.length === 0 ? "is accepted" : "is rejected", () => {
    expect(problemsAt("alpha-kr-a/coredns", withAddon("coredns", { addonVersion }))).toEqual(problems);
  });

  if (warnings !== undefined) {
    test(warnings.length === 0 ? "has no warning" : "has a warning", () => {
      expect(warningsOf(withAddon("coredns", { addonVersion }))).toEqual(warnings);
    });
  }
});

test("a build that only the user's catalog has is compatible", () => {
  const addonVersion = "v1.14.0-eksbuild.1";
  const row = {
    addonName: "coredns",
    clusterVersion: "1.34",
    addonVersion,
    evidence: "observed",
    asOf: "2026",
    source: "a test",
  };
  const build = withAddon("coredns", { addonVersion }, Catalog.DATED.with({ addonVersions: [row] }));
  expect(problemsAt("alpha-kr-a/coredns", build)).toEqual([]);
  expect(warningsOf(build)).toEqual([]);
});

/** The parts of a cluster, by name. They can be added in any order. */
const parts: Readonly<Record<string, (cluster: Cluster) => void>> = {
  "vpc-cni": (cluster) => cluster.addAddon("vpc-cni", { addonVersion: "v1.23.1-eksbuild.1" }),
  "kube-proxy": (cluster) => cluster.addAddon("kube-proxy", { addonVersion: "v1.34.6-eksbuild.29" }),
  "eks-pod-identity-agent": (cluster) =>
    cluster.addAddon("eks-pod-identity-agent", { addonVersion: "v1.4.0-eksbuild.1" }),
  coredns: (cluster) => cluster.addAddon("coredns", { addonVersion: COREDNS }),
  "metrics-server": (cluster) => cluster.addAddon("metrics-server", { addonVersion: "v0.9.0-eksbuild.5" }),
  "workers-v1": (cluster) => cluster.addNodeGroup("workers-v1", workers),
  "workers-v2": (cluster) => cluster.addNodeGroup("workers-v2", workers),
};

const inOrder = (names: readonly string[]) =>
  synthesize(withCluster({}, (cluster) => names.forEach((name) => void parts[name]?.(cluster))));

/** The parts that a resource waits for, in the order of Terraform's list. */
function waitsFor({ resource }: Synthesized, type: string, name: string): readonly string[] {
  const [, attributes] =
    Object.entries(resource[type] ?? {}).find(([address]) => address.includes(`_${name}_`)) ?? [];
  const dependsOn = (attributes?.depends_on ?? []) as readonly string[];
  return Object.keys(parts).filter((part) =>
    dependsOn.some((address) => address.includes(`alpha-kr-a_${part}_`)),
  );
}

describe("the order of the parts of a cluster", () => {
  const everything = inOrder(Object.keys(parts));

  test.each(["workers-v1", "workers-v2"])("%s waits for the add-ons that nodes need", (name) => {
    expect(waitsFor(everything, "aws_eks_node_group", name)).toEqual([
      "vpc-cni",
      "kube-proxy",
      "eks-pod-identity-agent",
    ]);
  });

  test.each(["coredns", "metrics-server"])("%s waits for nodes", (name) => {
    expect(waitsFor(everything, "aws_eks_addon", name)).toEqual(["workers-v1", "workers-v2"]);
  });

  test.each(["vpc-cni", "kube-proxy", "eks-pod-identity-agent"])(
    "%s waits for nothing but the cluster",
    (name) => {
      expect(waitsFor(everything, "aws_eks_addon", name)).toEqual([]);
    },
  );

  test("depends on the name of an add-on, not on its id", () => {
    const synthesized = synthesize(
      withCluster({}, (cluster) => {
        cluster.addNodeGroup("workers-v1", workers);
        cluster.addAddon("network", { addonName: "vpc-cni", addonVersion: "v1.23.1-eksbuild.1" });
      }),
    );
    const dependsOn = only(synthesized, "aws_eks_node_group").depends_on as readonly string[];
    expect(
      dependsOn.filter((address) => address.startsWith("aws_eks_addon.alpha-kr-a_network_")),
    ).toHaveLength(1);
  });

  test("does not depend on the order in which they are added: Terraform gets the same bytes", () => {
    const expected = JSON.stringify(everything);
    const names = Object.keys(parts);
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (shuffled) => {
        expect(JSON.stringify(inOrder(shuffled))).toBe(expected);
      }),
      { numRuns: 8 },
    );
  });
});
