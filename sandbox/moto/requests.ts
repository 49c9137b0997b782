import type { IncomingMessage } from "node:http";
import { accessOf } from "../journal";

/** The three ways in which AWS services say in a request what is wanted. */
export type Protocol = "json" | "query" | "rest";

export interface RequestDescription {
  readonly protocol: Protocol;
  /** "ModifyRule"; where the protocol has no names, the method and the path. */
  readonly operation: string;
  readonly resource?: string;
  readonly access: "read" | "write";
}

/** Members that say what a request is about, the narrowest first. */
const RESOURCE_MEMBERS = [
  "RuleArn",
  "Rules.member.1.RuleArn",
  "ListenerArn",
  "TargetGroupArn",
  "TargetGroupArns.member.1",
  "LoadBalancerArn",
  "LoadBalancerArns.member.1",
  "LaunchTemplateId",
  "LaunchTemplateName",
  "GroupId",
  "RoleName",
  "PolicyArn",
  "CertificateArn",
  "ResourceArn",
  "KeyId",
  "logGroupName",
  "Name",
];

export function describeRequest(request: IncomingMessage, body: Buffer): RequestDescription {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    return described("json", target.slice(target.lastIndexOf(".") + 1), jsonMembers(body));
  }
  const url = new URL(request.url ?? "/", "http://sandbox");
  const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const parameters = isForm ? new URLSearchParams(body.toString()) : url.searchParams;
  const action = parameters.get("Action");
  if (action !== null) return described("query", action, new Map(parameters));

  const method = request.method ?? "GET";
  return {
    protocol: "rest",
    operation: `${method} ${url.pathname}`,
    resource: decodeURIComponent(url.pathname.slice(1)),
    access: method === "GET" || method === "HEAD" ? "read" : "write",
  };
}

function described(
  protocol: Protocol,
  operation: string,
  members: ReadonlyMap<string, unknown>,
): RequestDescription {
  const resource = RESOURCE_MEMBERS.map((name) => members.get(name)).find(
    (value) => typeof value === "string",
  );
  return {
    protocol,
    operation,
    ...(resource === undefined ? {} : { resource }),
    access: accessOf(operation),
  };
}

function jsonMembers(body: Buffer): ReadonlyMap<string, unknown> {
  try {
    return new Map<string, unknown>(Object.entries(JSON.parse(body.toString())));
  } catch {
    return new Map();
  }
}
