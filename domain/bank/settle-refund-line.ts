import { and, eq, inArray, type SQL } from "drizzle-orm";
import { bankMatches, orders, payments, payoutRuns, refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { PayoutRun } from "../payouts/machine.ts";
import { markPayoutRunSent } from "../payouts/mark-payout-run-sent.ts";
import { isApproved } from "../refunds/is-approval-needed.ts";
import { markRefundSent } from "../refunds/mark-refund-sent.ts";
import { type ReturnReason, recordReturnedRefund } from "../refunds/record-returned-refund.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

type Refund = {
  refund: typeof refunds.$inferSelect;
  orderId: string;
  givenHolder: string | null;
  givenIban: string | null;
  runState: PayoutRun["state"] | null;
};

/** The bank's codes for what is wrong with an account (ISO 20022, ExternalReturnReason1Code). */
const REASONS: Record<string, ReturnReason> = {
  ...{
    AC01: "transfer_account_wrong",
    AC03: "transfer_account_wrong",
    BE05: "transfer_account_wrong",
    RC01: "transfer_account_wrong",
  },
  ...{ AC04: "transfer_account_closed", AC06: "transfer_account_closed", MD07: "transfer_account_closed" },
};

/**
 * A line that carries the id of a refund as it stands in the school's file for the bank (`EndToEndId`), or the name of such a file: going out, it says that the
 * refund has gone; coming back, that it was returned. Only with the same amount. Says whether it was one.
 */
export async function settleRefundLine(ctx: VerbPartCtx, line: BankLine): Promise<boolean> {
  const { amountMinor, currency } = line;
  if (amountMinor === null) return false;
  const found = await findRefunds(ctx, line);
  const total = found.reduce((sum, { refund }) => sum + refund.amountMinor, 0);
  if (found.length === 0 || total !== Math.abs(amountMinor) || found.some(({ refund }) => refund.currency !== currency))
    return false;
  const isOut = amountMinor < 0;
  // A payer may write anything into a transfer; that money came back only the bank says.
  if (!isOut && line.returnReason === null && !line.isReversal) return false;
  const states = isOut ? ["requested", "submitted", "done"] : ["done"];
  if (found.some(({ refund }) => !states.includes(refund.state))) return false;
  await takeBankLine(ctx, line.id, "waiting", "matched");
  const runId = found.length > 1 ? found[0]?.refund.payoutRunId : null;
  const isSentByRun = Boolean(runId && found[0]?.runState === "open");
  if (runId && isSentByRun) await markPayoutRunSent(ctx, { runId });
  for (const each of found) await settleRefund(ctx, line, each, { isOut, isSentByRun });
  const after = { state: "matched", amountMinor, currency, refunds: found.map(({ refund }) => refund.id) };
  await audit(ctx, "bank.match", { type: "bank_line", id: line.id }, { before: { state: "waiting" }, after });
  return true;
}

/** One refund of a line: it has gone, or came back. */
export async function settleRefund(
  ctx: VerbPartCtx,
  line: BankLine,
  { refund, orderId, ...given }: Refund,
  { isOut, isSentByRun }: { isOut: boolean; isSentByRun: boolean },
): Promise<void> {
  const hasMoved = !isOut || refund.state !== "done";
  if (!isOut) {
    const reason = REASONS[line.returnReason ?? ""] ?? "transfer_returned";
    await recordReturnedRefund(ctx, { refundId: refund.id, reason });
  } else if (hasMoved && !isSentByRun) {
    const payee = {
      holder: refund.payeeHolder ?? given.givenHolder ?? line.name,
      iban: refund.payeeIban ?? given.givenIban ?? line.iban,
    };
    await markRefundSent(ctx, { refundId: refund.id, ...payee });
  }
  await ctx.tx.insert(bankMatches).values({
    ...{ id: createId("bankMatch"), lineId: line.id, kind: isOut ? "refund_sent" : "refund_returned", orderId },
    ...{ paymentId: refund.paymentId, refundId: refund.id, amountMinor: refund.amountMinor, currency: refund.currency },
    ...{ hasMoved, createdAt: ctx.now },
  });
}

/** One refund by its own id, or all that stand in a file. */
async function findRefunds(ctx: VerbPartCtx, { endToEndId, text, amountMinor }: BankLine): Promise<Refund[]> {
  const said = `${endToEndId} ${text}`;
  const [id] = /[0-9a-f]{32}/i.exec(said.replace(/\s/g, "")) ?? [];
  const [, code] = /PAYOUT-([A-Z0-9]{4,12})-\d{1,4}/.exec(said) ?? [];
  const where = id
    ? eq(refunds.id, `ref_${id.toLowerCase()}`)
    : code && (amountMinor ?? 0) < 0
      ? inArray(
          refunds.payoutRunId,
          ctx.tx.select({ id: payoutRuns.id }).from(payoutRuns).where(eq(payoutRuns.code, code)),
        )
      : undefined;
  return where ? selectRefunds(ctx, where) : [];
}

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
