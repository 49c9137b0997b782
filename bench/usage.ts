import { readFileSync } from "node:fs";

/** What a process took, from its start to its end. */
export interface Usage {
  readonly userCpuMicroseconds: number;
  /** `undefined` where the system does not tell it: other than Linux. */
  readonly mainThreadCpuMicroseconds?: number;
  readonly peakMemoryKibibytes: number;
}

/** The last thing that a timed program does: it prints its usage. */
export function reportUsage(): void {
  const { userCPUTime, maxRSS } = process.resourceUsage();
  const usage: Usage = {
    userCpuMicroseconds: userCPUTime,
    mainThreadCpuMicroseconds: mainThreadCpu(),
    peakMemoryKibibytes: maxRSS,
  };
  console.log(JSON.stringify(usage));
}

/** What a clock would show on a machine that does nothing else: the engine's own threads work beside the main one. */
function mainThreadCpu(): number | undefined {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ");
    return Number(nanoseconds) / 1000;
  } catch {
    return undefined;
  }
}
