import { eq } from "drizzle-orm";
import { orders, type payments } from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import type { Money } from "../kernel/money.ts";
import { acceptTerms } from "../orders/accept-terms.ts";
import { getAsked } from "./get-asked.ts";
import { listPaymentMethods } from "./list-payment-methods.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { type Asked, getOrAddPayment } from "./add-payment.ts";

/**
 * Begins an attempt to pay an order, or gives back the one that is already under way with the same provider, so that two tabs
 * and a double click pay once. Without `provider` it is the first that the school offers for the amount. `pay` chooses to pay by the plan
 * of the cohort, and of an order in instalments which of them; without it, all that is left. `terms` is the version of the school's terms that
 * the buyer was shown, and accepts by paying; a machine that pays for somebody is shown none. `keepsCard`: the buyer lets the school charge
 * the card for the parts after this one, as far as the provider can keep cards. The provider is called
 * afterwards, outside the transaction; an attempt with another provider gives way to this one then.
 */
export async function startPayment(
  ctx: WriteCtx,
  input: {
    orderId: string;
    provider?: ProviderName | undefined;
    pay?: PayChoice | undefined;
    terms?: string | undefined;
    keepsCard?: boolean | undefined;
  },
): Promise<typeof payments.$inferSelect> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw new Refusal("not_found");
  authorize(ctx, "order.pay", { ownerId: order.buyerId });
  const wanted = await getAsked(ctx, order, input.pay);
  const asked = { ...wanted, keepsCard: input.keepsCard === true && (await isMoreToCome(ctx, order.id, wanted)) };
  const provider = wayFor(ctx, { minor: asked.amountMinor, currency: order.currency }, input.provider);
  if (input.terms !== undefined) await acceptTerms(ctx, { orderId: order.id, version: input.terms });
  const keepsCard = asked.keepsCard && ctx.rules.keepsCards?.(provider) === true;
  const { payment, isNew } = await getOrAddPayment(ctx, order, provider, { ...asked, keepsCard });
  if (!isNew) return payment;
  await audit(
    ctx,
    "order.pay",
    { type: "payment", id: payment.id },
    {
      after: {
        order: order.code,
        provider: payment.provider,
        amountMinor: payment.amountMinor,
        currency: payment.currency,
        ...(input.terms !== undefined && { terms: input.terms }),
        ...(keepsCard && { keepsCard }),
      },
    },
  );
  return payment;
}

/** Whether the order asks for parts after those that are paid now: without them there is nothing to keep a card for. */
async function isMoreToCome({ tx }: WriteCtx, orderId: string, { last }: Asked): Promise<boolean> {
  if (last === null) return false;
  return (await loadInstalments(tx, orderId)).some(({ state, number }) => state === "due" && number > last);
}

function wayFor({ rules }: WriteCtx, amount: Money, wanted: ProviderName | undefined): ProviderName {
  if (wanted ? !rules.paymentProviders.includes(wanted) : rules.paymentProviders.length === 0) {
    throw new Refusal("provider_unavailable");
  }
  const ways = listPaymentMethods(rules, amount);
  const way = wanted ? ways.find((name) => name === wanted) : ways[0];
  if (!way) throw new Refusal("payment_refused");
  return way;
}
