import { TerraformVariable, Token } from "cdktf";
import type { Construct } from "constructs";
import { propertiesOf, type Shape, typeNamed } from "../../../constructs/checks/types";

/** A value for one property, and whether the property has another type. */
export interface Trial {
  /** `healthCheck.port = true` */
  readonly name: string;
  /** The property as a message names it. */
  readonly property: string;
  readonly isWrong: boolean;
  /** Whether no value like this is valid: a negative number, an empty text. */
  readonly isInvalid: boolean;
  /** The properties to give. Made for each program, because a token belongs to one. */
  readonly change: (scope: Construct) => Readonly<Record<string, unknown>>;
}

/** Each property of a type, also those inside of others, with values of each wrong type, empty, and out of range. */
export function trialsOf(type: string): readonly Trial[] {
  return trialsIn(type, "", (change) => change, new Set());
}

type Place = (change: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

function trialsIn(shape: Shape, at: string, place: Place, tried: Set<Shape>): readonly Trial[] {
  return propertiesIn(shape).flatMap(({ name, shape: inside }) => {
    const path = at === "" ? name : `${at}.${name}`;
    const own = Object.entries(values).map(
      ([shown, value]): Trial => ({
        name: `${path} = ${shown}`,
        property: name,
        isWrong: !accepts(inside, value),
        isInvalid: isInvalid(inside, shown, name),
        change: () => place({ [name]: value }),
      }),
    );
    const known = Object.entries(tokens).map(
      ([kind, token]): Trial => ({
        name: `${path} = ${kind}`,
        property: name,
        isWrong: false,
        isInvalid: false,
        change: (scope) => place({ [name]: token(scope) }),
      }),
    );
    return [
      ...own,
      ...known,
      // Each type once, where it is first.
      ...insideOf(inside)
        .filter(([part]) => !tried.has(part) && tried.add(part))
        .flatMap(([part, around]) => {
          const inPart: Place = (change) => place({ [name]: around({ ...sampleOf(part), ...change }) });
          return trialsIn(part, path, inPart, tried);
        }),
    ];
  });
}

/** What a property is made of, and how to get from one of these to the property. */
function insideOf(shape: Shape): readonly [Shape, (value: object) => unknown][] {
  if (typeof shape === "string") {
    return propertiesIn(shape).length === 0 ? [] : [[shape, (value) => value]];
  }
  if ("list" in shape) {
    return insideOf(shape.list).map(([part, around]) => [part, (value) => [around(value)]]);
  }
  if ("map" in shape) {
    return insideOf(shape.map).map(([part, around]) => [part, (value) => ({ a: around(value) })]);
  }
  if ("any" in shape) {
    return shape.any.flatMap(insideOf);
  }
  return "properties" in shape ? [[shape, (value) => value]] : [];
}

function propertiesIn(shape: Shape) {
  const type = typeof shape === "string" ? typeNamed(shape) : shape;
  return type !== undefined && "properties" in type ? propertiesOf(type.properties) : [];
}

/** The required properties, each with a value that AWS and Kubernetes accept. */
function sampleOf(shape: Shape): object {
  return Object.fromEntries(
    propertiesIn(shape)
      .filter(({ isOptional }) => !isOptional)
      .map(({ name, shape: inside }) => [name, samples[name] ?? sample(inside)]),
  );
}

/** Values of properties that any text would be wrong for. */
const samples: Readonly<Record<string, unknown>> = {
  securityGroupId: "sg-0a1",
};

function sample(shape: Shape): unknown {
  if (typeof shape === "string") {
    return { text: "x", number: 1, boolean: true }[shape] ?? sampleOf(shape);
  }
  if ("list" in shape) {
    return [sample(shape.list)];
  }
  if ("map" in shape) {
    return { a: sample(shape.map) };
  }
  return "oneOf" in shape
    ? shape.oneOf[0]
    : "any" in shape
      ? sample(shape.any[0] ?? "text")
      : sampleOf(shape);
}

const values: Readonly<Record<string, unknown>> = {
  "a text": "x y",
  "an empty text": "",
  "a number": 7,
  "a negative number": -1,
  "a fraction": 1.5,
  "a huge number": 1e12,
  NaN: Number.NaN,
  true: true,
  null: null,
  "an empty list": [],
  "a list of texts": ["x y"],
  "a list of numbers": [7],
  "a list of nulls": [null],
  "an empty object": {},
  "an object": { "x y": "x" },
  "a function": () => "x",
};

const NEVER: readonly string[] = ["a negative number", "a fraction", "NaN"];

function isInvalid(shape: Shape, shown: string, property: string): boolean {
  return (
    (shape === "number" && NEVER.includes(shown)) ||
    (shape === "text" && shown === "an empty text" && !MAY_BE_EMPTY.includes(property)) ||
    (typeof shape === "object" &&
      "list" in shape &&
      shown === "an empty list" &&
      !MAY_BE_EMPTY.includes(property))
  );
}

/** Texts and lists for which empty is a value of its own. */
const MAY_BE_EMPTY: readonly string[] = [
  // Texts. Our own code makes the keys.
  "address",
  "loadBalancerKey",
  "prefix",
  "userData",
  "targetGroupKey",
  "value",
  // Lists.
  "certificates",
  "dependsOn",
  "evacuated",
  "hostHeaders",
  "kubernetesGroups",
  "namespaces",
  "otherNodeGroups",
  "otherTargetGroups",
  "podIdentityAssociations",
  "policies",
  "removedServers",
  "removedTargetGroups",
  "rulePriorities",
  "securityGroupIds",
  "statements",
  "taints",
  "tolerates",
  "traffic",
  "types",
  "values",
];

const tokens: Readonly<Record<string, (scope: Construct) => unknown>> = {
  "a text token": (scope) => variable(scope, "string").stringValue,
  "a number token": (scope) => variable(scope, "number").numberValue,
  "a boolean token": (scope) => variable(scope, "bool").booleanValue,
  "a list token": (scope) => variable(scope, "list(string)").listValue,
  "a map token": (scope) => Token.asStringMap(variable(scope, "map(string)").value),
  "a token of any type": (scope) => variable(scope, "any").value,
  "a list of numbers that is a token": (scope) => Token.asNumberList(variable(scope, "list(number)").value),
  "a list of a number token": (scope) => [variable(scope, "number").numberValue],
  "an object of a number token": (scope) => ({ a: variable(scope, "number").numberValue }),
  "an object with a token for a name": (scope) => ({ [variable(scope, "string").stringValue]: "x" }),
  "a list of a text token": (scope) => [variable(scope, "string").stringValue],
  "an object of a text token": (scope) => ({ a: variable(scope, "string").stringValue }),
};

function variable(scope: Construct, type: string): TerraformVariable {
  return new TerraformVariable(scope, "trial", { type });
}

/** Whether a value is of a type, as far as its outermost part shows. */
function accepts(shape: Shape, value: unknown): boolean {
  if (typeof shape !== "string") {
    return "list" in shape
      ? Array.isArray(value)
      : "oneOf" in shape
        ? shape.oneOf.some((each) => each === value)
        : "any" in shape
          ? shape.any.some((option) => accepts(option, value))
          : isObject(value);
  }
  switch (shape) {
    case "text":
      return typeof value === "string";
    case "number":
    case "boolean":
      return typeof value === shape;
    case "anything":
    case "function":
      return true;
    default:
      return isObject(value);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
