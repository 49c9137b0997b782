import type { Architecture } from "./ami-type";

/**
 * The processor of an instance type, by its name. Graviton types have a "g" after the generation ("m7g.large",
 * "c6gn.xlarge"), Grace types "-gb" ("p6e-gb200.36xlarge"), and "a1" is the first Graviton. `undefined` if the name has
 * another form.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): Architecture | undefined {
  const [, family, options, variant] = /^([a-z]+\d+)([a-z]*)([-\w]*)\.[\w-]+$/.exec(instanceType) ?? [];
  if (family === undefined || options === undefined || variant === undefined) {
    return undefined;
  }
  return options.includes("g") || variant.startsWith("-gb") || family === "a1" ? "arm64" : "x86_64";
}
