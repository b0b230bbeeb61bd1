import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { requestRefundInSeed } from "../refunds.ts";
import { DEMO_STUDENT_EMAIL } from "./demo-student.ts";
import type { ScenarioContext } from "../seed-context.ts";

/** The last minutes before the present: orders that are being paid while you look. */
export function scheduleToday(setting: ScenarioContext): void {
  const { simulation, people, checkout, catalogue } = setting;
  const minutesAgo = (minutes: number, scene: () => Promise<unknown>) =>
    simulation.at(addMs(simulation.present, -minutes * MINUTE_MS), scene);

  minutesAgo(170, async () => {
    const zoe = await people.meet("zoe.bronte@example.org");
    const { order } = await checkout.buy(zoe, catalogue.cohort("statistics-always").id);
    simulation.after(160 * MINUTE_MS, () =>
      requestRefundInSeed(setting, order.id, "Bought by mistake; wanted the evening course."),
    );
  });
  // On the gateway's page just now.
  minutesAgo(9, async () => {
    const misaki = await people.meet("misaki.sato@example.org");
    const { order, payment } = await checkout.enrol(misaki, catalogue.cohort("washi-next").id, "sandbox");
    if (payment) simulation.after(MINUTE_MS, () => checkout.open(order, payment));
  });
  // Has chosen a transfer; somebody will confirm the money, or nobody.
  minutesAgo(7, async () => {
    const urs = await people.meet("urs.ammann@example.org");
    const { order, payment } = await checkout.enrol(urs, catalogue.cohort("bookbinding-weekend").id, "bank");
    if (payment) simulation.after(MINUTE_MS, () => checkout.open(order, payment));
  });
  // Has pressed the button, and the gateway has not answered yet.
  minutesAgo(1, async () => {
    const kaisa = await people.meet("hubert.w@example.org");
    await checkout.enrol(kaisa, catalogue.cohort("accounts-next").id, "sandbox");
  });
  // Mara wonders about her books.
  minutesAgo(4, async () => {
    const mara = await people.meet(DEMO_STUDENT_EMAIL);
    const { order, payment } = await checkout.enrol(mara, catalogue.cohort("accounts-next").id, "sandbox");
    if (payment) simulation.after(MINUTE_MS, () => checkout.open(order, payment));
  });
}
