import { type Call, clusterOf, type Operations } from "./call";
import { inUse, invalidRequest, notFound } from "./errors";
import { pageOf } from "./pages";
import type { NewUpdate, UpdateParam, UpdateScope } from "./update-history";

/** The issue with which a creation will end, if a fault has decided so; codes are those of the resource's health. */
export function creationIssue(call: Call, name: string): object | undefined {
  const resource = `${clusterOf(call).name}/${name}`;
  const target = { service: "eks", operation: call.operation, resource };
  const fault = call.options.faults.strike("update", target);
  return fault === undefined
    ? undefined
    : { code: fault.errorCode, message: fault.message ?? INJECTED, resourceIds: [name] };
}

const INJECTED = "Failure injected by the sandbox";

export interface UpdatePlan {
  readonly type: string;
  readonly params: readonly UpdateParam[];
  readonly duration: number;
  readonly scope?: UpdateScope;
}

/** Starts an update; a fault may have decided that it ends `Failed`. */
export function startUpdate(call: Call, plan: UpdatePlan): NewUpdate {
  const cluster = clusterOf(call);
  const scope = plan.scope ?? {};
  const resource = [cluster.name, scope.nodegroupName ?? scope.addonName].filter(Boolean).join("/");
  const fault = call.options.faults.strike("update", {
    service: "eks",
    operation: call.operation,
    resource,
  });
  const update: NewUpdate = {
    id: call.region.ids.uuid(),
    type: plan.type,
    params: plan.params,
    scope,
    startsAt: call.now,
    endsAt: call.now + plan.duration,
    ...(fault === undefined
      ? {}
      : {
          failure: {
            errorCode: fault.errorCode,
            errorMessage: fault.message ?? INJECTED,
            resourceIds: [resource],
          },
        }),
  };
  cluster.updates.add(update);
  return update;
}

/** Rejects a second update of the same thing while one runs. */
export function rejectWhileUpdating(call: Call, type: string, scope: UpdateScope = {}): void {
  const { name, updates } = clusterOf(call);
  const running = updates.running(scope);
  if (running === undefined) return;
  throw inUse(`Cannot ${type} because cluster ${name} currently has update ${running.id} in progress`, {
    clusterName: name,
    ...scope,
  });
}

function scopeOf(query: URLSearchParams): UpdateScope {
  const nodegroupName = query.get("nodegroupName");
  const addonName = query.get("addonName");
  return {
    ...(nodegroupName === null ? {} : { nodegroupName }),
    ...(addonName === null ? {} : { addonName }),
  };
}

function found(call: Call, scope: UpdateScope): NewUpdate {
  const cluster = clusterOf(call);
  const id = call.label("updateId");
  const update = cluster.updates.get(id, scope);
  if (update === undefined) {
    throw notFound(`No update found for id: ${id}.`, { clusterName: cluster.name, ...scope });
  }
  return update;
}

export const updateOperations: Operations = {
  DescribeUpdate: {
    method: "GET",
    path: "/clusters/{name}/updates/{updateId}",
    answer: (call) => ({
      update: clusterOf(call).updates.render(found(call, scopeOf(call.query))),
    }),
  },
  ListUpdates: {
    method: "GET",
    path: "/clusters/{name}/updates",
    answer: (call) =>
      pageOf(
        "updateIds",
        clusterOf(call)
          .updates.of(scopeOf(call.query))
          .map(({ id }) => id),
        call.query,
      ),
  },
  CancelUpdate: {
    method: "POST",
    path: "/clusters/{name}/updates/{updateId}/cancel-update",
    answer: (call) => {
      const { id, type } = found(call, {});
      throw invalidRequest(
        `Update ${id} of type ${type} cannot be cancelled: only the version rollback of a cluster in Auto Mode can`,
        { clusterName: call.label("name") },
      );
    },
  },
};
