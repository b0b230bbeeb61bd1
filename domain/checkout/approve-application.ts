import { eq } from "drizzle-orm";
import {
  applicationAnswers,
  cohortRules,
  cohorts,
  courses,
  enrolmentAnswers,
  holds,
  orderLines,
  orders,
  users,
} from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { grantAccess } from "../access/grant-access.ts";
import { findApplication } from "../applications/find-application.ts";
import { type Application, applicationMachine } from "../applications/machine.ts";
import { notifyOfApplication } from "../applications/notify-of-application.ts";
import { audit } from "../audit.ts";
import { copyTerms } from "../courses/agreed-terms.ts";
import { assertOfferOpen } from "../courses/enrolment-window.ts";
import type { Cohort } from "../courses/machine.ts";
import { assertNotEnrolled } from "../enrolments/assert-not-enrolled.ts";
import { billOrder } from "../invoices/bill-order.ts";
import { insertEnrolment } from "../enrolments/insert-enrolment.ts";
import { getActorId } from "../kernel/actor.ts";
import { addMs, DAY_MS, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState, transition } from "../kernel/transitions.ts";
import { insertWithFreeCode } from "../orders/insert-with-free-code.ts";
import { authorize } from "../policy.ts";
import type { PlacePrice } from "../pricing/compute-prices.ts";
import { findDiscounts } from "../pricing/find-discounts.ts";
import { pricePlace } from "../pricing/price-places.ts";
import { storeDiscounts } from "../pricing/store-discounts.ts";
import { PAY_DAYS_USUAL } from "../rules/inputs.ts";
import { claimSeatFor } from "../waiting/claim-seat-for.ts";

type Enrolment = Awaited<ReturnType<typeof insertEnrolment>>;
export type Approved = { application: Application; enrolment: Enrolment; order: typeof orders.$inferSelect };

/**
 * The office says yes to who applied. A free place is theirs at once; a paid one is held for as many days as the cohort gives them to pay,
 * at its price of today, and is free again when they do not. What they answered goes along. Refuses (`cohort_full`) when no seat is free,
 * also the one that belongs to whoever waits: the application stays as it is. So it does for a cohort that is over.
 */
export async function approveApplication(
  ctx: WriteCtx,
  input: { applicationId: string; reply?: string | undefined },
): Promise<Approved> {
  const { application, resource } = await findApplication(ctx.tx, input.applicationId);
  authorize(ctx, "application.decide", resource);
  if (!application) throw new Refusal("not_found");
  const reply = input.reply ?? "";
  const { cohort, payDays } = await loadPlace(ctx, application);
  const approved = await transition(ctx, applicationMachine, application.id, "approved", {
    set: { reply, decidedAt: ctx.now, decidedBy: getActorId(ctx.actor) },
  });
  const place = { cohortId: cohort.id, studentId: application.studentId };
  await assertNotEnrolled(ctx, place);
  const { priceMinor } = cohort;
  const asked = { cohort, priceMinor, count: 1, buyerId: place.studentId, isForOthers: false };
  // Who has applied early has done their part: how long the office takes to decide costs them nothing.
  const discounts = await findDiscounts({ read: ctx.tx, now: application.appliedAt }, asked);
  const price = await pricePlace(ctx, { cohort, priceMinor, discounts });
  const isFree = price.totalMinor === 0;
  if (!(await claimSeatFor(ctx, place, isFree ? "taken" : "held"))) {
    throw new Refusal("cohort_full", { words: message("refusals.no_seat_to_approve") });
  }
  const until = isFree ? null : getPayUntil(ctx, cohort, payDays);
  const { order: placed, orderLineId } = await addOrder(ctx, cohort, { price, buyerId: place.studentId, until });
  await storeDiscounts(ctx, discounts, { order: placed, lineIds: [orderLineId] });
  const order = isFree ? placed : { ...placed, totalMinor: await billOrder(ctx, placed) };
  const begins = { ...place, courseId: cohort.courseId, orderLineId };
  const enrolment = await insertEnrolment(ctx, { ...begins, state: isFree ? "active" : "pending" });
  await recordState(ctx, { type: "enrolment", id: enrolment.id }, null, enrolment.state, reply);
  if (isFree) await grantAccess(ctx, enrolment, cohort);
  await moveAnswers(ctx, application.id, enrolment.id);
  const [row] = await ctx.tx
    .update(applicationTable)
    .set({ enrolmentId: enrolment.id })
    .where(eq(applicationTable.id, application.id))
    .returning();
  await notifyOfApplication(ctx, approved, "application_approved");
  const after = { state: approved.state, enrolment: enrolment.id, order: order.code, why: reply };
  const change = { before: { state: application.state }, after };
  await audit(ctx, "application.decide", { type: "application", id: application.id }, change);
  return { application: row ?? approved, enrolment, order };
}

