import { asc, count, desc, eq, min } from "drizzle-orm";
import { leases, outbox } from "#db/schema/index.ts";
import type { Said } from "#messages/message.ts";
import { decodeOutcome, FAILED } from "#ops/jobs/outcome.ts";
import { JOBS } from "#ops/jobs/list.ts";
import { runtime } from "#runtime";

export type JobStatus = {
  name: string;
  everyMs: number;
  lastRunAt: Date | null;
  outcome: Said | null;
  /** `not_due`: whenever it looked there was nothing to do, and a look leaves nothing behind. */
  state: "ok" | "failed" | "running" | "not_run" | "not_due";
};

/** Every job with how it went last. */
export async function listJobStatuses(): Promise<JobStatus[]> {
  const { database, clock } = runtime();
  const now = clock();
  const rows = new Map((await database.read.select().from(leases)).map((row) => [row.job, row]));
  return JOBS.map(({ name, everyMs, isDue }) => {
    const row = rows.get(name);
    const status = {
      name,
      everyMs,
      lastRunAt: row?.lastRunAt ?? null,
      outcome: row?.lastOutcome ? decodeOutcome(row.lastOutcome) : null,
    };
    if (row && row.until > now) return { ...status, state: "running" as const };
    if (!row?.lastRunAt) return { ...status, state: isDue ? ("not_due" as const) : ("not_run" as const) };
    return { ...status, state: row.lastOutcome?.startsWith(FAILED) ? ("failed" as const) : ("ok" as const) };
  });
}

export type OutboxStatus = { pending: number; failed: number; oldestDueAt: Date | null };

/** What waits to be mailed and what could not be. Both counts read an index that holds only those. */
export async function getOutboxStatus(): Promise<OutboxStatus> {
  const { read } = runtime().database;
  const [waiting] = await read
    .select({ rows: count(), oldest: min(outbox.nextTryAt) })
    .from(outbox)
    .where(eq(outbox.state, "pending"));
  const [failed] = await read.select({ rows: count() }).from(outbox).where(eq(outbox.state, "failed"));
  return {
    pending: Number(waiting?.rows ?? 0),
    failed: Number(failed?.rows ?? 0),
    oldestDueAt: waiting?.oldest ? new Date(waiting.oldest) : null,
  };
}

export type FailedMail = { id: string; kind: string; recipient: string; lastError: string | null };

/** The newest mails that could not be sent. */
export async function listFailedMails(limit: number): Promise<FailedMail[]> {
  const { id, kind, recipient, lastError, createdAt, state } = outbox;
  return runtime()
    .database.read.select({ id, kind, recipient, lastError })
    .from(outbox)
    .where(eq(state, "failed"))
    .orderBy(desc(createdAt), asc(id))
    .limit(limit);
}
