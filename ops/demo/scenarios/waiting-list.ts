import { and, asc, eq } from "drizzle-orm";
import { enrolments, orders, orderLines, waitingList } from "#db/schema/index.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { HOUR_MS, addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { leaveWaitingList } from "#domain/waiting/end-offer.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import { refundOrder } from "../refunds.ts";
import type { Setting } from "../seed-context.ts";

/** Who waits for the poster weekend, in the order in which they come. */
const FOR_THE_POSTER = [
  { email: "misaki.sato@example.org", day: -15 },
  { email: "zoe.bronte@example.org", day: -14 },
  { email: "lukasz.z@example.org", day: -13 },
  { email: "djordje.p@example.org", day: -12 },
  { email: "student@demo.test", day: -11 },
  { email: "anais.lefevre@example.org", day: -10 },
  { email: "ngozi.eze@example.org", day: -8 },
  { email: "minhkhai@example.org", day: -3 },
];

/**
 * The poster weekend is full. Eight people wait; three of those inside think better of it, one after the other, and each seat
 * goes down the list until somebody takes it.
 */
export function stageWaiting(setting: Setting): void {
  const { stage } = setting;
  for (const { email, day } of FOR_THE_POSTER) {
    stage.at(stage.day(day, "12:30"), () => wait(setting, email, "letterpress-next"));
  }
  // The last of the three leaves so late that the offer still stands at the present.
  for (const when of [stage.day(-9, "17:15"), stage.day(-8, "17:15"), addMs(stage.present, -19 * HOUR_MS)]) {
    stage.at(when, () => someoneStepsBack(setting, "letterpress-next"));
  }
  // Misaki takes hers the same evening; Zoë declines; Łukasz never answers, and after two days Đorđe gets the seat.
  stage.at(stage.day(-9, "21:00"), () => accept(setting, "misaki.sato@example.org", "letterpress-next"));
  stage.at(stage.day(-8, "19:00"), () => stepBack(setting, "zoe.bronte@example.org", "letterpress-next"));
  stage.at(stage.day(-5, "08:00"), () => accept(setting, "djordje.p@example.org", "letterpress-next"));
  stage.at(stage.day(-4, "13:00"), () => stepBack(setting, "anais.lefevre@example.org", "letterpress-next"));
}

export async function wait({ stage, people, catalogue }: Setting, email: string, cohortKey: string): Promise<void> {
  const person = await people.meet(email);
  const { id: cohortId } = catalogue.cohort(cohortKey);
  await stage.act(person.actor, (ctx) => joinWaitingList(ctx, { cohortId, studentId: person.id }));
}

/** The first of the crowd who is inside cannot come after all; the office takes the place back and the money goes back too. */
async function someoneStepsBack(setting: Setting, cohortKey: string): Promise<void> {
  const { stage, people, till, catalogue } = setting;
  const { id: cohortId } = catalogue.cohort(cohortKey);
  const [place] = await stage.read
    .select({ id: enrolments.id, orderId: orders.id })
    .from(enrolments)
    .innerJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(enrolments.cohortId, cohortId), eq(enrolments.state, "active")))
    .orderBy(asc(enrolments.createdAt))
    .limit(1);
  if (!place) throw new Error(`nobody has a place in ${cohortKey}`);
  const support = await people.desk("support");
  await stage.act(support.actor, (ctx) =>
    cancelEnrolment(ctx, { enrolmentId: place.id, why: "Cannot come that weekend; asked more than two weeks before." }),
  );
  stage.after(2 * HOUR_MS, () => refundOrder(setting, place.orderId, "Cancelled in time: everything back."));
  await till.watchOffers(cohortId);
}

/** Takes the seat that was offered, as anybody enrols. */
async function accept({ people, till, catalogue }: Setting, email: string, cohortKey: string): Promise<void> {
  await till.buy(await people.meet(email), catalogue.cohort(cohortKey).id);
}

/** Declines the seat that was offered, or leaves the list. */
async function stepBack({ stage, people, till, catalogue }: Setting, email: string, cohortKey: string): Promise<void> {
  const person = await people.meet(email);
  const { id: cohortId } = catalogue.cohort(cohortKey);
  const [entry] = await stage.read
    .select({ id: waitingList.id })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), eq(waitingList.studentId, person.id)));
  if (!entry) throw new Error(`${person.name} does not wait for ${cohortKey}`);
  await stage.act(person.actor, (ctx) => leaveWaitingList(ctx, entry.id));
  stage.after(MINUTE_MS, () => till.watchOffers(cohortId));
}
