// A new program in plain JavaScript: synthesized whole or rejected.
const { synthesizeFleet } = require("cdktf-eks-upgrade/stacks");
const { alphaKr } = require("./fleet.cjs");

process.exitCode = synthesizeFleet([alphaKr]);
