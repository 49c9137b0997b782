import type { Gift } from "../../fleet/links";
import { ifKnown, isUnknown } from "../../fleet/state";
import { get, getText } from "../json";
import type { Found } from "../resources/resource-reader";
import { documentsIn } from "../yaml";
import { idOf, type LinkReader, NOTHING, naming, receiver } from "./link";

/** Entries of this kind let nodes join. */
const NODE_ENTRY = /^(EC2|EC2_LINUX|EC2_WINDOWS|HYBRID_LINUX|HYPERPOD_LINUX|FARGATE_LINUX)$/;

const ADMIN_POLICY = /AmazonEKSClusterAdminPolicy$/;

export const accessLinks: readonly LinkReader[] = [
  {
    types: ["kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data"],
    read(found) {
      const metadata = found.side.block("metadata");
      return metadata?.text("name") === "aws-auth"
        ? {
            label: "the ConfigMap aws-auth",
            ids: [],
            cluster: found.clusterOfProvider(),
            names: isUnknown(found.side.entry("data", "mapRoles")) ? rolesByReference(found) : [],
            gives: mapped(found),
          }
        : undefined;
    },
  },
  {
    types: ["aws_eks_access_entry"],
    read(found) {
      const { side } = found;
      const principal = receiver("role", side.text("principal_arn"));
      const type = ifKnown(side.text("type")) ?? "STANDARD";
      const isOfNodes = NODE_ENTRY.test(type);
      const groups = ifKnown(side.texts("kubernetes_groups")) ?? [];
      return {
        label: `the access entry of ${principal.replace("role:", "")}`,
        isUser: isOfNodes ? true : undefined,
        ids: [],
        cluster: found.clusterNamed(),
        names: isOfNodes ? naming(found, "role", "principal_arn", side.text("principal_arn")) : [],
        gives: [
          {
            kind: "access",
            to: "",
            value: principal === "" ? found.address : principal,
            access: { by: "entry", isOfNodes, isAdmin: groups.includes("system:masters") },
          },
        ],
      };
    },
  },
  {
    types: ["aws_eks_access_policy_association"],
    read(found) {
      const { side } = found;
      const principal = receiver("role", side.text("principal_arn"));
      const policy = ifKnown(side.text("policy_arn")) ?? "";
      return {
        ...NOTHING,
        label: `the access policy of ${principal.replace("role:", "")}`,
        cluster: found.clusterNamed(),
        gives: [
          {
            kind: "access",
            to: "",
            value: `${principal} ${policy.slice(policy.lastIndexOf("/") + 1)}`,
            access: { by: "policy", isOfNodes: false, isAdmin: ADMIN_POLICY.test(policy) },
          },
        ],
      };
    },
  },
];

function mapped({ side }: Found): readonly Gift[] {
  return [
    ...rowsIn(side.entry("data", "mapRoles"), "rolearn"),
    ...rowsIn(side.entry("data", "mapUsers"), "userarn"),
  ];
}

function rowsIn(text: ReturnType<Found["side"]["entry"]>, name: string): readonly Gift[] {
  const documents = typeof text === "string" ? documentsIn(text) : [];
  const rows = isUnknown(documents) ? undefined : documents[0];
  return (Array.isArray(rows) ? rows : []).flatMap((row: unknown): readonly Gift[] => {
    const principal = getText(row, name);
    const groups = get(row, "groups");
    const names: readonly unknown[] = Array.isArray(groups) ? groups : [];
    return principal === undefined
      ? []
      : [
          {
            kind: "access",
            to: "",
            value: idOf("role", principal),
            access: {
              by: "aws-auth",
              isOfNodes: names.includes("system:nodes"),
              isAdmin: names.includes("system:masters"),
            },
          },
        ];
  });
}

/** The roles that a map with values known after apply refers to. */
function rolesByReference(found: Found) {
  return naming(found, "role", "data", { unknown: true });
}
