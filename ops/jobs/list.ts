import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import { hasUnbookedInvoice } from "#domain/accounting/book-invoices.ts";
import { hasUnbookedJournal } from "#domain/accounting/book-journals.ts";
import {
  bookDueJournals,
  bookBankAndFees,
  bookDueInvoices,
  earnPassedMonths,
  hasUnbookedBankOrFee,
} from "./accounting.ts";
import { hasUnmadeCertificate } from "#domain/certificates/list-unmade-certificates.ts";
import { hasDueVatCheck } from "#domain/invoices/list-vat-checks.ts";
import { hasUnmadeInvoice } from "#domain/invoices/list-unmade-invoices.ts";
import { hasDueMails } from "#domain/mail/claim-due-mails.ts";
import { isAnyKeyStale } from "#domain/maintenance/fill-text-keys.ts";
import { isCheckpointStale, storeCheckpoint } from "#ops/health/ledger-checkpoint.ts";
import { hasDueEvent } from "#providers/sandbox/events.ts";
import { BACKUP_JOBS } from "./backups.ts";
import { completeEnrolments } from "./complete-enrolments.ts";

import { closeQuietTickets } from "./close-quiet-tickets.ts";
import { notifyOfChangedMeetings } from "./notify-of-meetings.ts";
import { hasCohortToTell, notifyOfConfirmations } from "./notify-of-confirmations.ts";
import { remindOfMeetings } from "./remind-of-meetings.ts";
import { hasUnclaimedPlace, remindOfUnclaimedPlaces } from "./remind-of-claim-links.ts";
import { remindOfPayments } from "./remind-of-payments.ts";
import { hasUndecidedCohort, remindOfDecisions } from "./remind-of-decisions.ts";
import { remindOfEndingAccess } from "./remind-of-access.ts";
import { RECONCILE_JOB, reconcileAllCounters, isReconcileDue } from "./reconcile-counters.ts";
import { isAnyLeft, sealLeftChains } from "./seal-chains.ts";
import { runScheduledChecks } from "./run-checks.ts";
import { fillAllTextKeys } from "./fill-text-keys.ts";
import { hasImportAtWork, importStudents } from "./import-students.ts";
import type { Job } from "./job.ts";
import { checkDueVatIds } from "./check-vat-ids.ts";
import { makeDueInvoices } from "./make-invoices.ts";
import { makeDueCertificates } from "./make-certificates.ts";
import {
  hasDueOffer,
  hasDueOrder,
  hasPlaceToCancel,
  cancelPlaces,
  chargeCards,
  forgetRemovedCards,
  hasCardToForget,
  hasCharge,
  hasHangingPayment,
  reconcileAllProviders,
  syncPayments,
  hasOpenPayment,
  hasWaitingRefund,
  closePayments,
  expireOrders,
  lapseOffers,
  sendRefunds,
  deliverSandboxEventsJob,
} from "./money.ts";
import { isLogTooLong, shortenLogInChild } from "./shorten-log.ts";
import { sendMail } from "./send-mail.ts";
import { hasUncountedOpening } from "#domain/usage/count-openings.ts";
import { hasAnnouncementToSend } from "#domain/announcements/deliver-announcement.ts";
import { deliverAnnouncements } from "./deliver-announcements.ts";
import { countUsage } from "./count-usage.ts";
import { purgeFiles } from "./purge-files.ts";
import { purgeOpenings } from "./purge-openings.ts";
import {
  purgeAttendanceMarks,
  purgeCodes,
  purgeForeignEvents,
  purgeIdempotencyKeys,
  purgeRateLimits,
  purgeSessions,
  purgeStudentImports,
} from "./purge.ts";

