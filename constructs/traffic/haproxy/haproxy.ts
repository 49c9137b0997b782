import { Release } from "@cdktf/provider-helm/lib/release";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Fn, type ITerraformDependable, type TerraformProvider, Token } from "cdktf";
import { Construct } from "constructs";
import type { WeightMap } from "../../../upgrade/fleet/traffic-weights";
import { nameProblems } from "../../checks/names";
import { rightTypes } from "../../checks/right-types";
import { chartVersionProblems, shownValue, wholeNumberProblems, wordProblems } from "../../checks/values";
import { literal } from "../../json";
import { isUnresolved, reportAtSynthesis } from "../../validation";
import { HaproxyConfiguration } from "./configuration";
import { haproxyArguments, RELOAD_SCRIPT, STOP_SCRIPT, STOP_SECONDS } from "./reload";
import { DEFAULT_CONTROL_SOCKET, type HaproxyConfigurationProps, HEALTH_PATH } from "./settings";

/** A container image. It is pinned, so that nothing changes without a diff. */
export interface HaproxyImage {
  readonly repository: string;
  readonly tag: string;
}

export interface HaproxyProps {
  /** An existing namespace. A change replaces all resources. */
  readonly namespace: string;

  /**
   * The name of the Helm release, its pods and the ConfigMap: 1 to 53 lowercase letters, digits and hyphens. A change
   * replaces all resources.
   */
  readonly releaseName: string;

  /**
   * The configuration, with the weights. Its ports are 1024 or above, because the pods do not run as root; the service has
   * 80 and 443 for them. The control socket is the default one.
   */
  readonly configuration: HaproxyConfigurationProps;

  /**
   * A secret of type kubernetes.io/tls. The configuration's `certificateFile` is then Haproxy.CERTIFICATE_FILE.
   * A reload takes a renewed certificate.
   * @default - none: no HTTPS
   */
  readonly certificateSecretName?: string;

  /**
   * 1 to 100, on different nodes if possible.
   * @default 3
   */
  readonly replicas?: number;

  /**
   * The version of haproxytech/haproxy, 1.27 or later. Pods of older charts never get a new configuration.
   * @default "1.29.0"
   */
  readonly chartVersion?: string;

  /**
   * HAProxy 2.6 or later with a shell.
   * @default - docker.io/haproxytech/haproxy-alpine, 3.3.10, as in that chart
   */
  readonly image?: HaproxyImage;

  /**
   * More values for the chart, as YAML: the kind of service, resources, tolerations. Each overrides those before it.
   * @default - none: a service inside the cluster
   */
  readonly values?: readonly string[];

  /**
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];

  /**
   * @default - the Helm provider of the stack
   */
  readonly helmProvider?: TerraformProvider;

  /**
   * @default - the Kubernetes provider of the stack
   */
  readonly kubernetesProvider?: TerraformProvider;
}

/**
 * HAProxy in front of clusters without an ALB: pods of the community's chart, which mount a ConfigMap of this construct.
 *
 * A shift only changes the ConfigMap, in place, so the plan shows one line. A second container in each pod sees the new
 * file, checks it with `haproxy -c`, and reloads HAProxy with SIGUSR2, which drops no connection. With a configuration in
 * the chart, each shift would replace all pods, cut off WebSockets, and show reviewers a release instead of a weight.
 *
 * `terraform apply` ends before the shift does: Kubernetes updates the file in each pod within one or two minutes.
 * `runtimeCommands` shift at once.
 *
 * Do not run it in one of the clusters that it shifts between.
 */
export class Haproxy extends Construct {
  /** The path in the pods of the certificate of `certificateSecretName`. */
  static readonly CERTIFICATE_FILE = "/usr/local/etc/haproxy-tls/tls.crt";

  readonly configuration: HaproxyConfiguration;

