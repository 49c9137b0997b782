import type { TerraformStack } from "cdktf";
import { EndpointAccess } from "../../../constructs/eks/endpoint-access";
import { ClusterAutoscaler } from "../../../constructs/kubernetes/cluster-autoscaler";
import { HelmRelease } from "../../../constructs/kubernetes/helm-release";
import { NodeGroupDrain } from "../../../constructs/kubernetes/node-group-drain";
import { TargetGroupBinding } from "../../../constructs/kubernetes/target-group-binding";
import { LaunchTemplate } from "../../../constructs/nodes/launch-template";
import type { NodeGroupOptions } from "../../../constructs/nodes/node-group";
import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
} from "../../../constructs/traffic/application-load-balancer";
import { HaproxyConfiguration } from "../../../constructs/traffic/haproxy/configuration";
import type { HaproxyConfigurationProps } from "../../../constructs/traffic/haproxy/settings";
import { ListenerAction } from "../../../constructs/traffic/listener-action";
import { TargetGroup, type TargetGroupProps } from "../../../constructs/traffic/target-group";
import { problemsOf } from "../../synthesize";
import { withCluster, withWorkers } from "../eks/fixtures";

/*
 * All properties of a kind reject the same bad values: no property has a check of its own that
 * knows less.
 */

const workers = (options: (value: number) => Partial<NodeGroupOptions>) => (value: number) =>
  problemsOf(withWorkers(options(value)));
const template = (property: string) => (value: number) =>
  problemsOf(withWorkers({ launchTemplate: LaunchTemplate.managed({ [property]: value }) }));
const inStack = (build: (stack: TerraformStack) => void) => problemsOf(build);
const targetGroup = (props: Partial<TargetGroupProps>) =>
  inStack((stack) => {
    new TargetGroup(stack, "b", { targetGroupName: "webapp-b", vpcId: "vpc-0a1", ...props });
  });
const loadBalancer = (props: Partial<ApplicationLoadBalancerProps>) =>
  inStack((stack) => {
    new ApplicationLoadBalancer(stack, "webapp", {
      loadBalancerName: "webapp",
      vpcId: "vpc-0a1",
      subnetIds: ["subnet-a", "subnet-c"],
      clientCidrs: { office: "203.0.113.0/24" },
      ...props,
    });
  });
const haproxy = (props: Partial<HaproxyConfigurationProps>) =>
  HaproxyConfiguration.of({
    backend: "webapp",
    servers: { a: { address: "10.0.0.1", port: 80 } },
    weights: { a: 1 },
    ...props,
  }).problems;
const release = { clusterName: "alpha-kr-a", repository: "https://charts.example.com", chart: "istiod" };

const wholeNumbers: Readonly<Record<string, (value: number) => readonly string[]>> = {
  minSize: workers((minSize) => ({ minSize })),
  maxSize: workers((maxSize) => ({ maxSize })),
  desiredSize: workers((desiredSize) => ({ desiredSize })),
  initialSize: workers((initialSize) => ({ initialSize })),
  maxUnavailable: workers((maxUnavailable) => ({ updateConfig: { maxUnavailable } })),
  maxUnavailablePercentage: workers((maxUnavailablePercentage) => ({
    updateConfig: { maxUnavailablePercentage },
  })),
  "launchTemplate.version": template("version"),
  "launchTemplate.diskSizeGib": template("diskSizeGib"),
  "launchTemplate.maxPods": template("maxPods"),
  "launchTemplate.metadataHopLimit": template("metadataHopLimit"),
  "drain.limitMinutes": (limitMinutes) =>
    inStack((stack) => {
      new NodeGroupDrain(stack, "drain", {
        clusterName: "alpha-kr-a",
        nodeGroupName: "workers-v1",
        limitMinutes,
      });
    }),
  "release.timeoutSeconds": (timeoutSeconds) =>
    inStack((stack) => {
      new HelmRelease(stack, "istiod", {
        ...release,
        namespace: "istio",
        chartVersion: "1.29.0",
        timeoutSeconds,
      });
    }),
  "binding.timeoutSeconds": (timeoutSeconds) =>
    inStack((stack) => {
      new TargetGroupBinding(stack, "webapp", {
        clusterName: "alpha-kr-a",
        namespace: "webapp",
        serviceRef: { name: "webapp", port: "http" },
        targetGroup: TargetGroup.fromTargetGroupName(stack, "b", "webapp-b"),
        timeoutSeconds,
      });
    }),
  "targetGroup.port": (port) => targetGroup({ port }),
  slowStartSeconds: (slowStartSeconds) => targetGroup({ slowStartSeconds }),
  deregistrationDelaySeconds: (deregistrationDelaySeconds) => targetGroup({ deregistrationDelaySeconds }),
  "healthCheck.port": (port) => targetGroup({ healthCheck: { port } }),
  "healthCheck.intervalSeconds": (intervalSeconds) => targetGroup({ healthCheck: { intervalSeconds } }),
  "healthCheck.timeoutSeconds": (timeoutSeconds) => targetGroup({ healthCheck: { timeoutSeconds } }),
  "healthCheck.healthyThreshold": (healthyThreshold) => targetGroup({ healthCheck: { healthyThreshold } }),
  "healthCheck.unhealthyThreshold": (unhealthyThreshold) =>
    targetGroup({ healthCheck: { unhealthyThreshold } }),
  idleTimeoutSeconds: (idleTimeoutSeconds) => loadBalancer({ idleTimeoutSeconds }),
  "pods.ports": (port) => loadBalancer({ pods: { a: { securityGroupId: "sg-0a1", ports: [port] } } }),
  "redirect.port": (port) => ListenerAction.redirect({ port }).problems,
  "fixedResponse.statusCode": (statusCode) => ListenerAction.fixedResponse({ statusCode }).problems,
  "haproxy.retries": (retries) => haproxy({ retries }),
  "haproxy.slowStartSeconds": (slowStartSeconds) => haproxy({ slowStartSeconds }),
  "haproxy.drainSeconds": (drainSeconds) => haproxy({ drainSeconds }),
  "haproxy.maxConnections": (maxConnections) => haproxy({ maxConnections }),
  "haproxy.listener.port": (port) => haproxy({ listener: { port } }),
  "haproxy.servers.port": (port) => haproxy({ servers: { a: { address: "10.0.0.1", port } } }),
  "haproxy.timeouts.connectSeconds": (connectSeconds) => haproxy({ timeouts: { connectSeconds } }),
  "haproxy.healthCheck.intervalSeconds": (intervalSeconds) => haproxy({ healthCheck: { intervalSeconds } }),
};