/** Everything the school does by itself. `npm run job -- NAME` runs one by hand. */
export const JOBS: readonly Job[] = [
  { name: "send-mail", everyMs: 2 * SECOND_MS, isDue: hasDueMails, run: sendMail },
  { name: "expire-orders", everyMs: 5 * SECOND_MS, isDue: hasDueOrder, run: expireOrders },
  { name: "cancel-cohort", everyMs: 3 * SECOND_MS, isDue: hasPlaceToCancel, run: cancelPlaces },
  { name: "lapse-offers", everyMs: MINUTE_MS, isDue: hasDueOffer, run: lapseOffers },
  { name: "close-payments", everyMs: MINUTE_MS, isDue: hasOpenPayment, run: closePayments },
  { name: "charge-cards", everyMs: MINUTE_MS, isDue: hasCharge, run: chargeCards },
  { name: "forget-cards", everyMs: MINUTE_MS, isDue: hasCardToForget, run: forgetRemovedCards },
  { name: "sync-payments", everyMs: 15 * MINUTE_MS, isDue: hasHangingPayment, run: syncPayments },
  { name: "reconcile-provider", everyMs: 24 * HOUR_MS, run: reconcileAllProviders },
  { name: "send-refunds", everyMs: MINUTE_MS, isDue: hasWaitingRefund, run: sendRefunds },
  { name: "deliver-sandbox-events", everyMs: SECOND_MS, isDue: hasDueEvent, run: deliverSandboxEventsJob },
  { name: "remind-of-access", everyMs: HOUR_MS, run: remindOfEndingAccess },
  { name: "remind-of-meetings", everyMs: 5 * MINUTE_MS, run: remindOfMeetings },
  { name: "notify-of-meetings", everyMs: MINUTE_MS, run: notifyOfChangedMeetings },
  {
    name: "notify-of-confirmations",
    everyMs: 5 * SECOND_MS,
    isDue: hasCohortToTell,
    run: notifyOfConfirmations,
  },
  { name: "remind-of-payments", everyMs: 10 * MINUTE_MS, run: remindOfPayments },
  { name: "remind-of-decisions", everyMs: HOUR_MS, isDue: hasUndecidedCohort, run: remindOfDecisions },
  { name: "remind-of-claim-links", everyMs: HOUR_MS, isDue: hasUnclaimedPlace, run: remindOfUnclaimedPlaces },
  { name: "close-quiet-tickets", everyMs: HOUR_MS, run: closeQuietTickets },
  { name: "import-students", everyMs: SECOND_MS, isDue: hasImportAtWork, run: importStudents },
  { name: "check-vat-ids", everyMs: MINUTE_MS, isDue: hasDueVatCheck, run: checkDueVatIds },
  { name: "make-invoices", everyMs: SECOND_MS, isDue: hasUnmadeInvoice, run: makeDueInvoices },
  { name: "book-journals", everyMs: 5 * SECOND_MS, isDue: hasUnbookedJournal, run: bookDueJournals },
  { name: "book-invoices", everyMs: 15 * SECOND_MS, isDue: hasUnbookedInvoice, run: bookDueInvoices },
  { name: "book-bank-and-fees", everyMs: MINUTE_MS, isDue: hasUnbookedBankOrFee, run: bookBankAndFees },
  { name: "earn-revenue", everyMs: HOUR_MS, run: earnPassedMonths },
  { name: "make-certificates", everyMs: SECOND_MS, isDue: hasUnmadeCertificate, run: makeDueCertificates },
  { name: RECONCILE_JOB, everyMs: 12 * HOUR_MS, isDue: isReconcileDue, run: reconcileAllCounters },
  { name: "run-checks", everyMs: HOUR_MS, run: runScheduledChecks },
  { name: "seal-chains", everyMs: 15 * SECOND_MS, isDue: isAnyLeft, run: sealLeftChains },
  { name: "store-ledger-checkpoint", everyMs: 10 * SECOND_MS, isDue: isCheckpointStale, run: storeCheckpoint },
  { name: "shorten-log", everyMs: 10 * MINUTE_MS, isDue: isLogTooLong, run: shortenLogInChild },
  { name: "deliver-announcements", everyMs: 2 * SECOND_MS, isDue: hasAnnouncementToSend, run: deliverAnnouncements },
  { name: "count-usage", everyMs: 10 * SECOND_MS, isDue: hasUncountedOpening, run: countUsage },
  { name: "complete-enrolments", everyMs: 5 * MINUTE_MS, run: completeEnrolments },
  { name: "fill-text-keys", everyMs: MINUTE_MS, isDue: isAnyKeyStale, run: fillAllTextKeys },
  { name: "purge-sessions", everyMs: HOUR_MS, run: purgeSessions },
  { name: "purge-codes", everyMs: HOUR_MS, run: purgeCodes },
  { name: "purge-rate-limits", everyMs: HOUR_MS, run: purgeRateLimits },
  { name: "purge-idempotency-keys", everyMs: HOUR_MS, run: purgeIdempotencyKeys },
  { name: "purge-foreign-events", everyMs: 6 * HOUR_MS, run: purgeForeignEvents },
  { name: "purge-openings", everyMs: 6 * HOUR_MS, run: purgeOpenings },
  { name: "purge-attendance-marks", everyMs: 6 * HOUR_MS, run: purgeAttendanceMarks },
  { name: "purge-student-imports", everyMs: HOUR_MS, run: purgeStudentImports },
  { name: "purge-files", everyMs: 6 * HOUR_MS, run: purgeFiles },
  ...BACKUP_JOBS,
];

/** What jobs were called in the version before, as a crontab or a script may still say; the next version forgets it. */
const FORMER_NAMES: Readonly<Record<string, string>> = {
  "tell-sandbox-messages": "deliver-sandbox-events",
  examine: "run-checks",
  "keep-ledger-mark": "store-ledger-checkpoint",
  "sweep-sessions": "purge-sessions",
  "sweep-codes": "purge-codes",
  "sweep-rate-limits": "purge-rate-limits",
  "sweep-idempotency-keys": "purge-idempotency-keys",
  "sweep-files": "purge-files",
  "count-again": "reconcile-counters",
};

export function findJob(name: string): Job | undefined {
  return JOBS.find((job) => job.name === (FORMER_NAMES[name] ?? name));
}