  /** The release, for resources that depend on it. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: HaproxyProps) {
    super(scope, id);
    props = rightTypes(this, "HaproxyProps", props);
    const { namespace, releaseName, replicas = 3, chartVersion = "1.29.0" } = props;
    this.configuration = HaproxyConfiguration.of(props.configuration);
    const configMap = new ConfigMapV1(this, "configuration", {
      // The chart's pods mount the ConfigMap with their name. Without a configuration, the chart does not create it.
      metadata: { name: releaseName, namespace },
      data: { "haproxy.cfg": this.configuration.text },
      dependsOn: props.dependsOn === undefined ? undefined : [...props.dependsOn],
      provider: props.kubernetesProvider,
    });
    this.dependable = new Release(this, "Default", {
      name: releaseName,
      namespace,
      repository: "https://haproxytech.github.io/helm-charts",
      chart: "haproxy",
      version: chartVersion,
      values: allValues(valuesOf(props, this.configuration), props.values),
      atomic: true,
      wait: true,
      dependsOn: [configMap],
      provider: props.helmProvider,
    });
    reportAtSynthesis(this, () => [
      ...this.configuration.problems,
      ...nameProblems("the name of the release", releaseName, "helmRelease"),
      ...nameProblems("the namespace", namespace, "kubernetes"),
      ...(props.certificateSecretName === undefined
        ? []
        : nameProblems("certificateSecretName", props.certificateSecretName, "secret")),
      ...podProblems(props, this.configuration),
      ...(props.image === undefined
        ? []
        : [
            ...wordProblems("image.repository", props.image.repository, "the repository of an image"),
            ...wordProblems("image.tag", props.image.tag, "the tag of an image"),
          ]),
      ...wholeNumberProblems("replicas", replicas, 1, 100),
      ...haproxyChartProblems(chartVersion),
    ]);
  }

  /**
   * Commands for the stats socket of each pod, which set the declared weights at once. Send them over one connection, in
   * this order. Also apply the weights: the next reload takes them from the configuration.
   *
   * `kubectl exec -i <pod> -c haproxy -- curl -s --unix-socket /var/run/haproxy/haproxy.sock telnet://haproxy`
   * sends its input to the socket.
   * @param evacuated - the servers that were evacuated before
   * @inCode evacuated
   */
  runtimeCommands(from: WeightMap, evacuated: readonly string[] = []): readonly string[] {
    return this.configuration.runtimeCommands(from, evacuated);
  }
}

const CONFIGURATION_FOLDER = "/usr/local/etc/haproxy";
const CONFIGURATION_FILE = `${CONFIGURATION_FOLDER}/haproxy.cfg`;
const RUN_FOLDER = "/var/run/haproxy";
const PID_FILE = `${RUN_FOLDER}/haproxy.pid`;
const CERTIFICATE_FOLDER = "/usr/local/etc/haproxy-tls";
const DEFAULT_IMAGE: HaproxyImage = {
  repository: "docker.io/haproxytech/haproxy-alpine",
  tag: "3.3.10",
};

function allValues(own: string, given: readonly string[] = []): string[] {
  return isUnresolved(given) ? Token.asList(Fn.concat([[literal(own)], given])) : [own, ...given];
}

