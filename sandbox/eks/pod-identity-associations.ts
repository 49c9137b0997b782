import { eksArn } from "./arns";
import { type Call, clusterOf, type Operations } from "./call";
import { inUse, notFound } from "./errors";
import { pageOf } from "./pages";
import type { EksCluster } from "./region";
import type { PodIdentityAssociation } from "./resources";
import { rejectUnknownRole } from "./roles";
import { timestamp } from "./timestamp";

interface NewAssociation {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly ownerArn?: string;
}

async function associate(call: Call, given: NewAssociation): Promise<PodIdentityAssociation> {
  const cluster = clusterOf(call);
  const { namespace, serviceAccount, roleArn, ownerArn } = given;
  await rejectUnknownRole(call, roleArn);
  const present = [...cluster.podIdentityAssociations.values()].find(
    (other) => other.namespace === namespace && other.serviceAccount === serviceAccount,
  );
  if (present !== undefined) {
    throw inUse(`Association already exists: ${present.associationId}`, { clusterName: cluster.name });
  }
  const associationId = `a-${call.region.ids.hex(17)}`;
  const targetRoleArn = call.body.string("targetRoleArn");
  const association: PodIdentityAssociation = {
    clusterName: cluster.name,
    namespace,
    serviceAccount,
    roleArn,
    associationArn: eksArn(call.region.name, `podidentityassociation/${cluster.name}/${associationId}`),
    associationId,
    tags: ownerArn === undefined ? (call.body.stringMap("tags") ?? {}) : {},
    createdAt: timestamp(call.now),
    modifiedAt: timestamp(call.now),
    disableSessionTags: call.body.boolean("disableSessionTags") ?? false,
    ...(targetRoleArn === undefined ? {} : { targetRoleArn }),
    ...(ownerArn === undefined ? {} : { ownerArn }),
  };
  cluster.podIdentityAssociations.set(associationId, association);
  return association;
}

/** Makes the associations that an add-on's request asks for, in place of those it had; their ARNs. */
export async function ownedAssociations(call: Call, ownerArn: string): Promise<readonly string[]> {
  removeOwnedAssociations(clusterOf(call), ownerArn);
  const arns: string[] = [];
  for (const asked of call.body.objects("podIdentityAssociations") ?? []) {
    const { associationArn } = await associate(call, {
      namespace: "kube-system",
      serviceAccount: asked.requiredString("serviceAccount"),
      roleArn: asked.requiredString("roleArn"),
      ownerArn,
    });
    arns.push(associationArn);
  }
  return arns;
}

export function removeOwnedAssociations(cluster: EksCluster, ownerArn: string): void {
  for (const [id, association] of cluster.podIdentityAssociations) {
    if (association.ownerArn === ownerArn) cluster.podIdentityAssociations.delete(id);
  }
}

function found(call: Call): PodIdentityAssociation {
  const cluster = clusterOf(call);
  const id = call.label("associationId");
  const association = cluster.podIdentityAssociations.get(id);
  if (association === undefined) {
    throw notFound(`No pod identity association found for id: ${id}.`, { clusterName: cluster.name });
  }
  return association;
}

async function create(call: Call): Promise<object> {
  const { body } = call;
  return {
    association: await associate(call, {
      namespace: body.requiredString("namespace"),
      serviceAccount: body.requiredString("serviceAccount"),
      roleArn: body.requiredString("roleArn"),
    }),
  };
}

async function update(call: Call): Promise<object> {
  const before = found(call);
  const roleArn = call.body.string("roleArn") ?? before.roleArn;
  await rejectUnknownRole(call, roleArn);
  const targetRoleArn = call.body.string("targetRoleArn") ?? before.targetRoleArn;
  const association: PodIdentityAssociation = {
    ...before,
    roleArn,
    disableSessionTags: call.body.boolean("disableSessionTags") ?? before.disableSessionTags,
    ...(targetRoleArn === undefined ? {} : { targetRoleArn }),
    modifiedAt: timestamp(call.now),
  };
  clusterOf(call).podIdentityAssociations.set(association.associationId, association);
  return { association };
}

function list(call: Call): object {
  const namespace = call.query.get("namespace");
  const serviceAccount = call.query.get("serviceAccount");
  const associations = [...clusterOf(call).podIdentityAssociations.values()]
    .filter((association) => association.namespace === (namespace ?? association.namespace))
    .filter((association) => association.serviceAccount === (serviceAccount ?? association.serviceAccount))
    .map((association) => ({
      clusterName: association.clusterName,
      namespace: association.namespace,
      serviceAccount: association.serviceAccount,
      associationArn: association.associationArn,
      associationId: association.associationId,
      ...(association.ownerArn === undefined ? {} : { ownerArn: association.ownerArn }),
    }));
  return pageOf("associations", associations, call.query);
}

function remove(call: Call): object {
  const association = found(call);
  clusterOf(call).podIdentityAssociations.delete(association.associationId);
  return { association };
}

const PATH = "/clusters/{name}/pod-identity-associations";
const ONE = `${PATH}/{associationId}`;

export const podIdentityOperations: Operations = {
  CreatePodIdentityAssociation: { method: "POST", path: PATH, answer: create },
  DescribePodIdentityAssociation: {
    method: "GET",
    path: ONE,
    answer: (call) => ({ association: found(call) }),
  },
  ListPodIdentityAssociations: { method: "GET", path: PATH, answer: list },
  UpdatePodIdentityAssociation: { method: "POST", path: ONE, answer: update },
  DeletePodIdentityAssociation: { method: "DELETE", path: ONE, answer: remove },
};
