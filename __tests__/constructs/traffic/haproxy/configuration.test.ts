import { TerraformVariable } from "cdktf";
import { HaproxyConfiguration } from "../../../../constructs/traffic/haproxy/configuration";
import type { HaproxyConfigurationProps } from "../../../../constructs/traffic/haproxy/settings";
import { WeightedListeners } from "../../../../constructs/traffic/weighted-listeners";
import { TrafficWeights, type WeightMap } from "../../../../upgrade/fleet/traffic-weights";
import { synthesize } from "../../../synthesize";

const props: HaproxyConfigurationProps = {
  backend: "webapp",
  servers: { a: { address: "10.0.0.1", port: 80 }, b: { address: "10.0.1.1", port: 80 } },
  weights: { a: 90, b: 10, default: 0 },
};

const textWith = (changed: Partial<HaproxyConfigurationProps>) =>
  HaproxyConfiguration.of({ ...props, ...changed }).text;
const problemsWith = (changed: Partial<HaproxyConfigurationProps>) =>
  HaproxyConfiguration.of({ ...props, ...changed }).problems;

/** The lines of one text that differ in the other. */
function changedLines(one: string, other: string): readonly (readonly [before: string, after: string])[] {
  const [before, after] = [one.split("\n"), other.split("\n")];
  expect(after).toHaveLength(before.length);
  return before.flatMap((line, index) => {
    const now = after[index] ?? "";
    return line === now ? [] : [[line.trim(), now.trim()] as const];
  });
}

test("is one backend with a server for each cluster", () => {
  expect(problemsWith({})).toEqual([]);
  expect(textWith({})).toBe(`global
  log stdout format raw local0 info
  maxconn 8000
  hard-stop-after 300s
  stats socket /var/run/haproxy/haproxy.sock mode 600 level admin
  stats timeout 30s

defaults
  mode http
  log global
  option httplog
  option dontlognull
  option forwardfor
  option idle-close-on-response
  option redispatch 1
  retries 3
  retry-on conn-failure empty-response
  timeout connect 3s
  timeout queue 3s
  timeout client 60s
  timeout client-fin 60s
  timeout server 60s
  timeout http-request 60s
  timeout http-keep-alive 75s
  timeout tunnel 3600s
  timeout check 2s

frontend webapp-http
  bind :8080
  monitor-uri /haproxy-health
  default_backend webapp

backend webapp
  balance roundrobin
  http-request disable-l7-retry unless METH_GET or METH_OPTIONS
  option httpchk
  http-check send meth GET uri / ver HTTP/1.1 hdr Host webapp
  http-check expect status 200
  default-server check inter 2s fall 3 rise 2 slowstart 30s
  server a 10.0.0.1:80 weight 90
  server b 10.0.1.1:80 weight 10
`);
});

test("a shift changes only the lines of its servers, and its revert restores the bytes", () => {
  const before = textWith({ weights: { a: 100, b: 0, default: 0 } });
  const after = textWith({ weights: { a: 90, b: 10, default: 0 } });
  expect(changedLines(before, after)).toEqual([
    ["server a 10.0.0.1:80 weight 100", "server a 10.0.0.1:80 weight 90"],
    ["server b 10.0.1.1:80 weight 0", "server b 10.0.1.1:80 weight 10"],
  ]);
  expect(textWith({ weights: { default: 0, b: 0, a: 100 } })).toBe(before);
});