/** JSON, which is valid YAML. */
function valuesOf(props: HaproxyProps, { settings }: HaproxyConfiguration): string {
  const { releaseName, replicas = 3, certificateSecretName, image = DEFAULT_IMAGE } = props;
  const { port, httpsPort, certificateFile } = settings.listener;
  const isHttps = certificateFile !== undefined;
  const configMount = { name: "haproxy-config", mountPath: CONFIGURATION_FOLDER };
  const runMount = { name: "run", mountPath: RUN_FOLDER };
  const probe = { httpGet: { path: HEALTH_PATH, port: "http" } };
  return JSON.stringify({
    fullnameOverride: releaseName,
    config: "",
    configMount: { mountPath: CONFIGURATION_FOLDER, subPath: "" },
    checksumConfigMap: { enabled: false },
    image,
    args: { defaults: haproxyArguments(CONFIGURATION_FILE, PID_FILE) },
    replicaCount: replicas,
    strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    PodDisruptionBudget: replicas > 1 ? { enable: true, maxUnavailable: 1 } : { enable: false },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "kubernetes.io/hostname",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { "app.kubernetes.io/instance": releaseName } },
      },
    ],
    serviceAccount: { automountServiceAccountToken: false },
    // The container that reloads sends signals to HAProxy.
    shareProcessNamespace: { enabled: true },
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    securityContext: { enabled: true, ...CONFINED },
    containerPorts: { http: null, https: null, stat: null },
    rawContainerPorts: [
      { name: "http", containerPort: port },
      ...(isHttps ? [{ name: "https", containerPort: httpsPort }] : []),
    ],
    service: {
      rawAdditionalPorts: [
        { name: "http", port: 80, targetPort: "http" },
        ...(isHttps ? [{ name: "https", port: 443, targetPort: "https" }] : []),
      ],
    },
    readinessProbe: { ...probe, periodSeconds: 2 },
    livenessProbe: { ...probe, periodSeconds: 10, failureThreshold: 6 },
    terminationGracePeriodSeconds: settings.drainSeconds + STOP_SECONDS,
    lifecycle: { preStop: { exec: { command: ["sh", "-c", STOP_SCRIPT, "stop", PID_FILE] } } },
    mountedSecrets:
      certificateSecretName === undefined
        ? []
        : [{ volumeName: "tls", secretName: certificateSecretName, mountPath: CERTIFICATE_FOLDER }],
    extraVolumes: [{ name: "run", emptyDir: {} }],
    extraVolumeMounts: [runMount],
    sidecarContainers: [
      {
        name: "reload",
        image: `${image.repository}:${image.tag}`,
        command: [
          ...["sh", "-c", RELOAD_SCRIPT, "reload", CONFIGURATION_FILE, PID_FILE],
          ...(isHttps ? [`${CERTIFICATE_FOLDER}/tls.crt`, `${CERTIFICATE_FOLDER}/tls.key`] : []),
        ],
        resources: { requests: { cpu: "10m", memory: "32Mi" } },
        securityContext: CONFINED,
        volumeMounts: [
          configMount,
          runMount,
          ...(isHttps ? [{ name: "tls", mountPath: CERTIFICATE_FOLDER }] : []),
        ],
      },
    ],
  });
}

const CONFINED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** Problems of a configuration that is valid elsewhere, but not in these pods. */
function podProblems(
  { certificateSecretName }: HaproxyProps,
  { settings: { listener, controlSocket } }: HaproxyConfiguration,
): string[] {
  const problems: string[] = [];
  const { address, port, httpsPort, certificateFile } = listener;
  const isHttps = certificateFile !== undefined;
  if (address !== "") {
    problems.push(
      `listener.address is ${shownValue(address)}: expected none, because each pod has its own address`,
    );
  }
  for (const low of (isHttps ? [port, httpsPort] : [port]).filter((one) => one >= 1 && one < 1024)) {
    problems.push(
      `a port of the pods is ${low}: expected 1024 or more, because the pods do not run as root. The service has 80 and 443`,
    );
  }
  if (isHttps && certificateSecretName === undefined) {
    problems.push("certificateFile is set and certificateSecretName is not: expected both or none");
  }
  if (certificateSecretName !== undefined && certificateFile !== Haproxy.CERTIFICATE_FILE) {
    problems.push(
      `certificateFile is ${certificateFile === undefined ? "not set" : shownValue(certificateFile)}: expected Haproxy.CERTIFICATE_FILE, where the pods have the secret ${shownValue(certificateSecretName)}`,
    );
  }
  if (controlSocket !== DEFAULT_CONTROL_SOCKET) {
    problems.push(
      `controlSocket is ${shownValue(controlSocket)}, where the pods cannot write: expected none, for ${DEFAULT_CONTROL_SOCKET}`,
    );
  }
  return problems;
}

/** Pods of charts before 1.27 never get a new configuration. */
function haproxyChartProblems(version: string): readonly string[] {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  const isOlder = Number(major) < 1 || (Number(major) === 1 && Number(minor) < 27);
  return isOlder
    ? [
        `the chart's version is "${version}": expected 1.27.0 or later. Pods of older charts never get a new configuration`,
      ]
    : chartVersionProblems(version);
}
