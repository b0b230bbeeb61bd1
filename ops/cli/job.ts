/** `npm run job -- NAME` runs one job now, due or not; `npm run job -- --list` says what there is and how it went last. */
import "#config/with-env-file.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import { type Message, message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { beginCommand } from "../begin-command.ts";
import type { Job } from "../jobs/job.ts";
import { getLastRun } from "../jobs/lease.ts";
import { findJob, JOBS } from "../jobs/list.ts";
import { runJob } from "../jobs/run.ts";
import { traceCommand } from "../traces/trace-command.ts";
import { loadStoredExponents } from "#domain/settings/stored-exponents.ts";
import { applyConnections } from "#services/connections/apply-connections.ts";
import { runtime } from "#runtime";
import { fail } from "./fail.ts";

function describeEvery(everyMs: number): Message {
  if (everyMs < MINUTE_MS) return message("cli.every_seconds", { count: everyMs / SECOND_MS });
  if (everyMs < HOUR_MS) return message("cli.every_minutes", { count: everyMs / MINUTE_MS });
  return message("cli.every_hours", { count: everyMs / HOUR_MS });
}

async function list() {
  const t = getTerminalTranslator();
  for (const { name, everyMs, isDue } of JOBS) {
    const last = await getLastRun(name);
    const when = last?.lastRunAt
      ? `${last.lastRunAt.toISOString()}  ${last.lastOutcome ? t.format(last.lastOutcome) : ""}`
      : t(isDue ? "cli.job_had_nothing_yet" : "cli.job_has_not_run");
    console.log(`${name.padEnd(26)} ${t.format(describeEvery(everyMs)).padEnd(13)} ${when}`);
  }
  // A look every two seconds is no write.
  console.log(`\n${t("cli.jobs_leave_no_time")}`);
}

async function runOne(job: Job): Promise<number> {
  const ran = await runJob(job, { byHand: true });
  const t = getTerminalTranslator();
  if (ran.state === "elsewhere") {
    console.error(t("cli.job_runs_elsewhere", { job: job.name }));
    return 1;
  }
  if (ran.state === "postponed") {
    console.error(t.format(message("cli.job_postponed", { job: job.name, why: ran.words })));
    return 1;
  }
  if (ran.state === "failed") {
    console.error(t.format(message("cli.job_failed", { job: job.name, why: ran.words })));
    return 1;
  }
  console.log(
    ran.state === "done"
      ? t.format(message("cli.job_ran", { job: job.name, outcome: ran.words }))
      : t("cli.job_had_nothing_to_do", { job: job.name }),
  );
  return 0;
}

async function main(): Promise<number> {
  await beginCommand();
  const [name] = process.argv.slice(2);
  if (name === "--list") {
    await list();
    return 0;
  }
  const job = name ? findJob(name) : undefined;
  if (job) {
    await loadStoredExponents(runtime().database);
    // The mail server and the providers that the owner has set in the browser.
    await applyConnections();
    return traceCommand(() => runOne(job));
  }
  const t = getTerminalTranslator();
  console.error(name ? t("cli.no_such_job", { name }) : t("cli.say_which_job"));
  console.error(t("cli.jobs_are", { names: JOBS.map((each) => each.name).join(", ") }));
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