test("an ALB and HAProxy use the same map of weights", () => {
  const arn = (name: string) =>
    `arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/alpha-webapp-${name}/1`;
  const targetGroup = (name: string) => ({
    targetGroupArn: arn(name),
    targetGroupName: `alpha-webapp-${name}`,
  });
  const weightsOf = (weights: WeightMap) => {
    const { resource } = synthesize(
      (stack) =>
        new WeightedListeners(stack, "webapp", {
          loadBalancer: {
            loadBalancerArn:
              "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/alpha-webapp/1",
          },
          targetGroups: { a: targetGroup("a"), b: targetGroup("b"), default: targetGroup("default") },
          weights,
          certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
        }),
    );
    const forward = JSON.stringify(resource.aws_lb_listener?.webapp_https_0DF5861E?.default_action);
    return {
      alb: [...forward.matchAll(/"weight":(\d+)/g)].map(([, weight]) => weight),
      haproxy: [...textWith({ weights }).matchAll(/ weight (\d+)/g)].map(([, weight]) => weight),
    };
  };
  expect(weightsOf({ a: 90, b: 10, default: 0 })).toEqual({ alb: ["90", "10", "0"], haproxy: ["90", "10"] });
  expect(weightsOf({ a: 0, b: 999, default: 0 })).toEqual({ alb: ["0", "999", "0"], haproxy: ["0", "1"] });
});

test("a target group that is not a server must have weight 0", () => {
  expect(problemsWith({ weights: { a: 90, b: 10, default: 5 } })).toEqual([
    '"default" has a weight but is no target group; the target groups are a, b',
  ]);
});

test("the commands for a shift without a reload lead to the declared weights", () => {
  const runtimeCommands = (from: WeightMap) => HaproxyConfiguration.of(props).runtimeCommands(from);
  expect(runtimeCommands({ a: 100, b: 0, default: 0 })).toEqual([
    "set server webapp/b weight 10",
    "set server webapp/a weight 90",
  ]);
  expect(runtimeCommands({ a: 900, b: 100 })).toEqual([
    "set server webapp/a weight 90",
    "set server webapp/b weight 10",
  ]);
  expect(runtimeCommands(props.weights)).toEqual([]);
});

test("HAProxy resolves a name again, and verifies TLS to a cluster", () => {
  const text = textWith({
    servers: {
      a: { address: "a.webapp.example.com", port: 443, tls: { serverName: "webapp.example.com" } },
      b: {
        address: "2001:db8::1",
        port: 8443,
        tls: { serverName: "webapp.example.com", caFile: "/etc/haproxy/ca.pem" },
      },
    },
  });
  const tls = (caFile: string) =>
    `ssl verify required ca-file ${caFile} sni str(webapp.example.com) check-sni webapp.example.com verifyhost webapp.example.com`;
  expect(text).toContain("\nresolvers dns\n  parse-resolv-conf\n");
  expect(text).toContain(
    `server a a.webapp.example.com:443 weight 90 resolvers dns resolve-prefer ipv4 init-addr libc,none ${tls("@system-ca")}\n`,
  );
  expect(text).toContain(`server b [2001:db8::1]:8443 weight 10 ${tls("/etc/haproxy/ca.pem")}\n`);
});

test("with a certificate, plain HTTP is redirected, except the health check of HAProxy", () => {
  const text = textWith({ listener: { certificateFile: "/etc/haproxy/tls.crt" } });
  expect(text).toContain(`frontend webapp-http
  bind :8080
  monitor-uri /haproxy-health
  http-request redirect scheme https code 301

frontend webapp-https
  bind :8443 ssl crt /etc/haproxy/tls.crt alpn h2,http/1.1
  http-request set-header X-Forwarded-Proto https
  default_backend webapp
`);
});

test("has the given properties", () => {
  const text = textWith({
    listener: { address: "10.0.0.9", port: 80 },
    healthCheck: {
      path: "/health",
      host: "webapp.example.com",
      intervalSeconds: 10,
      healthyThreshold: 4,
      unhealthyThreshold: 5,
      matcher: "200-299",
    },
    retries: 0,
    slowStartSeconds: 0,
    drainSeconds: 60,
    maxConnections: 100,
    timeouts: {
      connectSeconds: 1,
      clientSeconds: 2,
      serverSeconds: 4,
      keepAliveSeconds: 5,
      tunnelSeconds: 6,
    },
    controlSocket: "/run/haproxy.sock",
  });
  const lines = text.split("\n").map((line) => line.trim());
  expect(lines).toEqual(
    expect.arrayContaining([
      "maxconn 100",
      "hard-stop-after 60s",
      "stats socket /run/haproxy.sock mode 600 level admin",
      "retries 0",
      "timeout connect 1s",
      "timeout client 2s",
      "timeout server 4s",
      "timeout http-keep-alive 5s",
      "timeout tunnel 6s",
      "timeout check 10s",
      "bind 10.0.0.9:80",
      "http-check send meth GET uri /health ver HTTP/1.1 hdr Host webapp.example.com",
      "http-check expect status 200-299",
      "default-server check inter 10s fall 5 rise 4",
    ]),
  );
});

