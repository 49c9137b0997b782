import { addonReader } from "./addon";
import { manifestReader, manifestTextReader } from "./binding";
import { clusterReader, readClusterReader } from "./cluster";
import { identityReader } from "./identity";
import { listenerReader, listenerRuleReader } from "./listener";
import { loadBalancerReader } from "./load-balancer";
import { nodeGroupReader } from "./node-group";
import { otherNodesReaders } from "./other-nodes";
import { releaseReader } from "./release";
import type { ResourceReader } from "./resource-reader";
import { roleReader } from "./role";
import { attachmentReaders, targetGroupReader } from "./target-group";

/** Every reader of a plan, by resource type. */
const READERS: readonly ResourceReader[] = [
  clusterReader,
  readClusterReader,
  nodeGroupReader,
  addonReader,
  ...otherNodesReaders,
  loadBalancerReader,
  targetGroupReader,
  ...attachmentReaders,
  listenerReader,
  listenerRuleReader,
  releaseReader,
  manifestReader,
  manifestTextReader,
  identityReader,
  roleReader,
];

/** By Terraform's type. */
export const managedReaders: ReadonlyMap<string, ResourceReader> = readersOf(undefined);
export const dataReaders: ReadonlyMap<string, ResourceReader> = readersOf("data");

function readersOf(mode: ResourceReader["mode"]): ReadonlyMap<string, ResourceReader> {
  return new Map(
    READERS.filter((reader) => reader.mode === mode).flatMap((reader) =>
      reader.types.map((type): [string, ResourceReader] => [type, reader]),
    ),
  );
}
