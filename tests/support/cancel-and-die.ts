/** Runs the job behind cancelled cohorts and kills itself once so many of their places have ended: `COUNT`. For a test of what is left then. */
import { eq } from "drizzle-orm";
import { cohortEndings } from "#db/schema/index.ts";
import { runtime } from "#runtime";
import { cancelCohortPlaces } from "#services/payments/cancel-cohort-places.ts";

const atCount = Number(process.argv[2]);
const { read } = runtime().database;

async function watch(): Promise<void> {
  if ((await read.$count(cohortEndings, eq(cohortEndings.state, "done"))) >= atCount)
    process.kill(process.pid, "SIGKILL");
  setTimeout(() => void watch(), 1);
}

void watch();
await cancelCohortPlaces();
