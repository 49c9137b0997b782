import { DEFAULT_ROUTE, type Gift, type TrafficRule } from "../../fleet/links";
import { ifKnown, isUnknown, type Known } from "../../fleet/state";
import type { Attributes } from "../attributes";
import type { Found } from "../resources/resource-reader";
import {
  blocksIn,
  discoveryGift,
  discoveryTags,
  idOf,
  idsOf,
  type LinkReader,
  NOTHING,
  naming,
  receiver,
  textsIn,
} from "./link";

export const networkLinks: readonly LinkReader[] = [
  {
    types: ["aws_security_group", "aws_default_security_group"],
    read(found) {
      const { side, plan, instance } = found;
      const [to] = idsOf("sg", side.text("id"));
      const inline = (["ingress", "egress"] as const).flatMap((direction) =>
        // If the code does not have them, the list also has the rules of other resources.
        to === undefined || plan.expressionOf(instance, direction) === undefined
          ? []
          : blocksIn(side, direction).flatMap((block) => inlineRules(to, direction, block)),
      );
      const name = ifKnown(side.text("name")) ?? ifKnown(side.text("id"));
      return {
        label: `security group ${name ?? "(known after apply)"}`,
        ids: idsOf("sg", side.text("id")),
        names: [],
        gives: [...inline, ...discoveryTags(side, to)],
      };
    },
  },
  {
    types: ["aws_security_group_rule"],
    read({ side }) {
      const to = receiver("sg", side.text("security_group_id"));
      const direction = side.text("type") === "egress" ? "egress" : "ingress";
      return { ...NOTHING, label: "rule", gives: to === "" ? [] : inlineRules(to, direction, side) };
    },
  },
  ...(["ingress", "egress"] as const).map(
    (direction): LinkReader => ({
      types: [`aws_vpc_security_group_${direction}_rule`],
      read({ side }) {
        const to = receiver("sg", side.text("security_group_id"));
        const peers = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"].flatMap(
          (name) => {
            const value = side.text(name);
            return value === undefined ? [] : [peerOf(name.startsWith("referenced"), value)];
          },
        );
        const range = rangeOf(side.text("ip_protocol"), side.number("from_port"), side.number("to_port"));
        return {
          ...NOTHING,
          label: "rule",
          gives: to === "" ? [] : peers.map((peer) => rule(to, { direction, peer, ...range })),
        };
      },
    }),
  ),
  {
    types: ["aws_subnet"],
    read(found) {
      const { side } = found;
      return {
        label: `subnet ${ifKnown(side.text("id")) ?? "(known after apply)"}`,
        ids: idsOf("subnet", side.text("id")),
        names: naming(found, "vpc", "vpc_id", side.text("vpc_id")),
        gives: discoveryTags(side, idsOf("subnet", side.text("id"))[0]),
      };
    },
  },
  {
    types: ["aws_ec2_tag"],
    read({ side }) {
      const [resource = "", key = "", value = ""] = ["resource_id", "key", "value"].map((name) =>
        ifKnown(side.text(name)),
      );
      const to = resource.startsWith("subnet-") ? idOf("subnet", resource) : idOf("sg", resource);
      return { ...NOTHING, label: `tag ${key}`, gives: discoveryGift(to, key, value) };
    },
  },
  {
    types: ["aws_vpc"],
    read({ side }) {
      const [id] = idsOf("vpc", side.text("id"));
      return {
        ...NOTHING,
        label: `VPC ${ifKnown(side.text("id")) ?? "(known after apply)"}`,
        ids: id === undefined ? [] : [id],
        gives: ["enable_dns_support", "enable_dns_hostnames"].flatMap((value): readonly Gift[] =>
          id !== undefined && side.flag(value) === true ? [{ kind: "service", to: id, value }] : [],
        ),
      };
    },
  },
  {
    types: ["aws_route_table_association"],
    read({ side }) {
      const [subnet, table] = [side.text("subnet_id"), side.text("route_table_id")];
      // A table that the change creates has no id yet.
      const value = isUnknown(table) ? idOf("table", "?") : table && idOf("table", table);
      return {
        // Who uses the subnet, uses its table.
        ids: idsOf("subnet", subnet),
        names: idsOf("table", table).map((id) => ({ id })),
        label: "route table association",
        gives:
          typeof subnet === "string" && value !== undefined
            ? [{ kind: "route", to: idOf("subnet", subnet), value }]
            : [],
      };
    },
  },
  {
    types: ["aws_route_table"],
    read(found) {
      const { side, plan, instance } = found;
      const [to] = idsOf("table", side.text("id"));
      const routes = plan.expressionOf(instance, "route") === undefined ? [] : blocksIn(side, "route");
      return {
        label: `route table ${ifKnown(side.text("id")) ?? "(known after apply)"}`,
        ids: idsOf("table", side.text("id")),
        names: routes.flatMap((route) => gatewaysOf(found, "route", route)),
        gives: to === undefined ? [] : routes.flatMap((route) => defaultRoute(to, route, "cidr_block")),
      };
    },
  },
  {
    types: ["aws_route"],
    read(found) {
      const { side } = found;
      const to = receiver("table", side.text("route_table_id"));
      return {
        ids: [],
        label: `route to ${ifKnown(side.text("destination_cidr_block")) ?? "another network"}`,
        names: ["nat_gateway_id", "gateway_id", "transit_gateway_id"].flatMap((name) =>
          naming(found, "gateway", name, side.text(name)),
        ),
        gives: to === "" ? [] : defaultRoute(to, side, "destination_cidr_block"),
      };
    },
  },
  {
    types: ["aws_nat_gateway", "aws_internet_gateway", "aws_ec2_transit_gateway"],
    read({ side, instance }) {
      const noun = instance.type === "aws_nat_gateway" ? "NAT gateway" : "gateway";
      return {
        label: `${noun} ${ifKnown(side.text("id")) ?? "(known after apply)"}`,
        ids: idsOf("gateway", side.text("id")),
        names: [],
        gives: [],
      };
    },
  },
  {
    types: ["aws_vpc_endpoint"],
    read({ side }) {
      const [vpc, service] = [side.text("vpc_id"), ifKnown(side.text("service_name")) ?? ""];
      const value = service.replace(/^com\.amazonaws\.[a-z]+-[a-z-]+-\d\./, "");
      return {
        ...NOTHING,
        label: `VPC endpoint ${value}`,
        gives: typeof vpc === "string" ? [{ kind: "endpoint", to: idOf("vpc", vpc), value }] : [],
      };
    },
  },
];

