import { type Inspector, instantOf } from "#db/inspect.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, createSystemClock } from "#domain/kernel/clock.ts";
import { decodeOutcome, FAILED } from "../../jobs/outcome.ts";
import { type Check, type CheckResult, resultsOf } from "../check.ts";
import { describeTimeSpan } from "../units.ts";
import { message } from "#messages/message.ts";

/** A mail that is due is sent within seconds. */
const MAIL_LATE_MS = 15 * MINUTE_MS;
/** Webhook events arrive within seconds of a payment. */
const MESSAGE_LATE_MS = HOUR_MS;
/** The length of a lease (ops/jobs/lease.ts), plus time for the write that returns it. */
const LEASE_MS_MAX = 10 * MINUTE_MS + 30 * SECOND_MS;

/** Clocks that differ by more make codes and links run out too early, and the order of things doubtful. */
const CLOCKS_APART_MS_MAX = 5 * SECOND_MS;
/** The date of this code: a clock that shows an earlier one is wrong. */
const YEAR_MIN = 2026;

export const clock: Check = {
  name: "clock",
  from: "start",
  needsTables: true,
  async run({ database, now }) {
    const { ok, wrong } = resultsOf("clock");
    const mend = message("doctor.mend_clock");
    if (now.getUTCFullYear() < YEAR_MIN)
      return [wrong(message("doctor.clock_is_wrong", { time: now.toISOString() }), { mend })];
    if (!database) return [];
    const newest = await one(database, "SELECT at FROM audit_log ORDER BY seq DESC LIMIT 1");
    if (newest && newest.getTime() - now.getTime() > CLOCKS_APART_MS_MAX) {
      const words = message("doctor.clock_went_back", { time: now.toISOString(), last: newest.toISOString() });
      return [wrong(words, { mend })];
    }
    if (database.engine === "postgres") {
      const theirs = await one(database, "SELECT clock_timestamp() AS at");
      const apartMs = theirs ? Math.abs(theirs.getTime() - createSystemClock().getTime()) : 0;
      if (apartMs > CLOCKS_APART_MS_MAX) {
        const words = message("doctor.clocks_are_apart", { seconds: Math.round(apartMs / SECOND_MS) });
        return [wrong(words, { mend })];
      }
    }
    return [ok(message("doctor.clock_is_right"))];
  },
};

export const mail: Check = {
  name: "mail",
  from: "quick",
  needsTables: true,
  async run({ database, now }) {
    if (!database) return [];
    const { ok, warn, wrong } = resultsOf("mail");
    const findings: CheckResult[] = [];
    const oldest = await one(database, "SELECT min(next_try_at) AS at FROM outbox WHERE state = 'pending'");
    const lateMs = oldest ? now.getTime() - oldest.getTime() : 0;
    if (lateMs > MAIL_LATE_MS) {
      const mend = message("doctor.mend_mail_waits");
      findings.push(wrong(message("doctor.mail_waits", { time: describeTimeSpan(lateMs) }), { mend }));
    }
    const failed = await number(database, "SELECT count(*) AS n FROM outbox WHERE state = 'failed'");
    if (failed > 0) {
      const mend = message("doctor.mend_mails_could_not_be_sent");
      findings.push(
        warn(message("doctor.mails_could_not_be_sent", { count: failed }), { mend, link: "/admin/mail?state=failed" }),
      );
    }
    return findings.length > 0 ? findings : [ok(message("doctor.mails_are_sent"))];
  },
};

/** Whether webhook events arrive: payments were started, and no event has come since. */
export const providerMessages: Check = {
  name: "provider's messages",
  from: "quick",
  needsTables: true,
  async run({ database, settings, now }) {
    if (!database || !settings.paymentProviders.includes("stripe")) return [];
    const { ok, warn } = resultsOf("provider's messages");
    const heard = await one(database, "SELECT max(received_at) AS at FROM provider_events WHERE provider = 'stripe'");
    const begun = await one(
      database,
      "SELECT min(created_at) AS at FROM payments WHERE provider = 'stripe' AND state = 'pending'",
    );
    const last = heard
      ? message("doctor.last_provider_event", { ago: describeTimeSpan(now.getTime() - heard.getTime()) })
      : message("doctor.no_provider_event");
    const isLate =
      begun !== null && now.getTime() - begun.getTime() > MESSAGE_LATE_MS && (heard === null || heard < begun);
    if (!isLate) return [ok(last)];
    const mend = message("doctor.mend_provider_is_silent", { url: settings.url });
    return [warn(message("doctor.provider_is_silent", { last }), { mend })];
  },
};

export const jobs: Check = {
  name: "jobs",
  from: "quick",
  needsTables: true,
  async run({ database, now }) {
    if (!database) return [];
    const { ok, warn } = resultsOf("jobs");
    const rows = await database.ask("SELECT job, until, last_run_at, last_outcome FROM leases ORDER BY job");
    const findings: CheckResult[] = [];
    for (const row of rows) {
      const job = String(row.job);
      const [until, ran] = [instantOf(row.until), instantOf(row.last_run_at)];
      const outcome = row.last_outcome === null ? "" : String(row.last_outcome);
      // A finished job stores when it began; a lease that expired instead belonged to a process that died.
      const wasLeft =
        until !== null && until <= now && (ran === null || until.getTime() - ran.getTime() > LEASE_MS_MAX);
      const mend = message("doctor.run", { command: `npm run job -- ${job}` });
      if (wasLeft) findings.push(warn(message("doctor.job_was_left", { job }), { mend }));
      else if (outcome.startsWith(FAILED))
        findings.push(warn(message("doctor.job_failed", { job, outcome: decodeOutcome(outcome) }), { mend }));
    }
    if (rows.length === 0)
      return [warn(message("doctor.no_job_has_run"), { mend: message("doctor.mend_no_job_has_run") })];
    const last = Math.max(...rows.map(({ last_run_at }) => instantOf(last_run_at)?.getTime() ?? 0));
    if (findings.length > 0) return findings;
    return [
      ok(
        message("doctor.jobs_have_run", {
          count: rows.length,
          ago: describeTimeSpan(Math.max(0, now.getTime() - last)),
        }),
      ),
    ];
  },
};

async function one(database: Inspector, text: string): Promise<Date | null> {
  return instantOf((await database.ask(text))[0]?.at);
}

async function number(database: Inspector, text: string): Promise<number> {
  return Number((await database.ask(text))[0]?.n ?? 0);
}
