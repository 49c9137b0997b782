import { type ApiItem, referenceOf } from "../../build/reference";

const item = (fields: Partial<ApiItem> & { readonly excerpt: string }): ApiItem => ({
  kind: "Interface",
  fileUrlPath: "out/constructs/eks/addon.d.ts",
  ...fields,
  excerptTokens: [{ text: fields.excerpt }],
});

const addonProps = item({
  name: "AddonProps",
  excerpt: "export interface AddonProps ",
  members: [
    item({
      excerpt: "readonly roles?: readonly {\n    readonly arn: string;\n}[];",
      docComment: "/**\n * See {@link AccessEntry}.\n * Changed in place.  @default - none\n */\n",
    }),
    item({
      excerpt: "of(name: string): Addon;",
      docComment: "/**\n * @throws\n *\n * Error that names it.\n */\n",
    }),
    item({
      kind: "Constructor",
      excerpt: "constructor();",
      docComment: "/**\n * Constructs a new instance of the `AddonProps` class\n */\n",
    }),
  ],
});

const versions = item({
  kind: "Function",
  name: "versions",
  excerpt: "export declare function versions(): readonly string[];",
  fileUrlPath: "out/constructs/versions.d.ts",
  docComment: "/**\n * Two:\n * - one\n * - another\n *\n * @returns the versions\n */\n",
});

test("the reference tells by folder each name, its type on one line, and what the docstring says", () => {
  const model: ApiItem = {
    kind: "Package",
    members: [{ kind: "EntryPoint", members: [addonProps, versions] }],
  };
  expect(
    referenceOf(model, { title: "The constructs", from: "cdktf-eks-upgrade", declarations: "out" }),
  ).toBe(`# The constructs

What \`import … from "cdktf-eks-upgrade"\` gives. Written by \`npm run docs:api\` from the docstrings.

## constructs/

### versions

\`function versions(): readonly string[]\`

Two:
- one
- another

Returns the versions

## constructs/eks/

### AddonProps

\`interface AddonProps\`

- \`readonly roles?: readonly { readonly arn: string; }[]\`

  See \`AccessEntry\`.
  Changed in place.

  Default: none
- \`of(name: string): Addon\`

  Throws Error that names it.
- \`constructor()\`
`);
});
