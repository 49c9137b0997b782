import { isOfPlatform } from "../../eks/service-accounts";
import type { Gift } from "../../fleet/links";
import { ifKnown, isUnknown } from "../../fleet/state";
import { get } from "../json";
import type { Found } from "../resources/resource-reader";
import {
  documentIn,
  idOf,
  idsOf,
  type LinkReader,
  NOTHING,
  naming,
  receiver,
  textsIn,
  textsWithin,
} from "./link";

/** The name in the ARN of a policy, with its path: "AmazonEKSWorkerNodePolicy", "service-role/AmazonEBSCSIDriverPolicy". */
export function policyName(arn: string): string {
  return arn.replace(/^.*:policy\//, "").replace(/^service-role\//, "");
}

const policy = (role: string, arn: string): Gift => ({ kind: "policy", to: role, value: policyName(arn) });

export const iamLinks: readonly LinkReader[] = [
  {
    types: ["aws_iam_role"],
    read(found) {
      const { side, plan, instance } = found;
      const [role] = idsOf("role", side.text("name"), side.text("arn"));
      const arns = side.texts("managed_policy_arns");
      // If the code does not have it, the list also has what other resources attach.
      const accounts = serviceAccounts(side.text("assume_role_policy"));
      const serviceAccount = accounts.map(accountName).find(isOfPlatform);
      const isOwn = Array.isArray(
        plan.origins.valueOf(plan.expressionOf(instance, "managed_policy_arns"), instance),
      );
      return {
        label: `role ${ifKnown(side.text("name")) ?? "(known after apply)"}`,
        ...(serviceAccount === undefined ? {} : { serviceAccount }),
        ids: [...new Set(idsOf("role", side.text("name"), side.text("arn")))],
        names: trusted(side.text("assume_role_policy")).flatMap((text) =>
          text.includes(":oidc-provider/") ? [{ id: idOf("oidc", hostOf(text)) }] : [],
        ),
        gives:
          role === undefined
            ? []
            : [
                ...(isOwn && !isUnknown(arns) ? (arns ?? []).map((arn) => policy(role, arn)) : []),
                ...trusted(side.text("assume_role_policy")).map(
                  (value): Gift => ({ kind: "trust", to: role, value }),
                ),
                ...accounts.map((value): Gift => ({ kind: "trust", to: role, value })),
              ],
      };
    },
  },
  {
    types: ["aws_iam_role_policy_attachment"],
    read({ side }) {
      const [role, arn] = [receiver("role", side.text("role")), side.text("policy_arn")];
      return {
        ...NOTHING,
        label: `policy ${policyName(ifKnown(arn) ?? "(known after apply)")}`,
        gives: role === "" || typeof arn !== "string" ? [] : [policy(role, arn)],
      };
    },
  },
  {
    types: ["aws_iam_policy_attachment"],
    read({ side }) {
      const arn = side.text("policy_arn");
      return {
        ...NOTHING,
        label: `policy ${policyName(ifKnown(arn) ?? "(known after apply)")}`,
        gives:
          typeof arn === "string"
            ? textsIn(side, "roles").map((role) => policy(idOf("role", role), arn))
            : [],
      };
    },
  },
  {
    types: ["aws_iam_role_policy_attachments_exclusive"],
    read({ side }) {
      const role = receiver("role", side.text("role_name"));
      return {
        ...NOTHING,
        label: "the only policies of a role",
        gives: role === "" ? [] : textsIn(side, "policy_arns").map((arn) => policy(role, arn)),
      };
    },
  },
  {
    types: ["aws_iam_role_policy"],
    read({ side }) {
      const role = receiver("role", side.text("role"));
      const name = ifKnown(side.text("name")) ?? "(known after apply)";
      return {
        ...NOTHING,
        label: `policy ${name}`,
        gives: role === "" ? [] : [{ kind: "policy", to: role, value: `inline ${name}` }],
      };
    },
  },
  {
    types: ["aws_iam_instance_profile"],
    read(found) {
      const { side } = found;
      return {
        label: `instance profile ${ifKnown(side.text("name")) ?? "(known after apply)"}`,
        ids: idsOf("profile", side.text("name"), side.text("arn")),
        names: naming(found, "role", "role", side.text("role")),
        gives: [],
      };
    },
  },
  {
    types: ["aws_iam_openid_connect_provider"],
    read({ side }) {
      const [url, arn] = [side.text("url"), side.text("arn")];
      const ids = [url, arn].flatMap((text) =>
        typeof text === "string" ? [idOf("oidc", hostOf(text))] : [],
      );
      return {
        label: "the OIDC provider of the cluster",
        ids: [...new Set(ids)],
        names: [],
        gives: ids
          .slice(0, 1)
          .flatMap((to) =>
            textsIn(side, "client_id_list").map((value): Gift => ({ kind: "service", to, value })),
          ),
      };
    },
  },
  {
    types: ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"],
    read(found) {
      const { side } = found;
      const ids = idsOf("key", side.text("arn"), side.text("key_id"));
      const isOn = (side.flag("is_enabled") ?? side.flag("enabled") ?? true) !== false;
      return {
        label: `KMS key ${ifKnown(side.text("arn")) ?? found.address}`,
        ids,
        names: [],
        gives: ids
          .slice(0, 1)
          .flatMap((to): readonly Gift[] => (isOn ? [{ kind: "service", to, value: "enabled" }] : [])),
      };
    },
  },
];

/** "oidc.eks.eu-west-1.amazonaws.com/id/ABC" of a URL or of the ARN of the provider. */
export function hostOf(text: string): string {
  return text.replace(/^https:\/\//, "").replace(/^.*:oidc-provider\//, "");
}

function trusted(text: Parameters<typeof documentIn>[0]): readonly string[] {
  const statements = get(documentIn(text), "Statement");
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.flatMap((statement) => {
    const principal = get(statement, "Principal");
    return [get(principal, "Service"), get(principal, "Federated")].flatMap(textsWithin);
  });
}

/** "system:serviceaccount:kube-system:ebs-csi-controller-sa" in the conditions. */
function serviceAccounts(text: Parameters<typeof documentIn>[0]): readonly string[] {
  return [
    ...new Set(textsWithin(documentIn(text)).filter((each) => each.startsWith("system:serviceaccount:"))),
  ];
}

/** "kube-system/ebs-csi-controller-sa" */
function accountName(subject: string): string {
  return subject.replace("system:serviceaccount:", "").replace(":", "/");
}

/** Roles in the texts of a release or a manifest: annotations of service accounts. */
export function rolesIn(found: Found, texts: readonly string[]) {
  return texts.flatMap((text) =>
    [...text.matchAll(/arn:aws[\w-]*:iam::\d{12}:role\/([\w+=,.@/-]+)/g)].map(([, name]) => ({
      id: idOf("role", name ?? found.address),
    })),
  );
}
