import { eq } from "drizzle-orm";
import { payments, refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { refundMachine } from "./machine.ts";
import { authorize } from "../policy.ts";
import { bookReversal } from "./book-reversal.ts";
import { isApproved } from "./is-approval-needed.ts";
import { refuseOwnAccount } from "./refuse-own-account.ts";
import { checkPayee, formatAccountEnd, type Payee } from "../kernel/payee.ts";

/**
 * A person has sent the refund of a bank transfer to the payee's account: the ledger follows, and the student is told. No machine
 * hears of a transfer, so nobody else can say so. Refuses (`invalid_input`) an account whose check digits do not fit or that is the school's own, and
 * (`wrong_state`) a refund that goes back by itself, has gone already, or stands in a file with another account. `isOnStatement`: the bank says that
 * it has gone, and perhaps not to which account.
 */
export async function markRefundSent(
  ctx: WriteCtx,
  { isOnStatement = false, ...input }: { refundId: string; isOnStatement?: boolean } & Payee,
): Promise<typeof refunds.$inferSelect> {
  authorize(ctx, "refund.request", {});
  const isUnknown = isOnStatement && input.iban === "";
  const payee = isUnknown ? { holder: input.holder.trim() || null, iban: null } : checkPayee(input);
  const [found] = await ctx.tx
    .select({ refund: refunds, provider: payments.provider })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(eq(refunds.id, input.refundId));
  if (!found) throw new Refusal("not_found");
  if (found.provider !== "bank") throw new Refusal("wrong_state");
  // What the bank has sent it has sent, wherever to.
  if (payee.iban !== null && !isOnStatement) await refuseOwnAccount(ctx, payee.iban);
  // What stands in a file goes to the account that the file names.
  const { payoutRunId, payeeIban } = found.refund;
  if (payoutRunId !== null && !isUnknown && payeeIban !== payee.iban) {
    throw new Refusal("wrong_state", { words: message("payouts.in_file") });
  }
  const refund = await transition(ctx, refundMachine, found.refund.id, "done", {
    from: ["requested", "submitted"],
    where: isApproved,
    set: { doneAt: ctx.now, failure: null, ...(isUnknown ? {} : { payeeIban: payee.iban }), payeeHolder: payee.holder },
  });
  const source = { type: "refund", id: refund.id } as const;
  const { email } = await bookReversal(ctx, "refund_done", { source, ...refund });
  await enqueueMail(ctx, {
    kind: "refund_done",
    to: email,
    payload: { refundId: refund.id },
    dedupeKey: refund.id,
  });
  // The audit log names the account by its end, as receipts do.
  const account = payee.iban === null ? null : formatAccountEnd(payee.iban);
  const after = { state: "done", holder: payee.holder, account };
  await audit(ctx, "refund.record", source, { before: { state: found.refund.state }, after });
  return refund;
}
