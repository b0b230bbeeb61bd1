import { readFileSync } from "node:fs";
import { type Load, startLoad } from "../load.ts";
import { type Bench, type Finding, type Measure, spreadOf } from "../measure.ts";
import { forget, openBenchSchool, type Serving, serve } from "../school.ts";
import { enrolShots, getPlan } from "../shots.ts";

const MEGABYTE = 1_048_576;

/** What one server takes of the machine. */
export const footprint: Measure = {
  name: "footprint",
  about: "memory of a server after a minute of load",
  run: async (bench: Bench) => [await memory(bench)],
};

async function memory(bench: Bench): Promise<Finding> {
  const school = await openBenchSchool(bench);
  const server = await serve(school);
  const load = startLoad();
  const seconds = bench.size(60, 8);
  try {
    const before = residentMegabytes(server.pid);
    const samples: number[] = [];
    const until = performance.now() + seconds * 1_000;
    for (let round = 0; performance.now() < until; round++) {
      await mixture(load, server, school.facts, round);
      samples.push(residentMegabytes(server.pid));
    }
    const largest = Math.max(...samples);
    return {
      measure: "memory",
      value: largest,
      unit: "MB",
      must: "<= 512",
      a: { name: `resident in ${seconds} s of load`, unit: "MB", ...spreadOf(samples) },
      detail: { startedWithMb: before },
    };
  } finally {
    load.stop();
    await server.stop();
    forget(school);
  }
}

/** A second or so of what a school does: pages kept and rendered, a desk at work, places taken. */
async function mixture(load: Load, { origin }: Serving, facts: Parameters<typeof enrolShots>[0], round: number) {
  await load.drive(getPlan(origin, "/courses", 800));
  await load.drive(getPlan(origin, "/courses/find", 120));
  await load.drive(getPlan(origin, "/api/me", 800, facts.cookies[round]));
  await load.drive(getPlan(origin, "/admin/enrolments", 60, facts.officeCookie));
  const shots = enrolShots(facts, facts.free[round % facts.free.length] as string, 400);
  await load.drive({ origin, connections: 32, requests: shots.length, shots, expect: [201] });
}

/** Linux says it in pages of four kilobytes; elsewhere `ps` would. */
function residentMegabytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round((Number(line?.[1] ?? Number.NaN) * 1_024) / MEGABYTE);
}
