import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { type Span, tracer } from "#db/tracer.ts";
import { addMs } from "#domain/kernel/clock.ts";
import { toSaid } from "#messages/message-error.ts";
import { type Said, sourceText } from "#messages/message.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";
import { type Job, PostponedError } from "./job.ts";
import { encodeOutcome } from "./outcome.ts";
import { getLastRun, releaseLease, returnLease, takeLease } from "./lease.ts";

export type JobOutcome =
  | { state: "done"; words: Said }
  | { state: "failed"; words: Said }
  /** Something else was in the way; it is tried again with the next turn. */
  | { state: "postponed"; words: Said }
  /** Nothing to do yet. */
  | { state: "not_due" }
  /** Another process is at it. */
  | { state: "elsewhere" };

/**
 * Runs a job if it is due and no other process is at it. `byHand` runs it whether it is due or not. Never throws: how it
 * went is kept beside the job and logged.
 */
export async function runJob(job: Job, { byHand = false } = {}): Promise<JobOutcome> {
  if (!byHand && !(await isDue(job))) return { state: "not_due" };
  const lease = await takeLease(job.name, `${hostname()}:${process.pid}:${randomBytes(4).toString("hex")}`);
  if (!lease) return { state: "elsewhere" };
  const ran = await attempt(job);
  if (ran.state === "postponed") await returnLease(lease);
  else await releaseLease(lease, encodeOutcome(ran.state, ran.words));
  return ran;
}

/** A job that has been run by another process counts as run. */
async function isDue(job: Job): Promise<boolean> {
  const { database, clock } = runtime();
  const now = clock();
  if (job.isDue && !(await job.isDue(database.read, now))) return false;
  const last = await getLastRun(job.name);
  if (!last) return true;
  if (last.until > now) return false;
  return last.lastRunAt === null || addMs(last.lastRunAt, job.everyMs) <= now;
}

async function attempt(job: Job): Promise<Extract<JobOutcome, { words: Said }>> {
  const listener = tracer();
  if (!listener) return tryJob(job);
  return listener.span(`job ${job.name}`, { "matricula.job": job.name }, (span) => tryJob(job, span), { root: true });
}

async function tryJob(job: Job, span?: Span): Promise<Extract<JobOutcome, { words: Said }>> {
  try {
    const words = await job.run();
    log().debug({ job: job.name, outcome: sourceText(words) }, "a job ran");
    return { state: "done", words };
  } catch (error) {
    if (error instanceof PostponedError) {
      log().info({ job: job.name, outcome: error.message }, "a job was postponed");
      return { state: "postponed", words: error.told };
    }
    log().error({ job: job.name, err: error }, "a job failed");
    span?.fail(error);
    return { state: "failed", words: toSaid(error) };
  }
}
