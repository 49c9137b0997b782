/** What a process took, from its start to its end. */
export interface Usage {
  readonly userCpuMicroseconds: number;
  readonly peakMemoryKibibytes: number;
}

/** The last thing that a timed program does: it prints its usage. */
export function reportUsage(): void {
  const { userCPUTime, maxRSS } = process.resourceUsage();
  const usage: Usage = { userCpuMicroseconds: userCPUTime, peakMemoryKibibytes: maxRSS };
  console.log(JSON.stringify(usage));
}
