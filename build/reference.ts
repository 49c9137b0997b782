/** Of API Extractor's model (schema version 1011), what is read here. */
export interface ApiItem {
  readonly kind: string;
  readonly name?: string;
  readonly docComment?: string;
  readonly fileUrlPath?: string;
  readonly excerptTokens?: readonly { readonly text: string }[];
  readonly members?: readonly ApiItem[];
}

export interface ReferenceOptions {
  readonly title: string;
  /** What an import names. */
  readonly from: string;
  /** The folder that the model's paths begin with. */
  readonly declarations: string;
}

/** A page of Markdown: each exported name with its type and what its docstring says, by the folder that it is of. */
export function referenceOf(model: ApiItem, { title, from, declarations }: ReferenceOptions): string {
  const items = (model.members ?? []).flatMap(({ members = [] }) => members);
  const folders = new Map<string, ApiItem[]>();
  for (const item of items) {
    const path = item.fileUrlPath?.slice(declarations.length + 1) ?? "";
    const folder = path.split("/").slice(0, -1).join("/");
    folders.set(folder, [...(folders.get(folder) ?? []), item]);
  }
  const sections = [...folders].sort(([left], [right]) => (left < right ? -1 : 1));
  return [
    `# ${title}`,
    `What \`import … from "${from}"\` gives. Written by \`npm run docs:api\` from the docstrings.`,
    ...sections.flatMap(([folder, members]) => [`## ${folder}/`, ...members.flatMap(itemText)]),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function itemText(item: ApiItem): readonly string[] {
  const members = (item.members ?? []).map(memberText);
  return [
    `### ${item.name ?? ""}`,
    `\`${signature(item)}\``,
    ...paragraphs(item),
    ...(members.length === 0 ? [] : [members.join("\n")]),
  ];
}

function memberText(member: ApiItem): string {
  const [line, ...more] = [`- \`${signature(member)}\``, ...paragraphs(member)];
  return [line, ...more.map((paragraph) => paragraph.replace(/^/gm, "  "))].join("\n\n");
}

/** As the compiler declares it, on one line. */
function signature({ excerptTokens = [] }: ApiItem): string {
  return excerptTokens
    .map(({ text }) => text)
    .join("")
    .replace(/^export (declare )?/, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/;$/, "");
}

/** What the docstring says. */
function paragraphs({ kind, docComment = "" }: ApiItem): readonly string[] {
  if (kind === "Constructor" && docComment.includes("Constructs a new instance of the")) {
    return []; // API Extractor's own words, where there are none.
  }
  const text = docComment
    .replace(/^\s*\/\*\*|\*\/\s*$/g, "")
    .replace(/^ ?\* ?/gm, "")
    .replace(/\{@link ([^}]+)\}/g, "`$1`")
    .replace(/\s*@inCode( \w+)?/g, (_, name = "") => `${name === "" ? "" : `\n\n${name}:`} Not a token.`)
    .replace(/\s*@listInCode/g, " Items can be tokens, the list cannot.")
    .replace(/\s*@anyNames/g, " Names can be tokens.")
    .replace(/\s*@default\s+(?:- )?/g, "\n\nDefault: ")
    .replace(/\s*@throws\s+/g, "\n\nThrows ")
    .replace(/\s*@returns\s+/g, "\n\nReturns ")
    .trim();
  return text === "" ? [] : text.split(/\n{2,}/).map((paragraph) => paragraph.trim());
}
