import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformVariable } from "cdktf";
import { Haproxy, type HaproxyProps } from "../../../../constructs/traffic/haproxy/haproxy";
import { RELOAD_SCRIPT, STOP_SCRIPT } from "../../../../constructs/traffic/haproxy/reload";
import type { HaproxyConfigurationProps } from "../../../../constructs/traffic/haproxy/settings";
import { problemsOf, synthesize } from "../../../synthesize";

const configuration: HaproxyConfigurationProps = {
  backend: "webapp",
  servers: { a: { address: "10.0.0.1", port: 80 }, b: { address: "10.0.1.1", port: 80 } },
  weights: { a: 90, b: 10, default: 0 },
};
const props: HaproxyProps = { namespace: "edge", releaseName: "webapp", configuration };
const https: Partial<HaproxyProps> = {
  certificateSecretName: "webapp-tls",
  configuration: { ...configuration, listener: { certificateFile: Haproxy.CERTIFICATE_FILE } },
};

function resourcesWith(changed: Partial<HaproxyProps>) {
  const { resource } = synthesize((stack) => {
    new HelmProvider(stack, "helm");
    new KubernetesProvider(stack, "kubernetes");
    new Haproxy(stack, "webapp", { ...props, ...changed });
  });
  return {
    configMap: resource.kubernetes_config_map_v1?.webapp_configuration_F4C6428F ?? {},
    release: resource.helm_release?.webapp ?? {},
  };
}

function valuesWith(changed: Partial<HaproxyProps>): unknown {
  const { values } = resourcesWith(changed).release;
  return JSON.parse(String(Array.isArray(values) ? values[0] : undefined));
}

function problemsWith(changed: Partial<HaproxyProps>): readonly string[] {
  return problemsOf((stack) => {
    new HelmProvider(stack, "helm");
    new KubernetesProvider(stack, "kubernetes");
    new Haproxy(stack, "webapp", { ...props, ...changed });
  });
}

test("is the pinned chart of the community, and the ConfigMap that its pods mount", () => {
  const { configMap, release } = resourcesWith({});
  expect(configMap).toEqual({
    metadata: { name: "webapp", namespace: "edge" },
    data: { "haproxy.cfg": expect.stringContaining("server a 10.0.0.1:80 weight 90\n") },
  });
  expect(release).toEqual({
    name: "webapp",
    namespace: "edge",
    repository: "https://haproxytech.github.io/helm-charts",
    chart: "haproxy",
    version: "1.29.0",
    values: [expect.any(String)],
    atomic: true,
    wait: true,
    depends_on: ["kubernetes_config_map_v1.webapp_configuration_F4C6428F"],
  });
  expect(valuesWith({})).toMatchObject({
    fullnameOverride: "webapp",
    config: "",
    configMount: { mountPath: "/usr/local/etc/haproxy", subPath: "" },
    checksumConfigMap: { enabled: false },
    image: { repository: "docker.io/haproxytech/haproxy-alpine", tag: "3.3.10" },
    replicaCount: 3,
    PodDisruptionBudget: { enable: true, maxUnavailable: 1 },
  });
});

test("a shift changes the ConfigMap and leaves the release as it is", () => {
  const before = resourcesWith({ configuration: { ...configuration, weights: { a: 100, b: 0 } } });
  const after = resourcesWith({ configuration: { ...configuration, weights: { a: 90, b: 10 } } });
  expect(after.release).toEqual(before.release);
  expect(after.configMap).not.toEqual(before.configMap);
});

test("a second container reloads HAProxy, and both have the same files", () => {
  expect(valuesWith({})).toMatchObject({
    args: {
      defaults: [
        "-W",
        "-db",
        "-p",
        "/var/run/haproxy/haproxy.pid",
        "-f",
        "/usr/local/etc/haproxy/haproxy.cfg",
      ],
    },
    shareProcessNamespace: { enabled: true },
    extraVolumes: [{ name: "run", emptyDir: {} }],
    extraVolumeMounts: [{ name: "run", mountPath: "/var/run/haproxy" }],
    sidecarContainers: [
      {
        name: "reload",
        image: "docker.io/haproxytech/haproxy-alpine:3.3.10",
        command: [
          "sh",
          "-c",
          RELOAD_SCRIPT,
          "reload",
          "/usr/local/etc/haproxy/haproxy.cfg",
          "/var/run/haproxy/haproxy.pid",
        ],
        volumeMounts: [
          { name: "haproxy-config", mountPath: "/usr/local/etc/haproxy" },
          { name: "run", mountPath: "/var/run/haproxy" },
        ],
      },
    ],
  });
});

test("a pod has time to finish its requests before it stops", () => {
  expect(valuesWith({ configuration: { ...configuration, drainSeconds: 60 } })).toMatchObject({
    terminationGracePeriodSeconds: 80,
    lifecycle: {
      preStop: { exec: { command: ["sh", "-c", STOP_SCRIPT, "stop", "/var/run/haproxy/haproxy.pid"] } },
    },
    strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  });
});

