// A program with an App of its own, for those who run AWS provider 6.9 or later everywhere.
const { App } = require("cdktf");
const { declareFleet } = require("cdktf-eks-upgrade/stacks");
const { alphaKr } = require("./fleet.cjs");

const app = new App({ stackTraces: false });
declareFleet(app, [{ ...alphaKr, providerVersions: { aws: ">= 6.9.0, < 7.0.0" } }]);
app.synth();
