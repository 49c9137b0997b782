import type { Call, Operations } from "./call";
import { EksError } from "./errors";
import type { EksRegion } from "./region";

type Tags = Readonly<Record<string, string>>;

/** Whatever carries tags: how to read and to replace them. */
interface Tagged {
  readonly tags: Tags;
  retag(tags: Tags): void;
}

function taggedBy(region: EksRegion, arn: string): Tagged | undefined {
  for (const name of region.clusterNames()) {
    const cluster = region.cluster(name);
    if (cluster.value.arn === arn) {
      return {
        tags: cluster.value.tags,
        retag: (tags) => cluster.timed.change((value) => ({ ...value, tags })),
      };
    }
    for (const { nodegroupName, nodegroupArn, tags } of cluster.nodeGroups.values()) {
      if (nodegroupArn !== arn) continue;
      const timed = cluster.nodeGroups.timed(nodegroupName);
      return { tags, retag: (next) => timed?.change((value) => ({ ...value, tags: next })) };
    }
    for (const { addonName, addonArn, tags } of cluster.addons.values()) {
      if (addonArn !== arn) continue;
      const timed = cluster.addons.timed(addonName);
      return { tags, retag: (next) => timed?.change((value) => ({ ...value, tags: next })) };
    }
    for (const [key, entry] of cluster.accessEntries) {
      if (entry.accessEntryArn !== arn) continue;
      return { tags: entry.tags, retag: (tags) => cluster.accessEntries.set(key, { ...entry, tags }) };
    }
    for (const [key, profile] of cluster.fargateProfiles) {
      if (profile.fargateProfileArn !== arn) continue;
      return { tags: profile.tags, retag: (tags) => cluster.fargateProfiles.set(key, { ...profile, tags }) };
    }
    for (const [key, association] of cluster.podIdentityAssociations) {
      if (association.associationArn !== arn) continue;
      return {
        tags: association.tags,
        retag: (tags) => cluster.podIdentityAssociations.set(key, { ...association, tags }),
      };
    }
  }
  return undefined;
}

function found(call: Call): Tagged {
  const arn = call.label("resourceArn");
  const tagged = taggedBy(call.region, arn);
  if (tagged === undefined) throw new EksError("NotFoundException", `No resource found for ARN: ${arn}`);
  return tagged;
}

const PATH = "/tags/{resourceArn}";

export const tagOperations: Operations = {
  ListTagsForResource: { method: "GET", path: PATH, answer: (call) => ({ tags: found(call).tags }) },
  TagResource: {
    method: "POST",
    path: PATH,
    answer: (call) => {
      const tagged = found(call);
      tagged.retag({ ...tagged.tags, ...call.body.stringMap("tags") });
      return {};
    },
  },
  UntagResource: {
    method: "DELETE",
    path: PATH,
    answer: (call) => {
      const tagged = found(call);
      const removed = call.query.getAll("tagKeys");
      tagged.retag(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !removed.includes(key))));
      return {};
    },
  },
};
