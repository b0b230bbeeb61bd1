import { and, eq, inArray, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, journals, orders, outbox, payoutRuns, refunds } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { confirmTransfer } from "../checkout/confirm-transfer.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { listBalances } from "../ledger/list-balances.ts";
import { markRefundSent } from "../refunds/mark-refund-sent.ts";
import { recordReturnedRefund } from "../refunds/record-returned-refund.ts";
import { requestRefundAccount } from "../refunds/request-refund-account.ts";
import { setRefundAccount } from "../refunds/set-refund-account.ts";
import { countOpenWork } from "../reports/count-open-work.ts";
import { cancelPayoutRun } from "./cancel-payout-run.ts";
import { createPayoutRun } from "./create-payout-run.ts";
import { getPayoutDesk } from "./get-payout-desk.ts";
import { getPayoutRun } from "./get-payout-run.ts";
import { listPayouts, type PayoutStatus } from "./list-payouts.ts";
import { markPayoutRunSent } from "./mark-payout-run-sent.ts";
import { releasePayoutFile } from "./release-payout-file.ts";
import { removeFromPayoutRun } from "./remove-from-payout-run.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const IBAN = "CH9300762011623852957";
const OTHER = "LI21088100002324013AA";
const debtor = { holder: "Lindenhof School", iban: IBAN };
const VIEW = { sort: "created", direction: "desc", page: 1 } as const;

/** A refund of CHF 480.00 that waits to be sent; to no account yet when none is given. */
async function owed(iban: string | null = IBAN) {
  const cohort = await school.cohort({ priceMinor: 48_000 });
  const [student, admin] = [await school.person("student"), await school.person("admin")];
  const { order, payment, enrolment } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id, provider: "bank" }),
  );
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  const [refund] = await school.as(admin)((ctx) =>
    cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "moved away", refund: "now" }),
  );
  const give = (account: string) =>
    school.as(student)((ctx) => setRefundAccount(ctx, { orderId: order.id, holder: "Ana Müller", iban: account }));
  if (iban !== null) await give(iban);
  return { student, order, give, refundId: refund?.id ?? "" };
}

const finance = async () => school.person("finance");
const make = (who: Awaited<ReturnType<typeof finance>>) =>
  school.as(who)((ctx) => createPayoutRun(ctx, { currency: "CHF", debtor }));
const stateOf = async (refundId: string) => {
  const [row] = await school.database.read.select().from(refunds).where(eq(refunds.id, refundId));
  return row;
};
const clearing = async () => {
  const all = await listBalances(school.database.read);
  return all.find(({ account, currency }) => account === "clearing" && currency === "CHF")?.totalMinor ?? 0;
};
async function statusesOf(orderCode: string): Promise<PayoutStatus[]> {
  const read = school.reading(await finance());
  return (await listPayouts(read, { q: orderCode }, VIEW)).items.map(({ status }) => status);
}
/** Nothing of an earlier test is ready any more. */
async function settleTheRest(): Promise<void> {
  const who = await finance();
  const ready = await getPayoutDesk(school.reading(who), IBAN);
  if (ready.ready.length > 0) {
    const { id: runId } = await make(who);
    await school.as(who)((ctx) => markPayoutRunSent(ctx, { runId }));
  }
}

