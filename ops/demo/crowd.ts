import { recordOpening } from "#domain/access/record-opening.ts";
import { completeEnrolment } from "#domain/enrolments/complete-enrolment.ts";
import { DAY_MS, addMs, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import type { SeedCohort } from "./catalogue.ts";
import { CROWD } from "./names.ts";
import type { Person } from "./people.ts";
import type { Simulation } from "./simulation.ts";
import { findEnrolmentId, type CheckoutDriver } from "./checkout-driver.ts";
import type { SeedContext } from "./seed-context.ts";

/** The crowd is in before the last days, in which the scenes of the named ones play. */
const QUIET_DAYS = 16;

/** Lets the crowd come to a cohort, one after the other, from its opening until it starts or the last days begin. */
export function scheduleCrowd(troupe: SeedContext, cohort: SeedCohort): void {
  const { simulation } = troupe;
  const { crowd, gaveUp = 0 } = cohort.story;
  const coming = simulation.random.shuffled(CROWD).slice(0, crowd + gaveUp);
  const until = Math.min(
    cohort.startsAt?.getTime() ?? simulation.present.getTime(),
    addMs(simulation.present, -quietDays(cohort, simulation) * DAY_MS).getTime(),
  );
  const from = cohort.openedAt.getTime() + 60 * MINUTE_MS;
  const step = (until - from) / Math.max(coming.length, 1);
  for (const [turn, { email }] of coming.entries()) {
    // The first to come are those who will think better of it: their seats are free again long before the others need them.
    const when = new Date(from + step * (turn + simulation.random.between(0.1, 0.9)));
    simulation.at(when, async () => {
      const person = await troupe.people.meet(email);
      if (turn < gaveUp) await comeAndGiveUp(troupe, person, cohort);
      else await comeAndStay(troupe, person, cohort, turn);
    });
  }
}

/** Cohorts that opened lately are still filling up. */
function quietDays(cohort: SeedCohort, stage: Simulation): number {
  const openDays = (stage.present.getTime() - cohort.openedAt.getTime()) / DAY_MS;
  return openDays > 2 * QUIET_DAYS ? QUIET_DAYS : 1;
}

async function comeAndGiveUp({ simulation, checkout }: SeedContext, person: Person, cohort: SeedCohort): Promise<void> {
  const { order, payment } = await checkout.enrol(person, cohort.id, "sandbox");
  if (payment) simulation.after(20 * SECOND_MS, () => checkout.open(order, payment));
}

async function comeAndStay(troupe: SeedContext, person: Person, cohort: SeedCohort, turn: number): Promise<void> {
  const { simulation, checkout } = troupe;
  const { order, payment } = await checkout.enrol(person, cohort.id, "sandbox");
  if (payment) {
    simulation.after(15 * SECOND_MS, async () => {
      const reference = await checkout.open(order, payment);
      simulation.after(simulation.random.whole(40, 200) * SECOND_MS, () =>
        payInOneWayOrAnother(troupe, person, order, reference, turn),
      );
    });
  }
  useThePlace(troupe, person, cohort, turn);
}

type Order = Awaited<ReturnType<CheckoutDriver["enrol"]>>["order"];

/** Most cards work. Some are declined first, some people leave the page and come back, some messages come twice. */
async function payInOneWayOrAnother(
  { simulation, checkout }: SeedContext,
  person: Person,
  order: Order,
  reference: string,
  turn: number,
): Promise<void> {
  if (turn % 6 === 2) await checkout.card(reference, "declined");
  else if (turn % 9 === 4) await checkout.leave(reference);
  else return checkout.card(reference, turn % 7 === 5 ? "twice" : "paid");
  simulation.after(3 * MINUTE_MS, async () => {
    const { reference: second } = await checkout.again(person, order, "sandbox");
    await checkout.card(second, "paid");
  });
}

/** Once inside, people read; when the course is over, the teacher says who has done it. */
function useThePlace({ simulation, people }: SeedContext, person: Person, cohort: SeedCohort, turn: number): void {
  const { courseId, startsAt, endsAt } = cohort;
  const reading = () => simulation.act(person.actor, (ctx) => recordOpening(ctx, { courseId }));
  simulation.after(simulation.random.whole(5, 90) * MINUTE_MS, reading);
  if (startsAt) simulation.at(addMs(startsAt, -simulation.random.whole(2, 60) * 60 * MINUTE_MS), reading);
  if (!endsAt) return;
  simulation.at(addMs(endsAt, 2 * DAY_MS + turn * MINUTE_MS), async () => {
    const teacher = await people.meet(cohort.teacherEmail);
    const enrolmentId = await findEnrolmentId(simulation, person, cohort.id);
    await simulation.act(teacher.actor, (ctx) => completeEnrolment(ctx, { enrolmentId, why: "Took part to the end." }));
  });
}