test("the service has port 80, and 443 with a certificate, which a reload renews", () => {
  expect(valuesWith({})).toMatchObject({
    rawContainerPorts: [{ name: "http", containerPort: 8080 }],
    service: { rawAdditionalPorts: [{ name: "http", port: 80, targetPort: "http" }] },
    mountedSecrets: [],
  });
  expect(problemsWith(https)).toEqual([]);
  expect(valuesWith(https)).toMatchObject({
    rawContainerPorts: [
      { name: "http", containerPort: 8080 },
      { name: "https", containerPort: 8443 },
    ],
    service: {
      rawAdditionalPorts: [
        { name: "http", port: 80, targetPort: "http" },
        { name: "https", port: 443, targetPort: "https" },
      ],
    },
    mountedSecrets: [
      { volumeName: "tls", secretName: "webapp-tls", mountPath: "/usr/local/etc/haproxy-tls" },
    ],
    sidecarContainers: [
      {
        command: expect.arrayContaining([
          "/usr/local/etc/haproxy-tls/tls.crt",
          "/usr/local/etc/haproxy-tls/tls.key",
        ]),
        volumeMounts: expect.arrayContaining([{ name: "tls", mountPath: "/usr/local/etc/haproxy-tls" }]),
      },
    ],
  });
});

test("has the given properties", () => {
  const changed: Partial<HaproxyProps> = {
    replicas: 1,
    chartVersion: "1.28.1",
    image: { repository: "registry.example.com/haproxy", tag: "2.6.12" },
    values: ["service: {type: LoadBalancer}"],
  };
  const { release } = resourcesWith(changed);
  expect(release).toMatchObject({
    version: "1.28.1",
    values: [expect.any(String), "service: {type: LoadBalancer}"],
  });
  expect(valuesWith(changed)).toMatchObject({
    replicaCount: 1,
    PodDisruptionBudget: { enable: false },
    image: { repository: "registry.example.com/haproxy", tag: "2.6.12" },
    sidecarContainers: [{ image: "registry.example.com/haproxy:2.6.12" }],
  });
});

test("has the commands for a shift without a reload", () => {
  const commands: string[] = [];
  synthesize((stack) => {
    new HelmProvider(stack, "helm");
    new KubernetesProvider(stack, "kubernetes");
    commands.push(...new Haproxy(stack, "webapp", props).runtimeCommands({ a: 100, b: 0 }));
  });
  expect(commands).toEqual(["set server webapp/b weight 10", "set server webapp/a weight 90"]);
});

test.each<[Partial<HaproxyProps>, string]>([
  [
    { releaseName: "a".repeat(54) },
    `the name of the release is "${"a".repeat(54)}" (54 characters): expected 1 to 53 lowercase letters, digits and hyphens`,
  ],
  [{ namespace: "Edge" }, 'the namespace is "Edge": expected 1 to 63 lowercase letters, digits and hyphens'],
  [
    { ...https, certificateSecretName: "" },
    'certificateSecretName is "": expected 1 to 253 lowercase letters, digits and hyphens',
  ],
  [{ replicas: 0 }, "replicas is 0: expected a whole number from 1 to 100"],
  [{ chartVersion: "1.29" }, `the chart's version is "1.29": expected an exact version like "3.5.0"`],
  [
    { chartVersion: "1.26.1" },
    'the chart\'s version is "1.26.1": expected 1.27.0 or later. Pods of older charts never get a new configuration',
  ],
  [
    { configuration: { ...configuration, weights: { a: 0, b: 0 } } },
    "every weight is 0, so no request would be served; give at least one of a, b a weight from 1 to 999",
  ],
  [
    { configuration: { ...configuration, listener: { address: "127.0.0.1" } } },
    'listener.address is "127.0.0.1": expected none, because each pod has its own address',
  ],
  [
    { configuration: { ...configuration, listener: { port: 80 } } },
    "a port of the pods is 80: expected 1024 or more, because the pods do not run as root. The service has 80 and 443",
  ],
  [
    { ...https, certificateSecretName: undefined },
    "certificateFile is set and certificateSecretName is not: expected both or none",
  ],
  [
    { certificateSecretName: "webapp-tls" },
    'certificateFile is not set: expected Haproxy.CERTIFICATE_FILE, where the pods have the secret "webapp-tls"',
  ],
  [
    { configuration: { ...configuration, controlSocket: "/tmp/haproxy.sock" } },
    'controlSocket is "/tmp/haproxy.sock", where the pods cannot write: expected none, for /var/run/haproxy/haproxy.sock',
  ],
])("fails for %j", (changed, problem) => {
  expect(problemsWith(changed)).toEqual([`[stack/webapp] ${problem}`]);
});

test("names that are tokens are accepted", () => {
  expect(
    problemsOf((stack) => {
      new HelmProvider(stack, "helm");
      new KubernetesProvider(stack, "kubernetes");
      const { stringValue } = new TerraformVariable(stack, "variable", {});
      new Haproxy(stack, "webapp", {
        ...props,
        ...https,
        namespace: stringValue,
        releaseName: stringValue,
        certificateSecretName: stringValue,
      });
    }),
  ).toEqual([]);
});
