import { and, eq, isNotNull } from "drizzle-orm";
import { orderBilling } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { addMs, HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { VatCheckDue } from "./list-vat-checks.ts";
import type { VatAnswer } from "./vat-register.ts";

/** After five minutes, then twice as long each time, and never longer than half a day. */
const WAIT_MS_MIN = 5 * MINUTE_MS;
const WAIT_MS_MAX = 12 * HOUR_MS;
/** About ten days: a person looks at it then. */
const TRIES_MAX = 25;

/**
 * Writes down what the register has said of the VAT id of an order (`null`: nothing), with its day and number; where it said nothing it
 * is asked again later. What was asked about an id that is another one by now is not heard. The sale goes on whatever it says.
 */
export async function recordVatCheck(ctx: WriteCtx, asked: VatCheckDue & { answer: VatAnswer | null }): Promise<void> {
  authorize(ctx, "invoice.check_vat", {});
  const { orderId, vatId, answer } = asked;
  const tries = asked.tries + 1;
  const isGivenUp = answer === null && tries >= TRIES_MAX;
  const waitMs = Math.min(WAIT_MS_MAX, WAIT_MS_MIN * 2 ** Math.min(asked.tries, 20));
  const [row] = await ctx.tx
    .update(orderBilling)
    .set(
      answer === null
        ? {
            vatCheck: "unanswered",
            vatCheckedAt: ctx.now,
            vatTries: tries,
            vatAskAt: isGivenUp ? null : addMs(ctx.now, waitMs),
          }
        : {
            ...{
              vatCheck: answer.isValid ? "valid" : "invalid",
              vatCheckedAt: ctx.now,
              vatTries: tries,
              vatAskAt: null,
            },
            ...{ vatConsultation: answer.consultation, vatTrader: answer.trader },
          },
    )
    .where(and(eq(orderBilling.orderId, orderId), eq(orderBilling.vatId, vatId), isNotNull(orderBilling.vatAskAt)))
    .returning({ vatCheck: orderBilling.vatCheck });
  if (!row || (answer === null && !isGivenUp)) return;
  const after = { vatId, vatCheck: row.vatCheck, consultation: answer?.consultation ?? "" };
  await audit(ctx, "invoice.check_vat", { type: "order", id: orderId }, { after });
}