test("undefined is the same as the default", () => {
  const nothing = {
    listener: { port: undefined },
    healthCheck: { path: undefined },
    timeouts: { connectSeconds: undefined },
  };
  expect(textWith(nothing)).toBe(textWith({}));
});

test("an address that is a token is treated as a name", () => {
  synthesize((stack) => {
    const { stringValue } = new TerraformVariable(stack, "address", {});
    const servers = { ...props.servers, a: { address: stringValue, port: 80 } };
    expect(problemsWith({ servers })).toEqual([]);
    expect(textWith({ servers })).toContain("resolvers dns resolve-prefer");
  });
});

test("fails for numbers and names that are tokens, because they are part of a text", () => {
  synthesize((stack) => {
    const { numberValue, stringValue } = new TerraformVariable(stack, "variable", {});
    expect(problemsWith({ weights: { a: numberValue, b: 0 } })).toEqual([
      'the weight of "a" is an unresolved token: expected a whole number from 0 to 999',
    ]);
    expect(problemsWith({ retries: numberValue, backend: stringValue })).toEqual([
      "the name of the backend is an unresolved token: expected a name as text",
      "the number of retries is an unresolved token: expected a whole number from 0 to 10",
    ]);
  });
});

const a = { address: "10.0.0.1", port: 80 };
const certificateFile = "/etc/haproxy/tls.crt";

