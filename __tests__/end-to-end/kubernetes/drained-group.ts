import { type Answer, type Kubernetes, succeeded } from "../../../sandbox/kubernetes/cluster";
import { only, type Resources } from "./in-cluster-stack";
import { objectsOf } from "./objects";

/** A pod, as far as these tests read it. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string }[];
  };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** The drain of a node group, with the synthesized script, variables and permissions of workers-v1. */
export class DrainedGroup {
  /** Applies the objects of the drain. Its Job is suspended, because kwok would only pretend to run it. */
  static async begin(
    kubernetes: Kubernetes,
    resource: Resources,
    group: string,
    desiredSize: number,
  ): Promise<DrainedGroup> {
    await kubernetes.apply(
      ...objectsFor(resource, { group, desiredSize }).map((object) =>
        Object(object).kind === "Job"
          ? { ...object, spec: { ...Object(object).spec, suspend: true } }
          : object,
      ),
    );
    const token = await kubernetes.kubectl([
      ...["create", "token", `drain-${group}`, "--namespace", "kube-system"],
    ]);
    return new DrainedGroup(kubernetes, resource, group, succeeded(token).trim());
  }

  readonly job: string;

  private constructor(
    private readonly kubernetes: Kubernetes,
    private readonly resource: Resources,
    readonly group: string,
    readonly token: string,
  ) {
    this.job = `drain-${group}`;
  }

  /** Runs the script of the Job as its service account. */
  drain(limitSeconds: number, signal?: AbortSignal): Promise<Answer> {
    const [container] = Object(only(this.resource, "kubernetes_job_v1")).spec.template.spec.container;
    const env = Object.fromEntries(
      container.env.map(({ name, value }: { readonly name: string; readonly value: string }) => [
        name,
        value.replace("workers-v1", this.group),
      ]),
    );
    return this.kubernetes.shell(container.command.at(-1), {
      token: this.token,
      ...(signal === undefined ? {} : { signal }),
      env: { ...env, LIMIT_SECONDS: String(limitSeconds) },
    });
  }

  /** The pods on its nodes that a drain evicts. The nodes are known by their names, with or without their label. */
  async podsToEvict(): Promise<readonly Pod[]> {
    const nodes: { readonly items: readonly Pod[] } = await this.kubernetes.get("nodes");
    const isOfGroup = new RegExp(`^${this.group}-(\\d+|late)$`);
    const names = nodes.items.map(({ metadata }) => metadata.name).filter((name) => isOfGroup.test(name));
    const pods: { readonly items: readonly Pod[] } = await this.kubernetes.get("pods", "--all-namespaces");
    return pods.items.filter(
      ({ spec, metadata }) =>
        names.includes(spec.nodeName ?? "") &&
        !(metadata.ownerReferences ?? []).some(({ kind }) => kind === "DaemonSet"),
    );
  }
}

/** The objects of the drain of workers-v1 for another group. */
export function objectsFor(
  resource: Resources,
  { group, desiredSize }: { readonly group: string; readonly desiredSize: number },
): readonly object[] {
  const text = JSON.stringify(objectsOf(resource))
    .replaceAll(/\$\{tostring\([^}]*\)\}/g, String(desiredSize))
    .replaceAll(/\$\{reverse\([^}]*\)\[0\]\}/g, "0a1b2c3d")
    .replaceAll("workers-v1", group);
  return JSON.parse(text);
}
