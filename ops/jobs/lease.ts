import { BESIDE_ALL } from "#db/beside.ts";
import { and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { leases } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import type { Said } from "#messages/message.ts";
import { runtime } from "#runtime";
import { decodeOutcome } from "./outcome.ts";

/** After so long a job counts as abandoned: its process died. Every job must be done well before. */
export const LEASE_MS = 10 * MINUTE_MS;

/** Two machines' clocks differ by seconds. What is further ahead was written by a clock that was wrong, and nobody waits until then. */
const AHEAD_MS_MAX = 2 * LEASE_MS;

export type Lease = { job: string; holder: string; startedAt: Date };
export type LastRun = { until: Date; lastRunAt: Date | null; lastOutcome: Said | null };

const queries = perClient((read: Reader) => ({
  one: read
    .select({ until: leases.until, lastRunAt: leases.lastRunAt, lastOutcome: leases.lastOutcome })
    .from(leases)
    .where(eq(leases.job, param(leases.job, "job")))
    .prepare(),
}));

/**
 * When a job ran last and how it went; undefined when it never did. A time that a clock wrote which was ahead, and has been set
 * right since, counts as none: no mail would be sent, and no backup made, until it has come.
 */
export async function getLastRun(job: string): Promise<LastRun | undefined> {
  const { database, clock } = runtime();
  const [row] = await queries(database.read).one.execute({ job });
  if (!row) return undefined;
  const possible = addMs(clock(), AHEAD_MS_MAX);
  return {
    lastOutcome: row.lastOutcome === null ? null : decodeOutcome(row.lastOutcome),
    until: row.until > possible ? new Date(0) : row.until,
    lastRunAt: row.lastRunAt && row.lastRunAt > possible ? null : row.lastRunAt,
  };
}

const isFree = (now: Date) => or(lte(leases.until, now), gt(leases.until, addMs(now, AHEAD_MS_MAX)));

/** Takes a job for one process alone; undefined while another has it. One conditional write decides, so no two can win. */
export async function takeLease(job: string, holder: string): Promise<Lease | undefined> {
  const { database, clock } = runtime();
  const now = clock();
  const ours = { holder, until: addMs(now, LEASE_MS) };
  // Whoever has a lease when the power goes has nothing to lose by losing it.
  const taken = await database.write(
    (tx) =>
      tx
        .insert(leases)
        .values({ job, ...ours })
        .onConflictDoUpdate({ target: leases.job, set: ours, setWhere: isFree(now) })
        .returning({ job: leases.job }),
    { durable: false, beside: BESIDE_ALL },
  );
  return taken.length > 0 ? { job, holder, startedAt: now } : undefined;
}

/** Gives a job back with what came of it. One that had been taken over in the meantime stays the other's. */
export async function releaseLease(lease: Lease, outcome: string): Promise<void> {
  const { database, clock } = runtime();
  await database.write(
    (tx) =>
      tx
        .update(leases)
        .set({
          until: clock(),
          lastRunAt: lease.startedAt,
          lastOutcome: outcome,
        })
        .where(and(eq(leases.job, lease.job), eq(leases.holder, lease.holder))),
    { durable: false, beside: BESIDE_ALL },
  );
}

/** Gives a job back that has not run: how it went last, and when, stays as it was. */
export async function returnLease({ job, holder }: Lease): Promise<void> {
  const { database } = runtime();
  const ours = and(eq(leases.job, job), eq(leases.holder, holder));
  await database.write(
    async (tx) => {
      await tx.delete(leases).where(and(ours, isNull(leases.lastRunAt)));
      // Over since then, as far as anybody can tell: one that ends later was left by a process that died.
      await tx
        .update(leases)
        .set({ until: sql`${leases.lastRunAt}` })
        .where(ours);
    },
    { durable: false, beside: BESIDE_ALL },
  );
}
