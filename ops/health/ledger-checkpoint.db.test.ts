import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog, payments, refunds } from "#db/schema/index.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { startPayment } from "#domain/payments/start-payment.ts";
import { postJournal } from "#domain/ledger/post-journal.ts";
import { beginPayment, openCheckoutOf } from "#services/payments/begin-payment.ts";
import { requestAndSendRefund, sendWaitingRefunds } from "#services/payments/refund.ts";
import { sourceText } from "#messages/message.ts";
import { runtime, write } from "#runtime";
import { sealNow } from "#tests/support/seal-now.ts";
import { scaleDeadline, eventually } from "#tests/support/deadlines.ts";
import { openPayingSchool, type PayingSchool } from "#tests/support/paying-school.ts";
import { acceptDatabase, isCheckpointStale, storeCheckpoint } from "./ledger-checkpoint.ts";
import { recordRestore } from "./checkpoint-file.ts";
import { arePaymentsOff } from "#services/payments/payments-switch.ts";
import { startCheckpointWatch, stopCheckpointWatch } from "./payments-off.ts";
import { asStep } from "#tests/support/as-step.ts";
import { getHealthState } from "./state.ts";

/** A look every five seconds, and a little. */
const NOTICED_MS_MAX = scaleDeadline(7_000);

let school: PayingSchool;
let folder: string;
let file: string;

beforeAll(async () => {
  school = await openPayingSchool({});
});
afterAll(() => school.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matricula-checkpoint-"));
  file = join(folder, "mark.json");
  runtime().config.checkpointFile = file;
});
afterEach(() => {
  stopCheckpointWatch();
  runtime().config.checkpointFile = null;
  rmSync(folder, { recursive: true });
});

let journals = 0;
/** One more journal at the end of the ledger. */
async function book() {
  await write(
    { actor: createSystemActor("test") },
    asStep((ctx) =>
      postJournal(ctx, {
        kind: "order_paid",
        source: { type: "order", id: `ord_mark_${++journals}` },
        lines: [
          { account: "clearing", detail: "sandbox", amountMinor: 100, currency: "CHF" },
          { account: "customer_funds", detail: "ord_mark", amountMinor: -100, currency: "CHF" },
        ],
      }),
    ),
  );
  await sealNow(school.database);
}
const marked = () => JSON.parse(readFileSync(file, "utf8")) as { seq: number; hash: string };
const mark = (to: { seq: number; hash: string }) =>
  writeFileSync(file, JSON.stringify({ ...to, at: school.clock().toISOString() }));
const reasons = () => getHealthState().reasons.map(({ code }) => code);

