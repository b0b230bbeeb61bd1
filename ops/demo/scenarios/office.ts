import { disableUser } from "#domain/checkout/disable-user.ts";
import { addEnrolment } from "#domain/enrolments/add-enrolment.ts";
import { moveEnrolment } from "#domain/checkout/move-enrolment.ts";
import { revokeEnrolment } from "#domain/checkout/revoke-enrolment.ts";
import { suspendEnrolment } from "#domain/enrolments/suspend-enrolment.ts";
import { resumeEnrolment } from "#domain/enrolments/resume-enrolment.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { DAY_MS } from "#domain/kernel/clock.ts";
import type { ScenarioContext } from "../seed-context.ts";

/** What the office does with people's places. */
export function scheduleOffice(setting: ScenarioContext): void {
  const { simulation } = setting;
  simulation.at(simulation.day(-22, "14:05"), () => scholarship(setting));
  simulation.at(simulation.day(-37, "15:30"), () => pausedEnrolment(setting));
  simulation.at(simulation.day(-55, "18:45"), () => extendedEnrolment(setting));
  simulation.at(simulation.day(-30, "09:15"), () => movedToTheWeekend(setting));
  simulation.at(simulation.day(-40, "22:10"), () => copiedTheRoom(setting));
  simulation.at(simulation.day(-7, "10:00"), () => refusedBeforePaying(setting));
}

/** Ngozi gets a place without an order: the school gives one in every course away. */
async function scholarship({ simulation, people, catalogue }: ScenarioContext): Promise<void> {
  const ngozi = await people.meet("ngozi.eze@example.org");
  const admin = await people.desk("admin");
  await simulation.act(admin.actor, (ctx) =>
    addEnrolment(ctx, {
      cohortId: catalogue.cohort("bookbinding-next").id,
      studentId: ngozi.id,
      why: "The free place of this course, as agreed with Ines.",
    }),
  );
}

/** Aylin cannot play with a broken wrist: her place is paused until she is well. */
async function pausedEnrolment({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const aylin = await people.meet("aylin.demir@example.org");
  const { enrolment } = await checkout.buy(aylin, catalogue.cohort("harmony-now").id);
  simulation.after(18 * DAY_MS, async () => {
    const support = await people.desk("support");
    const why = "Broken wrist; she asked us to pause her place.";
    await simulation.act(support.actor, (ctx) => suspendEnrolment(ctx, { enrolmentId: enrolment.id, why }));
  });
}

/** Olena travels for a week, and then goes on. */
async function extendedEnrolment({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const olena = await people.meet("olena.s@example.org");
  const { enrolment } = await checkout.enrol(olena, catalogue.cohort("german-now").id);
  const enrolmentId = enrolment.id;
  const support = await people.desk("support");
  simulation.after(10 * DAY_MS, () =>
    simulation.act(support.actor, (ctx) => suspendEnrolment(ctx, { enrolmentId, why: "Travels home for a week." })),
  );
  simulation.after(17 * DAY_MS, () =>
    simulation.act(support.actor, (ctx) => resumeEnrolment(ctx, { enrolmentId, why: "Is back." })),
  );
}

/** Anaïs finds that she cannot come on Thursdays, and is moved to the weekend. */
async function movedToTheWeekend({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const anais = await people.meet("anais.lefevre@example.org");
  const { enrolment } = await checkout.buy(anais, catalogue.cohort("bookbinding-next").id);
  simulation.after(12 * DAY_MS, async () => {
    const support = await people.desk("support");
    const toCohortId = catalogue.cohort("bookbinding-weekend").id;
    await simulation.act(support.actor, (ctx) =>
      moveEnrolment(ctx, { enrolmentId: enrolment.id, toCohortId, why: "Choir on Thursdays." }),
    );
  });
}

/** Somebody sells the course's texts under another name. The place is revoked, and the account shut. */
async function copiedTheRoom({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const copier = await people.meet("ravi@example.org");
  const { enrolment } = await checkout.buy(copier, catalogue.cohort("statistics-always").id);
  simulation.after(9 * DAY_MS, async () => {
    const admin = await people.desk("admin");
    const why = "Sold the chapters on another site; confirmed with the teacher.";
    await simulation.act(admin.actor, (ctx) => revokeEnrolment(ctx, { enrolmentId: enrolment.id, why }));
    await simulation.act(admin.actor, (ctx) => disableUser(ctx, { userId: copier.id }));
  });
}

/** The office refuses a place that is not paid yet: Quentin has not done the course that this one builds on. */
async function refusedBeforePaying({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const quentin = await people.meet("quentin.r@example.org");
  const { enrolment } = await checkout.enrol(quentin, catalogue.cohort("washi-next").id, "sandbox");
  const support = await people.desk("support");
  await simulation.act(support.actor, (ctx) =>
    cancelEnrolment(ctx, {
      enrolmentId: enrolment.id,
      why: "Needs the beginners' course first, as we said on the telephone.",
    }),
  );
}
