import { and, asc, desc, eq, gte, inArray, isNull, lt, notExists, or, type SQL, sql } from "drizzle-orm";
import { bankMatches, orders, payments, payoutRuns, refunds, users } from "#db/schema/index.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { isApproved } from "../refunds/is-approval-needed.ts";
import { RETURN_REASONS } from "../refunds/record-returned-refund.ts";
import { getEndOfBooking, isAccountKnown, isAskedBefore } from "./find-refund-fault.ts";
import { getWords } from "./rank-matches.ts";
import { isLiveMatch } from "./settle-refund-line.ts";
import type { BankLine } from "./take-bank-line.ts";

/** A refund by transfer that a line may be. `doneAt`: when it was marked as sent; none where it waits. */
export type RefundSuggestion = {
  refundId: string;
  orderCode: string;
  buyerName: string;
  holder: string | null;
  doneAt: Date | null;
  /** It was sent and came back. */
  isReturned: boolean;
};

/** A file for the bank, whose refunds add up to a line. */
export type RunSuggestion = { runId: string; code: string; count: number };

/** So many of one amount are shown: those that wait first, then the newest. */
const SHOWN_MAX = 10;
/** What was sent longer ago is on no statement that comes now. */
const LOOKED_BACK_MS = 120 * DAY_MS;

/**
 * Refunds by transfer of the amount of a line, which no line has explained: money that went out may be one that came back since, one that waits (with an account, and since before
 * the bank booked the line), or that a person has marked as sent; money that came in, one that had gone. A payer may pay by chance what somebody was sent: so where the bank does not say that money came back, only those that the line names.
 */
export async function listRefundSuggestions(ctx: ReadCtx, line: BankLine): Promise<RefundSuggestion[]> {
  authorize(ctx, "bank.list", {});
  const { amountMinor, currency } = line;
  if (!amountMinor) return [];
  const isOut = amountMinor < 0;
  const mayBe = isOut ? mayHaveGone(ctx, await getEndOfBooking(ctx.read, line)) : mayHaveReturned(ctx);
  const rows = await ctx.read
    .select({
      ...{ refundId: refunds.id, orderCode: orders.code, buyerName: users.name, doneAt: refunds.doneAt },
      holder: sql<string | null>`coalesce(${refunds.payeeHolder}, ${orders.refundHolder})`,
      state: refunds.state,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(
      and(
        ...[eq(payments.provider, "bank"), eq(refunds.amountMinor, Math.abs(amountMinor))],
        ...[eq(refunds.currency, currency), isApproved, mayBe, notExists(explained(ctx, isOut))],
      ),
    )
    .orderBy(
      sql`case when ${refunds.state} = 'failed' then 0 when ${refunds.doneAt} is null then 1 else 2 end`,
      desc(refunds.doneAt),
      asc(refunds.createdAt),
    )
    .limit(5 * SHOWN_MAX);
  const isBack = line.returnReason !== null || line.isReversal;
  return rows
    .map(({ state, ...row }) => ({ ...row, isReturned: state === "failed" }))
    .filter((row) => isOut || isBack || isNamed(row, line))
    .slice(0, SHOWN_MAX);
}

const isRecent = ({ now }: ReadCtx): SQL => gte(refunds.doneAt, addMs(now, -LOOKED_BACK_MS));
const wasSent = (ctx: ReadCtx): SQL | undefined => and(eq(refunds.state, "done"), isRecent(ctx));
const cameBack = (ctx: ReadCtx): SQL | undefined =>
  and(eq(refunds.state, "failed"), inArray(refunds.failure, [...RETURN_REASONS]), isRecent(ctx));

const mayHaveReturned = (ctx: ReadCtx): SQL | undefined => or(wasSent(ctx), cameBack(ctx));

function mayHaveGone(ctx: ReadCtx, end: Date): SQL | undefined {
  const waits = inArray(refunds.state, ["requested", "submitted"]);
  return or(and(waits, isAccountKnown, isAskedBefore(ctx.read, end)), wasSent(ctx), cameBack(ctx));
}

const explained = ({ read }: ReadCtx, isOut: boolean) =>
  read
    .select({ id: bankMatches.id })
    .from(bankMatches)
    .where(and(eq(bankMatches.refundId, refunds.id), isLiveMatch(isOut)));

/** Whether a line says the order's code, or who was sent the money. */
function isNamed({ orderCode, buyerName, holder }: RefundSuggestion, { text, name }: BankLine): boolean {
  const words = new Set(getWords(`${name} ${text.slice(0, 500)}`));
  const isSaid = (of: string) => {
    const own = getWords(of);
    return own.length > 0 && own.every((word) => words.has(word));
  };
  return [orderCode, buyerName, holder ?? ""].some(isSaid);
}

/** Files for the bank that were not called off and come to what went out, of which no line tells. */
export async function listRunSuggestions(ctx: ReadCtx, line: BankLine): Promise<RunSuggestion[]> {
  authorize(ctx, "bank.list", {});
  if (!line.amountMinor || line.amountMinor > 0) return [];
  const { id: runId, code } = payoutRuns;
  const count = sql<number>`count(*)`.mapWith(Number);
  return ctx.read
    .select({ runId, code, count })
    .from(payoutRuns)
    .innerJoin(refunds, eq(refunds.payoutRunId, payoutRuns.id))
    .leftJoin(bankMatches, and(eq(bankMatches.refundId, refunds.id), isLiveMatch(true)))
    .where(
      and(
        ...[inArray(payoutRuns.state, ["open", "sent"]), eq(payoutRuns.currency, line.currency)],
        lt(payoutRuns.createdAt, await getEndOfBooking(ctx.read, line)),
        ...[gte(payoutRuns.createdAt, addMs(ctx.now, -LOOKED_BACK_MS)), isNull(bankMatches.id)],
      ),
    )
    .groupBy(runId, code, payoutRuns.createdAt)
    .having(and(sql`sum(${refunds.amountMinor}) = ${-line.amountMinor}`, sql`count(*) > 1`))
    .orderBy(desc(payoutRuns.createdAt), asc(runId))
    .limit(SHOWN_MAX);
}
