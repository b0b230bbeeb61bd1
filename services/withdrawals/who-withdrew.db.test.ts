import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outbox } from "#db/schema/index.ts";
import { acceptWithdrawal } from "#domain/checkout/accept-withdrawal.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { recordWithdrawal } from "#domain/checkout/record-withdrawal.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { createId } from "#domain/kernel/ids.ts";
import { composeMail } from "#domain/mail/compose-mail.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";

let school: PayingSchool;
type Person = Awaited<ReturnType<PayingSchool["person"]>>;
let admin: Person;
beforeAll(async () => {
  school = await openPayingSchool({});
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

const payByTransfer = async (buyer: Person, orderId: string) => {
  const payment = await beginPayment({ actor: buyer }, { orderId, provider: "bank" });
  await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
};

async function bought({ isPaid }: { isPaid: boolean }) {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000 });
  const buyer = await school.person("student");
  const { order, enrolment } = await school.as(buyer)((ctx) => enrolStudent(ctx, { cohortId, studentId: buyer.id }));
  if (isPaid) await payByTransfer(buyer, order.id);
  return { buyer, order, enrolmentId: enrolment.id };
}

async function withdraw(buyer: Person, { code }: { code: string }): Promise<void> {
  const id = createId("withdrawal");
  await school.as(visitor)((ctx) => recordWithdrawal(ctx, { id, code, email: buyer.email, name: "Mia" }));
  await school.as(admin)((ctx) => acceptWithdrawal(ctx, { withdrawalId: id }));
}

async function letterTo({ email }: Person, kind: string): Promise<string> {
  const [mail] = await school.database.read
    .select()
    .from(outbox)
    .where(and(eq(outbox.kind, kind), eq(outbox.recipient, email)));
  const place = { url: "https://school.example", bank: null, wordsIn };
  const letter = mail && (await composeMail(school.database.read, mail, place));
  return letter?.text.replace(/\s+/g, " ") ?? "";
}

/** What a mail must not say of what its buyer has ended: the school, or the reason as it is stored. */
const BY_THE_SCHOOL = /The school has cancelled|withdrawn from by the buyer/;

test("whoever withdraws from a place that they have paid reads that it was they who did", async () => {
  const { buyer, order } = await bought({ isPaid: true });
  await withdraw(buyer, order);
  const letter = await letterTo(buyer, "enrolment_cancelled");
  expect(letter).toContain("You have withdrawn from the purchase of your place");
  expect(letter).not.toMatch(BY_THE_SCHOOL);
});

test("and so does whoever withdraws from an order that they have not paid", async () => {
  const { buyer, order } = await bought({ isPaid: false });
  await withdraw(buyer, order);
  const letter = await letterTo(buyer, "order_cancelled");
  expect(letter).toContain(`You have withdrawn from order ${order.code}`);
  expect(letter).not.toMatch(BY_THE_SCHOOL);
});

test("and from places that nobody had claimed", async () => {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000 });
  const buyer = await school.person("student");
  const places = ["Ada", "Ben"].map((name) => ({ name, email: null }));
  const { order } = await school.as(buyer)((ctx) => enrolOthers(ctx, { cohortId, buyerId: buyer.id, places }));
  await payByTransfer(buyer, order.id);
  await withdraw(buyer, order);
  const letter = await letterTo(buyer, "claims_ended");
  expect(letter).toContain(`You have withdrawn from your order ${order.code}`);
  expect(letter).not.toMatch(BY_THE_SCHOOL);
});

test("what the school cancels it says itself, with its reason", async () => {
  const { buyer, enrolmentId } = await bought({ isPaid: true });
  await school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId, why: "The press broke.", refund: "now" }));
  expect(await letterTo(buyer, "enrolment_cancelled")).toMatch(/The school has cancelled .*The press broke\./);
});
