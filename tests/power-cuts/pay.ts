/**
 * The process whose writes are traced: students enrol with a coupon, pay, are invoiced, get money back, leave, and come again. It opens the
 * school anew now and then, as a school that is restarted does, and says after each answer what was promised.
 */
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { desc, eq } from "drizzle-orm";
import { openDatabase } from "#db/open.ts";
import { invoices, orders } from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { type Actor, createSystemActor } from "#domain/kernel/actor.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import type { Rules, WriteCtx } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { recordRefund } from "#domain/refunds/record-refund.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { ACKNOWLEDGED, type Acknowledged, type Prepared } from "./facts.ts";

const [folder = "", payments = "40"] = process.argv.slice(2);
const prepared = JSON.parse(readFileSync(path.join(folder, "prepared.json"), "utf8")) as Prepared;
const PER_OPENING = 8;

const RULES: Rules = {
  ...{ demo: true, holdMinutes: 15, offerHours: 48, passwordLengthMin: 12, refundConfirmAbove: 500 },
  sessionIdleMs: { staff: 1, student: 1 },
  paymentProviders: ["sandbox"],
};
const SYSTEM = createSystemActor("power-cuts");

const acknowledge = (what: Acknowledged) =>
  appendFileSync(path.join(folder, ACKNOWLEDGED), `${JSON.stringify(what)}\n`);

const writing =
  (database: Database, actor: Actor) =>
  <T>(verb: (ctx: WriteCtx) => Promise<T>) =>
    database.write((tx) =>
      verb(createWriteCtx({ tx, now: createSystemClock(), actor, requestId: createId("request"), rules: RULES })),
    );

async function buy(database: Database, studentId: string, isGivenBack: boolean): Promise<void> {
  const asStudent = writing(database, { type: "user", id: studentId, roles: ["student"] });
  const asSystem = writing(database, SYSTEM);
  const { cohortId, coupon } = prepared;
  const { order, payment, enrolment } = await asStudent((ctx) =>
    enrolStudent(ctx, { cohortId, studentId, provider: "sandbox", coupon }),
  );
  acknowledge({ couponOf: order.id });
  if (!payment) throw new Error("nothing to pay");
  const amount = { minor: payment.amountMinor, currency: payment.currency };
  const view = { state: "settled" as const, amount, live: false, paymentId: payment.id };
  await asSystem((ctx) => applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view }));
  acknowledge({ payment: payment.id });
  await acknowledgeInvoice(database, order.id);
  if (!isGivenBack) return;
  const asked = { paymentId: payment.id, amountMinor: 500, reason: "One evening fell out." };
  const { refund } = await asSystem((ctx) => requestRefund(ctx, asked));
  await asSystem((ctx) => recordRefund(ctx, { refundId: refund.id, view: { state: "done", reference: refund.id } }));
  acknowledge({ refund: refund.id });
  await acknowledgeInvoice(database, order.id);
  await asSystem((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "they come again" }));
}

async function acknowledgeInvoice({ read }: Database, orderId: string): Promise<void> {
  const own = eq(invoices.orderId, orderId);
  const [last] = await read
    .select({ code: invoices.code })
    .from(invoices)
    .where(own)
    .orderBy(desc(invoices.id))
    .limit(1);
  if (last) acknowledge({ invoice: last.code });
}

let database = openDatabase(prepared.file);
await database.read.select({ id: orders.id }).from(orders).limit(1);
for (let n = 0; n < Number(payments); n++) {
  if (n > 0 && n % PER_OPENING === 0) {
    await database.close();
    database = openDatabase(prepared.file);
  }
  await buy(database, prepared.students[n % prepared.students.length] ?? "", true);
}
await database.close();
