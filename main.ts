import { fleet } from "./fleet/fleet";
import { synthesizeFleet } from "./stacks/synthesize";

process.exitCode = synthesizeFleet(fleet);
