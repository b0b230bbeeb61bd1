import { and, asc, eq } from "drizzle-orm";
import { enrolments, orders, orderLines, waitingList } from "#db/schema/index.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { HOUR_MS, addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { leaveWaitingList } from "#domain/waiting/leave-waiting-list.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import { refundOrder } from "../refunds.ts";
import type { ScenarioContext } from "../seed-context.ts";

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
export function scheduleWaitingList(setting: ScenarioContext): void {
  const { simulation } = setting;
  for (const { email, day } of FOR_THE_POSTER) {
    simulation.at(simulation.day(day, "12:30"), () => scheduleJoin(setting, email, "letterpress-next"));
  }
  // The last of the three leaves so late that the offer still stands at the present.
  for (const when of [
    simulation.day(-9, "17:15"),
    simulation.day(-8, "17:15"),
    addMs(simulation.present, -19 * HOUR_MS),
  ]) {
    simulation.at(when, () => someoneStepsBack(setting, "letterpress-next"));
  }
  // Misaki takes hers the same evening; Zoë declines; Łukasz never answers, and after two days Đorđe gets the seat.
  simulation.at(simulation.day(-9, "21:00"), () => accept(setting, "misaki.sato@example.org", "letterpress-next"));
  simulation.at(simulation.day(-8, "19:00"), () => stepBack(setting, "zoe.bronte@example.org", "letterpress-next"));
  simulation.at(simulation.day(-5, "08:00"), () => accept(setting, "djordje.p@example.org", "letterpress-next"));
  simulation.at(simulation.day(-4, "13:00"), () => stepBack(setting, "anais.lefevre@example.org", "letterpress-next"));
}

export async function scheduleJoin(
  { simulation, people, catalogue }: ScenarioContext,
  email: string,
  cohortKey: string,
): Promise<void> {
  const person = await people.meet(email);
  const { id: cohortId } = catalogue.cohort(cohortKey);
  await simulation.act(person.actor, (ctx) => joinWaitingList(ctx, { cohortId, studentId: person.id }));
}

/** The first of the crowd who is inside cannot come after all; the office takes the place back and the money goes back too. */
async function someoneStepsBack(setting: ScenarioContext, cohortKey: string): Promise<void> {
  const { simulation, people, checkout, catalogue } = setting;
  const { id: cohortId } = catalogue.cohort(cohortKey);
  const [place] = await simulation.read
    .select({ id: enrolments.id, orderId: orders.id })
    .from(enrolments)
    .innerJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(enrolments.cohortId, cohortId), eq(enrolments.state, "active")))
    .orderBy(asc(enrolments.createdAt))
    .limit(1);
  if (!place) throw new Error(`nobody has a place in ${cohortKey}`);
  const support = await people.desk("support");
  await simulation.act(support.actor, (ctx) =>
    cancelEnrolment(ctx, { enrolmentId: place.id, why: "Cannot come that weekend; asked more than two weeks before." }),
  );
  simulation.after(2 * HOUR_MS, () => refundOrder(setting, place.orderId, "Cancelled in time: everything back."));
  await checkout.watchOffers(cohortId);
}

/** Takes the seat that was offered, as anybody enrols. */
async function accept(
  { people, checkout, catalogue }: ScenarioContext,
  email: string,
  cohortKey: string,
): Promise<void> {
  await checkout.buy(await people.meet(email), catalogue.cohort(cohortKey).id);
}

/** Declines the seat that was offered, or leaves the list. */
async function stepBack(
  { simulation, people, checkout, catalogue }: ScenarioContext,
  email: string,
  cohortKey: string,
): Promise<void> {
  const person = await people.meet(email);
  const { id: cohortId } = catalogue.cohort(cohortKey);
  const [entry] = await simulation.read
    .select({ id: waitingList.id })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), eq(waitingList.studentId, person.id)));
  if (!entry) throw new Error(`${person.name} does not wait for ${cohortKey}`);
  await simulation.act(person.actor, (ctx) => leaveWaitingList(ctx, entry.id));
  simulation.after(MINUTE_MS, () => checkout.watchOffers(cohortId));
}
