import { readdirSync, readFileSync } from "node:fs";

/** Linux counts a process's time in hundredths of a second. */
const TICK_MS = 10;
/** `utime` and `stime` of proc(5), counted from the field behind the program's name. */
const USER = 11;
const SYSTEM = 12;
/** `cutime` and `cstime`: those of children that have ended and were waited for. */
const ENDED_USER = 13;
const ENDED_SYSTEM = 14;
const PARENT = 1;

/** What a process has had of the processors so far, all its threads together, in ms. */
export function cpuMsOf(pid: number): number {
  const fields = fieldsOf(pid);
  return (Number(fields[USER]) + Number(fields[SYSTEM])) * TICK_MS;
}

/** The same with all that it has started, whether it still runs or has ended. */
export function cpuMsOfTree(pid: number): number {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const children = Map.groupBy(all.map(Number), (each) => Number(fieldsOf(each)[PARENT]));
  const sum = (of: number): number => {
    const fields = fieldsOf(of);
    const own = [USER, SYSTEM, ENDED_USER, ENDED_SYSTEM].reduce((total, at) => total + Number(fields[at] ?? 0), 0);
    return (children.get(of) ?? []).reduce((total, child) => total + sum(child), own * TICK_MS);
  };
  return sum(pid);
}

/** None for a process that has ended meanwhile. */
function fieldsOf(pid: number): string[] {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return [];
  }
  // The name may hold anything, so what follows is found from its end.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}
