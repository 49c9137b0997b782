import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { referenceOf } from "./reference";

const PROJECT = resolve(__dirname, "..");
// Below the project, where the declarations find the packages that they name.
const DECLARATIONS = join(PROJECT, ".cache", "declarations");

const entries = [
  { folder: "constructs", from: "cdktf-eks-upgrade", title: "The constructs" },
  { folder: "stacks", from: "cdktf-eks-upgrade/stacks", title: "The stacks of a fleet" },
  { folder: "upgrade", from: "cdktf-eks-upgrade/upgrade", title: "What an upgrade is" },
] as const;

/** The reference of each entry of the package, by its path in the project, out of what the compiler declares. */
export function apiReference(): ReadonlyMap<string, string> {
  rmSync(DECLARATIONS, { recursive: true, force: true });
  mkdirSync(DECLARATIONS, { recursive: true });
  execFileSync(
    process.execPath,
    [
      join(PROJECT, "node_modules", "typescript", "bin", "tsc"),
      ...["--project", "tsconfig.build.json", "--emitDeclarationOnly", "--outDir", DECLARATIONS],
    ],
    { cwd: PROJECT, stdio: ["ignore", "inherit", "inherit"] },
  );
  return new Map(
    entries.map(({ folder, from, title }) => [
      `docs/api/${folder}.md`,
      referenceOf(JSON.parse(modelOf(folder)), { title, from, declarations: ".cache/declarations" }),
    ]),
  );
}

/** API Extractor's model of an entry, as JSON. */
function modelOf(folder: string): string {
  const model = join(DECLARATIONS, `${folder}.api.json`);
  const { errorCount } = Extractor.invoke(
    ExtractorConfig.prepare({
      configObject: {
        projectFolder: PROJECT,
        mainEntryPointFilePath: join(DECLARATIONS, folder, "index.d.ts"),
        compiler: {
          overrideTsconfig: {
            compilerOptions: {
              target: "es2022",
              module: "node16",
              moduleResolution: "node16",
              types: ["node"],
              skipLibCheck: true,
            },
          },
        },
        docModel: { enabled: true, apiJsonFilePath: model },
        messages: {
          extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(PROJECT, "package.json"),
    }),
    {
      messageCallback: (message) => {
        message.handled = message.logLevel !== ExtractorLogLevel.Error;
      },
    },
  );
  if (errorCount > 0) {
    throw new Error(`the declarations of ${folder} cannot be read`);
  }
  return readFileSync(model, "utf8");
}

if (require.main === module) {
  mkdirSync(join(PROJECT, "docs", "api"), { recursive: true });
  for (const [path, text] of apiReference()) {
    writeFileSync(join(PROJECT, path), text);
  }
}
