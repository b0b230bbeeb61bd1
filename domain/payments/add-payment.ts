import { and, asc, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { orders, payments, users } from "#db/schema/index.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { Tx } from "#db/types.ts";
import type { ProviderName } from "#db/enums.ts";
import { extendHolds, TRANSFER_MS } from "../seats/extend-holds.ts";
import { HOUR_MS, addMs, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";

type Payment = typeof payments.$inferSelect;
type Order = typeof orders.$inferSelect;

/**
 * How long an attempt with a provider may last, where that is not simply the hold. A transfer takes days where a card takes
 * seconds. A page of Stripe's ends 30 minutes to 24 hours after it was made, and is made a moment after this
 * (https://docs.stripe.com/api/checkout/sessions/create, `expires_at`).
 */
const LASTS_MS: Partial<Record<ProviderName, { min: number; max: number }>> = {
  bank: { min: TRANSFER_MS, max: TRANSFER_MS },
  stripe: { min: 31 * MINUTE_MS, max: 23 * HOUR_MS },
};
/** For how long a later part can be paid at a provider that says nothing else: as long as one sits before a page. */
const LATER_PART_MS = HOUR_MS;
/** Fifty tries at paying one order are no longer a person with a difficult card. */
const ATTEMPTS_MAX = 50;

const p = sql.placeholder;

const queries = perClient((tx: Tx) => ({
  add: tx
    .insert(payments)
    .values({
      id: p("id"),
      orderId: p("orderId"),
      provider: p("provider"),
      state: "created",
      amountMinor: p("amountMinor"),
      currency: p("currency"),
      idempotencyKey: p("idempotencyKey"),
      keepsCard: p("keepsCard"),
      firstInstalment: p("firstInstalment"),
      lastInstalment: p("lastInstalment"),
      expiresAt: p("expiresAt"),
      createdAt: p("createdAt"),
    })
    .prepare(),
}));

/** What an attempt asks for, in minor units, and for which instalments of its order; none where it is paid at once. */
export type Asked = {
  amountMinor: number;
  first: number | null;
  last: number | null;
  /** The buyer lets the school charge the card for the parts after these. */
  keepsCard?: boolean;
};

const getWhole = ({ totalMinor }: Order): Asked => ({ amountMinor: totalMinor, first: null, last: null });

/**
 * One attempt to pay an order, or what is asked of it now. Its key for the provider is made from its id and stored before anybody is called. It can be
 * paid for as long as its order; a provider that needs more time makes the order last longer.
 */
export async function addPayment(
  ctx: StepCtx,
  order: Order,
  provider: ProviderName,
  asked = getWhole(order),
): Promise<Payment> {
  const id = createId("payment");
  const payment: Payment = {
    id,
    orderId: order.id,
    provider,
    state: "created",
    amountMinor: asked.amountMinor,
    firstInstalment: asked.first,
    lastInstalment: asked.last,
    ...{ keepsCard: asked.keepsCard ?? false, savedCardId: null, chargeTriedAt: null },
    currency: order.currency,
    idempotencyKey: `matricula-${id}`,
    expiresAt: await endOfAttempt(ctx, order, provider),
    createdAt: ctx.now,
    reference: null,
    checkoutUrl: null,
    failure: null,
    settledAt: null,
  };
  await queries(ctx.tx).add.execute(payment);
  return payment;
}

/**
 * The attempt with this provider that is under way for the same, or a new one, so that two tabs and a double click pay once. `isNew`
 * says which. Refuses when it was tried too often.
 */
export async function getOrAddPayment(
  ctx: StepCtx,
  order: Order,
  provider: ProviderName,
  asked = getWhole(order),
): Promise<{ payment: Payment; isNew: boolean }> {
  const attempts = await ctx.tx
    .select()
    .from(payments)
    .where(eq(payments.orderId, order.id))
    .orderBy(desc(payments.createdAt))
    .limit(ATTEMPTS_MAX);
  if (attempts.length === ATTEMPTS_MAX) throw new Refusal("rate_limited");
  const live = attempts.find((each) => each.provider === provider && isLive(each) && isFor(each, asked));
  if (live) return { payment: live, isNew: false };
  return { payment: await addPayment(ctx, order, provider, asked), isNew: true };
}

const isLive = ({ state }: Payment) => state === "created" || state === "pending";

/** One that the school makes itself, of a kept card, has no page to go on to. */
const isFor = (payment: Payment, { first, last, amountMinor, keepsCard = false }: Asked) =>
  payment.amountMinor === amountMinor &&
  payment.firstInstalment === first &&
  payment.lastInstalment === last &&
  payment.keepsCard === keepsCard &&
  payment.savedCardId === null;

/**
 * The end of the hold, as far as the provider can wait for it; one that needs longer has the seat kept for longer. A seat is
 * kept for days only for whoever has confirmed their address: a stranger's is kept for the usual minutes until they have.
 */
async function endOfAttempt(ctx: StepCtx, order: Order, provider: ProviderName): Promise<Date> {
  // No seat waits for a later part.
  if (order.state === "paid") return addMs(ctx.now, LASTS_MS[provider]?.max ?? LATER_PART_MS);
  const holdEnds = order.expiresAt ?? addMs(ctx.now, ctx.rules.holdMinutes * MINUTE_MS);
  const lasts = LASTS_MS[provider];
  if (!lasts) return holdEnds;
  if (provider === "bank" && !(await mayHoldForDays(ctx, order))) return holdEnds;
  const earliest = addMs(provider === "bank" ? await firstAsked(ctx, order.id) : ctx.now, lasts.min);
  const latest = addMs(ctx.now, lasts.max);
  if (earliest > holdEnds) await extendHolds(ctx, order.id, earliest);
  return earliest > holdEnds ? earliest : holdEnds < latest ? holdEnds : latest;
}

/** Whoever goes to and fro between a card and a transfer does not keep the seat for longer each time. */
async function firstAsked(ctx: StepCtx, orderId: string): Promise<Date> {
  const [first] = await ctx.tx
    .select({ createdAt: payments.createdAt })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.provider, "bank")))
    .orderBy(asc(payments.createdAt))
    .limit(1);
  return first?.createdAt ?? ctx.now;
}

/** SQL: those whose seats are kept for days, also when their buyer has meant to pay by card since. */
function keptForTransfer(buyerId: string) {
  return and(
    eq(orders.buyerId, buyerId),
    eq(orders.state, "awaiting_payment"),
    eq(payments.provider, "bank"),
    inArray(payments.state, ["created", "pending", "cancelled"]),
  );
}

/** Refuses (`too_many_holds`) whoever holds as many seats for days as one person may. */
async function mayHoldForDays(ctx: StepCtx, { id, buyerId }: Order): Promise<boolean> {
  const held = await ctx.tx
    .selectDistinct({ id: orders.id })
    .from(orders)
    .innerJoin(payments, eq(payments.orderId, orders.id))
    .where(and(keptForTransfer(buyerId), ne(orders.id, id)));
  const { longHoldsMax } = await getSchoolSettings(ctx.tx);
  if (held.length >= longHoldsMax) throw new Refusal("too_many_holds");
  const [buyer] = await ctx.tx.select({ verifiedAt: users.verifiedAt }).from(users).where(eq(users.id, buyerId));
  return buyer !== undefined && buyer.verifiedAt !== null;
}
