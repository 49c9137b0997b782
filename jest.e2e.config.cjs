// End to end: real Terraform and a real AWS provider against the sandbox. See __tests__/end-to-end.
module.exports = {
  ...require("./jest.config.cjs"),
  testMatch: ["<rootDir>/__tests__/end-to-end/**/*.e2e.ts"],
  // A third one works while two wait for a load balancer, which the AWS provider looks at after half a minute.
  maxWorkers: 3,
  testTimeout: 30 * 60 * 1000,
  verbose: true,
};
