import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enrolments, orders, payments } from "#db/schema/index.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { recordDispute } from "#domain/disputes/record-dispute.ts";
import { getCommittedMinor } from "#domain/ledger/get-committed-minor.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { cancelOrder } from "#domain/checkout/cancel-order.ts";
import { confirmTransfer } from "#domain/checkout/confirm-transfer.ts";
import { endPurchase } from "#domain/checkout/end-purchase.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { getEnding } from "#domain/checkout/get-ending.ts";

let school: PayingSchool;
let admin: Awaited<ReturnType<PayingSchool["person"]>>;
beforeAll(async () => {
  school = await openPayingSchool({});
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

const ROUNDS = 6;

async function ordered() {
  const cohort = await school.cohort({ priceMinor: 48_000, capacity: 5 });
  const student = await school.person("student");
  const { order, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  const payment = await beginPayment({ actor: student }, { orderId: order.id, provider: "bank" });
  return { orderId: order.id, enrolmentId: enrolment.id, payment };
}

const confirm = (paymentId: string) => school.asSystem((ctx) => confirmTransfer(ctx, paymentId));

test("an order that is cancelled while it is paid ends one way: the place with the money, or neither and a person to send it back", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { orderId, enrolmentId, payment } = await ordered();
    const cancel = () => school.as(admin)((ctx) => cancelOrder(ctx, { orderId, why: "changed their mind" }));
    const both = [cancel, () => confirm(payment.id)];
    await Promise.allSettled((round % 2 === 0 ? both : both.toReversed()).map((run) => run()));
    const [order] = await school.database.read.select().from(orders).where(eq(orders.id, orderId));
    const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
    const [paid] = await school.database.read.select().from(payments).where(eq(payments.id, payment.id));
    const stands = [order?.state, place?.state, paid?.state, order?.reviewReason];
    expect([
      ["paid", "active", "settled", null],
      ["cancelled", "cancelled", "settled", "money_after_cancellation"],
      ["cancelled", "cancelled", "cancelled", null],
    ]).toContainEqual(stands);
  }
});

test("a refund that is asked for while a dispute takes its money is refused or the provider’s to refuse, and nothing more can be asked back", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { payment } = await ordered();
    await confirm(payment.id);
    const [settled] = await school.database.read.select().from(payments).where(eq(payments.id, payment.id));
    if (!settled) throw new Error("there is no payment");
    const amount = { minor: 48_000, currency: "CHF" };
    const dispute = {
      ...{ reference: `dp_${round}`, state: "open" as const, amount, reason: "fraudulent", respondBy: null },
      ...{ isWithdrawn: true, isReinstated: false },
    };
    const input = { paymentId: payment.id, amountMinor: 48_000, reason: "asked to" };
    const [refunded] = await Promise.allSettled([
      school.as(admin)((ctx) => requestRefund(ctx, input)),
      school.asSystem((ctx) => recordDispute(ctx, { payment: settled, dispute })),
    ]);
    // The bank takes what it takes. What we ask for is refused once it has, and asked for before it is the provider's to refuse.
    const committed = await getCommittedMinor(school.database.read, payment.id);
    expect(committed).toBe(refunded.status === "fulfilled" ? 96_000 : 48_000);
    const more = { ...input, amountMinor: 1 };
    await expect(school.as(admin)((ctx) => requestRefund(ctx, more))).rejects.toMatchObject({
      code: "refund_too_large",
    });
  }
});

test("two people who end the same place at once end it once, with one refund", async () => {
  const { orderId, payment } = await ordered();
  await confirm(payment.id);
  const ending = await getEnding(school.reading(admin), { orderId });
  const lines = (ending?.lines ?? []).map(({ id: lineId, paidMinor: amountMinor }) => ({
    ...{ lineId, access: "ends" as const, amountMinor },
  }));
  const other = await school.person("owner");
  const tries = await Promise.allSettled(
    [admin, other, admin].map((by) =>
      school.as(by)((ctx) => endPurchase(ctx, { orderId, lines, why: "ill", refund: "now" })),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await getCommittedMinor(school.database.read, payment.id)).toBe(48_000);
});
