import { join, relative } from "node:path";
import type { AwsOptions, PlayedNodeGroup } from "../../sandbox/aws";
import { type Kubernetes, kubernetesProblem, startKubernetes } from "../../sandbox/kubernetes/cluster";
import { GetToken } from "../../sandbox/kubernetes/get-token";
import { KUBECTL_POD_LABEL } from "../../upgrade/eks/layout";
import { getRecord, getText } from "../../upgrade/terraform/json";
import { changedStacks } from "../changed/changed-stacks";
import type { SynthesizedStack } from "../shared/declared-fleet";
import { messageOf } from "../shared/failed";
import { followNodeGroups, runPods } from "./cluster-nodes";

/** Whether it is planned with the endpoint of a cluster. */
export function isInside(stack: SynthesizedStack | undefined): boolean {
  const providers = stack === undefined ? [] : (changedStacks([], [stack])[0]?.providers ?? []);
  return providers.some((provider) => ["helm", "kubernetes"].includes(provider));
}

/** A Kubernetes API for each cluster of a rehearsal in which something is played, where this machine can have one. */
export class InsideClusters {
  private readonly running = new Map<string, Kubernetes>();
  private getToken: GetToken | undefined;
  private decided: Promise<string | undefined> | undefined;

  /**
   * @param notice called once if in-cluster stacks are skipped
   * @param problem why it is not, before anything is tried
   */
  constructor(
    private readonly notice: (sentence: string) => void,
    private readonly problem: () => string | undefined = () => kubernetesProblem(BUILD),
  ) {}

  /** Where the API of a cluster is, once it has one. */
  readonly apiServerOf: NonNullable<AwsOptions["apiServerOf"]> = (region, clusterName) => {
    const kubernetes = this.running.get(keyOf({ region, clusterName }));
    return kubernetes === undefined
      ? undefined
      : { endpoint: kubernetes.url, certificateAuthorityData: kubernetes.certificateAuthorityData };
  };

  /** For Terraform: its providers get their tokens by a command, which is looked up on the PATH. */
  get env(): Readonly<Record<string, string>> {
    return this.getToken === undefined
      ? {}
      : { PATH: `${this.getToken.bin}:${process.env.PATH ?? "/usr/bin:/bin"}` };
  }

  /**
   * Gives the clusters that a stack reaches an API, unless nothing can be played inside clusters here: whether it can
   * is decided by the first stack, for all.
   *
   * @param init installs the providers of the stack
   * @param groupsOf the node groups of a cluster: its nodes follow them each time
   * @returns why not, where it cannot
   */
  async open(
    stack: SynthesizedStack,
    init: () => Promise<void>,
    groupsOf: (region: string, clusterName: string) => readonly PlayedNodeGroup[],
  ): Promise<string | undefined> {
    this.decided ??= this.decide(init);
    const reason = await this.decided;
    if (reason === undefined) {
      for (const cluster of clustersIn(stack)) {
        await this.start(cluster, groupsOf(cluster.region, cluster.clusterName));
      }
    }
    return reason;
  }

  async stop(): Promise<void> {
    for (const kubernetes of this.running.values()) {
      await kubernetes.stop();
    }
    this.running.clear();
    this.getToken?.remove();
  }

  private async decide(init: () => Promise<void>): Promise<string | undefined> {
    let reason = this.problem();
    if (reason === undefined) {
      this.getToken = GetToken.write();
      reason = await init().then(
        () => undefined,
        (error: unknown) => `its providers cannot be installed: ${firstError(messageOf(error))}`,
      );
    }
    if (reason !== undefined) {
      this.notice(`In-cluster stacks are skipped. Only what they synthesize is compared: ${reason}`);
    }
    return reason;
  }

  private async start(cluster: ClusterPlace, groups: readonly PlayedNodeGroup[]): Promise<void> {
    const key = keyOf(cluster);
    const running = this.running.get(key);
    if (running !== undefined) {
      return followNodeGroups(running, groups);
    }
    // The pods of its webhooks are played. Those of drains and guards run.
    const kubernetes = await startKubernetes({ asksWebhooks: false, runsPodsWith: KUBECTL_POD_LABEL });
    this.running.set(key, kubernetes);
    await followNodeGroups(kubernetes, groups);
    await runPods(kubernetes);
    this.getToken?.add(cluster.region, cluster.clusterName, kubernetes.token);
  }
}

/** Builds Kubernetes where this program lies: in the repository, or as a package. */
const BUILD = __filename.endsWith(".ts")
  ? "npm run kubernetes"
  : `node ${relative(process.cwd(), join(__dirname, "..", "kubernetes.js"))}`;

interface ClusterPlace {
  readonly region: string;
  readonly clusterName: string;
}

function keyOf({ region, clusterName }: ClusterPlace): string {
  return `${region}/${clusterName}`;
}

/** The clusters that a stack looks up, by names that the code itself tells. */
export function clustersIn(stack: SynthesizedStack): readonly ClusterPlace[] {
  const region = changedStacks([], [stack])[0]?.region ?? undefined;
  const lookedUp = getRecord(getRecord(stack.json, "data"), "aws_eks_cluster") ?? {};
  return Object.values(lookedUp).flatMap((body) => {
    const clusterName = getText(body, "name");
    return region === undefined || clusterName === undefined || clusterName.includes("${")
      ? []
      : [{ region, clusterName }];
  });
}

/** Of what Terraform says the first error, in one line. */
export function firstError(text: string): string {
  const [, error = text] = text.split(/^Error: /m);
  const [summary = "", ...detail] = error.trim().split(/\n\s*/);
  return detail.length === 0 ? summary : `${summary}: ${detail.join(" ")}`;
}