/** Tries to begin a payment: "begun", or the code of the refusal. */
async function pay(): Promise<string> {
  const student = await school.person("student");
  const cohort = await school.cohort({ priceMinor: 48_000 });
  const { order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  return beginPayment({ actor: student }, { orderId: order.id, provider: "sandbox" }).then(
    () => "begun",
    (error: unknown) => (isRefusal(error) ? error.code : String(error)),
  );
}

describe("the checkpoint", () => {
  test("follows the ledger, for its owner's eyes alone, and is written only when there is something new", async () => {
    await book();
    expect(await isCheckpointStale()).toBe(true);
    await storeCheckpoint();
    const first = marked();
    expect([(statSync(file).mode & 0o777).toString(8), readdirSync(folder)]).toEqual(["600", ["mark.json"]]);
    expect(await isCheckpointStale()).toBe(false);
    await book();
    expect(await isCheckpointStale()).toBe(true);
    await storeCheckpoint();
    expect(marked().seq).toBe(first.seq + 1);
    await startCheckpointWatch();
    expect([arePaymentsOff(), await pay()]).toEqual([false, "begun"]);
  });

  test("that cannot be written is a reason, and payments go on", async () => {
    await book();
    runtime().config.checkpointFile = join(folder, "none", "mark.json");
    expect(sourceText(await storeCheckpoint())).toMatch(/could not write/);
    expect(reasons()).toContain("checkpoint_unwritten");
    runtime().config.checkpointFile = file;
    await storeCheckpoint();
    expect(reasons()).not.toContain("checkpoint_unwritten");
    expect(await pay()).toBe("begun");
  });
});

describe("a database that is older than its checkpoint", () => {
  beforeEach(async () => {
    await book();
    await storeCheckpoint();
    mark({ seq: marked().seq + 3, hash: "of a journal that was lost" });
    await startCheckpointWatch();
  });

  test("takes no payment, says why, and leaves the checkpoint as it is", async () => {
    const count = () => school.database.read.select({ id: payments.id }).from(payments);
    const attempts = (await count()).length;
    expect(await pay()).toBe("payments_off");
    expect(await count()).toHaveLength(attempts);
    const { state, reasons: all } = getHealthState();
    const reason = all.find(({ code }) => code === "payments_off");
    expect([state, reason?.isCritical]).toEqual(["degraded", true]);
    expect(reason && sourceText(reason.words)).toMatch(
      /older than it was: its ledger ends at journal \d+, and had come to \d+/,
    );
    expect(reason && sourceText(reason.mend)).toContain("npm run accept-database");
    const before = marked();
    await book();
    expect([await isCheckpointStale(), sourceText(await storeCheckpoint()), marked()]).toEqual([
      false,
      "left the checkpoint: the database is not the one it is of",
      before,
    ]);
  });

  test("takes no attempt to its provider that was written before", async () => {
    const student = await school.person("student");
    const cohort = await school.cohort({ priceMinor: 48_000 });
    const payment = await school.as(student)(async (ctx) => {
      const { order } = await enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id });
      return startPayment(ctx, { orderId: order.id, provider: "sandbox" });
    });
    const opened = openCheckoutOf({ actor: student }, payment.id, async () => {});
    await expect(opened).rejects.toMatchObject({ code: "payments_off" });
  });

  test("sends no money back, and sends it when a person has accepted it", async () => {
    stopCheckpointWatch();
    const buyer = await school.buyer("stripe");
    school.stripe.pay(buyer.reference);
    await school.comeBack(buyer);
    await storeCheckpoint();
    mark({ seq: marked().seq + 30, hash: "of a journal that was lost" });
    await startCheckpointWatch();
    const finance = await school.person("finance");
    const asked = { paymentId: buyer.payment.id, amountMinor: 1_000, reason: "Asked for" };
    const { refundId, state } = await requestAndSendRefund({ actor: finance }, asked);
    expect(state).toBe("requested");

    expect(await acceptDatabase()).toMatchObject({ checkpoint: { hash: "of a journal that was lost" } });
    await eventually(() => !arePaymentsOff(), NOTICED_MS_MAX);
    expect([arePaymentsOff(), reasons(), await pay()]).toEqual([false, [], "begun"]);
    school.clock.forward(school.minutes(2));
    await sendWaitingRefunds();
    const [sent] = await school.database.read.select().from(refunds).where(eq(refunds.id, refundId));
    expect(sent?.state).toBe("done");
    const [noted] = await school.database.read
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, "maintenance.accept_database"))
      .orderBy(desc(auditLog.seq));
    expect(noted?.before).toMatchObject({ hash: "of a journal that was lost" });
    expect(await acceptDatabase()).toBeUndefined();
  });

  test("takes payments again by itself when the right one is back", async () => {
    expect(arePaymentsOff()).toBe(true);
    rmSync(file);
    await storeCheckpoint();
    await eventually(() => !arePaymentsOff(), NOTICED_MS_MAX);
    expect(arePaymentsOff()).toBe(false);
  });
});

test("a database that was put back from a backup takes no payment until it is accepted, also where no checkpoint was", async () => {
  for (const hadMark of [true, false]) {
    await book();
    rmSync(file, { force: true });
    if (hadMark) await storeCheckpoint();
    await recordRestore(file, "2026-11-20T22:00:00.000Z", school.clock());
    await startCheckpointWatch();
    expect(await pay()).toBe("payments_off");
    expect(getHealthState().reasons.map(({ words }) => sourceText(words))[0]).toMatch(
      /put back from the backup of 2026-11-20T22:00:00.000Z/,
    );
    await book();
    expect([await isCheckpointStale(), sourceText(await storeCheckpoint())]).toEqual([
      false,
      expect.stringMatching(/left the checkpoint/),
    ]);
    expect(await acceptDatabase()).toBeDefined();
    stopCheckpointWatch();
    await startCheckpointWatch();
    expect(await pay()).toBe("begun");
    stopCheckpointWatch();
  }
});

test("another database than before, and a mark that says nothing, turn payments off too", async () => {
  await book();
  await storeCheckpoint();
  mark({ ...marked(), hash: "of another ledger" });
  await startCheckpointWatch();
  expect([await pay(), reasons()]).toEqual(["payments_off", ["payments_off"]]);
  stopCheckpointWatch();
  writeFileSync(file, "{");
  await startCheckpointWatch();
  expect(await pay()).toBe("payments_off");
  expect(await acceptDatabase()).toMatchObject({ checkpoint: undefined });
  expect(marked().seq).toBeGreaterThan(0);
});
