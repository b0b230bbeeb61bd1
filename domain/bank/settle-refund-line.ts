import { and, eq, inArray, isNull, type SQL } from "drizzle-orm";
import type { Reader, Tx } from "#db/types.ts";
import { bankMatches, orders, payments, payoutRuns, refunds } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { createId } from "../kernel/ids.ts";
import { RUN_CODE_LENGTH } from "../payouts/create-payout-run.ts";
import type { PayoutRun } from "../payouts/machine.ts";
import { markPayoutRunSent } from "../payouts/mark-payout-run-sent.ts";
import { isApproved } from "../refunds/is-approval-needed.ts";
import { markRefundSent } from "../refunds/mark-refund-sent.ts";
import { RETURN_REASONS, recordReturnedRefund } from "../refunds/record-returned-refund.ts";
import { toReturnReason } from "../refunds/to-return-reason.ts";
import { findRefundFault } from "./find-refund-fault.ts";
import { findOwnRefundId } from "./find-own-refund-id.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

type Refund = {
  refund: typeof refunds.$inferSelect;
  orderId: string;
  givenHolder: string | null;
  givenIban: string | null;
  runState: PayoutRun["state"] | null;
};

/** Words of a line that are looked up as codes of files. */
const CODES_MAX = 20;

/**
 * A line that carries the id of a refund as it stands in the school's file for the bank (`EndToEndId`), or the name or code of such a file: going out, it says that the
 * refund has gone; coming back, that it was returned. Only with the same amount. Says whether it was one.
 */
export async function settleRefundLine(ctx: VerbPartCtx, line: BankLine): Promise<boolean> {
  const said = await findRefunds(ctx, line);
  if (!said || !isSameAmount(line, said.found)) return false;
  const isOut = (line.amountMinor ?? 0) < 0;
  // A payer may write anything into a transfer; that money came back only the bank says.
  if (!isOut && line.returnReason === null && !line.isReversal) return false;
  if (!(await canBe(ctx.tx, said.found, isOut)) || (await findFault(ctx.tx, line, said))) return false;
  await takeAsRefunds(ctx, line, said);
  return true;
}

/** Refunds that a line is about; `isRun`: all of a file for the bank. `matchedBy`: who says so; nobody where the line does by itself. */
export type SaidRefunds = {
  found: readonly Refund[];
  isRun: boolean;
  /** It says so by the refund's own id. */
  isOwnId?: boolean;
  matchedBy?: string | null;
};

/** Why a line that went out cannot close those of the refunds that wait still; nothing where it can, or closes none. */
export async function findFault(
  from: Reader | Tx,
  line: BankLine,
  { found, isRun, isOwnId = false }: SaidRefunds,
): Promise<Message | null> {
  if ((line.amountMinor ?? 0) >= 0) return null;
  const refundIds = found.filter(({ refund }) => isWaiting(refund)).map(({ refund }) => refund.id);
  return findRefundFault(from, line, {
    refundIds,
    isOwnId,
    runId: isRun ? (found[0]?.refund.payoutRunId ?? null) : null,
  });
}

const isWaiting = ({ state }: Refund["refund"]) => state === "requested" || state === "submitted";

/** Whether some refunds add up to a line, whichever way it goes. */
export function isSameAmount({ amountMinor, currency }: BankLine, found: readonly Refund[]): boolean {
  const total = found.reduce((sum, { refund }) => sum + refund.amountMinor, 0);
  const isCurrency = found.every(({ refund }) => refund.currency === currency);
  return amountMinor !== null && found.length > 0 && total === Math.abs(amountMinor) && isCurrency;
}

/** The step that a person and the loading of a file share: the line is these refunds, which have gone with it or came back. */
export async function takeAsRefunds(
  ctx: VerbPartCtx,
  line: BankLine,
  { found, isRun, matchedBy = null }: SaidRefunds,
): Promise<BankLine> {
  const { amountMinor, currency } = line;
  const isOut = (amountMinor ?? 0) < 0;
  const taken = await takeBankLine(ctx, line.id, "waiting", "matched", { problem: null });
  const [first] = found;
  const isSentByRun = isRun && first?.runState === "open";
  if (isSentByRun && first.refund.payoutRunId) await markPayoutRunSent(ctx, { runId: first.refund.payoutRunId });
  for (const each of found) await settleRefund(ctx, line, each, { isOut, isSentByRun, matchedBy });
  const after = { state: "matched", amountMinor, currency, refunds: found.map(({ refund }) => refund.id) };
  await audit(ctx, "bank.match", { type: "bank_line", id: line.id }, { before: { state: "waiting" }, after });
  return taken;
}

