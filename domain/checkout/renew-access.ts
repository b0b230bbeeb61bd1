import { and, eq, inArray } from "drizzle-orm";
import { orderLines, orders, renewals } from "#db/schema/index.ts";
import { message, type Message } from "#messages/message.ts";
import { grantRenewal } from "../access/grant-renewal.ts";
import { getRenewalOffer, type Renewal, type RenewalOffer } from "../access/get-renewal-offer.ts";
import { audit } from "../audit.ts";
import { billOrder } from "../invoices/bill-order.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { insertWithFreeCode } from "../orders/insert-with-free-code.ts";
import { listPaymentMethods } from "../payments/list-payment-methods.ts";
import { authorize } from "../policy.ts";
import { pricePlace } from "../pricing/price-places.ts";

/** `seen`: the end of access that the page showed, so that two presses and two tabs renew once. */
export type RenewInput = { enrolmentId: string; seen?: Date | undefined; reason?: string | undefined };

export type Renewed = { renewal: Renewal; orderCode: string | null };

/**
 * A student renews their access as its cohort allows: at once when it is free, by an order to pay, or by asking the office.
 * Refuses (`not_renewable`) what may not be renewed, with the reason.
 */
export async function renewAccess(ctx: WriteCtx, input: RenewInput): Promise<Renewed> {
  const offer = await getRenewalOffer(ctx.tx, ctx.now, input.enrolmentId);
  if (!offer) throw new Refusal("not_found");
  authorize(ctx, "renewal.create", { ownerId: offer.studentId });
  if (offer.open) return { renewal: offer.open, orderCode: offer.orderCode };
  const before = input.seen && (await findDone(ctx, offer.enrolmentId, input.seen));
  if (before) return { renewal: before, orderCode: null };
  const { status, endsAt, price } = offer;
  if (status !== "offered" || endsAt === null) {
    throw new Refusal("not_renewable", { words: REASONS[status] ?? message("refusals.renewal_not_offered") });
  }
  if (input.seen && input.seen.getTime() !== endsAt.getTime()) {
    throw new Refusal("wrong_state", { words: message("refusals.access_has_changed") });
  }
  const renewed =
    offer.way === "request"
      ? await request(ctx, offer, endsAt, input.reason ?? "")
      : price.minor > 0
        ? await order(ctx, offer, endsAt)
        : await renewFree(ctx, offer, endsAt);
  await audit(
    ctx,
    "renewal.create",
    { type: "enrolment", id: offer.enrolmentId },
    { after: { renewal: renewed.renewal.id, state: renewed.renewal.state, order: renewed.orderCode ?? undefined } },
  );
  return renewed;
}

/** What says no to whoever would renew all the same. */
const REASONS: Partial<Record<RenewalOffer["status"], Message>> = {
  not_yet: message("refusals.renewal_not_yet"),
  used_up: message("refusals.renewal_used_up"),
  for_good: message("refusals.renewal_for_good"),
  suspended: message("refusals.renewal_suspended"),
  closed: message("refusals.renewal_closed"),
};

/** The one that was granted for the access that the page showed. */
async function findDone(ctx: StepCtx, enrolmentId: string, seen: Date): Promise<Renewal | undefined> {
  const [done] = await ctx.tx
    .select()
    .from(renewals)
    .where(
      and(
        eq(renewals.enrolmentId, enrolmentId),
        eq(renewals.renewsFrom, seen),
        inArray(renewals.state, ["requested", "awaiting_payment", "granted"]),
      ),
    );
  return done;
}

async function request(ctx: StepCtx, offer: RenewalOffer, endsAt: Date, reason: string): Promise<Renewed> {
  if (reason === "") {
    throw new Refusal("invalid_input", { fields: { reason: message("fields.say_why_you_need_longer") } });
  }
  return { renewal: await insert(ctx, offer, { state: "requested", renewsFrom: endsAt, reason }), orderCode: null };
}

async function renewFree(ctx: StepCtx, offer: RenewalOffer, endsAt: Date): Promise<Renewed> {
  const renewal = await insert(ctx, offer, { state: "requested", renewsFrom: endsAt });
  return { renewal: await grantRenewal(ctx, renewal, offer), orderCode: null };
}

/** An order with one line, which takes no seat and holds none; it waits to be paid as long as a seat would be held. */
async function order(ctx: StepCtx, offer: RenewalOffer, endsAt: Date): Promise<Renewed> {
  const { minor: totalMinor, currency } = offer.price;
  const amounts = await priceRenewal(ctx, offer);
  const { paymentProviders, holdMinutes } = ctx.rules;
  if (paymentProviders.length > 0 && listPaymentMethods(ctx.rules, offer.price).length === 0) {
    throw new Refusal("payment_refused");
  }
  const begins = {
    ...{ id: createId("order"), buyerId: offer.studentId, state: "awaiting_payment" as const, currency, totalMinor },
    ...{ expiresAt: addMs(ctx.now, holdMinutes * MINUTE_MS), createdAt: ctx.now },
  };
  const { id: orderId, code } = await insertWithFreeCode(begins, {
    execute: (row) => ctx.tx.insert(orders).values(row).onConflictDoNothing({ target: orders.code }).returning(),
  });
  const orderLineId = createId("orderLine");
  await ctx.tx.insert(orderLines).values({
    ...{ id: orderLineId, orderId, cohortId: offer.cohortId, kind: "renewal" },
    ...amounts,
  });
  await recordState(ctx, { type: "order", id: orderId }, null, "awaiting_payment");
  const renewal = await insert(ctx, offer, { state: "awaiting_payment", renewsFrom: endsAt, orderLineId });
  await billOrder(ctx, { ...begins, id: orderId });
  return { renewal, orderCode: code };
}

/** What is opened again is taught from today on, so today's tax is on it. */
const priceRenewal = (ctx: StepCtx, { cohortId: id, courseId, timezone, price }: RenewalOffer) =>
  pricePlace(ctx, { cohort: { id, courseId, startsAt: null, timezone }, priceMinor: price.minor });

type Begins = Pick<Renewal, "state" | "renewsFrom"> & Partial<Pick<Renewal, "reason" | "orderLineId">>;

async function insert(ctx: StepCtx, offer: RenewalOffer, begins: Begins): Promise<Renewal> {
  const { enrolmentId, studentId, courseId, days } = offer;
  const [renewal] = await ctx.tx
    .insert(renewals)
    .values({ id: createId("renewal"), enrolmentId, studentId, courseId, days, createdAt: ctx.now, ...begins })
    .returning();
  if (!renewal) throw new Error("a renewal was not stored");
  return renewal;
}
