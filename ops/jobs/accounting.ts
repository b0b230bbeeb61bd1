import { bookJournals, hasUnbookedJournal } from "#domain/accounting/book-journals.ts";
import { bookInvoices } from "#domain/accounting/book-invoices.ts";
import { bookBankLines, hasUnbookedBankLine } from "#domain/accounting/book-bank-lines.ts";
import { bookProviderTransactions, hasUnbookedTransaction } from "#domain/accounting/book-provider-transactions.ts";
import type { Reader } from "#db/types.ts";
import { earnRevenue, getLastPeriod } from "#domain/accounting/earn-revenue.ts";
import { listPeriodsToEarn } from "#domain/accounting/list-periods-to-earn.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, runtime, write } from "#runtime";
import { startTurn } from "./turn.ts";

const AS = { actor: createSystemActor("book-journals") };
/** A turn ends in time for its lease; the next one goes on. */
const TURN_MS = 10 * SECOND_MS;

/** Calls what books a few at a time, each in a write of its own so that nobody waits long, until none is left or the turn is over. */
async function bookInTurn(...steps: ((ctx: WriteCtx) => Promise<number>)[]): Promise<Said> {
  const hasTime = startTurn(TURN_MS);
  let booked = 0;
  for (const step of steps) {
    for (let isMore = true; isMore && (await hasTime()); ) {
      const now = await write(AS, (ctx) => step(ctx));
      booked += now;
      isMore = now > 0;
    }
  }
  return message("jobs.booked", { count: booked });
}

/** Books the journals of the ledger in the general ledger. */
export const bookDueJournals = () => bookInTurn(bookJournals);

/** Books invoices and what takes them back, of a school that sells by invoice. */
export const bookDueInvoices = () => bookInTurn(bookInvoices);

/** Books what providers and the bank say, and the ledger does not: fees, payouts, the lines of statements. */
export const bookBankAndFees = () => bookInTurn(bookProviderTransactions, bookBankLines);

export const hasUnbookedBankOrFee = async (read: Reader, now: Date): Promise<boolean> =>
  (await hasUnbookedTransaction(read)) || (await hasUnbookedBankLine(read, now));

/** Books what courses have earned in the months that are over and not booked yet, each in its own, once all of their journals are. */
export async function earnPassedMonths(): Promise<Said> {
  const { read } = reading(AS.actor);
  const { timezone } = await getSchoolSettings(read);
  const last = getLastPeriod(runtime().clock(), timezone);
  const periods = (await hasUnbookedJournal(read)) ? [] : await listPeriodsToEarn(read, last);
  for (const period of periods) {
    for (let afterId: string | null = ""; afterId !== null; ) {
      const from: string = afterId;
      afterId = await write(AS, (ctx) => earnRevenue(ctx, { period, afterId: from }));
    }
  }
  return message("jobs.earned", { period: periods.at(-1) ?? "none" });
}
