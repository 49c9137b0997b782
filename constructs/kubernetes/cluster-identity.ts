import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { encodeIdentity, identityConfigMap } from "../../upgrade/eks/cluster-identity";
import { clusterNameProblems } from "../checks/cluster-name";
import { rightTypes } from "../checks/right-types";
import { wordProblems } from "../checks/values";
import { declarePart, keyNamed, placeOf } from "../fleet-part";
import { clusterNameInCode } from "../own-names";
import { reportAtSynthesis, stateOf } from "../validation";

export interface ClusterIdentityProps {
  /** The cluster that the provider reaches. */
  readonly clusterName: string;
  /** The clusters of which at most one is active: "alpha-kr". */
  readonly group: string;
  /** "a" */
  readonly slot: string;
  /**
   * "active" in the cluster that runs the jobs which only one cluster can run. Changed in place. Pods see it when they read
   * it again. To make another cluster active, first make this one passive in a step of its own.
   */
  readonly state: "active" | "passive";
  /** @default - the Kubernetes provider of the stack */
  readonly provider?: TerraformProvider;
}

/**
 * Says to pods which cluster they are in, and whether it is the active one. Only the active cluster runs jobs that must run
 * once: CronJobs, consumers of a queue. It is a ConfigMap `cluster-identity` in the namespace `kube-public`, which every
 * service account can read. It has `name`, `group`, `slot` and `active` ("true" or "false").
 *
 * It is independent of weights: a cluster without traffic can be the active one.
 */
export class ClusterIdentity extends Construct {
  /** The ConfigMap, for resources that depend on it. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ClusterIdentityProps) {
    super(scope, id);
    props = rightTypes(this, "ClusterIdentityProps", props);
    const { clusterName, group, slot, state, provider } = props;
    this.dependable = new ConfigMapV1(this, "Default", {
      metadata: identityConfigMap,
      data: encodeIdentity({ clusterName, group, slot, isActive: state === "active" }),
      provider,
    });
    const reader = "cluster-identity-reader";
    const role = new RoleV1(this, "reader", {
      metadata: { name: reader, namespace: identityConfigMap.namespace },
      rule: [
        {
          apiGroups: [""],
          resources: ["configmaps"],
          resourceNames: [identityConfigMap.name],
          verbs: ["get"],
        },
      ],
      provider,
    });
    new RoleBindingV1(this, "readers", {
      metadata: { name: reader, namespace: identityConfigMap.namespace },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: reader },
      subject: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:serviceaccounts" }],
      dependsOn: [role],
      provider,
    });
    declarePart(this, () => ({
      identities: [
        {
          ...placeOf(this),
          cluster: keyNamed("cluster", this, clusterName),
          clusterName: stateOf(clusterNameInCode(this, clusterName)),
          group: stateOf(group),
          isActive: state === "active",
        },
      ],
    }));
    reportAtSynthesis(this, () => [
      ...clusterNameProblems(this, clusterName),
      ...wordProblems("group", group, 'the clusters of which one is active, like "alpha-kr"'),
      ...wordProblems("slot", slot, 'the place of the cluster in its group, like "a"'),
    ]);
  }
}
