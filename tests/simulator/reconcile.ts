import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { payments, postings, refunds } from "#db/schema/index.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { recordTransfer } from "#domain/checkout/record-transfer.ts";
import { addMs, DAY_MS } from "#domain/kernel/clock.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { pressing } from "./act.ts";
import { sumAccount } from "./bank-account.ts";
import { sumBooks } from "./card-service.ts";
import { JOBS } from "./jobs.ts";
import type { SimulatedSchool } from "./open-school.ts";
import { deliver, recordReturned, recordSent } from "./outside.ts";
import { bookAll } from "./bookkeeper.ts";
import { sendLeftFiles } from "./payout-files.ts";
import { settleStatement } from "./statements.ts";

/** Longer than any order waits to be paid, and any offer stands. */
const QUIET_DAYS = 16;
const ROUNDS = 3;

/** What was on its way arrives: messages, transfers, and what jobs do by themselves. Nothing goes wrong any more. */
export async function drain(school: SimulatedSchool, rounds = ROUNDS): Promise<void> {
  const { clock } = school;
  for (let round = 0; round < rounds; round++) {
    await deliverAll(school);
    await settleAccount(school);
    for (const run of Object.values(JOBS)) await run();
    await bookAll(school);
    clock.set(addMs(clock(), QUIET_DAYS * DAY_MS));
  }
  await deliverAll(school);
  await bookAll(school);
}

async function deliverAll({ cards }: SimulatedSchool): Promise<void> {
  for (const card of Object.values(cards)) {
    for (const session of card.sessions)
      if (session.state === "processing") {
        session.state = "paid";
        session.charges += 1;
        card.tell(session, "checkout.completed");
      }
    for (const refund of card.refunds) {
      const session = card.sessions.find(({ reference }) => reference === refund.session);
      if (refund.state !== "submitted" || !session) continue;
      refund.state = "done";
      card.tell(session, "refund.updated", true);
    }
    while (card.messages[0]) await deliver(card, card.messages[0]);
  }
}

/** The office goes through the account's statement and presses what it has not pressed yet. */
async function settleAccount(school: SimulatedSchool): Promise<void> {
  const { bank, read } = school;
  if (bank.hasStatements) await settleStatement(school);
  const ids = bank.hasStatements ? [] : bank.transfers.map(({ paymentId }) => paymentId);
  const open = await read
    .select({ id: payments.id, orderId: payments.orderId })
    .from(payments)
    .where(and(inArray(payments.id, ids), ne(payments.state, "settled")));
  for (const payment of open) await settleTransfer(school, payment);
  await sendLeftFiles(school);
  for (const sent of bank.sent) {
    const state = async () => {
      const [row] = await read.select({ state: refunds.state }).from(refunds).where(eq(refunds.id, sent.refundId));
      return row?.state;
    };
    const now = await state();
    if (now === "requested" || now === "submitted") await recordSent(school, { ...sent, id: sent.refundId });
    if (sent.isReturned && (await state()) === "done") await recordReturned(school, sent.refundId).catch(orRefused);
  }
}

/** What came beside the money that has paid its order is no transfer to confirm: it is taken as the bank says it, and a person looks. */
async function settleTransfer({ bank, people }: SimulatedSchool, { id, orderId }: { id: string; orderId: string }) {
  try {
    await pressing(people.finance, (ctx) => confirmTransfer(ctx, id))();
  } catch (error) {
    orRefused(error);
    const came = bank.transfers.find(({ paymentId }) => paymentId === id);
    if (!came) throw error;
    const { amountMinor, currency, reference } = came;
    const money = { orderId, amountMinor, currency, reference, key: `bank-${id}` };
    await pressing(people.finance, (ctx) => recordTransfer(ctx, money))();
  }
}

function orRefused(error: unknown): void {
  if (!isRefusal(error)) throw error;
}

/** Where our clearing differs from what the services and the bank say of themselves. */
export async function compareBooks({ read, cards, bank }: SimulatedSchool): Promise<string[]> {
  const rows = await read
    .select({
      provider: postings.detail,
      currency: postings.currency,
      minor: sql<number>`sum(${postings.amountMinor})`.mapWith(Number),
    })
    .from(postings)
    .where(eq(postings.account, "clearing"))
    .groupBy(postings.detail, postings.currency);
  const theirs = { sandbox: sumBooks(cards.sandbox), stripe: sumBooks(cards.stripe), bank: sumAccount(bank) };
  return Object.entries(theirs).flatMap(([name, books]) =>
    ["CHF", "EUR"].flatMap((currency) => {
      const ours = rows.find((row) => row.provider === name && row.currency === currency)?.minor ?? 0;
      const minor = books.get(currency) ?? 0;
      return ours === minor ? [] : [`clearing of ${name} is ${ours} ${currency}, and ${minor} by its own books`];
    }),
  );
}
