import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { freePort } from "#tests/support/servers.ts";
import { type Load, startLoad } from "../load.ts";
import { type Bench, type Finding, type Measure, spreadOf } from "../measure.ts";
import { forget, nextProgram, openBenchSchool, type Serving, serve, serverEnv } from "../school.ts";
import { enrolShots, getPlan } from "../shots.ts";

const MEGABYTE = 1_048_576;
const START_MS_MAX = 30_000;

/** What one server takes of the machine, and how long nobody is served when it starts again. */
export const footprint: Measure = {
  name: "footprint",
  about: "memory of a server after a minute of load; from its start to its first page",
  run: async (bench: Bench) => [await memory(bench), ...(await starts(bench))],
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

async function starts(bench: Bench): Promise<Finding[]> {
  const school = await openBenchSchool(bench);
  const rounds = bench.size(5, 1);
  const finding = async (measure: string, name: string, args: (port: number) => string[]): Promise<Finding> => {
    await startToFirstPage(school.folder, args);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) seconds.push(await startToFirstPage(school.folder, args));
    const spread = spreadOf(seconds);
    return { measure, value: spread.median, unit: "s", must: "<= 1.5", a: { name, unit: "s", ...spread } };
  };
  try {
    return [
      await finding("server-start", "from next start to the catalogue's first page", (port) => [
        nextProgram(),
        "start",
        "-H",
        "127.0.0.1",
        "-p",
        String(port),
      ]),
      await finding("school-start", "the same from npm start, built and filled", () => ["ops/cli/start.ts"]),
    ];
  } finally {
    forget(school);
  }
}

/** Seconds from starting a program until it has given the whole catalogue. */
async function startToFirstPage(folder: string, args: (port: number) => string[]): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, args(port), {
    env: { ...process.env, NODE_ENV: "production", ...serverEnv(port, folder) },
    stdio: "ignore",
  });
  const gone = new Promise((done) => child.once("exit", done));
  try {
    while (performance.now() - started < START_MS_MAX) {
      const page = await fetch(`http://127.0.0.1:${port}/courses`).catch(() => undefined);
      if (page?.ok && (await page.text()).includes("</html>")) return (performance.now() - started) / 1_000;
      await new Promise((wake) => setTimeout(wake, 5));
    }
    throw new Error("the server gave no page");
  } finally {
    child.kill("SIGTERM");
    await gone;
  }
}
