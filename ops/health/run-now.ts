import { SECOND_MS } from "#domain/kernel/clock.ts";
import { runBackupInChild } from "#ops/backup/run-in-child.ts";
import { findJob } from "#ops/jobs/list.ts";
import { runJob } from "#ops/jobs/run.ts";
import type { Said } from "#messages/message.ts";
import { log } from "#providers/log.ts";

/** A person waits so long for what they pressed; what takes longer goes on without them. */
const WAIT_MS_MAX = 5 * SECOND_MS;

export const isJobName = (name: string): boolean => findJob(name) !== undefined;

/** Whether it is over, and how, or has begun and goes on. */
export type RunOutcome = "over" | "failed" | "begun";

/** Runs a job now, due or not. What kept it from running comes back as words. */
export async function runJobNow(name: string): Promise<RunOutcome | "elsewhere" | { postponed: Said }> {
  const job = findJob(name);
  if (!job) throw new Error(`there is no job called ${name}`);
  const ran = await awhile(runJob(job, { byHand: true }));
  if (ran === "begun") return ran;
  if (ran.state === "postponed") return { postponed: ran.words };
  return ran.state === "elsewhere" || ran.state === "failed" ? ran.state : "over";
}

export const runBackupNow = () => runForAWhile(runBackupInChild([]), "a backup");
export const verifyBackupNow = (name: string) =>
  runForAWhile(runBackupInChild(["--verify", name]), "a check of a backup");

/** How it went is in the backup's own record, which the page shows; a failure is logged too. */
async function runForAWhile(work: Promise<string>, what: string): Promise<RunOutcome> {
  const ended = work.then(
    (): RunOutcome => "over",
    (error: unknown): RunOutcome => {
      log().error({ err: error }, `${what} that was asked for failed`);
      return "failed";
    },
  );
  return awhile(ended);
}

async function awhile<T>(work: Promise<T>): Promise<T | "begun"> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<"begun">((resolve) => {
    timer = setTimeout(() => resolve("begun"), WAIT_MS_MAX);
  });
  try {
    return await Promise.race([work, enough]);
  } finally {
    clearTimeout(timer);
  }
}
