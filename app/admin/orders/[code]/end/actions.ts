"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { requirePassword } from "#app/_auth/sign-in.ts";
import { ReasonInput } from "#app/admin/_list/inputs.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { ConfirmPasswordInput } from "#domain/accounts/inputs.ts";
import type { LineEnding } from "#domain/checkout/end-purchase.ts";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { readAmount } from "#domain/kernel/read-amount.ts";
import { isTicketCode } from "#domain/tickets/is-ticket-code.ts";
import { encodeMessage } from "#messages/message.ts";
import { endAndRefund } from "#services/payments/refund.ts";

/** What stands before a line's id in the names of its fields. */
const DO = "do-";
const AMOUNT = "amount-";
const SEEN = "seen-";

/** The fields of the lines are named after them; amounts are typed in decimals of the order's currency. */
const EndPurchase = z
  .looseObject({
    orderId: z.string().max(60),
    code: z.string().max(20),
    currency: z.string().length(3),
    ticket: z.string().max(20).optional(),
    refund: z.enum(["now", "review"]).default("review"),
    why: ReasonInput,
    confirmPassword: ConfirmPasswordInput,
  })
  .transform(({ orderId, code, ticket, refund, why, confirmPassword, currency, ...fields }, problem) => {
    const lines: LineEnding[] = [];
    for (const [name, access] of Object.entries(fields)) {
      if (!name.startsWith(DO) || (access !== "ends" && access !== "stays")) continue;
      const lineId = name.slice(DO.length);
      const field = `${AMOUNT}${lineId}`;
      const typed = fields[field];
      // A line of which no money is here has no amount.
      const read = typed === undefined ? { minor: 0 } : readAmount(String(typed).trim(), currency);
      if ("problem" in read) {
        const message =
          String(typed).trim() === "" ? getTranslator()("admin_orders.amount_invalid") : encodeMessage(read.problem);
        problem.addIssue({ code: "custom", path: [field], message });
        continue;
      }
      lines.push({ lineId, access, amountMinor: read.minor, seenMinor: parseTypedNumber(fields[`${SEEN}${lineId}`]) });
    }
    return { orderId, code, ticket, refund, why, confirmPassword, lines };
  });

export const endPurchaseAction = action(EndPurchase, async (command, { code, ticket, confirmPassword, ...input }) => {
  const isSent = input.refund === "now" && input.lines.some(({ amountMinor }) => amountMinor > 0);
  const { actor, requestId } = isSent ? await requirePassword(command, confirmPassword) : command;
  const states = await endAndRefund({ actor, requestId }, input);
  const back = ticket !== undefined && isTicketCode(ticket) ? `/admin/tickets/${ticket}` : `/admin/orders/${code}`;
  const asked = states.includes("held") ? "purchase-ended-refund-held" : "purchase-ended-refunded";
  const done = states.includes("failed") ? "purchase-ended-refund-failed" : asked;
  await redirectDone(back, states.length === 0 ? "purchase-ended" : done);
});