/**
 * Until when somebody who was approved may pay: so many days on, and not after the cohort begins, for nobody else could use the seat then.
 * Who is approved shortly before it, or later, has as long as everybody whose seat is held.
 */
function getPayUntil({ now, rules }: StepCtx, { startsAt, endsAt }: Cohort, payDays: number): Date {
  const usual = addMs(now, payDays * DAY_MS);
  const last = startsAt && startsAt > now ? startsAt : endsAt;
  const shortest = addMs(now, rules.holdMinutes * MINUTE_MS);
  if (!last || usual <= last) return usual;
  return last > shortest ? last : shortest;
}

const applicationTable = applicationMachine.table;

async function loadPlace(ctx: StepCtx, { cohortId, studentId }: Application) {
  const [found] = await ctx.tx
    .select({ cohort: cohorts, courseState: courses.state, payDays: cohortRules.payDays })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(cohortRules, eq(cohortRules.cohortId, cohorts.id))
    .where(eq(cohorts.id, cohortId));
  const [student] = await ctx.tx.select({ disabledAt: users.disabledAt }).from(users).where(eq(users.id, studentId));
  if (!found || !student) throw new Refusal("not_found");
  if (student.disabledAt) throw new Refusal("wrong_state", { words: message("refusals.applicant_disabled") });
  assertOfferOpen(found.cohort, ctx.now);
  // Somebody may have switched the rule off since.
  return { cohort: found.cohort, payDays: found.payDays ?? PAY_DAYS_USUAL };
}

async function addOrder(
  ctx: StepCtx,
  cohort: Cohort,
  { price, buyerId, until }: { price: PlacePrice; buyerId: string; until: Date | null },
): Promise<{ order: Approved["order"]; orderLineId: string }> {
  const { currency } = cohort;
  const { totalMinor } = price;
  const begins = {
    ...{ id: createId("order"), buyerId, currency, totalMinor, createdAt: ctx.now, expiresAt: until },
    ...(until ? { state: "awaiting_payment" as const, paidAt: null } : { state: "paid" as const, paidAt: ctx.now }),
  };
  const { id } = await insertWithFreeCode(begins, {
    execute: (row) => ctx.tx.insert(orders).values(row).onConflictDoNothing({ target: orders.code }).returning(),
  });
  await recordState(ctx, { type: "order", id }, null, begins.state);
  const orderLineId = createId("orderLine");
  const terms = [copyTerms(cohort, ctx.now)];
  await ctx.tx.insert(orderLines).values({
    ...{ id: orderLineId, orderId: id, cohortId: cohort.id, ...price, terms },
  });
  if (until) {
    const hold = { id: createId("hold"), cohortId: cohort.id, orderLineId, until, createdAt: ctx.now };
    await ctx.tx.insert(holds).values({ ...hold, state: "held" });
  }
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, id));
  if (!order) throw new Error("an order was not stored");
  return { order, orderLineId };
}

/** The answers of the application are those of the enrolment from now on. */
async function moveAnswers(ctx: StepCtx, applicationId: string, enrolmentId: string): Promise<void> {
  const own = eq(applicationAnswers.applicationId, applicationId);
  const answers = await ctx.tx.delete(applicationAnswers).where(own).returning();
  for (const { applicationId: _, ...answer } of answers) {
    await ctx.tx.insert(enrolmentAnswers).values({ ...answer, enrolmentId });
  }
}
