import { recordOpening } from "#domain/access/record-opening.ts";
import { completeEnrolment } from "#domain/enrolments/suspend-enrolment.ts";
import { DAY_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import type { Setting } from "../seed-context.ts";

export const MARA = "student@demo.test";

/** Mara Keller, whom everybody plays who signs in as the demo's student: something of everything a student sees. */
export function stageMara(setting: Setting): void {
  const { stage, people, till, catalogue } = setting;
  const enrolIn = async (key: string) => till.enrol(await people.meet(MARA), catalogue.cohort(key).id);
  stage.at(stage.day(-150, "21:10"), async () => {
    const { enrolment } = await enrolIn("stars-then");
    const { endsAt, teacherEmail } = catalogue.cohort("stars-then");
    if (!endsAt) return;
    stage.at(new Date(endsAt.getTime() + 2 * DAY_MS), async () => {
      const teacher = await people.meet(teacherEmail);
      const why = "Took part to the end.";
      await stage.act(teacher.actor, (ctx) => completeEnrolment(ctx, { enrolmentId: enrolment.id, why }));
    });
  });
  stage.at(stage.day(-80, "19:45"), () => enrolIn("mending-always"));
  stage.at(stage.day(-12, "13:50"), () => paysTwice(setting));
}

/**
 * She chooses a transfer and makes it, fears that it will be too slow, and pays by card in another tab. Two days later the
 * transfer arrives as well: the order is overpaid, and a person must look.
 */
async function paysTwice({ stage, people, till, catalogue }: Setting): Promise<void> {
  const mara = await people.meet(MARA);
  const cohort = catalogue.cohort("bookbinding-next");
  const { order, payment: transfer } = await till.enrol(mara, cohort.id, "bank");
  if (!transfer) return;
  await till.open(order, transfer);
  stage.after(6 * MINUTE_MS, async () => {
    const { reference } = await till.again(mara, order, "sandbox");
    await till.card(reference, "paid");
    await stage.act(mara.actor, (ctx) => recordOpening(ctx, { courseId: cohort.courseId }));
  });
  stage.at(stage.day(-1, "15:25"), async () => {
    const finance = await people.desk("finance");
    await stage.act(finance.actor, (ctx) => confirmTransfer(ctx, transfer.id));
  });
}
