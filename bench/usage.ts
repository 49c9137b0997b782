import { readFileSync } from "node:fs";

/** What a process used, from start to end. */
export interface Usage {
  readonly userCpuMicroseconds: number;
  /** `undefined` if the system does not report it (other than Linux). */
  readonly mainThreadCpuMicroseconds?: number;
  readonly peakMemoryKibibytes: number;
}

/** Prints the usage. A measured program calls it last. */
export function reportUsage(): void {
  const { userCPUTime, maxRSS } = process.resourceUsage();
  const usage: Usage = {
    userCpuMicroseconds: userCPUTime,
    mainThreadCpuMicroseconds: mainThreadCpu(),
    peakMemoryKibibytes: maxRSS,
  };
  console.log(JSON.stringify(usage));
}

/** CPU time of the main thread: the engine's own threads run in parallel. */
function mainThreadCpu(): number | undefined {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ");
    return Number(nanoseconds) / 1000;
  } catch {
    return undefined;
  }
}
