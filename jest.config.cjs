// Unit tests: Node alone, no network, no Terraform.
module.exports = {
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/cdktf.out/", "<rootDir>/.cache/"],
  setupFiles: ["<rootDir>/__tests__/setup/without-stacks-of-tokens.cjs"],
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
};
