/*
 * Converts resources of Terraform's Kubernetes provider to objects of the API: singular block names with underscores
 * become names of the API.
 */

type Plain = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_cluster_role_binding_v1: ["rbac.authorization.k8s.io/v1", "ClusterRoleBinding"],
  kubernetes_cluster_role_v1: ["rbac.authorization.k8s.io/v1", "ClusterRole"],
  kubernetes_config_map_v1: ["v1", "ConfigMap"],
  kubernetes_job_v1: ["batch/v1", "Job"],
  kubernetes_namespace_v1: ["v1", "Namespace"],
  kubernetes_role_binding_v1: ["rbac.authorization.k8s.io/v1", "RoleBinding"],
  kubernetes_role_v1: ["rbac.authorization.k8s.io/v1", "Role"],
  kubernetes_service_account_v1: ["v1", "ServiceAccount"],
};

const PLURALS: Readonly<Record<string, string>> = {
  container: "containers",
  initContainer: "initContainers",
  nodeSelectorTerm: "nodeSelectorTerms",
  rule: "rules",
  subject: "subjects",
  toleration: "tolerations",
  volume: "volumes",
  volumeMount: "volumeMounts",
};

/** Arguments of Terraform that are not part of the object. */
const META = ["//", "depends_on", "lifecycle", "provider", "timeouts", "wait_for_completion"];

/** The objects of a synthesized stack, in the order of their kinds. */
export function objectsOf(resource: Readonly<Record<string, Readonly<Record<string, Plain>>>>): object[] {
  return Object.entries(KINDS).flatMap(([type, [apiVersion, kind]]) =>
    Object.values(resource[type] ?? {}).map((attributes) => ({
      apiVersion,
      kind,
      ...object(Object.entries(attributes).filter(([name]) => !META.includes(name))),
    })),
  );
}

function object(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const camel = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      // Maps with arbitrary keys.
      if (["annotations", "data", "labels", "limits", "requests"].includes(camel)) {
        return [camel, value];
      }
      return [PLURALS[camel] ?? camel, camel === "runAsUser" ? Number(value) : converted(value)];
    }),
  );
}

function converted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(converted);
  }
  return typeof value === "object" && value !== null ? object(Object.entries(value)) : value;
}
