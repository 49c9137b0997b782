import { KEYED_TYPES } from "../plan-context";
import { addonReader } from "./addon";
import { manifestReader, manifestTextReader } from "./binding";
import { clusterReader, readClusterReader } from "./cluster";
import { configMapReader } from "./config-map";
import { drainReader } from "./drain";
import { haproxyParameterReader } from "./haproxy";
import { listenerReader, listenerRuleReader } from "./listener";
import { nodeGroupReader } from "./node-group";
import { otherNodesReaders } from "./other-nodes";
import { recordReader } from "./record";
import { releaseReader } from "./release";
import type { ResourceReader } from "./resource-reader";
import { attachmentReaders, targetGroupReader } from "./target-group";

/** Every reader of a plan, by resource type. A reader that needs more than a few attributes has a file of its own. */
const READERS: readonly ResourceReader[] = [
  clusterReader,
  readClusterReader,
  nodeGroupReader,
  addonReader,
  ...otherNodesReaders,
  {
    types: KEYED_TYPES.loadBalancer,
    kind: "load-balancer",
    read(found) {
      found.add("loadBalancers", {
        ...found.plan.identified("loadBalancer", found.instance, found.side),
        loadBalancerName: found.text("name"),
        ...(found.side.text("load_balancer_type") === "network" ? { kind: "network" } : {}),
      });
    },
  },
  targetGroupReader,
  ...attachmentReaders,
  listenerReader,
  listenerRuleReader,
  releaseReader,
  recordReader,
  haproxyParameterReader,
  manifestReader,
  manifestTextReader,
  configMapReader,
  drainReader,
  {
    types: ["aws_iam_role"],
    kind: "role",
    read(found) {
      found.add("roles", { stack: found.stack, address: found.address, roleName: found.text("name") });
    },
  },
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
