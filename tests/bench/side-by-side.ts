/** `npm run bench:postgres [-- --quick]`: enrolling on PostgreSQL, side by side and one at a time. docs/benchmarks.md says how to read it. */
import { parseArgs } from "node:util";
import { migratePostgres } from "#db/migrate.ts";
import { startDelayingProxy } from "#tests/support/delaying-proxy.ts";
import { createDatabase, startPostgres } from "#tests/support/postgres-server.ts";
import { alternate, type Finding, judged } from "./measure.ts";

const { values: asked } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const ENROLMENTS = asked.quick ? 100 : 600;
const FEW = Math.round(ENROLMENTS / 3);
const ROUNDS = asked.quick ? 1 : 5;
const COHORTS = 40;
const PEOPLE_AT_ONCE = 32;
const UNIT = "enrolments/s";

const server = await startPostgres();
try {
  const url = await createDatabase(server.url, "bench");
  await migratePostgres(url);
  // What the schema is built for is decided when it is loaded.
  process.env.DATABASE_URL = url;
  const { openEnrolling } = await import("./enrolling.ts");
  for (const ms of [0, 1]) {
    const line = await startDelayingProxy(url, ms);
    const address = ms === 0 ? url : line.url;
    const school = await openEnrolling(url, { cohorts: COHORTS, peopleAtOnce: PEOPLE_AT_ONCE });
    const side = (name: string, writersMax: number, count: number, cohorts = COHORTS) => ({
      name,
      unit: UNIT,
      run: () => school.enrol(address, { writersMax, count, cohorts }),
    });
    const many = side("side by side", 6, ENROLMENTS);
    const one = side("one at a time", 1, ms === 0 ? ENROLMENTS : FEW);
    const hot = side("side by side, at one cohort", 6, FEW, 1);
    const suffix = ms === 0 ? "" : "-1ms";
    print(`enrol-side-by-side${suffix}`, ms === 0 ? ">= 1" : ">= 2", await alternate(ROUNDS, many, one));
    print(`enrol-at-one-cohort${suffix}`, ">= 1", await alternate(ROUNDS, hot, one));
    await school.close();
    await line.stop();
  }
} finally {
  await server.stop();
}

function print(measure: string, must: Finding["must"], { ratio, a, b }: Awaited<ReturnType<typeof alternate>>) {
  console.log(JSON.stringify(judged({ measure, value: ratio, unit: "ratio", must, a, b })));
}
