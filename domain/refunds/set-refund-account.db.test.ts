import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, orders, outbox, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { message } from "#messages/message.ts";
import { describeIbanFault } from "../kernel/describe-iban-fault.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { getReceipt } from "../learning/get-receipt.ts";
import { getOrder } from "../orders/get-order.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { addBankAccount } from "../bank/add-bank-account.ts";
import { createPayoutRun } from "../payouts/create-payout-run.ts";
import { removeFromPayoutRun } from "../payouts/remove-from-payout-run.ts";
import { setRefundAccount } from "./set-refund-account.ts";
import { markRefundSent } from "./mark-refund-sent.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const IBAN = "ch93 0076-2011 6238 5295 7";
const OTHER = "DE89 3704 0044 0532 0130 00";

/** Somebody who has paid CHF 480.00 by transfer, in the hands of the office. */
async function paidByTransfer() {
  const cohort = await school.cohort({ priceMinor: 48_000 });
  const [student, admin] = [await school.person("student"), await school.person("admin")];
  const { order, payment, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id, provider: "bank" }),
  );
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  const cancel = (refund: "now" | "review") =>
    school.as(admin)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away", refund }));
  const give = (iban = IBAN, by: typeof student = student) =>
    school.as(by)((ctx) => setRefundAccount(ctx, { orderId: order.id, holder: " A. Student ", iban }));
  const receipt = () => getReceipt(school.reading(student), order.code);
  const inOffice = async () => (await getOrder(school.reading(admin), order.code))?.refundAccount;
  return { student, admin, order, cancel, give, receipt, inOffice };
}

test.each(["now", "review"] as const)(
  "a student who is owed a transfer gives their account, and the office reads it (refund: %s)",
  async (refund) => {
    const { student, order, cancel, give, receipt, inOffice } = await paidByTransfer();
    await expect(give()).rejects.toMatchObject({ code: "wrong_state" });
    expect((await receipt())?.isOwedByTransfer).toBe(false);
    await cancel(refund);
    expect(await receipt()).toMatchObject({ isOwedByTransfer: true, refundAccount: null });
    await give();
    expect(await receipt()).toMatchObject({ refundAccount: { holder: "A. Student", end: "… 2957" } });
    expect(await inOffice()).toEqual({ holder: "A. Student", iban: "CH9300762011623852957", isOwed: true });
    await give(OTHER);
    await give(OTHER);
    expect(await inOffice()).toMatchObject({ iban: "DE89370400440532013000" });
    const { read } = school.database;
    const audited = and(eq(auditLog.objectId, order.id), eq(auditLog.action, "refund.account"));
    const entries = await read.select({ before: auditLog.before, after: auditLog.after }).from(auditLog).where(audited);
    expect(entries).toHaveLength(2);
    expect(entries.at(-1)).toEqual({
      before: { account: "… 2957" },
      after: { holder: "A. Student", account: "… 3000" },
    });
    const mails = and(eq(outbox.kind, "security_notice"), eq(outbox.recipient, student.email));
    expect(await read.$count(outbox, mails)).toBe(2);
  },
);

test("a refund to an account without an IBAN is asked for, named by its end, and sent", async () => {
  const { admin, cancel, give, inOffice } = await paidByTransfer();
  const [refund] = await cancel("now");
  const account = "MUFG 0005, Shibuya 135, futsu 1234567";
  await give(account);
  expect(await inOffice()).toMatchObject({ iban: account, isOwed: true });
  const sent = { refundId: refund?.id ?? "", holder: "A. Student", iban: account };
  expect(await school.as(admin)((ctx) => markRefundSent(ctx, sent))).toMatchObject({
    ...{ state: "done", payeeIban: account },
  });
  expect(await inOffice()).toMatchObject({ isOwed: false });
});