/** Numbers of nodes: they have no upper limit. */
const sizes = ["minSize", "maxSize", "desiredSize", "initialSize"];

describe.each(Object.entries(wholeNumbers))("%s", (property, problems) => {
  test.each([-1, 1.5, Number.NaN, ...(sizes.includes(property) ? [] : [10_000_000])])(
    "rejects %s",
    (value) => {
      const isRejected = expect.stringMatching(/ is (-1|1\.5|NaN|10000000)( s)?: expected a whole number/);
      expect(problems(value)).toEqual(expect.arrayContaining([isRejected]));
    },
  );
});

const cidrs: Readonly<Record<string, (cidr: string) => readonly string[]>> = {
  clientCidrs: (cidr) => loadBalancer({ clientCidrs: { office: cidr } }),
  "publicEndpointCidrs of a private endpoint": (cidr) =>
    problemsOf(withCluster({ endpointAccess: EndpointAccess.publicAndPrivate(cidr) })),
  publicEndpointCidrs: (cidr) => problemsOf(withCluster({ endpointAccess: EndpointAccess.publicOnly(cidr) })),
};

describe.each(Object.entries(cidrs))("%s", (_property, problems) => {
  test.each(["203.0.113.7/24", "203.0.113.0/33", "203.0.113.0", "2001:db8::/32", "office", ""])(
    "rejects %j",
    (cidr) => {
      expect(problems(cidr)).toEqual([expect.stringContaining(` is "${cidr}": expected `)]);
    },
  );
});

const days: Readonly<Record<string, (day: string) => readonly string[]>> = {
  "rollback.upgradedOn": (upgradedOn) =>
    problemsOf(withCluster({ version: "1.33", rollback: { of: "1.34", upgradedOn } })),
  "drainedByHand.on": (on) =>
    problemsOf(withWorkers({ phase: "draining", drainedByHand: { reason: "by kubectl", on } })),
  "guardsOff.until": (until) =>
    problemsOf(withCluster({ guardsOff: { "addon-ahead": { reason: "an urgent fix", until } } })),
};

describe.each(Object.entries(days))("%s", (_property, problems) => {
  test.each(["2026-02-30", "2026-13-01", "26-11-20", "20 November", ""])("rejects %j", (day) => {
    expect(problems(day)).toEqual([expect.stringContaining(` is "${day}": expected a date (YYYY-MM-DD)`)]);
  });
});

const codes: Readonly<Record<string, (matcher: string) => readonly string[]>> = {
  "healthCheck.matcher": (matcher) => targetGroup({ healthCheck: { matcher } }),
  "haproxy.healthCheck.matcher": (matcher) => haproxy({ healthCheck: { matcher } }),
};

describe.each(Object.entries(codes))("%s", (_property, problems) => {
  test.each(["200-299-250", "299-200", "2xx", "200,", ""])("rejects %j", (matcher) => {
    expect(problems(matcher)).toEqual([expect.stringContaining(` is "${matcher}": expected codes from `)]);
  });
});

const versions: Readonly<Record<string, (version: string) => readonly string[]>> = {
  chartVersion: (chartVersion) =>
    inStack((stack) => {
      new HelmRelease(stack, "istiod", { ...release, namespace: "istio", chartVersion });
    }),
  clusterAutoscaler: (version) =>
    inStack((stack) => {
      new ClusterAutoscaler(stack, "autoscaler", {
        clusterName: "alpha-kr-a",
        region: "ap-northeast-2",
        version,
      });
    }),
};

describe.each(Object.entries(versions))("%s", (_property, problems) => {
  test.each(["1.29", "~1.29.0", "latest", ""])("rejects %j", (version) => {
    expect(problems(version)).toContainEqual(
      expect.stringContaining(` is "${version}": expected an exact version`),
    );
  });
});
