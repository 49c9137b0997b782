// A program that knows this package only through the company's library.
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { App, TerraformStack } = require("cdktf");
const { PlatformCluster } = require("@shop/platform");

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "workspace");
new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
new PlatformCluster(stack, "workspace-a", {
  subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
});
app.synth();
