import { CORDON_TAINT } from "../../upgrade/eks/node-group-phase";
import type { Taint } from "../../upgrade/fleet/settings";
import { isUnresolved } from "../validation";

/*
 * Labels, annotations and taints, as Kubernetes and EKS accept them. Names and values that are unresolved tokens are
 * accepted.
 */

type Problems = readonly string[];
type Texts = Readonly<Record<string, string>>;

/** Source: Kubernetes, labels and selectors, "Syntax and character set". */
const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

const NAME_FORM =
  'a name of 1 to 63 letters, digits, hyphens, underscores and dots, maybe after a DNS name and "/", like "example.com/team"';
const VALUE_FORM =
  "letters, digits, hyphens, underscores and dots that begin and end with a letter or a digit";

/** Source: EKS API, CreateNodegroup: keys, and values of labels, have 1 to 63 characters. */
const MOST = 63;

/** Labels of an object of Kubernetes. A value can be empty. */
export function labelProblems(what: string, labels: Texts = {}): Problems {
  return known(labels).flatMap(([key, value]) => [
    ...keyProblems(what, key),
    ...valueProblems(what, key, value),
  ]);
}

/** Annotations can have any value. */
export function annotationProblems(what: string, annotations: Texts = {}): Problems {
  return known(annotations).flatMap(([key]) => keyProblems(what, key));
}

/** Labels that EKS gives the nodes of a managed node group. */
export function nodeLabelProblems(what: string, labels: Texts = {}): Problems {
  return [
    ...labelProblems(what, labels),
    ...known(labels).flatMap(([key, value]) => [
      ...(isReserved(key)
        ? [
            `${what} has ${key}: nodes with it do not join the cluster, because only Kubernetes and EKS set labels of kubernetes.io, k8s.io and eks.amazonaws.com. Give it another prefix, or node.kubernetes.io`,
          ]
        : []),
      ...(value === "" ? [`${what} has ${key}="": expected 1 to ${MOST} ${VALUE_FORM}`] : []),
      ...(key.length > MOST && isKey(key)
        ? [`${what} has ${key} (${key.length} characters): EKS accepts at most ${MOST}`]
        : []),
    ]),
  ];
}

/** Taints of the nodes of a managed node group. */
export function nodeTaintProblems(what: string, taints: readonly Taint[] = []): Problems {
  return [
    ...taintProblems(what, taints),
    ...(taints.some(({ key }) => key === CORDON_TAINT.key)
      ? [
          `${what} has ${CORDON_TAINT.key}: the phase of the group writes this taint. Remove it, and set phase`,
        ]
      : []),
  ];
}

export function taintProblems(what: string, taints: readonly Taint[] = []): Problems {
  const all = taints.filter(({ key }) => !isUnresolved(key));
  const places = all.map(({ key, effect }) => `${key}:${effect}`);
  const repeated = new Set(places.filter((place, index) => places.indexOf(place) !== index));
  return [
    ...all.flatMap(({ key, value = "" }) => [...keyProblems(what, key), ...valueProblems(what, key, value)]),
    ...[...repeated].map((place) => `duplicate ${place} in ${what}: expected each key once for an effect`),
  ];
}

/** A prefix of labels, "example.com". */
export function labelPrefixProblems(what: string, prefix: string | undefined): Problems {
  return prefix === undefined || isUnresolved(prefix) || PREFIX.test(prefix)
    ? []
    : [`${what} is "${prefix}": expected a DNS name in lowercase, like "example.com"`];
}

/** A value can be empty. */
function valueProblems(what: string, key: string, value: string): Problems {
  return isUnresolved(value) || value === "" || NAME.test(value)
    ? []
    : [`${what} has ${key}="${value}": expected a value of at most ${MOST} ${VALUE_FORM}`];
}

function keyProblems(what: string, key: string): Problems {
  return isKey(key) ? [] : [`${what} has "${key}": expected ${NAME_FORM}`];
}

function isKey(key: string): boolean {
  const [name = "", prefix, ...others] = key.split("/").reverse();
  return others.length === 0 && NAME.test(name) && (prefix === undefined || PREFIX.test(prefix));
}

/**
 * The labels that a kubelet does not set on its own node. Source: kubelet, `--node-labels`; EKS reserves its own.
 */
function isReserved(key: string): boolean {
  const [prefix = ""] = key.includes("/") ? key.split("/") : [];
  const isOwn = /(^|\.)(node|kubelet)\.kubernetes\.io$/.test(prefix) || OF_NODES.test(key);
  return /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/.test(prefix) && !isOwn;
}

const OF_NODES =
  /^(beta\.)?kubernetes\.io\/(arch|hostname|instance-type|os)$|^(topology|failure-domain(\.beta)?)\.kubernetes\.io\/(region|zone)$/;

function known(texts: Texts): readonly (readonly [string, string])[] {
  return isUnresolved(texts) ? [] : Object.entries(texts).filter(([key]) => !isUnresolved(key));
}
