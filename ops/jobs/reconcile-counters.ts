import { setImmediate as breathe } from "node:timers/promises";
import { formatLocalTime } from "#domain/kernel/local-time.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { HOUR_MS, addMs } from "#domain/kernel/clock.ts";
import type { Reader } from "#db/types.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import type { Difference } from "#domain/maintenance/difference.ts";
import { reconcileCounters } from "#domain/maintenance/reconcile-counters.ts";
import { recordDiscrepancies } from "#domain/maintenance/record-discrepancies.ts";
import { message, type Said } from "#messages/message.ts";
import { log } from "#providers/log.ts";
import { reading, write } from "#runtime";
import { getLastRun } from "./lease.ts";

export const RECONCILE_JOB = "reconcile-counters";

const AS = { actor: createSystemActor(RECONCILE_JOB) };
/** More than anybody would look through one by one; something greater is wrong then. */
const FOUND_MAX = 200;
/** The hours of the night, by the school's clock: from the first, up to the second. */
const NIGHT = { from: 2, until: 5 };
/** A machine that is off at night counts by day. */
const MISSED_MS = 36 * HOUR_MS;

/** At night, or at any time when the last nights were missed. */
export async function isReconcileDue(read: Reader, now: Date): Promise<boolean> {
  const last = await getLastRun(RECONCILE_JOB);
  if (!last?.lastRunAt || addMs(last.lastRunAt, MISSED_MS) <= now) return true;
  const { timezone } = await getSchoolSettings(read);
  const hour = Number(formatLocalTime(now, timezone).slice(11, 13));
  return hour >= NIGHT.from && hour < NIGHT.until;
}

/** Counts everything again, and keeps what does not agree for a person. Between two batches others have their turn. */
export async function reconcileAllCounters(): Promise<Said> {
  const found: Difference[] = [];
  let isAll = true;
  for await (const differences of reconcileCounters(reading(AS.actor))) {
    found.push(...differences);
    if (found.length > FOUND_MAX) {
      isAll = false;
      break;
    }
    await breathe();
  }
  const news = await write(AS, (ctx) => recordDiscrepancies(ctx, { found, isAll }));
  for (const difference of news) log().error({ difference }, "a counter differs from its rows");
  if (found.length === 0) return message("jobs.everything_agrees");
  return message("jobs.do_not_agree", { count: found.length, added: news.length });
}
