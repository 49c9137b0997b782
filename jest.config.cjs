// Unit tests: Node alone, no network, no Terraform.
module.exports = {
  testEnvironment: "node",
  // By itself jest leaves one core free: of two cores, half.
  maxWorkers: "100%",
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/cdktf.out/", "<rootDir>/.cache/"],
  testSequencer: "<rootDir>/__tests__/setup/longest-first.cjs",
  setupFiles: ["<rootDir>/__tests__/setup/without-stacks-of-tokens.cjs"],
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
};
