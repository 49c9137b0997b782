import { eksArn } from "./arns";
import { type Call, clusterOf, type Operations } from "./call";
import { inUse, invalidParameter, notFound } from "./errors";
import { pageOf } from "./pages";
import type { FargateProfile } from "./resources";
import { rejectUnknownRole } from "./roles";
import { timestamp } from "./timestamp";

/*
 * The sandbox keeps profiles and runs no pods on them. EKS changes only the tags of a profile, so creation and deletion are
 * all that there is.
 */

function found(call: Call): FargateProfile {
  const { name, fargateProfiles } = clusterOf(call);
  const profile = fargateProfiles.get(call.label("fargateProfileName"));
  if (profile === undefined) {
    throw notFound(`No Fargate Profile found with name: ${call.label("fargateProfileName")}.`, {
      clusterName: name,
    });
  }
  return profile;
}

async function create(call: Call): Promise<object> {
  const { body, region } = call;
  const { name: clusterName, fargateProfiles } = clusterOf(call);
  const fargateProfileName = body.requiredString("fargateProfileName");
  if (fargateProfiles.has(fargateProfileName)) {
    throw inUse(`A Fargate Profile already exists with this name in this cluster: ${fargateProfileName}`, {
      clusterName,
    });
  }
  const podExecutionRoleArn = body.requiredString("podExecutionRoleArn");
  await rejectUnknownRole(call, podExecutionRoleArn);
  const selectors = body.objects("selectors") ?? [];
  if (selectors.length < 1 || selectors.length > 5) {
    throw invalidParameter("Fargate profile must have at least 1 and at most 5 selectors.", { clusterName });
  }
  const profile: FargateProfile = {
    fargateProfileName,
    fargateProfileArn: eksArn(
      region.name,
      `fargateprofile/${clusterName}/${fargateProfileName}/${region.ids.hex(32)}`,
    ),
    clusterName,
    createdAt: timestamp(call.now),
    podExecutionRoleArn,
    subnets: body.strings("subnets") ?? [],
    selectors: selectors.map((selector) => ({
      namespace: selector.requiredString("namespace"),
      labels: selector.stringMap("labels") ?? {},
    })),
    status: "ACTIVE",
    tags: body.stringMap("tags") ?? {},
  };
  fargateProfiles.set(fargateProfileName, profile);
  return { fargateProfile: profile };
}

function remove(call: Call): object {
  const profile = found(call);
  clusterOf(call).fargateProfiles.delete(profile.fargateProfileName);
  return { fargateProfile: { ...profile, status: "DELETING" } };
}

const PATH = "/clusters/{name}/fargate-profiles";
const ONE = `${PATH}/{fargateProfileName}`;

export const fargateProfileOperations: Operations = {
  ListFargateProfiles: {
    method: "GET",
    path: PATH,
    answer: (call) => pageOf("fargateProfileNames", [...clusterOf(call).fargateProfiles.keys()], call.query),
  },
  CreateFargateProfile: { method: "POST", path: PATH, answer: create },
  DescribeFargateProfile: {
    method: "GET",
    path: ONE,
    answer: (call) => ({ fargateProfile: found(call) }),
  },
  DeleteFargateProfile: { method: "DELETE", path: ONE, answer: remove },
};
