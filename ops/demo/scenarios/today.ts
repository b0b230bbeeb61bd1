import { addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { askForRefund } from "../refunds.ts";
import { MARA } from "./demo-student.ts";
import type { Setting } from "../seed-context.ts";

/** The last minutes before the present: orders that are being paid while you look. */
export function stageToday(setting: Setting): void {
  const { stage, people, till, catalogue } = setting;
  const minutesAgo = (minutes: number, scene: () => Promise<unknown>) =>
    stage.at(addMs(stage.present, -minutes * MINUTE_MS), scene);

  minutesAgo(170, async () => {
    const zoe = await people.meet("zoe.bronte@example.org");
    const { order } = await till.buy(zoe, catalogue.cohort("statistics-always").id);
    stage.after(160 * MINUTE_MS, () =>
      askForRefund(setting, order.id, "Bought by mistake; wanted the evening course."),
    );
  });
  // On the gateway's page just now.
  minutesAgo(9, async () => {
    const misaki = await people.meet("misaki.sato@example.org");
    const { order, payment } = await till.enrol(misaki, catalogue.cohort("washi-next").id, "sandbox");
    if (payment) stage.after(MINUTE_MS, () => till.open(order, payment));
  });
  // Has chosen a transfer; somebody will confirm the money, or nobody.
  minutesAgo(7, async () => {
    const urs = await people.meet("urs.ammann@example.org");
    const { order, payment } = await till.enrol(urs, catalogue.cohort("bookbinding-weekend").id, "bank");
    if (payment) stage.after(MINUTE_MS, () => till.open(order, payment));
  });
  // Has pressed the button, and the gateway has not answered yet.
  minutesAgo(1, async () => {
    const kaisa = await people.meet("hubert.w@example.org");
    await till.enrol(kaisa, catalogue.cohort("accounts-next").id, "sandbox");
  });
  // Mara wonders about her books.
  minutesAgo(4, async () => {
    const mara = await people.meet(MARA);
    const { order, payment } = await till.enrol(mara, catalogue.cohort("accounts-next").id, "sandbox");
    if (payment) stage.after(MINUTE_MS, () => till.open(order, payment));
  });
}
