import { and, count, eq } from "drizzle-orm";
import { openDatabase } from "#db/open.ts";
import { enrolments } from "#db/schema/index.ts";
import { type Load, type LoadResult, startLoad } from "../load.ts";
import { type Bench, type Finding, type Measure, spreadOf } from "../measure.ts";
import { type BenchSchool, forget, openBenchSchool, type Serving, serveThroughListener } from "../school.ts";
import { echoShots, getPlan, pressShots } from "../shots.ts";

const PEOPLE = 1_000;
const SEATS = 100;

type Rush = { sold: number; refused: number; errors: number; kept: number; p99Ms: number; boundMs: number };

/** A thousand people press Enrol at the same moment, each on a connection of their own. */
export const rush: Measure = {
  name: "rush",
  about: "1,000 people at once on 100 seats, all with a session",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    const server = await serveThroughListener(school);
    const load = startLoad();
    const rounds = bench.size(5, 1);
    try {
      await load.drive(getPlan(server.origin, "/courses", 32));
      await once(load, server, school, 0);
      const rushes: Rush[] = [];
      for (let round = 1; round <= rounds; round++) rushes.push(await once(load, server, school, round));
      return findings(rushes);
    } finally {
      load.stop();
      await server.stop();
      forget(school);
    }
  },
};

async function once(load: Load, { origin }: Serving, school: BenchSchool, round: number): Promise<Rush> {
  const cohortId = school.facts.rushes[round];
  if (!cohortId) throw new Error(`there is no course for rush ${round}`);
  const all = { origin, connections: PEOPLE, requests: PEOPLE, fresh: true };
  const echo = await load.drive({ ...all, shots: echoShots(), expect: [200] });
  const shots = pressShots(origin, school.facts, cohortId, PEOPLE);
  const result = await load.watch({ ...all, shots, expect: [303] });
  return { ...outcomesOf(result), kept: await keptIn(school, cohortId), ...boundOf(result, echo) };
}

/** A place leads into the course; a refusal leads to the page that explains it and offers the waiting list. */
function outcomesOf({ statuses, requests }: LoadResult) {
  const sold = statuses["303 /learning"] ?? 0;
  const refused = statuses["303 /enrol"] ?? 0;
  return { sold, refused, errors: requests - sold - refused };
}

function boundOf({ p99Ms }: LoadResult, echo: LoadResult) {
  return { p99Ms, boundMs: (PEOPLE / echo.perSecond) * 1_000 };
}

async function keptIn({ file }: BenchSchool, cohortId: string): Promise<number> {
  const database = openDatabase(file);
  const [row] = await database.read
    .select({ n: count() })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), eq(enrolments.state, "active")));
  await database.close();
  return row?.n ?? 0;
}

function findings(rushes: Rush[]): Finding[] {
  const worst = (of: (each: Rush) => number) => Math.max(...rushes.map(of));
  const p99 = spreadOf(rushes.map(({ p99Ms }) => p99Ms));
  const bound = spreadOf(rushes.map(({ boundMs }) => boundMs));
  return [
    {
      measure: "rush-sold",
      // As many as there are seats, in the answers and in the database, every time.
      value: worst(({ sold, kept }) => Math.max(Math.abs(sold - SEATS), Math.abs(kept - SEATS))) === 0 ? SEATS : -1,
      unit: "people",
      must: `== ${SEATS}`,
      detail: { sold: rushes.map(({ sold }) => sold), kept: rushes.map(({ kept }) => kept) },
    },
    {
      measure: "rush-refused-politely",
      value: rushes.every(({ refused }) => refused === PEOPLE - SEATS) ? PEOPLE - SEATS : -1,
      unit: "people",
      must: `== ${PEOPLE - SEATS}`,
      detail: { refused: rushes.map(({ refused }) => refused) },
    },
    { measure: "rush-errors", value: worst(({ errors }) => errors), unit: "people", must: "== 0" },
    {
      measure: "rush-p99",
      value: spreadOf(rushes.map(({ p99Ms, boundMs }) => p99Ms / boundMs)).median,
      unit: "ratio",
      must: "<= 1.3",
      a: { name: "p99 of a rush", unit: "ms", ...p99 },
      b: { name: "1,000 bare JSON requests at once", unit: "ms", ...bound },
    },
  ];
}
