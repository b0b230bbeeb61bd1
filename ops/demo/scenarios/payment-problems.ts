import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { askForRefund, noteRefund, refundByTransfer, refundOrder } from "../refunds.ts";
import { byItself } from "../simulation.ts";
import { placeOf } from "../checkout-driver.ts";
import type { Setting } from "../seed-context.ts";
import { MARA } from "./demo-student.ts";
import { wait } from "./waiting-list.ts";

/** Money that comes late, goes back, or does not add up. */
export function stageMoneyTrouble(setting: Setting): void {
  const { stage } = setting;
  stage.at(stage.day(-26, "09:40"), () => transferThatCameLate(setting));
  stage.at(stage.day(-24, "08:10"), () => lastSeatOfTheKitchen(setting));
  stage.at(stage.day(-20, "11:05"), () => refundsOfManyKinds(setting));
  stage.at(stage.day(-13, "18:20"), () => thoughtBetterOfIt(setting));
  stage.at(stage.day(-6, "10:30"), () => moneyForNothing(setting));
}

/** Lucía pays by transfer. The order has expired when the money arrives, a seat is free, and the place is hers. */
async function transferThatCameLate({ stage, people, till, catalogue }: Setting): Promise<void> {
  const lucia = await people.meet("lucia.ortega@example.org");
  const { order, payment } = await till.enrol(lucia, catalogue.cohort("accounts-next").id, "bank");
  if (!payment) return;
  await till.open(order, payment);
  stage.after(9 * DAY_MS, async () => {
    const finance = await people.desk("finance");
    await stage.act(finance.actor, (ctx) => confirmTransfer(ctx, payment.id));
  });
}

/**
 * Siobhán means to pay for the kitchen by transfer, and a week goes by. Jonas takes the seat by card, which was the last one.
 * Her money comes the day after; there is no seat for it, so a person looks at it and sends it back.
 */
async function lastSeatOfTheKitchen(setting: Setting): Promise<void> {
  const { stage, people, till, catalogue } = setting;
  const { id: cohortId } = catalogue.cohort("sourdough-next");
  const { order, payment } = await till.enrol(await people.meet("siobhan.orourke@example.org"), cohortId, "bank");
  if (!payment) return;
  await till.open(order, payment);
  stage.at(stage.day(-15, "11:20"), async () => {
    await till.buy(await people.meet("jonas.frei@example.org"), cohortId);
  });
  for (const [turn, email] of ["aylin.demir@example.org", MARA, "hubert.w@example.org"].entries()) {
    stage.at(stage.day(-14 + 2 * turn, "20:40"), () => wait(setting, email, "sourdough-next"));
  }
  stage.at(stage.day(-14, "09:30"), async () => {
    const finance = await people.desk("finance");
    await stage.act(finance.actor, (ctx) => confirmTransfer(ctx, payment.id));
    const reason = "The kitchen was full when the money came.";
    stage.after(3 * HOUR_MS, () => refundByTransfer(setting, order.id, { reason, afterHours: 50 }));
  });
}

/** A part back for evenings missed, a card that takes nothing back, and a transfer that is still on its way. */
async function refundsOfManyKinds(setting: Setting): Promise<void> {
  const { stage, people, till, catalogue } = setting;
  const bjork = await people.meet("bjork.t@example.org");
  const { order } = await till.buy(bjork, catalogue.cohort("bookbinding-weekend").id);
  stage.after(4 * DAY_MS, () => refundOrder(setting, order.id, "The price of one day, which we moved.", 12_000));

  const giorgos = await people.meet("giorgos.p@example.org");
  const accounts = await till.buy(giorgos, catalogue.cohort("accounts-next").id);
  stage.after(5 * DAY_MS, async () => {
    const support = await people.desk("support");
    await stage.act(support.actor, async (ctx) =>
      cancelEnrolment(ctx, { enrolmentId: accounts.enrolment.id, why: "His shop has closed." }),
    );
    const { refund } = await askForRefund(setting, accounts.order.id, "Cancelled in time: everything back.");
    const failure = "The card has been closed.";
    stage.after(MINUTE_MS, () => noteRefund(setting, refund.id, { state: "failed", reference: refund.id, failure }));
  });

  const tomasz = await people.meet("tomasz.k@example.org");
  const essay = await till.enrol(tomasz, catalogue.cohort("washi-next").id, "bank");
  if (!essay.payment) return;
  const { id: paymentId } = essay.payment;
  await till.open(essay.order, essay.payment);
  stage.after(DAY_MS, async () => {
    const finance = await people.desk("finance");
    await stage.act(finance.actor, (ctx) => confirmTransfer(ctx, paymentId));
  });
  stage.after(18 * DAY_MS, async () => {
    const support = await people.desk("support");
    const enrolmentId = await placeOf(stage, tomasz, catalogue.cohort("washi-next").id);
    await stage.act(support.actor, (ctx) =>
      cancelEnrolment(ctx, { enrolmentId, why: "The parcel cannot be sent to his country." }),
    );
    await refundByTransfer(setting, essay.order.id, { reason: "We cannot send the parcel.", afterHours: 72 });
  });
}

/** Lior holds a seat, finds the date in the diary, and calls it off before the time runs out. */
async function thoughtBetterOfIt({ stage, people, till, catalogue }: Setting): Promise<void> {
  const lior = await people.meet("lior.cohen@example.org");
  const { order, payment } = await till.enrol(lior, catalogue.cohort("bookbinding-next").id, "sandbox");
  if (!payment) return;
  const reference = await till.open(order, payment);
  stage.after(4 * MINUTE_MS, async () => {
    await till.leave(reference);
    await stage.act(lior.actor, (ctx) => cancelOrder(ctx, { orderId: order.id, why: "I am away that month." }));
  });
}

/** A message says that less was paid than was asked for. Nothing is booked, and the order waits for a person. */
async function moneyForNothing({ stage, people, till, catalogue }: Setting): Promise<void> {
  const salome = await people.meet("m.elfassi@example.org");
  const { order, payment } = await till.enrol(salome, catalogue.cohort("statistics-always").id, "sandbox");
  if (!payment) return;
  await till.open(order, payment);
  const view = {
    state: "settled" as const,
    amount: { minor: payment.amountMinor - 100, currency: payment.currency },
    live: false,
    paymentId: payment.id,
  };
  stage.after(2 * MINUTE_MS, () =>
    stage.act(byItself, (ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view })),
  );
}
