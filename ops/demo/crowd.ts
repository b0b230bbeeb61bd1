import { recordOpening } from "#domain/access/record-opening.ts";
import { completeEnrolment } from "#domain/enrolments/suspend-enrolment.ts";
import { DAY_MS, addMs, MINUTE_MS, SECOND_MS } from "#domain/kernel/clock.ts";
import type { StagedCohort } from "./catalogue.ts";
import { CROWD } from "./names.ts";
import type { Person } from "./people.ts";
import type { Stage } from "./simulation.ts";
import { placeOf, type Till } from "./checkout-driver.ts";
import type { Troupe } from "./seed-context.ts";

/** The crowd is in before the last days, in which the scenes of the named ones play. */
const QUIET_DAYS = 16;

/** Lets the crowd come to a cohort, one after the other, from its opening until it starts or the last days begin. */
export function letCrowdCome(troupe: Troupe, cohort: StagedCohort): void {
  const { stage } = troupe;
  const { crowd, gaveUp = 0 } = cohort.story;
  const coming = stage.random.shuffled(CROWD).slice(0, crowd + gaveUp);
  const until = Math.min(
    cohort.startsAt?.getTime() ?? stage.present.getTime(),
    addMs(stage.present, -quietDays(cohort, stage) * DAY_MS).getTime(),
  );
  const from = cohort.openedAt.getTime() + 60 * MINUTE_MS;
  const step = (until - from) / Math.max(coming.length, 1);
  for (const [turn, { email }] of coming.entries()) {
    // The first to come are those who will think better of it: their seats are free again long before the others need them.
    const when = new Date(from + step * (turn + stage.random.between(0.1, 0.9)));
    stage.at(when, async () => {
      const person = await troupe.people.meet(email);
      if (turn < gaveUp) await comeAndGiveUp(troupe, person, cohort);
      else await comeAndStay(troupe, person, cohort, turn);
    });
  }
}

/** Cohorts that opened lately are still filling up. */
function quietDays(cohort: StagedCohort, stage: Stage): number {
  const openDays = (stage.present.getTime() - cohort.openedAt.getTime()) / DAY_MS;
  return openDays > 2 * QUIET_DAYS ? QUIET_DAYS : 1;
}

async function comeAndGiveUp({ stage, till }: Troupe, person: Person, cohort: StagedCohort): Promise<void> {
  const { order, payment } = await till.enrol(person, cohort.id, "sandbox");
  if (payment) stage.after(20 * SECOND_MS, () => till.open(order, payment));
}

async function comeAndStay(troupe: Troupe, person: Person, cohort: StagedCohort, turn: number): Promise<void> {
  const { stage, till } = troupe;
  const { order, payment } = await till.enrol(person, cohort.id, "sandbox");
  if (payment) {
    stage.after(15 * SECOND_MS, async () => {
      const reference = await till.open(order, payment);
      stage.after(stage.random.whole(40, 200) * SECOND_MS, () =>
        payInOneWayOrAnother(troupe, person, order, reference, turn),
      );
    });
  }
  useThePlace(troupe, person, cohort, turn);
}

type Order = Awaited<ReturnType<Till["enrol"]>>["order"];

/** Most cards work. Some are declined first, some people leave the page and come back, some messages come twice. */
async function payInOneWayOrAnother(
  { stage, till }: Troupe,
  person: Person,
  order: Order,
  reference: string,
  turn: number,
): Promise<void> {
  if (turn % 6 === 2) await till.card(reference, "declined");
  else if (turn % 9 === 4) await till.leave(reference);
  else return till.card(reference, turn % 7 === 5 ? "twice" : "paid");
  stage.after(3 * MINUTE_MS, async () => {
    const { reference: second } = await till.again(person, order, "sandbox");
    await till.card(second, "paid");
  });
}

/** Once inside, people read; when the course is over, the teacher says who has done it. */
function useThePlace({ stage, people }: Troupe, person: Person, cohort: StagedCohort, turn: number): void {
  const { courseId, startsAt, endsAt } = cohort;
  const reading = () => stage.act(person.actor, (ctx) => recordOpening(ctx, { courseId }));
  stage.after(stage.random.whole(5, 90) * MINUTE_MS, reading);
  if (startsAt) stage.at(addMs(startsAt, -stage.random.whole(2, 60) * 60 * MINUTE_MS), reading);
  if (!endsAt) return;
  stage.at(addMs(endsAt, 2 * DAY_MS + turn * MINUTE_MS), async () => {
    const teacher = await people.meet(cohort.teacherEmail);
    const enrolmentId = await placeOf(stage, person, cohort.id);
    await stage.act(teacher.actor, (ctx) => completeEnrolment(ctx, { enrolmentId, why: "Took part to the end." }));
  });
}
