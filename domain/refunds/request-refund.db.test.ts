import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { applyPaymentUpdate } from "../checkout/apply-payment-update.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { listBalances } from "../ledger/list-balances.ts";
import { markRefundSent } from "./mark-refund-sent.ts";
import { recordRefund } from "./record-refund.ts";
import { requestRefund } from "./request-refund.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const PRICE = 500;
const amount = { minor: PRICE, currency: "CHF" };
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

async function ordered() {
  const { id: cohortId } = await school.cohort({ priceMinor: PRICE });
  const [student, finance] = [await school.person("student"), await school.person("finance")];
  const { payment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId, studentId: student.id, provider: "sandbox" }),
  );
  const paymentId = payment?.id ?? "";
  const view = { state: "settled", amount, live: false, paymentId } as const;
  return {
    finance,
    settle: () => school.asSystem((ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId, view })),
    refund: async (amountMinor = PRICE, seenMinor?: number) => {
      const asked = { paymentId, amountMinor, reason: "moved away", seenMinor };
      return (await school.as(finance)((ctx) => requestRefund(ctx, asked))).refund;
    },
  };
}

const record = (refundId: string, state: "done" | "failed", reference: string) =>
  school.asSystem((ctx) => recordRefund(ctx, { refundId, view: { state, reference, failure: "No such card." } }));

const stateOf = async (id: string) =>
  (await school.database.read.select().from(refunds).where(eq(refunds.id, id)))[0]?.state;

test("money that has not come cannot go back", async () => {
  const { refund, settle } = await ordered();
  await expect(refund()).rejects.toEqual(refusal("wrong_state"));
  await settle();
  expect((await refund()).state).toBe("requested");
});

test("a dialog that two people have open gives back once, and what was seen again may go", async () => {
  const { refund, settle } = await ordered();
  await settle();
  const both = await Promise.allSettled([refund(100, PRICE), refund(100, PRICE)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(refund(100, PRICE)).rejects.toEqual(refusal("amount_mismatch"));
  await expect(refund(100, PRICE)).rejects.toThrow("Something of it went back since you opened this page.");
  expect((await refund(100, PRICE - 100)).state).toBe("requested");
});

test("what could not be sent may be asked back again, and what went may not", async () => {
  const { refund, settle } = await ordered();
  await settle();
  const first = await refund();
  await record(first.id, "failed", "re_1");
  const second = await refund();
  await record(second.id, "done", "re_2");
  await expect(refund(1)).rejects.toEqual(refusal("refund_too_large"));
});

test("a refund that went stays gone when the provider says that it never made one", async () => {
  const { refund, settle } = await ordered();
  await settle();
  const { id } = await refund();
  await record(id, "done", "re_1");
  const before = await listBalances(school.database.read);
  expect(await record(id, "failed", "")).toBe(false);
  expect(await stateOf(id)).toBe("done");
  expect(await listBalances(school.database.read)).toEqual(before);
});

test("a person says of a transfer that it was sent, and of no refund that a provider makes", async () => {
  const { refund, settle, finance } = await ordered();
  await settle();
  const { id } = await refund();
  const payee = { holder: "Mara Meier", iban: "CH93 0076 2011 6238 5295 7" };
  await expect(school.as(finance)((ctx) => markRefundSent(ctx, { refundId: id, ...payee }))).rejects.toEqual(
    refusal("wrong_state"),
  );
  expect(await stateOf(id)).toBe("requested");
});
