import { Release } from "@cdktf/provider-helm/lib/release";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { WeightMap } from "../../../upgrade/fleet/traffic-weights";
import { nameProblems } from "../../checks/names";
import { chartVersionProblems, wholeNumberProblems } from "../../checks/values";
import { reportAtSynthesis } from "../../validation";
import { HaproxyConfiguration } from "./configuration";
import { haproxyArguments, RELOAD_SCRIPT, STOP_SCRIPT, STOP_SECONDS } from "./reload";
import { DEFAULT_CONTROL_SOCKET, type HaproxyConfigurationProps, HEALTH_PATH } from "./settings";

/** A container image; pinned, so that nothing changes without a diff. */
export interface HaproxyImage {
  readonly repository: string;
  readonly tag: string;
}

export interface HaproxyProps {
  /** It exists already. A change replaces everything. */
  readonly namespace: string;

  /**
   * Of the Helm release, its pods and the ConfigMap: 1 to 53 small letters, digits and hyphens. A change
   * replaces everything.
   */
  readonly releaseName: string;

  /**
   * What HAProxy does; the weights are in it. Its ports are 1024 or above, for the pods do not run as root, and
   * the service has 80 and 443 for them. The control socket is the default one.
   */
  readonly configuration: HaproxyConfigurationProps;

  /**
   * A secret of type kubernetes.io/tls. The configuration's `certificateFile` is then Haproxy.CERTIFICATE_FILE.
   * A renewed certificate is taken by a reload.
   * @default - none: no HTTPS
   */
  readonly certificateSecretName?: string;

  /**
   * 1 to 100, on different nodes where possible.
   * @default 3
   */
  readonly replicas?: number;

  /**
   * Of haproxytech/haproxy; 1.27 or later, for those before mount the configuration in a way that never updates.
   * @default "1.29.0"
   */
  readonly chartVersion?: string;

  /**
   * HAProxy 2.6 or later with a shell.
   * @default - docker.io/haproxytech/haproxy-alpine, 3.3.10, as in that chart
   */
  readonly image?: HaproxyImage;

  /**
   * More values for the chart, as YAML, each over those before: the kind of service, resources, tolerations.
   * @default - none: a service inside of the cluster
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
 * HAProxy in front of clusters, where there is no ALB: pods of the community's chart, and their configuration as
 * a ConfigMap of ours, which they mount.
 *
 * The chart could bring the configuration itself, and would then replace every pod for each shift. That cuts
 * WebSockets off, hands every client another connection, and shows a reviewer a release instead of a weight.
 * Here a shift changes the ConfigMap alone, in place, so that the plan has the one line; a container beside
 * HAProxy sees the new file, has `haproxy -c` check it, and reloads by SIGUSR2, which drops nothing.
 *
 * What that costs: `terraform apply` ends before the shift does. Kubernetes brings the file to the pods within
 * one or two minutes, to each at its own time. `runtimeCommands` shift at once.
 *
 * It should not be in one of the clusters that it shifts between.
 */
export class Haproxy extends Construct {
  /** Where the pods have the certificate of `certificateSecretName`. */
  static readonly CERTIFICATE_FILE = "/usr/local/etc/haproxy-tls/tls.crt";

  readonly configuration: HaproxyConfiguration;

  /** The release, for what must come after it. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: HaproxyProps) {
    super(scope, id);
    const { namespace, releaseName, replicas = 3, chartVersion = "1.29.0" } = props;
    this.configuration = HaproxyConfiguration.of(props.configuration);
    const configMap = new ConfigMapV1(this, "configuration", {
      // The chart's pods mount the ConfigMap that has their name, and the chart makes none where it has no text.
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
      values: [valuesOf(props, this.configuration), ...(props.values ?? [])],
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
      ...wholeNumberProblems("replicas", replicas, 1, 100),
      ...haproxyChartProblems(chartVersion),
    ]);
  }

  /**
   * What to send to the stats socket of each pod, over one connection and in this order, to come from other
   * weights to those that are declared, at once. Apply them too: the next reload takes the weights from there.
   *
   * `kubectl exec -i <pod> -c haproxy -- curl -s --unix-socket /var/run/haproxy/haproxy.sock telnet://haproxy`
   * sends its input there.
   * @param evacuated - what was evacuated until now
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

/** JSON, which is YAML as well. */
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
    // The container that reloads signals the one that proxies.
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

/** What a configuration may be anywhere, but not in these pods. */
function podProblems(
  { certificateSecretName }: HaproxyProps,
  { settings: { listener, controlSocket } }: HaproxyConfiguration,
): string[] {
  const problems: string[] = [];
  const { address, port, httpsPort, certificateFile } = listener;
  const isHttps = certificateFile !== undefined;
  if (address !== "") {
    problems.push(`listener.address is "${address}": expected none, because each pod has its own address`);
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
      `certificateFile is ${certificateFile === undefined ? "not set" : `"${certificateFile}"`}: expected Haproxy.CERTIFICATE_FILE, where the pods have the secret "${certificateSecretName}"`,
    );
  }
  if (controlSocket !== DEFAULT_CONTROL_SOCKET) {
    problems.push(
      `controlSocket is "${controlSocket}", where the pods cannot write: expected none, for ${DEFAULT_CONTROL_SOCKET}`,
    );
  }
  return problems;
}

/** Charts before 1.27 mount the configuration so that the pods never see another. */
function haproxyChartProblems(version: string): readonly string[] {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  const isOlder = Number(major) < 1 || (Number(major) === 1 && Number(minor) < 27);
  return isOlder
    ? [
        `the chart's version is "${version}": expected 1.27.0 or later. Pods of older charts never get a new configuration`,
      ]
    : chartVersionProblems(version);
}
