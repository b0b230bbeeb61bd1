import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a server process is started by (serve/crew.ts), with the folder in full before it. */
const WORKER = "ops/server/worker.ts";

/**
 * The processes that serve the school from this folder, by the numbers of those that mind them. By what runs and not by a file that a
 * server leaves: it may have no right to leave one, and one that was killed takes none away. Of other containers nothing is seen.
 */
export function findRunningServers(folder: string): number[] {
  const worker = path.join(folder, WORKER);
  const all = existsSync("/proc/self/cmdline") ? fromProc() : fromPs();
  const minders = all.filter(({ words }) => words.includes(worker)).map(({ parent }) => parent);
  return [...new Set(minders)];
}

type Running = { parent: number; words: string[] };

function fromProc(): Running[] {
  const numbers = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return numbers.flatMap((number) => {
    try {
      const words = readFileSync(`/proc/${number}/cmdline`, "utf8").split("\0");
      // After the program's name, which is in brackets and may hold any character: the state, and the parent.
      const [, , parent] = readFileSync(`/proc/${number}/stat`, "utf8").replace(/^.*\)/s, "").split(" ");
      return [{ parent: Number(parent), words }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

/** Where there is no /proc. A folder with blanks in its name is not found by this. */
function fromPs(): Running[] {
  let lines: string[];
  try {
    lines = execFileSync("ps", ["-axww", "-o", "ppid=,command="], { encoding: "utf8" }).split("\n");
  } catch {
    return [];
  }
  return lines.map((line) => {
    const [parent, ...words] = line.trim().split(/\s+/);
    return { parent: Number(parent), words };
  });
}