test.each<[Partial<HaproxyConfigurationProps>, string]>([
  [{ weights: { a: 1000, b: 1 } }, String(TrafficWeights.of({ a: 1000, b: 1 }).problems)],
  [{ weights: { a: 0, b: 0 } }, String(TrafficWeights.of({ a: 0, b: 0 }).problems)],
  [
    { backend: "web app" },
    'the name of the backend is "web app": expected letters, digits, hyphens, underscores and dots',
  ],
  [
    { servers: { ...props.servers, "c d": a } },
    'the name of a server is "c d": expected letters, digits, hyphens, underscores and dots',
  ],
  [
    { servers: { ...props.servers, a: { address: "10.0.0.1:80", port: 80 } } },
    'the address of server "a" is "10.0.0.1:80": expected a host name or an IP address, without a port',
  ],
  [
    { servers: { ...props.servers, a: { address: "", port: 80 } } },
    'the address of server "a" is "": expected a host name or an IP address, without a port',
  ],
  [
    { servers: { ...props.servers, a: { address: "a check\n  server evil 1.2.3.4", port: 80 } } },
    'the address of server "a" is "a check\n  server evil 1.2.3.4": expected a host name or an IP address, without a port',
  ],
  [
    { servers: { ...props.servers, a: { ...a, port: 0 } } },
    'the port of server "a" is 0: expected a whole number from 1 to 65535',
  ],
  [
    { servers: { ...props.servers, a: { ...a, tls: { serverName: "*" } } } },
    'tls.serverName of server "a" is "*": expected the host name of its certificate',
  ],
  [
    { servers: { ...props.servers, a: { ...a, tls: { serverName: "a", caFile: "ca.pem" } } } },
    'the CA file of server "a" is "ca.pem": expected a path that begins with "/", of letters, digits, dots, hyphens and underscores',
  ],
  [
    { listener: { address: "localhost" } },
    'the address of the listener is "localhost": expected an IP address, or none for all',
  ],
  [{ listener: { port: 70_000 } }, "the port is 70000: expected a whole number from 1 to 65535"],
  [
    { listener: { certificateFile: "/etc/haproxy/webapp.pem" } },
    'the certificate file is "/etc/haproxy/webapp.pem": expected a name that ends in ".crt"',
  ],
  [{ listener: { certificateFile, port: 8443 } }, "duplicate port 8443: HTTP and HTTPS have it"],
  [
    { listener: { certificateFile, httpsPort: 0 } },
    "the HTTPS port is 0: expected a whole number from 1 to 65535",
  ],
  [
    { healthCheck: { path: "health" } },
    'the path of the health check is "health": expected a path that begins with "/", without spaces, quotes, "#" and "$"',
  ],
  [
    { healthCheck: { path: "/$" } },
    'the path of the health check is "/$": expected a path that begins with "/", without spaces, quotes, "#" and "$"',
  ],
  [{ healthCheck: { host: "" } }, 'the host of the health check is "": expected a host name'],
  [
    { healthCheck: { matcher: "2xx" } },
    'the matcher of the health check is "2xx": expected codes from 100 to 599, like "200", "200,202" or "200-299"',
  ],
  [
    { healthCheck: { intervalSeconds: 0.5 } },
    "the interval of the health check is 0.5 s: expected a whole number from 1 to 300",
  ],
  [
    { healthCheck: { healthyThreshold: 0 } },
    "the healthy threshold of the health check is 0: expected a whole number from 1 to 10",
  ],
  [
    { healthCheck: { unhealthyThreshold: 11 } },
    "the unhealthy threshold of the health check is 11: expected a whole number from 1 to 10",
  ],
  [{ retries: 11 }, "the number of retries is 11: expected a whole number from 0 to 10"],
  [{ slowStartSeconds: -1 }, "the slow start is -1 s: expected a whole number from 0 to 900"],
  [
    { timeouts: { connectSeconds: 0 } },
    "the connect timeout is 0 s: expected a whole number from 1 to 86400",
  ],
  [
    { timeouts: { keepAliveSeconds: Number.NaN } },
    "the keep-alive timeout is NaN s: expected a whole number from 1 to 86400",
  ],
  [{ drainSeconds: 0 }, "the time to drain is 0 s: expected a whole number from 1 to 86400"],
  [{ maxConnections: 0 }, "the number of connections is 0: expected a whole number from 1 to 1000000"],
  [
    { controlSocket: "haproxy.sock" },
    'the control socket is "haproxy.sock": expected a path that begins with "/", of letters, digits, dots, hyphens and underscores',
  ],
])("fails for %j", (changed, problem) => {
  expect(problemsWith(changed)).toEqual([problem]);
});

describe("an evacuation", () => {
  const weights = { a: 60, b: 40, default: 0 };

  test("changes the weight of one server, also at run time, and its revert restores the bytes", () => {
    const [before, during] = [{ weights }, { weights, evacuated: ["a"] }];
    expect(changedLines(textWith(before), textWith(during))).toEqual([
      ["server a 10.0.0.1:80 weight 60", "server a 10.0.0.1:80 weight 0"],
    ]);
    expect(textWith({ weights, evacuated: [] })).toBe(textWith(before));
    const commands = (to: Partial<HaproxyConfigurationProps>, from: readonly string[]) =>
      HaproxyConfiguration.of({ ...props, ...to }).runtimeCommands(weights, from);
    expect(commands(during, [])).toEqual(["set server webapp/a weight 0"]);
    expect(commands(before, ["a"])).toEqual(["set server webapp/a weight 60"]);
  });

  test("accepts a name that only a load balancer has, but no unknown name, and not every server with a weight", () => {
    expect(problemsWith({ weights, evacuated: ["default"] })).toEqual([]);
    expect(problemsWith({ weights, evacuated: ["c"] })).toEqual([
      '"c" is evacuated but is no target group; the target groups are a, b',
    ]);
    expect(problemsWith({ weights: { a: 1 }, evacuated: ["a"] })).toEqual([
      "a is evacuated and nothing else has weight, so no request would be served; first give one of b a weight from 1 to 999",
    ]);
  });
});
