import type { Environment } from "../upgrade/fleet/settings";
import { alpha } from "./alpha";

const network = {
  subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
  administrators: alpha.administrators,
} as const;

const workers = {
  instanceTypes: ["m6i.xlarge"],
  minSize: 2,
  maxSize: 10,
  labelPrefix: "krmt.io",
} as const;

const istio = {
  repository: "https://istio-release.storage.googleapis.com/charts",
  namespace: "istio-system",
} as const;

/** Seoul, alpha: two clusters behind one load balancer. */
export const alphaKr: Environment = {
  ...alpha.settings,
  region: "ap-northeast-2",
  vpcId: "vpc-0a01000000000000f",
  clusters: {
    "alpha-kr-a": {
      ...network,
      version: "1.33",
      addons: {
        "kube-proxy": "v1.33.10-eksbuild.29",
        coredns: "v1.12.4-eksbuild.38",
        "vpc-cni": "v1.22.4-eksbuild.3",
        "eks-pod-identity-agent": "v1.4.0-eksbuild.1",
      },
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.33" },
      },
      loadBalancerController: "3.5.0",
      namespaces: ["webapp"],
    },
    // The second cluster of the webapp: three minors ahead, with a platform of its day, and no traffic yet.
    "alpha-kr-b": {
      ...network,
      version: "1.36",
      addons: {
        "kube-proxy": "v1.36.0-eksbuild.25",
        coredns: "v1.14.3-eksbuild.23",
        "vpc-cni": "v1.23.1-eksbuild.1",
        "eks-pod-identity-agent": "v1.4.0-eksbuild.3",
      },
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.36" },
      },
      loadBalancerController: "3.5.0",
      clusterAutoscaler: "1.36.1",
      namespaces: ["istio-system", "webapp"],
      releases: {
        "istio-base": { ...istio, chart: "base", chartVersion: "1.30.4" },
        istiod: { ...istio, chart: "istiod", chartVersion: "1.30.4", after: ["istio-base"] },
      },
    },
  },
  // Where the webapp's CronJobs run. From one to the other by way of "none".
  activeClusters: { "alpha-kr": "alpha-kr-a" },
  loadBalancers: {
    "alpha-webapp": {
      subnetIds: network.subnetIds,
      clientCidrs: { world: "0.0.0.0/0" },
      scheme: "internet-facing",
      certificateArn:
        "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
      plainHttp: "forward",
      service: { namespace: "webapp", name: "webapp", port: "http", healthCheck: { path: "/health_check" } },
      targetGroups: {
        a: { cluster: "alpha-kr-a" },
        b: { cluster: "alpha-kr-b" },
        default: {},
      },
      weights: { a: 100, b: 0, default: 0 },
      previews: {
        a: { priority: 10, hostHeaders: ["a.webapp.alpha.example.com"] },
        b: { priority: 20, hostHeaders: ["b.webapp.alpha.example.com"] },
      },
      // Listed in the order in which they are tried. Paths are case-sensitive.
      rules: {
        login: { priority: 110, pathPatterns: ["/login", "/logout"] },
        signup: { priority: 120, pathPatterns: ["/signup*"] },
        profile: { priority: 130, pathPatterns: ["/profile*", "/me*"] },
        articles: { priority: 140, pathPatterns: ["/articles*", "/a/*"] },
        search: { priority: 150, pathPatterns: ["/search*"] },
        chat: { priority: 160, pathPatterns: ["/chat*"] },
        categories: { priority: 170, pathPatterns: ["/categories*"] },
        regions: { priority: 180, pathPatterns: ["/regions*"] },
        images: { priority: 190, pathPatterns: ["/images*", "/img/*"] },
        notifications: { priority: 200, pathPatterns: ["/notifications*"] },
        reviews: { priority: 210, pathPatterns: ["/reviews*"] },
        jobs: { priority: 220, pathPatterns: ["/jobs*"] },
        webhooks: { priority: 230, pathPatterns: ["/webhooks/*"] },
        assets: { priority: 240, pathPatterns: ["/assets/*", "/static/*"] },
        api: { priority: 250, pathPatterns: ["/api*", "/ad*", "/admin*", "/api_internal*", "/vv/*"] },
        health: { priority: 260, pathPatterns: ["/health_check"] },
      },
    },
  },
};
