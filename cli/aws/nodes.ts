import { execFile } from "node:child_process";
import { request } from "node:https";
import { MIRROR_POD_ANNOTATION, STAYING_OWNER } from "../../upgrade/eks/drained";
import { NODE_GROUP_LABEL } from "../../upgrade/eks/node-group-phase";
import { NODE_POOL_LABEL } from "../../upgrade/eks/node-pool";
import { parseJson } from "../../upgrade/input/read-json";
import { type LiveNode, nodePoolWords } from "../../upgrade/preflight/live-facts";
import { get, getList, getRecord, getText } from "../../upgrade/terraform/json";
import { AwsProblem } from "./ask";

/** Where the Kubernetes API of a cluster is, as EKS tells it. */
export interface KubernetesApi {
  readonly clusterName: string;
  readonly region: string;
  /** "https://…" */
  readonly endpoint: string;
  /** PEM, in base64. */
  readonly certificateAuthority: string;
  /** The IAM role that asks for the token. @default - the credentials of the AWS CLI */
  readonly roleArn?: string;
  /** The node groups whose pods are read. @default - none */
  readonly podsOf?: readonly string[];
}

const PAGE = 500;

const SECONDS = 20;

/**
 * The nodes of a cluster, whoever made them, as its Kubernetes API has them. Only lists; the token is that of the AWS
 * CLI, as everybody's is, and is neither kept nor printed.
 *
 * @throws AwsProblem
 */
export async function nodesOf(api: KubernetesApi): Promise<readonly LiveNode[]> {
  const token = await tokenOf(api);
  const nodes: LiveNode[] = [];
  for (const page of await pagesOf(api, token, "NodeList", "/api/v1/nodes")) {
    nodes.push(...nodesIn(page));
  }
  const groups = (api.podsOf ?? []).map(nodeGroupWords);
  return Promise.all(
    nodes.map(async (node) => {
      if (!groups.includes(node.group)) {
        return node;
      }
      const on = `fieldSelector=${encodeURIComponent(`spec.nodeName=${node.name}`)}`;
      const pages = await pagesOf(api, token, "PodList", "/api/v1/pods", on);
      return { ...node, pods: pages.flatMap(podsIn) };
    }),
  );
}

export async function pagesOf(
  api: KubernetesApi,
  token: string,
  kind: ListKind,
  path: string,
  query = "",
): Promise<readonly unknown[]> {
  const pages: unknown[] = [];
  let rest = query === "" ? "" : `&${query}`;
  for (;;) {
    const page = await listed(api, token, `${path}?limit=${PAGE}${rest}`, kind);
    pages.push(page);
    const next = getText(getRecord(page, "metadata"), "continue") ?? "";
    if (next === "") {
      return pages;
    }
    rest = `${query === "" ? "" : `&${query}`}&continue=${encodeURIComponent(next)}`;
  }
}

/** Karpenter's kinds are missing in a cluster without it: then their lists are empty. */
type ListKind = "NodeList" | "PodList" | "NodePoolList" | "NodeClaimList" | "PodDisruptionBudgetList";

const OPTIONAL: readonly ListKind[] = ["NodePoolList", "NodeClaimList"];

/** The pods of a list that a drain evicts, as its script reads them (`POD_LINES`): no mirror pods, none of DaemonSets. */
export function podsIn(list: unknown): readonly string[] {
  return getList(list, "items").flatMap((pod) => {
    const metadata = getRecord(pod, "metadata");
    const isMirror = (getText(get(metadata, "annotations"), MIRROR_POD_ANNOTATION) ?? "") !== "";
    const isOfDaemonSet = getList(metadata, "ownerReferences").some(
      (owner) => getText(owner, "kind") === STAYING_OWNER && get(owner, "controller") === true,
    );
    const name = `${getText(metadata, "namespace") ?? ""}/${getText(metadata, "name") ?? ""}`;
    return isMirror || isOfDaemonSet ? [] : [name];
  });
}

function nodeGroupWords(group: string): string {
  return `node group ${group}`;
}

/** Those of a list as Kubernetes answers it, by name. */
export function nodesIn(list: unknown): readonly LiveNode[] {
  return getList(list, "items")
    .map((node) => {
      const [metadata, status] = [getRecord(node, "metadata"), getRecord(node, "status")];
      const ready = getList(status, "conditions").find((condition) => getText(condition, "type") === "Ready");
      return {
        name: getText(metadata, "name") ?? "",
        group: groupIn(get(metadata, "labels")),
        kubelet: getText(getRecord(status, "nodeInfo"), "kubeletVersion") ?? "",
        isReady: getText(ready, "status") === "True",
      };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function groupIn(labels: unknown): string {
  const group = getText(labels, NODE_GROUP_LABEL);
  const pool = getText(labels, NODE_POOL_LABEL);
  if (group !== undefined) {
    return nodeGroupWords(group);
  }
  if (pool !== undefined) {
    return nodePoolWords(pool);
  }
  return getText(labels, "eks.amazonaws.com/compute-type") === "fargate" ? "Fargate" : "no managed group";
}

export function tokenOf({ clusterName, region, roleArn }: KubernetesApi): Promise<string> {
  const role = roleArn === undefined ? [] : ["--role-arn", roleArn];
  const args = ["eks", "get-token", "--cluster-name", clusterName, "--region", region, ...role];
  return new Promise((resolve, reject) => {
    execFile("aws", args, { timeout: SECONDS * 1000, env: process.env }, (error, stdout, stderr) => {
      const token = error === null ? tokenIn(stdout) : undefined;
      if (token !== undefined) {
        resolve(token);
        return;
      }
      const isMissing = error !== null && error.code === "ENOENT";
      const why = isMissing
        ? "the AWS CLI is not on the PATH; install it"
        : stderr.trim() || "it printed no token";
      reject(new AwsProblem(`aws eks get-token: ${why}`));
    });
  });
}

function tokenIn(stdout: string): string | undefined {
  return getText(getRecord(valueIn(stdout), "status"), "token");
}

function listed(
  { clusterName, endpoint, certificateAuthority }: KubernetesApi,
  token: string,
  path: string,
  kind: ListKind,
): Promise<unknown> {
  const problem = (why: string) => new AwsProblem(`the Kubernetes API of ${clusterName}: ${why}`);
  return new Promise((resolve, reject) => {
    const url = new URL(path, endpoint);
    const options = {
      ca: Buffer.from(certificateAuthority, "base64"),
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      timeout: SECONDS * 1000,
    };
    const sent = request(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", ({ message }) => reject(problem(message)));
      response.on("end", () => {
        const answer = valueIn(Buffer.concat(parts).toString("utf8"));
        if (response.statusCode === 200 && getText(answer, "kind") === kind) {
          resolve(answer);
          return;
        }
        if (response.statusCode === 404 && OPTIONAL.includes(kind)) {
          resolve({ items: [] });
          return;
        }
        const said = getText(answer, "message") ?? `no ${kind}`;
        const advice =
          response.statusCode === 401 || response.statusCode === 403
            ? "; give whoever asks an access entry that may list nodes and pods"
            : "";
        reject(problem(`${response.statusCode}, ${said}${advice}`));
      });
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${SECONDS} s`)));
    sent.on("error", ({ message }) =>
      reject(problem(`${message}; ask from where ${url.host} can be reached`)),
    );
    sent.end();
  });
}

function valueIn(text: string): unknown {
  const json = parseJson(text);
  return "value" in json ? json.value : undefined;
}
