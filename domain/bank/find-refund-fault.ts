import { and, eq, exists, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { orders, payments, payoutRuns, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { type Message, message } from "#messages/message.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { addDays, getEndOfDay } from "../kernel/local-time.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { BankLine } from "./take-bank-line.ts";

/** SQL, of refunds beside their orders: to which account it goes is known, from its file for the bank or from its buyer. */
export const isAccountKnown: SQL = sql`coalesce(${refunds.payeeIban}, ${orders.refundIban}) is not null`;

/** The first moment after the day on which the bank has booked a line, on the school's clock. */
export async function getEndOfBooking(from: Reader | Tx, { bookedOn }: Pick<BankLine, "bookedOn">): Promise<Date> {
  const { timezone } = await getSchoolSettings(from);
  return getEndOfDay(bookedOn, timezone) ?? new Date(`${addDays(bookedOn)}T00:00:00Z`);
}

/**
 * SQL, of refunds: it was asked for before a moment. One that took the place of another that a line was wrongly taken for is as old as
 * that one: its money may have gone while the wrong line stood for it.
 */
export function isAskedBefore(from: Reader | Tx, moment: Date): SQL | undefined {
  const first = alias(refunds, "first_refunds");
  const undone = from
    .select({ id: first.id })
    .from(first)
    .where(
      and(
        ...[eq(first.paymentId, refunds.paymentId), eq(first.amountMinor, refunds.amountMinor)],
        ...[eq(first.state, "failed"), eq(first.failure, formatFailure("refund_not_sent"))],
        lt(first.createdAt, moment),
      ),
    );
  return or(lt(refunds.createdAt, moment), and(isNull(refunds.returnedId), exists(undone)));
}

/**
 * Why a line cannot say of refunds that wait that they have gone: to no account that is known (`isOwnId`: the line carries the id that the
 * school's file gave the refund, which had one then), or before anybody had asked for them, or made the file that it is all of. Nothing where it can.
 */
export async function findRefundFault(
  from: Reader | Tx,
  line: BankLine,
  { refundIds, runId = null, isOwnId = false }: { refundIds: string[]; runId?: string | null; isOwnId?: boolean },
): Promise<Message | null> {
  if (refundIds.length === 0) return null;
  const end = await getEndOfBooking(from, line);
  const fitting = (is: SQL | undefined) =>
    from
      .select({ id: refunds.id })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .innerJoin(orders, eq(orders.id, payments.orderId))
      .where(and(inArray(refunds.id, refundIds), is));
  if (!isOwnId && (await fitting(isAccountKnown)).length < refundIds.length) return message("bank.refund_no_account");
  const [run] = runId === null ? [] : await from.select().from(payoutRuns).where(eq(payoutRuns.id, runId));
  const isTooEarly = run !== undefined && run.createdAt >= end;
  if (isTooEarly || (await fitting(isAskedBefore(from, end))).length < refundIds.length) {
    return message("bank.refund_asked_later");
  }
  return null;
}
