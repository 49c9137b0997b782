import { ACCOUNT_ID, CALLER_ARN, eksArn, roleNameOf } from "./arns";
import { type Call, clusterOf, type Operations } from "./call";
import { inUse, invalidParameter, invalidRequest, notFound } from "./errors";
import { pageOf } from "./pages";
import type { EksCluster } from "./region";
import type { AccessEntry, AssociatedPolicy } from "./resources";
import { timestamp } from "./timestamp";

const TYPES = ["STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX"] as const;

const POLICIES = [
  "AmazonEKSAdminPolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
  "AmazonEKSSecretReaderPolicy",
  "AmazonEKSAutoNodePolicy",
].map((name) => ({ name, arn: `arn:aws:eks::aws:cluster-access-policy/${name}` }));

function rejectInConfigMapMode(cluster: EksCluster): void {
  if (cluster.value.accessConfig.authenticationMode !== "CONFIG_MAP") return;
  throw invalidRequest(
    `The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.`,
    { clusterName: cluster.name },
  );
}

interface NewEntry {
  readonly principalArn: string;
  readonly type: string;
  readonly kubernetesGroups: readonly string[];
  readonly username?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

function entryOf(call: Call, cluster: EksCluster, given: NewEntry): AccessEntry {
  const { principalArn, type } = given;
  const [kind, ...path] = principalArn.split(":").slice(5).join(":").split("/");
  const nodes = type === "EC2_LINUX" || type === "EC2_WINDOWS" || type === "EC2";
  const session = kind === "role" ? "/{{SessionName}}" : "";
  const usual = kind === "role" ? `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${path.at(-1)}` : principalArn;
  return {
    clusterName: cluster.name,
    principalArn,
    kubernetesGroups: nodes ? ["system:nodes"] : given.kubernetesGroups,
    accessEntryArn: eksArn(
      call.region.name,
      `access-entry/${cluster.name}/${kind}/${ACCOUNT_ID}/${path.at(-1)}/${call.region.ids.uuid()}`,
    ),
    createdAt: timestamp(call.now),
    modifiedAt: timestamp(call.now),
    tags: given.tags ?? {},
    username: given.username ?? (nodes ? "system:node:{{EC2PrivateDNSName}}" : `${usual}${session}`),
    type,
  };
}

/** The access entry of the creator, which EKS creates unless the request turns it off. */
export function bootstrapAccessEntry(call: Call, cluster: EksCluster): void {
  const principalArn = CALLER_ARN.replace(":sts:", ":iam:");
  cluster.accessEntries.set(
    principalArn,
    entryOf(call, cluster, { principalArn, type: "STANDARD", kubernetesGroups: [] }),
  );
  cluster.accessPolicies.set(principalArn, [
    associated(call, `arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`, {
      type: "cluster",
      namespaces: [],
    }),
  ]);
}

/** The nodes of a managed group need an entry for their role; EKS sees to it. */
export function joinedByNodes(call: Call, cluster: EksCluster, nodeRole: string): void {
  if (cluster.value.accessConfig.authenticationMode === "CONFIG_MAP") return;
  if (cluster.accessEntries.has(nodeRole)) return;
  cluster.accessEntries.set(
    nodeRole,
    entryOf(call, cluster, { principalArn: nodeRole, type: "EC2_LINUX", kubernetesGroups: [] }),
  );
}

/** With the last group of a role its entry goes too. */
export function leftByNodes(cluster: EksCluster, nodeRole: string): void {
  const stays = cluster.nodeGroups
    .values()
    .some((group) => group.nodeRole === nodeRole && group.status !== "DELETING");
  if (!stays) cluster.accessEntries.delete(nodeRole);
}

async function create(call: Call): Promise<object> {
  const { body } = call;
  const cluster = clusterOf(call);
  const subject = { clusterName: cluster.name };
  rejectInConfigMapMode(cluster);
  const principalArn = body.requiredString("principalArn");
  const isUser = /^arn:aws[\w-]*:iam::\d{12}:user\/.+$/.test(principalArn);
  const isRole = roleNameOf(principalArn) !== undefined;
  if (!isUser && !(isRole && (await call.options.neighbours.hasRole(principalArn)))) {
    throw invalidParameter("The specified principalArn is invalid: invalid principal.", subject);
  }
  if (cluster.accessEntries.has(principalArn)) {
    throw inUse("The specified access entry resource is already in use on this cluster.", subject);
  }
  const type = body.oneOf("type", TYPES) ?? "STANDARD";
  const kubernetesGroups = body.strings("kubernetesGroups") ?? [];
  const username = body.string("username");
  if (type !== "STANDARD" && (kubernetesGroups.length > 0 || username !== undefined)) {
    throw invalidParameter(
      `Kubernetes groups and a username can only be given to access entries of type STANDARD, got: ${type}`,
      subject,
    );
  }
  if (kubernetesGroups.some((group) => group.startsWith("system:"))) {
    throw invalidParameter("The kubernetes group name must not begin with system:", subject);
  }
  const tags = body.stringMap("tags");
  const accessEntry = entryOf(call, cluster, { principalArn, type, kubernetesGroups, username, tags });
  cluster.accessEntries.set(principalArn, accessEntry);
  return { accessEntry };
}

function found(call: Call): { readonly cluster: EksCluster; readonly accessEntry: AccessEntry } {
  const cluster = clusterOf(call);
  rejectInConfigMapMode(cluster);
  const accessEntry = cluster.accessEntries.get(call.label("principalArn"));
  if (accessEntry === undefined) {
    throw notFound(
      "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
      { clusterName: cluster.name },
    );
  }
  return { cluster, accessEntry };
}

function update(call: Call): object {
  const { cluster, accessEntry } = found(call);
  const updated: AccessEntry = {
    ...accessEntry,
    kubernetesGroups: call.body.strings("kubernetesGroups") ?? accessEntry.kubernetesGroups,
    username: call.body.string("username") ?? accessEntry.username,
    modifiedAt: timestamp(call.now),
  };
  cluster.accessEntries.set(accessEntry.principalArn, updated);
  return { accessEntry: updated };
}

function remove(call: Call): object {
  const { cluster, accessEntry } = found(call);
  cluster.accessEntries.delete(accessEntry.principalArn);
  cluster.accessPolicies.delete(accessEntry.principalArn);
  return {};
}

function list(call: Call): object {
  const cluster = clusterOf(call);
  rejectInConfigMapMode(cluster);
  const policy = call.query.get("associatedPolicyArn");
  const arns = [...cluster.accessEntries.keys()].filter(
    (arn) =>
      policy === null || cluster.accessPolicies.get(arn)?.some(({ policyArn }) => policyArn === policy),
  );
  return pageOf("accessEntries", arns, call.query);
}

function associated(
  call: Call,
  policyArn: string,
  accessScope: AssociatedPolicy["accessScope"],
): AssociatedPolicy {
  return { policyArn, accessScope, associatedAt: timestamp(call.now), modifiedAt: timestamp(call.now) };
}

function associate(call: Call): object {
  const { cluster, accessEntry } = found(call);
  const { principalArn } = accessEntry;
  const subject = { clusterName: cluster.name };
  const policyArn = call.body.requiredString("policyArn");
  if (!POLICIES.some(({ arn }) => arn === policyArn)) {
    throw invalidParameter(`The policyArn ${policyArn} is not valid`, subject);
  }
  if (accessEntry.type !== "STANDARD" && accessEntry.type !== "EC2") {
    throw invalidRequest(
      `Access policies cannot be associated with an access entry of type ${accessEntry.type}`,
      subject,
    );
  }
  const scope = call.body.object("accessScope");
  const type = scope?.oneOf("type", ["cluster", "namespace"]) ?? "cluster";
  const namespaces = scope?.strings("namespaces") ?? [];
  if ((type === "namespace") !== namespaces.length > 0) {
    throw invalidParameter("namespaces belong to an access scope of type namespace, and only there", subject);
  }
  const associatedAccessPolicy = associated(call, policyArn, { type, namespaces });
  const others = (cluster.accessPolicies.get(principalArn) ?? []).filter(
    (policy) => policy.policyArn !== policyArn,
  );
  cluster.accessPolicies.set(principalArn, [...others, associatedAccessPolicy]);
  return { clusterName: cluster.name, principalArn, associatedAccessPolicy };
}

function disassociate(call: Call): object {
  const { cluster, accessEntry } = found(call);
  const policyArn = call.label("policyArn");
  const present = cluster.accessPolicies.get(accessEntry.principalArn) ?? [];
  if (!present.some((policy) => policy.policyArn === policyArn)) {
    throw notFound(`The specified policyArn ${policyArn} is not associated with the access entry.`, {
      clusterName: cluster.name,
    });
  }
  cluster.accessPolicies.set(
    accessEntry.principalArn,
    present.filter((policy) => policy.policyArn !== policyArn),
  );
  return {};
}

function listAssociated(call: Call): object {
  const { cluster, accessEntry } = found(call);
  return {
    clusterName: cluster.name,
    principalArn: accessEntry.principalArn,
    ...pageOf(
      "associatedAccessPolicies",
      cluster.accessPolicies.get(accessEntry.principalArn) ?? [],
      call.query,
    ),
  };
}

const PATH = "/clusters/{name}/access-entries";
const ENTRY = `${PATH}/{principalArn}`;

export const accessEntryOperations: Operations = {
  CreateAccessEntry: { method: "POST", path: PATH, answer: create },
  DescribeAccessEntry: {
    method: "GET",
    path: ENTRY,
    answer: (call) => ({ accessEntry: found(call).accessEntry }),
  },
  ListAccessEntries: { method: "GET", path: PATH, answer: list },
  UpdateAccessEntry: { method: "POST", path: ENTRY, answer: update },
  DeleteAccessEntry: { method: "DELETE", path: ENTRY, answer: remove },
  AssociateAccessPolicy: { method: "POST", path: `${ENTRY}/access-policies`, answer: associate },
  DisassociateAccessPolicy: {
    method: "DELETE",
    path: `${ENTRY}/access-policies/{policyArn}`,
    answer: disassociate,
  },
  ListAssociatedAccessPolicies: { method: "GET", path: `${ENTRY}/access-policies`, answer: listAssociated },
  ListAccessPolicies: {
    method: "GET",
    path: "/access-policies",
    answer: (call) => pageOf("accessPolicies", POLICIES, call.query),
  },
};
