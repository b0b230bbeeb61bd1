import { existsSync, readFileSync } from "node:fs";

const STAT = "/proc/self/stat";
/** The kernel counts in these for programs, whatever it counts in itself (proc_pid_stat(5)). */
const TICKS_PER_SECOND = 100;

/**
 * The seconds of a processor that a process and everything that it has started and waited for have used, and what those have started:
 * unlike the time on the clock they hardly depend on what else the machine does. `stat` is a line as Linux gives it; null without one.
 */
export function readProcessorSeconds(stat: string | null = ownStat()): number | null {
  if (stat === null) return null;
  // The second field is the program's name in brackets, which may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // utime, stime, and of those that ended cutime and cstime: the 14th to the 17th field of all.
  const ticks = fields.slice(11, 15).map(Number);
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

function ownStat(): string | null {
  return existsSync(STAT) ? readFileSync(STAT, "utf8") : null;
}
