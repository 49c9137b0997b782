import { synthesizeFleet } from "../stacks/synthesize";
import { environmentOf } from "./clusters";
import { reportUsage } from "./usage";

/* Synthesizes clusters with this library: `tsx bench/library.ts 10` writes ten of them to CDKTF_OUTDIR. */

process.exitCode = synthesizeFleet([environmentOf(Number(process.argv[2]))]);
reportUsage();
