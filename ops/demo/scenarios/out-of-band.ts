import { recordDispute } from "#domain/disputes/record-dispute.ts";
import { DAY_MS, HOUR_MS, addMs } from "#domain/kernel/clock.ts";
import { draftOrder } from "#domain/checkout/draft-order.ts";
import { sendOrder } from "#domain/checkout/send-order.ts";
import { recordExternalRefund } from "#domain/refunds/record-external-refund.ts";
import { systemActor } from "../simulation.ts";
import { getSettledPayment } from "../checkout-driver.ts";
import type { ScenarioContext } from "../seed-context.ts";

/** What happens on the gateway's own pages and at the bank, and what the office prepares on the telephone. */
export function scheduleOutOfBand(setting: ScenarioContext): void {
  const { simulation } = setting;
  simulation.at(simulation.day(-17, "16:10"), () => givenBackAtTheGateway(setting));
  simulation.at(simulation.day(-12, "19:30"), () => doubtsAtTheBank(setting));
  simulation.at(simulation.day(-3, "11:15"), () => askedOnTheTelephone(setting));
}

/** Finance gives Olena a part back on the gateway's pages instead of here; the office is told to look at the place. */
async function givenBackAtTheGateway({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const olena = await people.meet("olena.s@example.org");
  const { order } = await checkout.buy(olena, catalogue.cohort("statistics-always").id);
  simulation.after(2 * DAY_MS, async () => {
    const payment = await getSettledPayment(simulation, order.id);
    const amount = { minor: Math.floor(payment.amountMinor / 2), currency: payment.currency };
    const made = await simulation.runtime.providers.sandbox?.refund({
      refundId: "",
      idempotencyKey: `by-hand-${payment.id}`,
      reference: payment.reference ?? "",
      amount,
      reason: "requested_by_customer",
    });
    if (!made) return;
    const refund = { ...made, refundId: null, amount, reason: "requested_by_customer" };
    await simulation.act(systemActor, (ctx) => recordExternalRefund(ctx, { payment, refund }));
  });
}

/** Lukasz does not know the school's name on his statement, and his bank asks for the money back. */
async function doubtsAtTheBank({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const lukasz = await people.meet("lukasz.z@example.org");
  const { order } = await checkout.buy(lukasz, catalogue.cohort("statistics-always").id);
  simulation.after(9 * DAY_MS + HOUR_MS, async () => {
    const payment = await getSettledPayment(simulation, order.id);
    const dispute = {
      reference: `dispute-of-${payment.reference}`,
      state: "open" as const,
      amount: { minor: payment.amountMinor, currency: payment.currency },
      reason: "unrecognized",
      respondBy: addMs(simulation.now(), 12 * DAY_MS),
      isWithdrawn: true,
      isReinstated: false,
    };
    await simulation.act(systemActor, (ctx) => recordDispute(ctx, { payment, dispute }));
  });
}

/** Two people have telephoned. One order was sent and is being thought about, the other waits to be sent. */
async function askedOnTheTelephone({ simulation, people, catalogue }: ScenarioContext): Promise<void> {
  const support = await people.desk("support");
  const cohortId = catalogue.cohort("statistics-always").id;
  const prepare = async (email: string) => {
    const student = await people.meet(email);
    return simulation.act(support.actor, (ctx) =>
      draftOrder(ctx, { cohortId, studentId: student.id, why: "Asked for a place on the telephone." }),
    );
  };
  simulation.after(2 * DAY_MS, () => prepare("quentin.r@example.org"));
  simulation.after(2 * DAY_MS + HOUR_MS, async () => {
    const { id: orderId } = await prepare("minhkhai@example.org");
    await simulation.act(support.actor, (ctx) => sendOrder(ctx, { orderId }));
  });
}
