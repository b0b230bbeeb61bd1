import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import { hasDueMails } from "#domain/mail/claim-due-mails.ts";
import { isAnyKeyStale } from "#domain/maintenance/fill-text-keys.ts";
import { isMarkOld, keepMark } from "#ops/health/ledger-checkpoint.ts";
import { anyEventDue } from "#providers/sandbox/events.ts";
import { BACKUP_JOBS } from "./backups.ts";

import { closeQuietTickets } from "./close-quiet-tickets.ts";
import { COUNT_AGAIN, countEverything, isTimeToCount } from "./reconcile-counters.ts";
import { examineSchool } from "./run-checks.ts";
import { fillAllTextKeys } from "./fill-text-keys.ts";
import type { Job } from "./job.ts";
import {
  anyOfferDue,
  anyOrderDue,
  anyPaymentOpen,
  anyRefundWaiting,
  closePayments,
  expireOrders,
  lapseOffers,
  sendRefunds,
  tellSandboxMessages,
} from "./money.ts";
import { isLogLong, shortenLogInChild } from "./shorten-log.ts";
import { sendDueMails } from "#services/mail/send-due-mails.ts";
import { sweepFiles } from "./purge-files.ts";
import { sweepCodes, sweepIdempotencyKeys, sweepRateLimits, sweepSessions } from "./purge.ts";

/** Everything the school does by itself. `npm run job -- NAME` runs one by hand. */
export const JOBS: readonly Job[] = [
  { name: "send-mail", everyMs: 2 * SECOND_MS, isDue: hasDueMails, run: sendDueMails },
  { name: "expire-orders", everyMs: 5 * SECOND_MS, isDue: anyOrderDue, run: expireOrders },
  { name: "lapse-offers", everyMs: MINUTE_MS, isDue: anyOfferDue, run: lapseOffers },
  { name: "close-payments", everyMs: MINUTE_MS, isDue: anyPaymentOpen, run: closePayments },
  { name: "send-refunds", everyMs: MINUTE_MS, isDue: anyRefundWaiting, run: sendRefunds },
  { name: "tell-sandbox-messages", everyMs: SECOND_MS, isDue: anyEventDue, run: tellSandboxMessages },
  { name: "close-quiet-tickets", everyMs: HOUR_MS, run: closeQuietTickets },
  { name: COUNT_AGAIN, everyMs: 12 * HOUR_MS, isDue: isTimeToCount, run: countEverything },
  { name: "examine", everyMs: HOUR_MS, run: examineSchool },
  { name: "keep-ledger-mark", everyMs: 10 * SECOND_MS, isDue: isMarkOld, run: keepMark },
  { name: "shorten-log", everyMs: 10 * MINUTE_MS, isDue: isLogLong, run: shortenLogInChild },
  { name: "fill-text-keys", everyMs: MINUTE_MS, isDue: isAnyKeyStale, run: fillAllTextKeys },
  { name: "sweep-sessions", everyMs: HOUR_MS, run: sweepSessions },
  { name: "sweep-codes", everyMs: HOUR_MS, run: sweepCodes },
  { name: "sweep-rate-limits", everyMs: HOUR_MS, run: sweepRateLimits },
  { name: "sweep-idempotency-keys", everyMs: HOUR_MS, run: sweepIdempotencyKeys },
  { name: "sweep-files", everyMs: 6 * HOUR_MS, run: sweepFiles },
  ...BACKUP_JOBS,
];