describe("a file for the bank", () => {
  test("holds what is ready, leaves out whose account is missing or no IBAN, and is the same at every download", async () => {
    await settleTheRest();
    const who = await finance();
    const [one, two, missing, foreign] = [await owed(), await owed(OTHER), await owed(null), await owed()];
    await foreign.give("MUFG 0005, Shibuya 135, futsu 1234567");
    const desk = await getPayoutDesk(school.reading(who), IBAN);
    expect(desk.ready).toEqual([{ count: 2, total: { minor: 96_000, currency: "CHF" } }]);
    expect(desk.byHand.map(({ orderCode, fault }) => [orderCode, fault])).toEqual([[foreign.order.code, "not_iban"]]);
    const run = await make(who);
    const take = () => school.as(who)((ctx) => releasePayoutFile(ctx, { runId: run.id }));
    const first = await take();
    expect(first.transfers.map(({ refundId }) => refundId).sort()).toEqual([one.refundId, two.refundId].sort());
    // What the student says afterwards is for another time: the file names this account.
    await expect(one.give(OTHER)).rejects.toMatchObject({ code: "wrong_state" });
    await school.as(who)((ctx) => markRefundSent(ctx, { refundId: one.refundId, holder: "Ana Müller", iban: IBAN }));
    expect((await take()).transfers).toEqual(first.transfers);
    expect(await statusesOf(missing.order.code)).toEqual(["account_missing"]);
    expect(await statusesOf(two.order.code)).toEqual(["in_file"]);
    const audited = and(eq(auditLog.objectId, run.id), eq(auditLog.action, "payout.download"));
    expect(await school.database.read.$count(auditLog, audited)).toBe(2);
  });

  test("is made and downloaded only after a recent sign-in, and not by support", async () => {
    const { refundId } = await owed();
    const who = await finance();
    const longAgo = { ...who, provenAt: new Date(school.clock().getTime() - school.minutes(16)) };
    await expect(make(longAgo)).rejects.toMatchObject({ code: "sign_in_not_recent" });
    const { id: runId } = await make(who);
    await expect(school.as(longAgo)((ctx) => releasePayoutFile(ctx, { runId }))).rejects.toMatchObject({
      code: "sign_in_not_recent",
    });
    const desk = await school.person("support");
    await expect(make(desk)).rejects.toMatchObject({ code: "forbidden" });
    expect((await stateOf(refundId))?.payoutRunId).toBe(runId);
  });

  test("never holds a refund that another one holds, when two people press at once", async () => {
    await settleTheRest();
    const made = [await owed(), await owed(), await owed()];
    const [one, two] = [await finance(), await finance()];
    const ends = await Promise.allSettled([make(one), make(two)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const ids = made.map(({ refundId }) => refundId);
    const rows = await school.database.read.select().from(refunds).where(inArray(refunds.id, ids));
    expect(new Set(rows.map(({ payoutRunId }) => payoutRunId)).size).toBe(1);
    expect(rows[0]?.payoutRunId).not.toBeNull();
    const empty = await school.database.read
      .select({ id: payoutRuns.id })
      .from(payoutRuns)
      .leftJoin(refunds, eq(refunds.payoutRunId, payoutRuns.id))
      .where(and(eq(payoutRuns.state, "open"), isNull(refunds.id)));
    expect(empty).toEqual([]);
  });

  test("gives a refund back, under another name from then on, and all of them when it is discarded", async () => {
    await settleTheRest();
    const [one, two] = [await owed(), await owed()];
    const who = await finance();
    const { id: runId, version } = await make(who);
    await school.as(who)((ctx) => removeFromPayoutRun(ctx, { runId, refundId: one.refundId }));
    expect(await stateOf(one.refundId)).toMatchObject({ payoutRunId: null, payeeIban: null, state: "requested" });
    expect((await getPayoutRun(school.reading(who), runId))?.version).toBe(version + 1);
    await expect(
      school.as(who)((ctx) => removeFromPayoutRun(ctx, { runId, refundId: one.refundId })),
    ).rejects.toMatchObject({ code: "wrong_state" });
    await school.as(who)((ctx) => cancelPayoutRun(ctx, { runId, why: "the wrong day" }));
    expect(await stateOf(two.refundId)).toMatchObject({ payoutRunId: null, state: "requested" });
    const refused = { code: "wrong_state" };
    await expect(school.as(who)((ctx) => markPayoutRunSent(ctx, { runId }))).rejects.toMatchObject(refused);
    await expect(school.as(who)((ctx) => releasePayoutFile(ctx, { runId }))).rejects.toMatchObject(refused);
  });

  test("of which a refund has gone is not discarded", async () => {
    await settleTheRest();
    const [one, two] = [await owed(), await owed()];
    const who = await finance();
    const { id: runId } = await make(who);
    await school.as(who)((ctx) => markRefundSent(ctx, { refundId: one.refundId, holder: "Ana", iban: IBAN }));
    await expect(school.as(who)((ctx) => cancelPayoutRun(ctx, { runId, why: "late" }))).rejects.toMatchObject({
      code: "wrong_state",
    });
    expect((await stateOf(two.refundId))?.payoutRunId).toBe(runId);
  });
});

describe("marked as sent", () => {
  test("a file books each refund once, also those that somebody marks one by one meanwhile", async () => {
    await settleTheRest();
    const made = [await owed(), await owed(), await owed()];
    const [one, two] = [await finance(), await finance()];
    const { id: runId } = await make(one);
    const had = await clearing();
    const first = made[0]?.refundId ?? "";
    await Promise.allSettled([
      school.as(one)((ctx) => markPayoutRunSent(ctx, { runId })),
      school.as(two)((ctx) => markRefundSent(ctx, { refundId: first, holder: "Ana Müller", iban: IBAN })),
      school.as(two)((ctx) => markPayoutRunSent(ctx, { runId })),
    ]);
    expect(await clearing()).toBe(had - 3 * 48_000);
    for (const { refundId, student } of made) {
      expect((await stateOf(refundId))?.state).toBe("done");
      const { read } = school.database;
      expect(await read.$count(journals, eq(journals.sourceId, refundId))).toBe(1);
      const mails = and(eq(outbox.kind, "refund_done"), eq(outbox.recipient, student.email));
      expect(await read.$count(outbox, mails)).toBe(1);
    }
  });

  test("a refund in a file does not go to another account than the file's", async () => {
    await settleTheRest();
    const { refundId } = await owed();
    const who = await finance();
    await make(who);
    const sent = school.as(who)((ctx) => markRefundSent(ctx, { refundId, holder: "Ana", iban: OTHER }));
    await expect(sent).rejects.toMatchObject({ code: "wrong_state" });
  });
});

describe("a transfer that comes back", () => {
  test("is booked back once, owed anew, and its student is asked for another account", async () => {
    await settleTheRest();
    const { refundId, order, student, give } = await owed();
    const who = await finance();
    const back = () =>
      school.as(who)((ctx) => recordReturnedRefund(ctx, { refundId, reason: "transfer_account_closed" }));
    await expect(back()).rejects.toMatchObject({ code: "wrong_state" });
    const had = await clearing();
    const { id: runId } = await make(who);
    await school.as(who)((ctx) => markPayoutRunSent(ctx, { runId }));
    const waiting = async () =>
      (await countOpenWork(school.reading(who))).items.find(({ kind }) => kind === "returned")?.count ?? 0;
    const before = await waiting();
    const ends = await Promise.allSettled([back(), back()]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await clearing()).toBe(had);
    expect(await waiting()).toBe(before + 1);
    expect(await stateOf(refundId)).toMatchObject({ state: "failed", failure: "transfer_account_closed" });
    expect(await statusesOf(order.code)).toEqual(["account_missing", "returned"]);
    const [kept] = await school.database.read.select().from(orders).where(eq(orders.id, order.id));
    expect(kept).toMatchObject({ refundIban: null, refundHolder: null, reviewReason: null });
    const mails = and(eq(outbox.kind, "refund_account_wanted"), eq(outbox.recipient, student.email));
    // Asked when it was decided, and once more now.
    expect(await school.database.read.$count(outbox, mails)).toBe(2);
    await give(OTHER);
    const again = await make(who);
    await school.as(who)((ctx) => markPayoutRunSent(ctx, { runId: again.id }));
    expect(await clearing()).toBe(had - 48_000);
    expect(await statusesOf(order.code)).toEqual(["sent", "returned"]);
  });

  test("asks for no account when its student has given another one meanwhile, and is nothing for support", async () => {
    const { refundId, order } = await owed();
    const who = await finance();
    const send = { refundId, holder: "Ana", iban: OTHER };
    await school.as(who)((ctx) => markRefundSent(ctx, send));
    const returned = { refundId, reason: "transfer_account_wrong" } as const;
    const desk = await school.person("support");
    await expect(school.as(desk)((ctx) => recordReturnedRefund(ctx, returned))).rejects.toMatchObject({
      code: "forbidden",
    });
    await school.as(who)((ctx) => recordReturnedRefund(ctx, returned));
    expect(await statusesOf(order.code)).toEqual(["to_send", "returned"]);
  });
});

test("the worklist says for how many days the oldest transfer has waited", async () => {
  await owed();
  const who = await finance();
  const inThreeDays = addMs(school.clock(), 3 * DAY_MS + 1);
  const { items } = await countOpenWork({ ...school.reading(who), now: inThreeDays });
  expect(items.find(({ kind }) => kind === "payouts")?.oldestDays).toBe(3);
});

test("the way to give an account is mailed at once, again at most once a day, and only while none is known", async () => {
  const { refundId, student, give } = await owed(null);
  const who = await finance();
  const ask = () => school.as(who)((ctx) => requestRefundAccount(ctx, { refundId }));
  const mails = and(eq(outbox.kind, "refund_account_wanted"), eq(outbox.recipient, student.email));
  expect(await school.database.read.$count(outbox, mails)).toBe(1);
  await ask();
  await ask();
  expect(await school.database.read.$count(outbox, mails)).toBe(2);
  await give(IBAN);
  await expect(ask()).rejects.toMatchObject({ code: "wrong_state" });
});
