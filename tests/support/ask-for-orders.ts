import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { cohorts, orders } from "#db/schema/index.ts";
import { undoMatch } from "#domain/bank/undo-match.ts";
import { recordTransfer } from "#domain/checkout/record-transfer.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { asStep } from "./as-step.ts";
import type { Asking } from "./ask-for-progress.ts";

/** Asks for every operation about an order that the office prepares, one after the other. */
export async function askForOrders({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500, capacity: 1 });
  const draft = await done("draftOrder", "", office, { cohortId, studentId: student.id, why: "telephoned" });
  expect([draft.state, draft.buyerId, draft.total.minor]).toEqual(["draft", student.id, 9_500]);
  expect((await school.ask(`/cohorts/${cohortId}`, { token: office })).body.seatsLeft).toBe(1);
  const where = { street: "Ring", postCode: "4051", town: "Basel" };
  const billed = { name: "A. Student", ...where, country: "CH", vatId: "CHE-107.787.577" };
  expect((await done("setBillingDetails", draft.id, office, billed)).id).toBe(draft.id);
  expect((await done("sendOrder", draft.id, office)).state).toBe("awaiting_payment");
  expect((await school.ask(`/cohorts/${cohortId}`, { token: office })).body.seatsLeft).toBe(0);
  const again = await school.post(`/orders/${draft.id}/send`, office);
  expect(again.body.code).toBe("wrong_state");

  await school.database.write(async (tx) => {
    await tx.update(orders).set({ reviewReason: "late_money_no_seat" }).where(eq(orders.id, draft.id));
  });
  expect((await done("resolveOrder", draft.id, office, { why: "Sent back." })).reviewReason).toBeNull();
  const unflagged = await school.post(`/orders/${draft.id}/resolve`, office, { why: "Sent back." });
  expect(unflagged.body.code).toBe("wrong_state");
  await invoice({ school, office, student, done });
  await askAgain({ school, office, student, done });
}

/** Another's money was matched to an order whose course goes on by now. */
async function askAgain({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500 });
  const { order } = await done("createEnrolment", "", student.token, { cohortId });
  const money = { orderId: order.id, amountMinor: 9_500, currency: "CHF" };
  const { paymentId } = await school.asSystem((ctx) => recordTransfer(ctx, { ...money, key: `bank-${order.id}` }));
  await school.database.write((tx) =>
    tx.update(cohorts).set({ startsAt: school.clock() }).where(eq(cohorts.id, cohortId)),
  );
  await school.asSystem(asStep((ctx) => undoMatch(ctx, { ...money, paymentId })));
  const asked = await done("requestPaymentAgain", order.id, office);
  expect([asked.state, asked.reviewReason]).toEqual(["paid", null]);
}

/** A company pays by invoice, and is named otherwise afterwards. */
async function invoice({ school, office, student, done }: Asking): Promise<void> {
  const address = { addressPostCode: "4052", addressTown: "Basel", addressCountry: "CH" };
  await school.asSystem((ctx) => changeSettings(ctx, address));
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500 });
  const { order } = await done("createEnrolment", "", student.token, { cohortId });
  const issued = await done("issueInvoice", order.id, office);
  const file = await done("readInvoiceFile", issued.id, student.token);
  expect([file.mediaType, Buffer.from(file.base64, "base64").subarray(0, 5).toString()]).toEqual([
    "application/pdf",
    "%PDF-",
  ]);
  expect(issued).toMatchObject({ kind: "invoice", state: "open", total: { minor: 9_500 } });
  const corrected = await done("correctInvoice", issued.id, office, {
    ...{ company: "Acme GmbH", name: "Ann", street: "Hauptstrasse", postCode: "10115", town: "Berlin" },
    country: "DE",
  });
  expect(corrected.cancellation.correctsId).toBe(issued.id);
  expect(corrected.invoice.buyerName).toBe("Acme GmbH");
  expect((await done("listInvoices", "", student.token)).items).toHaveLength(3);
  await school.asSystem((ctx) => changeSettings(ctx, { addressTown: "" }));
}
