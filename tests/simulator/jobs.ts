import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { expireDueOrders, lapseDueOffers, offerWaitingSeats } from "#ops/jobs/expire-due.ts";
import { remindOfPayments } from "#ops/jobs/remind-of-payments.ts";
import { cancelCohortPlaces } from "#services/payments/cancel-cohort-places.ts";
import { sendWaitingRefunds } from "#services/payments/refund.ts";
import { chargeSavedCards, forgetCards } from "#services/payments/charge-saved-cards.ts";
import { closeOverduePayments } from "#services/payments/sync-payment.ts";
import type { Act } from "./act.ts";

/** What the school does by itself about money and seats. */
export const JOBS: Record<string, () => Promise<unknown>> = {
  "expire-orders": expireDueOrders,
  "close-payments": closeOverduePayments,
  "send-refunds": sendWaitingRefunds,
  "lapse-offers": async () => {
    await lapseDueOffers();
    await offerWaitingSeats();
  },
  "cancel-cohort": cancelCohortPlaces,
  "remind-of-payments": remindOfPayments,
  "charge-cards": chargeSavedCards,
  "forget-cards": forgetCards,
};

const NAMES = [
  "expire-orders",
  "expire-orders",
  "close-payments",
  "close-payments",
  "charge-cards",
  ...Object.keys(JOBS),
];

const job: Act = {
  name: "a job",
  weight: 18,
  begin(_, draw) {
    const name = NAMES[draw.whole(NAMES.length)] ?? "expire-orders";
    return { what: `job ${name}`, run: async () => JOBS[name]?.() };
  },
};

const pass: Act = {
  name: "time passes",
  weight: 9,
  begin({ clock }, draw) {
    const kind = draw.whole(20);
    const ms =
      kind < 13
        ? (1 + draw.whole(20)) * MINUTE_MS
        : kind < 19
          ? (1 + draw.whole(30)) * HOUR_MS
          : (1 + draw.whole(20)) * DAY_MS;
    clock.set(addMs(clock(), ms));
    return { what: `${Math.round(ms / MINUTE_MS)} minutes pass` };
  },
};

export const BY_ITSELF: readonly Act[] = [job, pass];
