#!/usr/bin/env node
// Runs the command line from the repository, as it is written.
require("tsx/cjs");
require("./main.ts");
