import { asc, desc, isNotNull } from "drizzle-orm";
import { accountingEntries, accountingPeriods } from "#db/schema/index.ts";
import { hasUnbookedInvoice } from "#domain/accounting/book-invoices.ts";
import { hasUnbookedJournal } from "#domain/accounting/book-journals.ts";
import { changeAccountingSettings } from "#domain/accounting/change-accounting-settings.ts";
import { closePeriod } from "#domain/accounting/close-period.ts";
import { reopenPeriod } from "#domain/accounting/reopen-period.ts";
import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import { addMonths } from "#domain/kernel/local-time.ts";
import {
  bookBankAndFees,
  bookDueInvoices,
  bookDueJournals,
  earnPassedMonths,
  hasUnbookedBankOrFee,
} from "#ops/jobs/accounting.ts";
import { remindOfPayments } from "#ops/jobs/remind-of-payments.ts";
import { chargeSavedCards } from "#services/payments/charge-saved-cards.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { type Act, pressing } from "./act.ts";
import { sealsBefore } from "./mortal-database.ts";
import type { SimulatedSchool } from "./open-school.ts";

/** What the jobs of the general ledger do, one after the other, where there is something to book. */
export const bookAll = ({
  database,
  read,
  clock,
}: Pick<SimulatedSchool, "database" | "read" | "clock">): Promise<void> =>
  sealsBefore.run(true, async () => {
    await sealNow(database);
    if (await hasUnbookedJournal(read)) await bookDueJournals();
    if (await hasUnbookedInvoice(read, clock())) await bookDueInvoices();
    if (await hasUnbookedBankOrFee(read, clock())) await bookBankAndFees();
  });

const book: Act = {
  name: "book",
  weight: 5,
  begin: (school, draw) =>
    draw.percent(75)
      ? { what: "job book-journals", run: () => bookAll(school) }
      : {
          what: "job earn-revenue",
          run: async () => {
            await sealNow(school.database);
            await earnPassedMonths();
          },
        },
};

/** The first month that is not closed, from the first entry on. */
async function findNextToClose({ read }: SimulatedSchool): Promise<string | undefined> {
  const closed = isNotNull(accountingPeriods.closedAt);
  const [last] = await read
    .select()
    .from(accountingPeriods)
    .where(closed)
    .orderBy(desc(accountingPeriods.period))
    .limit(1);
  if (last) return addMonths(`${last.period}-01`, 1).slice(0, 7);
  const { period } = accountingEntries;
  return (await read.select({ period }).from(accountingEntries).orderBy(asc(period)).limit(1))[0]?.period;
}

const close: Act = {
  name: "close a month",
  weight: 3,
  async begin(school, draw) {
    const next = await findNextToClose(school);
    if (!next) return undefined;
    const { finance, owner } = school.people;
    if (draw.percent(15)) {
      const period = addMonths(`${next}-01`, -1).slice(0, 7);
      const input = { period, reason: "something is missing" };
      return { what: `${period} is opened again`, run: pressing(owner, (ctx) => reopenPeriod(ctx, input)) };
    }
    // A bookkeeper books all that is there before.
    return {
      what: `${next} is closed`,
      async run() {
        if (draw.percent(70)) await bookAll(school);
        await pressing(finance, (ctx) => closePeriod(ctx, { period: next }))();
      },
    };
  },
};

const change: Act = {
  name: "change how accounts are kept",
  weight: 0.3,
  begin({ people }, draw) {
    const input = {
      accountingBasis: draw.percent(50) ? ("invoiced" as const) : ("paid" as const),
      revenueRecognition: draw.percent(50) ? ("over_course" as const) : ("when_paid" as const),
    };
    return {
      what: `sales are booked when ${input.accountingBasis}, and earned ${input.revenueRecognition}`,
      run: pressing(people.owner, (ctx) => changeAccountingSettings(ctx, input)),
    };
  },
};

/**
 * A month goes by while nobody does anything, in two parts with the jobs of their days: what it brings is booked within it, what is due in it is
 * charged and reminded of.
 */
const month: Act = {
  name: "a month passes",
  weight: 2.5,
  async begin(school, draw) {
    const parts = [8 + draw.whole(10), 8 + draw.whole(10)];
    for (const days of parts) {
      await bookAll(school);
      school.clock.set(addMs(school.clock(), days * DAY_MS));
      if (draw.percent(80)) await chargeSavedCards();
      if (draw.percent(80)) await remindOfPayments();
    }
    return { what: `${parts.join(" and ")} days pass` };
  },
};

export const BOOKKEEPER: readonly Act[] = [book, close, change, month];
