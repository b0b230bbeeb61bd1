import { availableParallelism } from "node:os";
import { type Load, type LoadResult, startLoad } from "../load.ts";
import { type Bench, type Finding, type Measure, spreadOf } from "../measure.ts";
import { moveToPostgres, type PostgresSchool } from "../postgres-school.ts";
import { cpuMsOf, cpuMsOfTree } from "../process-cpu.ts";
import { openBenchSchool, serve, type Serving } from "../school.ts";
import { enrolShots, pageShots } from "../shots.ts";

const CONNECTIONS = 32;
/** How many pages are read for each enrolment. */
const PAGES_PER_PLACE = 9;
const UNIT = "requests/s";

/** So many processes on so many servers. */
type Size = { processes: number; servers: number };
const SIZES: Size[] = [
  { processes: 1, servers: 1 },
  { processes: 2, servers: 2 },
  { processes: 4, servers: 2 },
];

type Run = { perSecond: number; p99Ms: number; costMs: { app: number; database: number; load: number } };

/**
 * One school on PostgreSQL, served by one process, by two of two servers and by four of two, and what docs/scale.md predicts of
 * them: as much as the processes can do, or the machine, whichever is less.
 */
export const servers: Measure = {
  name: "servers",
  about: "1, 2 and 4 server processes of two servers on one PostgreSQL: nine pages for each enrolment",
  run: async (bench: Bench) => {
    const school = await moveToPostgres(await openBenchSchool(bench));
    const loads = [startLoad(), startLoad()];
    try {
      const runs = new Map<Size, Run[]>(SIZES.map((size) => [size, []]));
      for (let round = 0; round <= bench.size(3, 1); round++) {
        for (const size of SIZES) {
          const run = await once(bench, { school, loads, size, round });
          // The first of each is for what is loaded once.
          if (round > 0) runs.get(size)?.push(run);
        }
      }
      return findings(runs);
    } finally {
      for (const load of loads) load.stop();
      await school.stop();
    }
  },
};

type Plan = { school: PostgresSchool; loads: Load[]; size: Size; round: number };

/** Starts the servers, warms them, and drives all of them at once. */
async function once(bench: Bench, { school, loads, size, round }: Plan): Promise<Run> {
  const env = { WEB_CONCURRENCY: String(size.processes / size.servers), DATABASE_URL: school.url };
  const served: Serving[] = [];
  try {
    for (let n = 0; n < size.servers; n++) served.push(await serve(school, env, ["ops/cli/start.ts"]));
    const drive = (requests: number, shotsOf: (n: number) => Parameters<Load["drive"]>[0]["shots"]) =>
      Promise.all(
        served.map(({ origin }, n) =>
          (loads[n] as Load).drive({
            ...{ origin, shots: shotsOf(n), requests: requests / served.length, expect: [200, 201] },
            connections: CONNECTIONS / served.length,
          }),
        ),
      );
    const page = pageShots("/learning", school.facts.cookies[0]);
    await drive(bench.size(400, 200), () => page);
    const count = bench.size(1_600, 400);
    const places = count / (PAGES_PER_PLACE + 1);
    const place = SIZES.indexOf(size) * (bench.size(3, 1) + 1) + round;
    const enrolling = enrolShots(school.facts, school.facts.free[place] as string, places);
    const mixed = enrolling.flatMap((shot) => [shot, ...Array.from({ length: PAGES_PER_PLACE }, () => page).flat()]);
    const before = costOf(school, served, loads);
    const began = performance.now();
    const results = await drive(count, (n) => partOf(mixed, n, served.length));
    const seconds = (performance.now() - began) / 1_000;
    const after = costOf(school, served, loads);
    const each = (name: keyof Run["costMs"]) => (after[name] - before[name]) / count;
    return {
      perSecond: count / seconds,
      p99Ms: Math.max(...results.map(({ p99Ms }: LoadResult) => p99Ms)),
      costMs: { app: each("app"), database: each("database"), load: each("load") },
    };
  } finally {
    for (const server of served) await server.stop();
  }
}

/** One server's half of the requests, in the same mixture. */
function partOf<Shot>(all: Shot[], n: number, parts: number): Shot[] {
  const length = all.length / parts;
  return all.slice(n * length, (n + 1) * length);
}

function costOf({ pid }: PostgresSchool, served: Serving[], loads: Load[]): Run["costMs"] {
  return {
    app: served.reduce((sum, server) => sum + cpuMsOfTree(server.pid), 0),
    database: cpuMsOfTree(pid),
    load: loads.reduce((sum, load) => sum + cpuMsOf(load.pid), 0),
  };
}

const median = (runs: Run[], of: (run: Run) => number) => spreadOf(runs.map(of)).median;

/**
 * What the cost of a request at one size says of the next: the processes share the machine with the database and with whoever asks. A size is planned from
 * the one before it, because a request costs more the more processes share a core, and no figure of one process says how much.
 */
function predict(before: Run[], { processes }: Size): number {
  const [app, database, load] = (["app", "database", "load"] as const).map((part) =>
    median(before, ({ costMs }) => costMs[part]),
  ) as [number, number, number];
  const byProcesses = (processes * 1_000) / app;
  const byMachine = (availableParallelism() * 1_000) / (app + database + load);
  return Math.min(byProcesses, byMachine);
}

function findings(runs: Map<Size, Run[]>): Finding[] {
  const one = runs.get(SIZES[0] as Size) ?? [];
  return SIZES.flatMap((size, at) => {
    const these = runs.get(size) ?? [];
    const before = runs.get(SIZES[Math.max(0, at - 1)] as Size) ?? [];
    const side = (of: Size, all: Run[]) => ({
      name: `${of.processes} processes, ${of.servers} servers`,
      unit: UNIT,
      ...spreadOf(all.map(({ perSecond }) => perSecond)),
    });
    const measured = median(these, ({ perSecond }) => perSecond);
    const predicted = predict(before, size);
    const detail = {
      predicted: Math.round(predicted),
      costMs: {
        app: median(these, ({ costMs }) => costMs.app),
        database: median(these, ({ costMs }) => costMs.database),
        load: median(these, ({ costMs }) => costMs.load),
      },
      p99Ms: median(these, ({ p99Ms }) => p99Ms),
    };
    return [
      {
        measure: `servers-${size.processes}`,
        value: measured / median(one, ({ perSecond }) => perSecond),
        unit: "ratio" as const,
        must: ">= 1" as const,
        a: side(size, these),
        b: side(SIZES[0] as Size, one),
        detail,
      },
      {
        measure: `servers-${size.processes}-predicted`,
        value: Math.abs(predicted / measured - 1),
        unit: "ratio" as const,
        must: "<= 0.25" as const,
      },
    ];
  });
}
