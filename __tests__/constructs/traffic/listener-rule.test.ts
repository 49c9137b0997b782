import { TerraformVariable, Token } from "cdktf";
import { ListenerAction } from "../../../constructs/traffic/listener-action";
import { ListenerRule, type ListenerRuleProps } from "../../../constructs/traffic/listener-rule";
import { problemsOf, synthesize } from "../../synthesize";

const listener = (name: string) => ({
  listenerArn: `arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:listener/app/alpha-webapp/1/${name}`,
});

const props: ListenerRuleProps = {
  listeners: { http: listener("http"), https: listener("https") },
  priority: 100,
  pathPatterns: ["/health_check"],
  action: ListenerAction.fixedResponse({ statusCode: 200 }),
};

function problemsWith(changed: Partial<ListenerRuleProps>): readonly string[] {
  return problemsOf((stack) => new ListenerRule(stack, "rule", { ...props, ...changed }));
}

test("is the same on each of its listeners", () => {
  const { resource } = synthesize(
    (stack) => new ListenerRule(stack, "health-check", { ...props, hostHeaders: ["*.example.com"] }),
  );
  const rule = {
    priority: 100,
    condition: [
      { path_pattern: { values: ["/health_check"] } },
      { host_header: { values: ["*.example.com"] } },
    ],
    action: [{ type: "fixed-response", fixed_response: { status_code: "200", content_type: "text/plain" } }],
  };
  expect(resource).toEqual({
    aws_lb_listener_rule: {
      "health-check_http_A7BFFF26": { ...rule, listener_arn: listener("http").listenerArn },
      "health-check_https_0DD4E47A": { ...rule, listener_arn: listener("https").listenerArn },
    },
  });
});

test.each<Partial<ListenerRuleProps>>([
  { priority: 1 },
  { priority: 50000 },
  { pathPatterns: ["/api*", "/ad*", "/admin*", "/api_internal*", "/vv/*"] },
  { pathPatterns: ["/a", "/b", "/c"], hostHeaders: ["a.example.com", "b.example.com"] },
  { pathPatterns: [`/${"a".repeat(127)}`] },
  { pathPatterns: ["*.png", "/a-b_c.d$e~f\"g'h@i:j+k&l/??"] },
  { pathPatterns: [], hostHeaders: ["*.*"] },
])("accepts %j, at the limits", (changed) => {
  expect(problemsWith(changed)).toEqual([]);
});

test.each<[Partial<ListenerRuleProps>, string]>([
  [{ priority: 0 }, "the priority is 0: expected a whole number from 1 to 50000"],
  [{ priority: 50001 }, "the priority is 50001: expected a whole number from 1 to 50000"],
  [{ priority: 1.5 }, "the priority is 1.5: expected a whole number from 1 to 50000"],
  [
    { pathPatterns: [] },
    "the rule has no condition: expected a path pattern or a host. The default action serves all other requests",
  ],
  [
    { pathPatterns: ["/a", "/b", "/c", "/d"], hostHeaders: ["a.example.com", "b.example.com"] },
    "the rule has 6 values in its conditions (/a, /b, /c, /d, a.example.com, b.example.com): expected at most 5. Make two rules of it",
  ],
  [
    { pathPatterns: ["/*/*/*/*/*/?"] },
    "the rule has 6 wildcards in its conditions (/*/*/*/*/*/?): expected at most 5. Make two rules of it",
  ],
  [
    { pathPatterns: [`/${"a".repeat(128)}`] },
    `a value of the conditions is "/${"a".repeat(128)}" (129 characters): expected at most 128`,
  ],
  [
    { pathPatterns: ["api*"] },
    'a path pattern is "api*": expected "/" or a wildcard, and then letters, digits, _-.$/~"\'@:+& and the wildcards * and ?',
  ],
  [
    { hostHeaders: ["localhost"] },
    'a host is "localhost": expected letters, digits, hyphens, dots and the wildcards * and ?, and only letters after the last dot, like "*.example.com"',
  ],
  [
    { action: ListenerAction.fixedResponse({ statusCode: 302 }) },
    String(ListenerAction.fixedResponse({ statusCode: 302 }).problems),
  ],
])("fails for %j", (changed, problem) => {
  expect(problemsWith(changed)).toEqual([`[stack/rule] ${problem}`]);
});

test("unresolved tokens are accepted", () => {
  expect(
    problemsOf((stack) => {
      const variable = new TerraformVariable(stack, "variable", {});
      const list = Token.asList(variable.value);
      new ListenerRule(stack, "rule", {
        ...props,
        priority: variable.numberValue,
        pathPatterns: list,
        hostHeaders: [variable.stringValue],
      });
    }),
  ).toEqual([]);
});
