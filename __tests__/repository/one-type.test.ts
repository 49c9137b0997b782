import { type Properties, propertiesOf, type TypeTable } from "../../constructs/checks/types";
import json from "../../constructs/checks/types.json";

/*
 * One word has one type: who knows a property from a fleet file knows it in a construct. The words below have several, each
 * for a reason. A new one is a decision.
 */

const table: TypeTable = json;

const REASONS: Readonly<Record<string, string>> = {
  addonVersion: "a construct takes the text of a fleet file, or an AddonVersion",
  adopted: "true where AWS is asked by name; what AWS has where it is not",
  backend: "the state of an environment; the backend of HAProxy",
  cluster: "its name in a fleet file, the construct in a program",
  clusters: "by name in a fleet file, constructs in a program",
  guardsOff: "each construct has its own guards",
  healthCheck: "of a target group; of HAProxy",
  http: "what is imported; what is moved",
  https: "what is imported; what is moved",
  image: "of a Job; of HAProxy",
  launchTemplate: "plain data in a fleet file, a LaunchTemplate in a program",
  listeners: "of a network load balancer; what a rule is added to",
  loadBalancer: "what is imported; the construct",
  movedFrom: "an address; addresses by name where a construct has several resources",
  namespaces: "names and labels in a fleet file; constructs that others wait for",
  of: "a construct takes the text of a fleet file, or a KubernetesVersion",
  phase: "of a node group; of a node pool",
  podIdentityAssociations: "of an add-on, which knows the namespace; of a cluster",
  policies: "plain data in a fleet file, AccessPolicy in a program",
  port: "a number of TCP; the port of a Kubernetes service has a name too",
  ports: "numbers of TCP; ports of pods have names too",
  previews: "what is declared; what is imported",
  protocol: "of a listener; of a health check",
  provider: "the provider of a construct; the name of one in a key",
  rollback: "a construct takes the versions of a fleet file, or KubernetesVersion",
  rules: "what is declared; what is imported; what is moved",
  service: "of a load balancer; of a network load balancer",
  targetGroups: "what is declared; what is imported; the constructs",
  type: "of an access entry; of a backend; of what answers a route",
  values: "of a chart; of the template of HAProxy",
  version: "of Kubernetes, as a text or a KubernetesVersion; of a launch template",
  weights: "by slot, or the name of those of the environment; by slot alone in a construct",
};

function typesByWord(): ReadonlyMap<string, ReadonlySet<string>> {
  const types = new Map<string, Set<string>>();
  for (const [owner, type] of Object.entries(table)) {
    const isObject = "properties" in type && !owner.includes(".");
    const { properties }: Properties = isObject ? type : { properties: {} };
    for (const { name, shape } of propertiesOf(properties)) {
      types.set(name, (types.get(name) ?? new Set()).add(JSON.stringify(shape)));
    }
  }
  return types;
}

test("each word of fleet files and constructs has one type, except for those with a reason", () => {
  const several = [...typesByWord()].filter(([, types]) => types.size > 1).map(([word]) => word);
  expect(several.toSorted()).toEqual(Object.keys(REASONS));
});
