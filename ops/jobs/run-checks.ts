import { formatLocalTime } from "#domain/kernel/local-time.ts";
import { HOUR_MS } from "#domain/kernel/clock.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { runChecksInChild } from "#ops/doctor/run-checks-in-child.ts";
import { storeReport, getStoredReports, mergeResults } from "#ops/doctor/stored-report.ts";
import { loadCheckResults } from "#ops/health/check-results.ts";
import { log } from "#providers/log.ts";
import { message, type Said, sourceText } from "#messages/message.ts";
import { runtime } from "#runtime";

/** The hours of the night, by the school's clock: from the first, up to the second. */
const NIGHT = { from: 2, until: 5 };
const A_NIGHT_AGO_MS = 20 * HOUR_MS;
/** A machine that is off at night is checked by day. */
const MISSED_MS = 36 * HOUR_MS;

/** Runs the checks every hour, and once a night also those that read the whole database; stores and logs the results. */
export async function runScheduledChecks(): Promise<Said> {
  const report = await runChecksInChild((await isFullRunDue()) ? "full" : "quick");
  const kept = await storeReport(report);
  await loadCheckResults();
  const bad = mergeResults(kept).filter(({ state }) => state !== "ok");
  for (const { check, state, words, mend = message("health.mend_with_doctor") } of bad) {
    if (state !== "wrong") continue;
    log().error({ check, words: sourceText(words), mend: sourceText(mend) }, "the school needs attention");
  }
  const wrong = bad.filter(({ state }) => state === "wrong").length;
  if (bad.length === 0) return message("jobs.all_is_well");
  return message("jobs.checks_found", { wrong, warned: bad.length - wrong });
}

async function isFullRunDue(): Promise<boolean> {
  const { database, clock } = runtime();
  const last = (await getStoredReports(database.read))?.full;
  // What was damaged may be mended by now, which only a full run tells.
  if (last?.results.some(({ check, state }) => check === "whole database" && state === "wrong")) return true;
  const agoMs = last ? clock().getTime() - new Date(last.at).getTime() : Number.POSITIVE_INFINITY;
  if (agoMs >= MISSED_MS) return true;
  const { timezone } = await getSchoolSettings(database.read);
  const hour = Number(formatLocalTime(clock(), timezone).slice(11, 13));
  return hour >= NIGHT.from && hour < NIGHT.until && agoMs >= A_NIGHT_AGO_MS;
}
