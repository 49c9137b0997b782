import { accessEntryOperations } from "./access-entries";
import { addonVersionOperations } from "./addon-versions";
import { addonOperations } from "./addons";
import type { Operation, Operations } from "./call";
import { clusterConfigOperations } from "./cluster-config";
import { clusterVersionOperations } from "./cluster-version";
import { clusterOperations } from "./clusters";
import { fargateProfileOperations } from "./fargate-profiles";
import { insightOperations } from "./insights";
import { nodeGroupConfigOperations } from "./node-group-config";
import { nodeGroupVersionOperations } from "./node-group-version";
import { nodeGroupOperations } from "./node-groups";
import { podIdentityOperations } from "./pod-identity-associations";
import { tagOperations } from "./tags";
import { updateOperations } from "./updates";
import { versionOperations } from "./versions";

export const OPERATIONS: Operations = {
  ...clusterOperations,
  ...clusterVersionOperations,
  ...clusterConfigOperations,
  ...nodeGroupOperations,
  ...nodeGroupVersionOperations,
  ...nodeGroupConfigOperations,
  ...addonOperations,
  ...addonVersionOperations,
  ...updateOperations,
  ...accessEntryOperations,
  ...podIdentityOperations,
  ...tagOperations,
  ...insightOperations,
  ...fargateProfileOperations,
  ...versionOperations,
};

export interface Route {
  readonly name: string;
  readonly operation: Operation;
  readonly labels: ReadonlyMap<string, string>;
}

const ROUTES = Object.entries(OPERATIONS).map(([name, operation]) => ({
  name,
  operation,
  template: operation.path.split("/"),
}));

/** The operation that a method and a path (still percent-encoded) mean. */
export function route(method: string, path: string): Route | undefined {
  const segments = path.split("/");
  for (const { name, operation, template } of ROUTES) {
    if (operation.method !== method || template.length !== segments.length) continue;
    const labels = match(template, segments);
    if (labels !== undefined) return { name, operation, labels };
  }
  return undefined;
}

function match(
  template: readonly string[],
  segments: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const labels = new Map<string, string>();
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? "";
    const [, label] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (label !== undefined) labels.set(label, decodeURIComponent(segment));
    else if (part !== segment) return undefined;
  }
  return labels;
}

/** What a request is about, for the journal and for faults: "alpha-kr-a", "alpha-kr-a/workers-v1". */
export function resourceOf(labels: ReadonlyMap<string, string>, body: unknown): string | undefined {
  const own = ["nodegroupName", "addonName", "principalArn", "associationId"];
  const given = new Map<string, unknown>(
    typeof body === "object" && body !== null ? Object.entries(body) : [],
  );
  const part = own.map((key) => labels.get(key) ?? given.get(key)).find((value) => typeof value === "string");
  const cluster = labels.get("name") ?? given.get("name");
  const parts = [cluster, part].filter((value) => typeof value === "string");
  return parts.length > 0 ? parts.join("/") : labels.get("resourceArn");
}
