import { synthesizeFleet } from "../stacks/synthesize";
import { environmentOf } from "./clusters";
import { reportUsage } from "./usage";

/* The clusters by way of this library: `tsx bench/library.ts 10` writes ten of them into CDKTF_OUTDIR. */

process.exitCode = synthesizeFleet([environmentOf(Number(process.argv[2]))]);
reportUsage();
