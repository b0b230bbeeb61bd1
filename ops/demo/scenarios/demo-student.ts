import { recordOpening } from "#domain/access/record-opening.ts";
import { completeEnrolment } from "#domain/enrolments/complete-enrolment.ts";
import { DAY_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { recordTransfer } from "#domain/checkout/record-transfer.ts";
import type { ScenarioContext } from "../seed-context.ts";

export const DEMO_STUDENT_EMAIL = "student@demo.test";

/** Mara Keller, whom everybody plays who signs in as the demo's student: something of everything a student sees. */
export function scheduleDemoStudent(setting: ScenarioContext): void {
  const { simulation, people, checkout, catalogue } = setting;
  const enrolIn = async (key: string) =>
    checkout.enrol(await people.meet(DEMO_STUDENT_EMAIL), catalogue.cohort(key).id);
  simulation.at(simulation.day(-150, "21:10"), async () => {
    const { enrolment } = await enrolIn("stars-then");
    const { endsAt, teacherEmail } = catalogue.cohort("stars-then");
    if (!endsAt) return;
    simulation.at(new Date(endsAt.getTime() + 2 * DAY_MS), async () => {
      const teacher = await people.meet(teacherEmail);
      const why = "Took part to the end.";
      await simulation.act(teacher.actor, (ctx) => completeEnrolment(ctx, { enrolmentId: enrolment.id, why }));
    });
  });
  simulation.at(simulation.day(-80, "19:45"), () => enrolIn("mending-always"));
  simulation.at(simulation.day(-12, "13:50"), () => paysTwice(setting));
}

/**
 * She chooses a transfer and makes it, fears that it will be too slow, and pays by card in another tab. Two days later the
 * transfer arrives as well: the order is overpaid, and a person must look.
 */
async function paysTwice({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const mara = await people.meet(DEMO_STUDENT_EMAIL);
  const cohort = catalogue.cohort("bookbinding-next");
  const { order, payment: transfer } = await checkout.enrol(mara, cohort.id, "bank");
  if (!transfer) return;
  await checkout.open(order, transfer);
  simulation.after(6 * MINUTE_MS, async () => {
    const { reference } = await checkout.again(mara, order, "sandbox");
    await checkout.card(reference, "paid");
    await simulation.act(mara.actor, (ctx) => recordOpening(ctx, { courseId: cohort.courseId }));
  });
  simulation.at(simulation.day(-1, "15:25"), async () => {
    const finance = await people.desk("finance");
    const { amountMinor, currency } = transfer;
    const money = { orderId: order.id, amountMinor, currency, key: `late-${transfer.id}` };
    await simulation.act(finance.actor, (ctx) => recordTransfer(ctx, money));
  });
}
