import { fileURLToPath } from "node:url";
import { openDatabase } from "#db/open.ts";
import type { Database, Tx } from "#db/types.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import type { Rules } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { startLoad } from "../load.ts";
import { alternate, type Bench, type Finding, type Measure } from "../measure.ts";
import { type BenchSchool, forget, openBenchSchool, serve } from "../school.ts";
import { enrolShots } from "../shots.ts";

export const WAITING = 32;
const RULES: Rules = {
  demo: true,
  holdMinutes: 15,
  offerHours: 48,
  passwordLengthMin: 12,
  sessionIdleMs: { staff: 12 * 3_600_000, student: 30 * 24 * 3_600_000 },
  refundConfirmAbove: 500,
  paymentProviders: ["sandbox"],
};

/** Writes that share a commit against writes with one each, both durable. */
export const grouping: Measure = {
  name: "grouping",
  about: "grouped writes against one commit each, over HTTP and in the process",
  run: async (bench: Bench) => [await overHttp(bench), await inTheProcess(bench)],
};

async function overHttp(bench: Bench): Promise<Finding> {
  const schools = [await openBenchSchool(bench), await openBenchSchool(bench)] as const;
  const oneEach = fileURLToPath(new URL("../one-commit-each.ts", import.meta.url));
  const servers = [await serve(schools[0]), await serve(schools[1], { NODE_OPTIONS: `--import ${oneEach}` })] as const;
  const load = startLoad();
  const count = bench.size(800, 200);
  const side = (n: 0 | 1, name: string) => ({
    name,
    unit: "requests/s",
    run: async (round: number) => {
      const { facts } = schools[n];
      const shots = enrolShots(facts, facts.free[round] as string, count);
      const plan = { origin: servers[n].origin, connections: WAITING, requests: count, shots, expect: [201] };
      return (await load.drive(plan)).perSecond;
    },
  });
  try {
    const { ratio, a, b } = await alternate(bench.size(5, 1), side(0, "grouped"), side(1, "one commit each"));
    return { measure: "grouping-over-http", value: ratio, unit: "ratio", must: ">= 1.4", a, b };
  } finally {
    load.stop();
    for (const server of servers) await server.stop();
    for (const school of schools) forget(school);
  }
}

async function inTheProcess(bench: Bench): Promise<Finding> {
  const schools = [await openBenchSchool(bench), await openBenchSchool(bench)] as const;
  const databases = [openDatabase(schools[0].file), openDatabase(schools[1].file, { batchMax: 1 })] as const;
  const count = bench.size(2_000, 300);
  const side = (n: 0 | 1, name: string) => ({
    name,
    unit: "writes/s",
    run: (round: number) => enrolAll(databases[n], schools[n], round, count),
  });
  try {
    const { ratio, a, b } = await alternate(bench.size(7, 1), side(0, "grouped"), side(1, "one commit each"));
    return { measure: "grouping-in-process", value: ratio, unit: "ratio", must: ">= 3", a, b };
  } finally {
    for (const database of databases) await database.close();
    for (const school of schools) forget(school);
  }
}

/** Enrols the crowd in one cohort, so many at a time. Gives writes a second. */
async function enrolAll(database: Database, { facts }: BenchSchool, round: number, count: number) {
  const cohortId = facts.free[round] as string;
  let next = 0;
  const started = performance.now();
  async function waiting() {
    while (next < count) {
      const studentId = facts.students[next++] as string;
      await database.write((tx) => enrolNow(tx, cohortId, studentId));
    }
  }
  await Promise.all(Array.from({ length: WAITING }, waiting));
  return (count * 1_000) / (performance.now() - started);
}

export function enrolNow(tx: Tx, cohortId: string, studentId: string) {
  const ctx = createWriteCtx({
    tx,
    now: createSystemClock(),
    actor: createSystemActor("bench"),
    requestId: createId("request"),
    rules: RULES,
  });
  return enrolStudent(ctx, { cohortId, studentId });
}