test("an account is not taken by its wrong number, from an old sign-in, or from anybody else", async () => {
  const { student, admin, order, cancel, give } = await paidByTransfer();
  await cancel("now");
  for (const iban of ["CH93 0076 2011 6238 5295 8", "", "480"]) {
    await expect(give(iban)).rejects.toMatchObject({
      code: "invalid_input",
      detail: { fields: { iban: iban.length > 3 ? describeIbanFault(iban) : message("fields.account_number") } },
    });
  }
  const minutesAgo = new Date(school.clock().getTime() - school.minutes(16));
  await expect(give(IBAN, { ...student, provenAt: minutesAgo })).rejects.toMatchObject({ code: "sign_in_not_recent" });
  for (const other of [await school.person("student"), admin]) {
    await expect(give(IBAN, other)).rejects.toMatchObject({ code: "not_found" });
  }
  const [kept] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
  expect(kept).toMatchObject({ refundHolder: null, refundIban: null });
});

test("once all of it stands in a file for the bank, its page says where it goes and asks for no other account", async () => {
  const { cancel, give, receipt } = await paidByTransfer();
  await cancel("now");
  await give();
  expect(await receipt()).toMatchObject({ refundAccount: { isFinal: false } });
  const debtor = { holder: "School", iban: "CH5604835012345678009" };
  const run = await school.asSystem((ctx) => createPayoutRun(ctx, { currency: "CHF", debtor }));
  expect(await receipt()).toMatchObject({ isOwedByTransfer: true, refundAccount: { end: "… 2957", isFinal: true } });
  await expect(give(OTHER)).rejects.toMatchObject({ said: { key: "payouts.account_in_file" } });
  const [refund] = await school.database.read.select().from(refunds).where(eq(refunds.payoutRunId, run.id));
  const taken = { runId: run.id, refundId: refund?.id ?? "" };
  await school.asSystem((ctx) => removeFromPayoutRun(ctx, taken));
  expect(await receipt()).toMatchObject({ refundAccount: { end: "… 2957", isFinal: false } });
  await give(OTHER);
  expect(await receipt()).toMatchObject({ refundAccount: { end: "… 3000", isFinal: false } });
});

test("once the money has gone nobody is asked any more, and the account stays as it was", async () => {
  const { admin, cancel, give, receipt, inOffice } = await paidByTransfer();
  const [refund] = await cancel("now");
  await give();
  const sent = { refundId: refund?.id ?? "", holder: "A. Student", iban: IBAN };
  await school.as(admin)((ctx) => markRefundSent(ctx, sent));
  expect(await receipt()).toMatchObject({ isOwedByTransfer: false });
  expect(await inOffice()).toMatchObject({ isOwed: false });
  await expect(give(OTHER)).rejects.toMatchObject({ code: "wrong_state" });
});

test("no refund goes to an account of the school's own, however it is written and whoever gives it", async () => {
  const { student, admin, order, cancel } = await paidByTransfer();
  const [refund] = await cancel("now");
  const bills = "CH56 0483 5012 3456 7800 9";
  const rules = { bank: { accountHolder: "School", iban: bills } };
  await school.as(admin)((ctx) => addBankAccount(ctx, { account: "AT61 1904 3002 3457 3201" }));
  const said = { code: "invalid_input", detail: { fields: { iban: message("fields.account_is_ours") } } };
  for (const iban of [bills, "ch56-0483-5012-3456-7800-9", "AT611904300234573201", "at61 1904 3002 3457 3201"]) {
    const account = { holder: "A. Student", iban };
    const give = school.as(student)((ctx) =>
      setRefundAccount({ ...ctx, rules: { ...ctx.rules, ...rules } }, { orderId: order.id, ...account }),
    );
    await expect(give).rejects.toMatchObject(said);
    const sent = { refundId: refund?.id ?? "", ...account };
    const send = school.as(admin)((ctx) => markRefundSent({ ...ctx, rules: { ...ctx.rules, ...rules } }, sent));
    await expect(send).rejects.toMatchObject(said);
  }
});