/**
 * Whether refunds are in a state in which a line may say that they have gone, or came back: once each, also where a person had marked it before the
 * statement came, or where the line that it came back was taken first.
 */
export async function canBe(from: Reader | Tx, found: readonly Refund[], isOut: boolean): Promise<boolean> {
  const states = isOut ? ["requested", "submitted", "done", "failed"] : ["done", "failed"];
  const isFitting = ({ refund: { state, failure } }: Refund) =>
    states.includes(state) && (state !== "failed" || isReturn(failure));
  if (!found.every(isFitting)) return false;
  const ids = found.map(({ refund }) => refund.id);
  const [said] = await from
    .select({ id: bankMatches.id })
    .from(bankMatches)
    .where(and(inArray(bankMatches.refundId, ids), isLiveMatch(isOut)))
    .limit(1);
  return said === undefined;
}

/** SQL, of matches: one that says of its refund that it has gone, or that it came back. */
export const isLiveMatch = (isOut: boolean): SQL | undefined =>
  and(eq(bankMatches.kind, isOut ? "refund_sent" : "refund_returned"), isNull(bankMatches.undoneAt));

const isReturn = (failure: string | null) => RETURN_REASONS.some((reason) => failure === formatFailure(reason));

/** One refund of a line: it has gone, or came back. */
async function settleRefund(
  ctx: VerbPartCtx,
  line: BankLine,
  { refund, orderId, ...given }: Refund,
  { isOut, isSentByRun, matchedBy }: { isOut: boolean; isSentByRun: boolean; matchedBy: string | null },
): Promise<void> {
  // What came back has gone before, so the line of its going moves nothing.
  const hasMoved = isOut ? isWaiting(refund) : refund.state !== "failed";
  if (!isOut && hasMoved) {
    const reason = toReturnReason(line.returnReason);
    await recordReturnedRefund(ctx, { refundId: refund.id, reason });
  } else if (isOut && hasMoved && !isSentByRun) {
    const payee = {
      holder: refund.payeeHolder ?? given.givenHolder ?? line.name,
      iban: refund.payeeIban ?? given.givenIban ?? line.iban,
    };
    await markRefundSent(ctx, { refundId: refund.id, ...payee, isOnStatement: true });
  }
  await ctx.tx.insert(bankMatches).values({
    ...{ id: createId("bankMatch"), lineId: line.id, kind: isOut ? "refund_sent" : "refund_returned", orderId },
    ...{ paymentId: refund.paymentId, refundId: refund.id, amountMinor: refund.amountMinor, currency: refund.currency },
    ...{ hasMoved, matchedBy, createdAt: ctx.now },
  });
}

/** One refund by its own id, or all that stand in a file: by the file's name, or its code as the office reads it. */
async function findRefunds(
  ctx: VerbPartCtx,
  { endToEndId, text, amountMinor }: BankLine,
): Promise<SaidRefunds | undefined> {
  const said = `${endToEndId} ${text}`;
  const id = findOwnRefundId({ endToEndId, text });
  if (id) return { found: await selectRefunds(ctx, eq(refunds.id, id)), isRun: false, isOwnId: true };
  const codes = (said.match(/[A-Z0-9]+/g) ?? []).filter((word) => word.length === RUN_CODE_LENGTH).slice(0, CODES_MAX);
  if (codes.length === 0 || (amountMinor ?? 0) >= 0) return undefined;
  const [run, other] = await ctx.tx
    .select({ id: payoutRuns.id })
    .from(payoutRuns)
    .where(inArray(payoutRuns.code, codes))
    .limit(2);
  return run && !other ? { found: await findRefundsOfRun(ctx, run.id), isRun: true } : undefined;
}

/** The refunds that stand in a file for the bank. */
export const findRefundsOfRun = (ctx: VerbPartCtx, runId: string): Promise<Refund[]> =>
  selectRefunds(ctx, eq(refunds.payoutRunId, runId));

export const findRefundById = async (ctx: VerbPartCtx, refundId: string): Promise<Refund | undefined> =>
  (await selectRefunds(ctx, eq(refunds.id, refundId)))[0];

/** Refunds by transfer that need nobody's word any more. */
async function selectRefunds(ctx: VerbPartCtx, where: SQL): Promise<Refund[]> {
  return ctx.tx
    .select({
      refund: refunds,
      orderId: payments.orderId,
      givenHolder: orders.refundHolder,
      givenIban: orders.refundIban,
      runState: payoutRuns.state,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .leftJoin(payoutRuns, eq(payoutRuns.id, refunds.payoutRunId))
    .where(and(where, eq(payments.provider, "bank"), isApproved));
}
