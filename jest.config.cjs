// Unit tests: Node alone, no network, no Terraform.
module.exports = {
  testEnvironment: "node",
  // By itself jest leaves one core free: of two cores, half.
  maxWorkers: "100%",
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/cdktf.out/", "<rootDir>/.cache/"],
  testSequencer: "<rootDir>/__tests__/setup/longest-first.cjs",
  setupFiles: ["<rootDir>/__tests__/setup/without-stacks-of-tokens.cjs"],
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
    "^.+\\.tsx$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", tsx: true },
          target: "es2022",
          transform: { react: { runtime: "automatic", importSource: "preact" } },
        },
      },
    ],
    // ES modules that the charts of the page need: jest runs CommonJS.
    "^.+\\.m?js$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }],
  },
  transformIgnorePatterns: [
    `/node_modules/(?!(${[
      "@observablehq/plot|d3|d3-[a-z-]+|internmap|delaunator|robust-predicates|isoformat|interval-tree-1d",
      "binary-search-bounds|css-select|css-what|cssomnom|dom-serializer|domelementtype|domhandler|domutils|entities",
      "htmlparser2|nth-check|boolbase",
    ].join("|")})/)`,
  ],
};
