/** `npm run job -- NAME` runs one job now, due or not; `npm run job -- --list` says what there is and how it went last. */
import { beginCommand } from "../begin-command.ts";
import type { Job } from "../jobs/job.ts";
import { getLastRun } from "../jobs/lease.ts";
import { findJob, JOBS } from "../jobs/list.ts";
import { runJob } from "../jobs/run.ts";
import { traceCommand } from "../traces/trace-command.ts";
import { loadStoredExponents } from "#domain/settings/stored-exponents.ts";
import { runtime } from "#runtime";
import { fail } from "./fail.ts";

const everyInWords = (everyMs: number) =>
  everyMs < 60_000
    ? `${everyMs / 1_000} s`
    : everyMs < 3_600_000
      ? `${everyMs / 60_000} min`
      : `${everyMs / 3_600_000} h`;

async function list() {
  for (const { name, everyMs } of JOBS) {
    const last = await getLastRun(name);
    const when = last?.lastRunAt ? `${last.lastRunAt.toISOString()}  ${last.lastOutcome ?? ""}` : "has not run yet";
    console.log(`${name.padEnd(26)} every ${everyInWords(everyMs).padEnd(7)} ${when}`);
  }
}

async function runOne(job: Job): Promise<number> {
  const ran = await runJob(job, { byHand: true });
  if (ran.state === "elsewhere") {
    console.error(`${job.name} is already running in another process. Nothing was done.`);
    return 1;
  }
  if (ran.state === "failed") {
    console.error(`${job.name} failed: ${ran.words}`);
    return 1;
  }
  console.log(`${job.name}: ${ran.state === "done" ? ran.words : "nothing to do"}`);
  return 0;
}

async function main(): Promise<number> {
  beginCommand();
  const [name] = process.argv.slice(2);
  if (name === "--list") {
    await list();
    return 0;
  }
  const job = name ? findJob(name) : undefined;
  if (job) {
    await loadStoredExponents(runtime().database);
    return traceCommand(() => runOne(job));
  }
  console.error(name ? `There is no job called "${name}".` : "Say which job, or --list.");
  console.error(`There are: ${JOBS.map((each) => each.name).join(", ")}`);
  return 2;
}

try {
  process.exitCode = await main();
} catch (error) {
  fail(error);
  process.exit();
}
if (process.exitCode !== 2) {
  runtime().mail?.close();
  await runtime().database.close();
}
