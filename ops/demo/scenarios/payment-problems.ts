import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { requestRefundInSeed, recordRefundView, refundByTransfer, refundOrder } from "../refunds.ts";
import { systemActor } from "../simulation.ts";
import { findEnrolmentId } from "../checkout-driver.ts";
import type { ScenarioContext } from "../seed-context.ts";
import { DEMO_STUDENT_EMAIL } from "./demo-student.ts";
import { scheduleJoin } from "./waiting-list.ts";

/** Money that comes late, goes back, or does not add up. */
export function schedulePaymentProblems(setting: ScenarioContext): void {
  const { simulation } = setting;
  simulation.at(simulation.day(-26, "09:40"), () => transferThatCameLate(setting));
  simulation.at(simulation.day(-24, "08:10"), () => lastSeatOfTheKitchen(setting));
  simulation.at(simulation.day(-20, "11:05"), () => refundsOfManyKinds(setting));
  simulation.at(simulation.day(-13, "18:20"), () => thoughtBetterOfIt(setting));
  simulation.at(simulation.day(-6, "10:30"), () => moneyForNothing(setting));
}

/** Lucía pays by transfer. The order has expired when the money arrives, a seat is free, and the place is hers. */
async function transferThatCameLate({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const lucia = await people.meet("lucia.ortega@example.org");
  const { order, payment } = await checkout.enrol(lucia, catalogue.cohort("accounts-next").id, "bank");
  if (!payment) return;
  await checkout.open(order, payment);
  simulation.after(9 * DAY_MS, async () => {
    const finance = await people.desk("finance");
    await simulation.act(finance.actor, (ctx) => confirmTransfer(ctx, payment.id));
  });
}

/**
 * Siobhán means to pay for the kitchen by transfer, and a week goes by. Jonas takes the seat by card, which was the last one.
 * Her money comes the day after; there is no seat for it, so a person looks at it and sends it back.
 */
async function lastSeatOfTheKitchen(setting: ScenarioContext): Promise<void> {
  const { simulation, people, checkout, catalogue } = setting;
  const { id: cohortId } = catalogue.cohort("sourdough-next");
  const { order, payment } = await checkout.enrol(await people.meet("siobhan.orourke@example.org"), cohortId, "bank");
  if (!payment) return;
  await checkout.open(order, payment);
  simulation.at(simulation.day(-15, "11:20"), async () => {
    await checkout.buy(await people.meet("jonas.frei@example.org"), cohortId);
  });
  for (const [turn, email] of ["aylin.demir@example.org", DEMO_STUDENT_EMAIL, "hubert.w@example.org"].entries()) {
    simulation.at(simulation.day(-14 + 2 * turn, "20:40"), () => scheduleJoin(setting, email, "sourdough-next"));
  }
  simulation.at(simulation.day(-14, "09:30"), async () => {
    const finance = await people.desk("finance");
    await simulation.act(finance.actor, (ctx) => confirmTransfer(ctx, payment.id));
    const reason = "The kitchen was full when the money came.";
    simulation.after(3 * HOUR_MS, () => refundByTransfer(setting, order.id, { reason, afterHours: 50 }));
  });
}

/** A part back for evenings missed, a card that takes nothing back, and a transfer that is still on its way. */
async function refundsOfManyKinds(setting: ScenarioContext): Promise<void> {
  const { simulation, people, checkout, catalogue } = setting;
  const bjork = await people.meet("bjork.t@example.org");
  const { order } = await checkout.buy(bjork, catalogue.cohort("bookbinding-weekend").id);
  simulation.after(4 * DAY_MS, () => refundOrder(setting, order.id, "The price of one day, which we moved.", 12_000));

  const giorgos = await people.meet("giorgos.p@example.org");
  const accounts = await checkout.buy(giorgos, catalogue.cohort("accounts-next").id);
  simulation.after(5 * DAY_MS, async () => {
    const support = await people.desk("support");
    await simulation.act(support.actor, async (ctx) =>
      cancelEnrolment(ctx, { enrolmentId: accounts.enrolment.id, why: "His shop has closed." }),
    );
    const { refund } = await requestRefundInSeed(setting, accounts.order.id, "Cancelled in time: everything back.");
    const failure = "The card has been closed.";
    simulation.after(MINUTE_MS, () =>
      recordRefundView(setting, refund.id, { state: "failed", reference: refund.id, failure }),
    );
  });

  const tomasz = await people.meet("tomasz.k@example.org");
  const essay = await checkout.enrol(tomasz, catalogue.cohort("washi-next").id, "bank");
  if (!essay.payment) return;
  const { id: paymentId } = essay.payment;
  await checkout.open(essay.order, essay.payment);
  simulation.after(DAY_MS, async () => {
    const finance = await people.desk("finance");
    await simulation.act(finance.actor, (ctx) => confirmTransfer(ctx, paymentId));
  });
  simulation.after(18 * DAY_MS, async () => {
    const support = await people.desk("support");
    const enrolmentId = await findEnrolmentId(simulation, tomasz, catalogue.cohort("washi-next").id);
    await simulation.act(support.actor, (ctx) =>
      cancelEnrolment(ctx, { enrolmentId, why: "The parcel cannot be sent to his country." }),
    );
    await refundByTransfer(setting, essay.order.id, { reason: "We cannot send the parcel.", afterHours: 72 });
  });
}

/** Lior holds a seat, finds the date in the diary, and calls it off before the time runs out. */
async function thoughtBetterOfIt({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const lior = await people.meet("lior.cohen@example.org");
  const { order, payment } = await checkout.enrol(lior, catalogue.cohort("bookbinding-next").id, "sandbox");
  if (!payment) return;
  const reference = await checkout.open(order, payment);
  simulation.after(4 * MINUTE_MS, async () => {
    await checkout.leave(reference);
    await simulation.act(lior.actor, (ctx) => cancelOrder(ctx, { orderId: order.id, why: "I am away that month." }));
  });
}

/** A message says that less was paid than was asked for. Nothing is booked, and the order waits for a person. */
async function moneyForNothing({ simulation, people, checkout, catalogue }: ScenarioContext): Promise<void> {
  const salome = await people.meet("m.elfassi@example.org");
  const { order, payment } = await checkout.enrol(salome, catalogue.cohort("statistics-always").id, "sandbox");
  if (!payment) return;
  await checkout.open(order, payment);
  const view = {
    state: "settled" as const,
    amount: { minor: payment.amountMinor - 100, currency: payment.currency },
    live: false,
    paymentId: payment.id,
  };
  simulation.after(2 * MINUTE_MS, () =>
    simulation.act(systemActor, (ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view })),
  );
}
