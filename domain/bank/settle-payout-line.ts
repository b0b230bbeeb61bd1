import { and, asc, between, eq, isNull, notExists, sql } from "drizzle-orm";
import type { ProviderName } from "#db/enums.ts";
import { bankMatches, providerTransactions } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { StepCtx, VerbPartCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { BookableAccount } from "./bookable-accounts.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

/** How far the day of a payout by the provider's books is from the day on which the bank has it. */
const DAYS_APART_MAX = 14;
const PAYOUTS_MAX = 5;

export type PayoutSuggestion = { transactionId: string; provider: ProviderName; reference: string; paidOutAt: Date };

/** The payouts by the providers' books that a line may be, the oldest first: of its amount, about its day, and of no other line. */
export async function findPayouts(
  from: Reader | Tx,
  { amountMinor, currency, bookedOn }: Pick<BankLine, "amountMinor" | "currency" | "bookedOn">,
): Promise<PayoutSuggestion[]> {
  const day = new Date(`${bookedOn}T12:00:00Z`);
  if (!amountMinor || Number.isNaN(day.getTime())) return [];
  const { id: transactionId, provider, reference, occurredAt: paidOutAt } = providerTransactions;
  const taken = from
    .select({ one: sql`1` })
    .from(bankMatches)
    .where(and(eq(bankMatches.transactionId, providerTransactions.id), isNull(bankMatches.undoneAt)));
  return from
    .select({ transactionId, provider, reference, paidOutAt })
    .from(providerTransactions)
    .where(
      and(
        eq(providerTransactions.kind, "payout"),
        // What left the balance at the provider is what came to the bank.
        eq(providerTransactions.netMinor, 0 - amountMinor),
        eq(providerTransactions.currency, currency),
        between(paidOutAt, addMs(day, -DAYS_APART_MAX * DAY_MS), addMs(day, DAYS_APART_MAX * DAY_MS)),
        notExists(taken),
      ),
    )
    .orderBy(asc(paidOutAt), asc(transactionId))
    .limit(PAYOUTS_MAX);
}

/** A line that names the provider and has the amount of one of its payouts, and of one alone, is that payout. Says whether it was. */
export async function settlePayoutLine(ctx: VerbPartCtx, line: BankLine): Promise<boolean> {
  const said = `${line.name} ${line.text}`.toLowerCase();
  const payouts = (await findPayouts(ctx.tx, line)).filter(({ provider }) => said.includes(provider));
  const [only] = payouts;
  if (!only || payouts.length > 1) return false;
  await takeAsPayout(ctx, line.id, only.transactionId);
  return true;
}

/** The step that a person and the loading of a file share. Refuses (`wrong_state`) a payout that another line was taken for. */
export async function takeAsPayout(ctx: VerbPartCtx, lineId: string, transactionId: string | null): Promise<BankLine> {
  const line = await takeBankLine(ctx, lineId, "waiting", "matched", { problem: null });
  await insertOtherMatch(ctx, line, { kind: "provider_payout", transactionId });
  const { amountMinor, currency } = line;
  const after = { state: "matched", amountMinor, currency, payout: transactionId };
  await audit(ctx, "bank.match", { type: "bank_line", id: lineId }, { before: { state: "waiting" }, after });
  return line;
}

/** What a line is that is no money of an order. Refuses (`invalid_input`) one whose amount could not be read, or is nothing. */
export async function insertOtherMatch(
  ctx: StepCtx,
  { id: lineId, amountMinor, currency }: BankLine,
  kind:
    | { kind: "provider_payout"; transactionId: string | null }
    | { kind: "bank_charge" | "duplicate" }
    | { kind: "account"; account: BookableAccount; words: string },
): Promise<void> {
  if (amountMinor === 0) throw new Refusal("invalid_input", { words: message("bank.amount_is_nothing") });
  if (amountMinor === null) throw new Refusal("invalid_input", { words: message("bank.no_amount") });
  const matchedBy = ctx.actor.type === "user" ? getActorId(ctx.actor) : null;
  const amount = { amountMinor: Math.abs(amountMinor), currency };
  const [added] = await ctx.tx
    .insert(bankMatches)
    .values({
      ...{ ...kind, ...amount, id: createId("bankMatch"), lineId },
      ...{ hasMoved: false, matchedBy, createdAt: ctx.now },
    })
    .onConflictDoNothing()
    .returning({ id: bankMatches.id });
  if (!added) throw new Refusal("wrong_state", { words: message("bank.payout_taken") });
}
