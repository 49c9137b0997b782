import { HaproxyConfiguration } from "../../../constructs/traffic/haproxy/configuration";
import { backendsIn, clusterComment, withoutWeights } from "../../../upgrade/fleet/haproxy-text";

test("the text of a configuration has the servers and weights of the construct", () => {
  const { text } = HaproxyConfiguration.of({
    backend: "webapp",
    servers: { a: { address: "10.0.1.10", port: 80 }, b: { address: "fd00::2", port: 80 } },
    weights: { a: 90, b: 10 },
  });
  expect(
    backendsIn(text).map(({ name, servers }) => ({
      name,
      servers: servers.map(({ name: server, weight }) => [server, weight]),
    })),
  ).toEqual([
    {
      name: "webapp",
      servers: [
        ["a", 90],
        ["b", 10],
      ],
    },
  ]);
});

test("a server without a weight has the default of its backend, or 1", () => {
  const text = [
    "listen one",
    "  server a 10.0.0.1:80",
    "backend two",
    "  default-server weight 5",
    `  server a 10.0.0.1:80 check ${clusterComment("alpha-kr-a")}`,
    "  server b 10.0.0.2:80 weight x",
    "backend three # server c 10.0.0.3:80",
  ].join("\n");
  expect(backendsIn(text)).toEqual([
    { name: "one", servers: [{ name: "a", weight: 1 }] },
    {
      name: "two",
      servers: [
        { name: "a", weight: 5, cluster: "alpha-kr-a" },
        { name: "b", weight: undefined },
      ],
    },
  ]);
});

test("a shift leaves the rest of the text as it is", () => {
  const textOf = (a: number) =>
    `backend web\n  balance roundrobin\n  server a 10.0.0.1:80 weight ${a} # cluster x\n`;
  expect(withoutWeights(textOf(90))).toEqual(withoutWeights(textOf(10)));
  expect(withoutWeights(textOf(90))).not.toEqual(
    withoutWeights(textOf(90).replace("roundrobin", "leastconn")),
  );
});
