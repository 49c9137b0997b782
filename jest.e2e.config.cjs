// End to end: real Terraform and a real AWS provider against the sandbox. See __tests__/end-to-end.
module.exports = {
  ...require("./jest.config.cjs"),
  testMatch: ["<rootDir>/__tests__/end-to-end/**/*.e2e.ts"],
  testTimeout: 30 * 60 * 1000,
  verbose: true,
};
