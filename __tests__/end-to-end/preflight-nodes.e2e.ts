import { nodesOf } from "../../cli/aws/nodes";
import { POD_LINES } from "../../constructs/kubernetes/drain-script";
import {
  type Kubernetes,
  kubernetesProblem,
  startKubernetes,
  succeeded,
} from "../../sandbox/kubernetes/cluster";
import { GetToken } from "../../sandbox/kubernetes/get-token";
import { describeUnless } from "./skip";

/*
 * The requests of `preflight --nodes` to a real Kubernetes API. kwok simulates the nodes. Needs Kubernetes from
 * `npm run kubernetes`, and etcd (`apt-get install etcd-server`).
 */

const missing = kubernetesProblem();
const describeKubernetes = describeUnless(missing, "the nodes of a real Kubernetes API");

describeKubernetes("the nodes of a real Kubernetes API", () => {
  const PATH = process.env.PATH;
  let kubernetes: Kubernetes;
  let getToken: GetToken;

  beforeAll(async () => {
    kubernetes = await startKubernetes();
    getToken = GetToken.write();
    process.env.PATH = `${getToken.bin}:${PATH}`;
    await kubernetes.addNodes(
      { name: "ip-2", labels: { "karpenter.sh/nodepool": "default" } },
      { name: "ip-1", labels: { "eks.amazonaws.com/nodegroup": "workers-v1" } },
    );
  }, 5 * 60_000);
  afterAll(async () => {
    process.env.PATH = PATH;
    getToken?.remove();
    await kubernetes?.stop();
  });

  const asked = (
    more: {
      readonly certificateAuthority?: string;
      readonly endpoint?: string;
      readonly roleArn?: string;
      readonly podsOf?: readonly string[];
    } = {},
  ) =>
    nodesOf({
      clusterName: "alpha-kr-a",
      region: "ap-northeast-2",
      endpoint: kubernetes.url,
      certificateAuthority: kubernetes.certificateAuthorityData,
      ...more,
    });

  test("are listed with name, kubelet version, readiness and owner", async () => {
    getToken.add("ap-northeast-2", "alpha-kr-a", kubernetes.token);
    await expect(asked()).resolves.toMatchObject([
      { name: "ip-1", group: "node group workers-v1", isReady: true },
      { name: "ip-2", group: "node pool default", isReady: true },
    ]);
  });

  test("of a group that is retired have the pods that a drain evicts: none of DaemonSets, no mirror pods", async () => {
    getToken.add("ap-northeast-2", "alpha-kr-a", kubernetes.token);
    const containers = [{ name: "c", image: "example.com/c:1" }];
    const labels = { app: "agent" };
    const pod = (name: string, metadata: object = {}) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default", ...metadata },
      spec: { nodeName: "ip-1", containers },
    });
    const mirror = (hash: string) => ({ annotations: { "kubernetes.io/config.mirror": hash } });
    await kubernetes.apply(
      pod("operator"),
      pod("annotated", { annotations: { "example.com/team": "web" } }),
      pod("static-ip-1", mirror("0123456789abcdef")),
      pod("static-without-hash", mirror("")),
      {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: { name: "agent", namespace: "default" },
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
      },
    );
    await kubernetes.until("an agent ran on each node", async () => {
      const { items } = await kubernetes.get("pods", "--selector=app=agent");
      return items.length === 2;
    });
    const { apiVersion, kind, metadata } = await kubernetes.get("daemonset", "agent");
    const agent = { apiVersion, kind, name: metadata.name, uid: metadata.uid };
    await kubernetes.apply(
      pod("owned", { ownerReferences: [agent] }),
      pod("owned-by-no-controller", { ownerReferences: [{ ...agent, controller: false }] }),
    );
    const [retired, other] = await asked({ podsOf: ["workers-v1"] });
    const names = ["annotated", "operator", "owned", "owned-by-no-controller", "static-without-hash"];
    expect(retired?.pods?.toSorted()).toEqual(names.map((name) => `default/${name}`));
    const selector = ["--all-namespaces", "--field-selector=spec.nodeName=ip-1"];
    const lines = succeeded(
      await kubernetes.kubectl(["get", "pods", ...selector, `--output=go-template=${POD_LINES}`]),
    );
    const evicted = lines.split("\n").flatMap(
      (line) =>
        line
          .match(/^(\S+) (\S+) /)
          ?.slice(1)
          .join("/") ?? [],
    );
    expect(evicted.toSorted()).toEqual(retired?.pods?.toSorted());
    expect(other?.pods).toBeUndefined();
  });

  test("are listed with the token of a role", async () => {
    getToken.add("ap-northeast-2", "alpha-kr-a", kubernetes.token);
    await expect(asked({ roleArn: "arn:aws:iam::123456789012:role/deploy" })).resolves.toHaveLength(2);
  });

  test("are not read with an invalid token, or from the API server of another cluster", async () => {
    getToken.add("ap-northeast-2", "alpha-kr-a", "nobody");
    await expect(asked()).rejects.toThrow(
      "the Kubernetes API of alpha-kr-a: 401, Unauthorized; give whoever asks an access entry that may list nodes and pods",
    );
    await expect(asked({ certificateAuthority: "" })).rejects.toThrow(/self[- ]signed certificate/);
    await expect(asked({ endpoint: "https://127.0.0.1:1" })).rejects.toThrow(
      "ECONNREFUSED 127.0.0.1:1; ask from where 127.0.0.1:1 can be reached",
    );
  });
});
