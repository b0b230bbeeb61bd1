import { and, eq } from "drizzle-orm";
import { orders, payments, refunds } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { message } from "#messages/message.ts";
import { requireRecentSignIn } from "../accounts/recent-sign-in.ts";
import { notifyPerson } from "../accounts/notify-person.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { findFiledPayee } from "../orders/find-filed-payee.ts";
import { isOwedByTransfer } from "../orders/is-owed-by-transfer.ts";
import { refuseOwnAccount } from "./refuse-own-account.ts";
import { checkPayee, formatAccountEnd, type Payee } from "../kernel/payee.ts";

/**
 * A buyer says to which account their refund by transfer goes; saying it again takes the place of the first, for as long as the
 * money has not gone. Asks for a recent sign-in, and tells them by mail, because whoever finds a browser open would like the money.
 * Refuses (`wrong_state`) when nothing is owed to them by transfer, and when it stands in a file for the bank already;
 * and, beside its field, an account from which a transfer of the order came back, or that is the school's own.
 */
export async function setRefundAccount(ctx: WriteCtx, input: { orderId: string } & Payee): Promise<void> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw new Refusal("not_found");
  authorize(ctx, "refund.account", { ownerId: order.buyerId });
  const { holder, iban } = checkPayee(input);
  await refuseOwnAccount(ctx, iban);
  if (!(await isOwedByTransfer(ctx.tx, order))) throw new Refusal("wrong_state");
  if (await findFiledPayee(ctx.tx, order.id))
    throw new Refusal("wrong_state", { words: message("payouts.account_in_file") });
  await assertNotReturned(ctx.tx, order.id, { holder, iban });
  requireRecentSignIn(ctx);
  if (order.refundHolder === holder && order.refundIban === iban) return;
  const [given] = await ctx.tx
    .update(orders)
    .set({ refundHolder: holder, refundIban: iban })
    .where(and(eq(orders.id, order.id), eq(orders.state, order.state)))
    .returning({ id: orders.id });
  if (!given) throw new Refusal("wrong_state");
  const notice = { event: "refund_account_given", account: formatAccountEnd(iban), order: order.code } as const;
  await notifyPerson(ctx, order.buyerId, notice);
  const before = order.refundIban === null ? {} : { account: formatAccountEnd(order.refundIban) };
  await audit(
    ctx,
    "refund.account",
    { type: "order", id: order.id },
    { before, after: { holder, account: formatAccountEnd(iban) } },
  );
}

/** A transfer that came back would come back again. Where the bank has not said why, another holder may be what was wrong. */
async function assertNotReturned(tx: Tx, orderId: string, { holder, iban }: Payee): Promise<void> {
  const returned = await tx
    .select({ holder: refunds.payeeHolder, failure: refunds.failure })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(payments.orderId, orderId), eq(refunds.state, "failed"), eq(refunds.payeeIban, iban)));
  const isSame = returned.some(
    (each) => each.holder === holder || (each.failure ?? "") !== formatFailure("transfer_returned"),
  );
  if (isSame) throw new Refusal("invalid_input", { fields: { iban: message("payouts.account_returned") } });
}