function inlineRules(to: string, direction: TrafficRule["direction"], block: Attributes): readonly Gift[] {
  const range = rangeOf(block.text("protocol"), block.number("from_port"), block.number("to_port"));
  const [groups, source] = [block.texts("security_groups"), block.text("source_security_group_id")];
  const peers = [
    ...["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"].flatMap((name) => {
      const list = block.texts(name);
      return isUnknown(list) ? ["?"] : (list ?? []);
    }),
    ...(isUnknown(groups) ? ["?"] : (groups ?? []).map((group) => peerOf(true, group))),
    ...(source === undefined ? [] : [peerOf(true, source)]),
    ...(block.flag("self") === true ? ["self"] : []),
  ];
  return peers.map((peer) => rule(to, { direction, peer, ...range }));
}

function rule(to: string, traffic: TrafficRule): Gift {
  const { direction, protocol, from, to: last, peer } = traffic;
  // A group that names itself is the same as "self".
  const own = peer === to ? "self" : peer;
  return {
    kind: "traffic",
    to,
    value: `${direction} ${protocol} ${from}-${last} ${own}`,
    traffic: { ...traffic, peer: own },
  };
}

function peerOf(isGroup: boolean, value: Known<string>): string {
  return isUnknown(value) ? "?" : isGroup ? idOf("sg", value) : value;
}

function rangeOf(
  protocol: Known<string> | undefined,
  from: Known<number> | undefined,
  to: Known<number> | undefined,
): Pick<TrafficRule, "protocol" | "from" | "to"> {
  const name = ifKnown(protocol) ?? "-1";
  const isAll = name === "-1" || name === "all";
  const [first, last] = [ifKnown(from) ?? 0, ifKnown(to) ?? 65_535];
  return isAll || first < 0
    ? { protocol: isAll ? "-1" : name, from: 0, to: 65_535 }
    : { protocol: name, from: first, to: last };
}

function defaultRoute(to: string, route: Attributes, destination: string): readonly Gift[] {
  return [DEFAULT_ROUTE, "::/0"].includes(ifKnown(route.text(destination)) ?? "")
    ? [{ kind: "route", to, value: DEFAULT_ROUTE }]
    : [];
}

function gatewaysOf(found: Found, attribute: string, route: Attributes) {
  return ["nat_gateway_id", "gateway_id", "transit_gateway_id"].flatMap((name) => {
    const value = route.text(name);
    return typeof value === "string" ? naming(found, "gateway", attribute, value) : [];
  });
}

/** The subnets and the security groups in a list of blocks. */
export function networkOf(found: Found, attribute: string, block: Attributes | undefined) {
  return block === undefined
    ? []
    : [
        ...naming(found, "subnet", attribute, block.texts("subnet_ids")),
        ...naming(found, "sg", attribute, block.texts("security_group_ids")),
        ...textsIn(block, "security_groups").map((group) => ({ id: idOf("sg", group) })),
      ];
}
