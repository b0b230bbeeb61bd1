/**
 * How many milliseconds of a core `work` takes: the least of four tries, since the first one compiles, and whatever else a busy machine
 * does in between is counted with it.
 */
export function leastCpuMs(work: () => void): number {
  const tries = Array.from({ length: 4 }, () => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user / 1_000;
  });
  return Math.min(...tries);
}

/** The same of work that is waited for. */
export async function leastCpuMsAwaited(work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let tries = 0; tries < 4; tries++) {
    const before = process.cpuUsage();
    await work();
    least = Math.min(least, process.cpuUsage(before).user / 1_000);
  }
  return least;
}
