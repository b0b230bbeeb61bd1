import { eq } from "drizzle-orm";
import { openDatabase } from "#db/open.ts";
import { couponUses, enrolments, invoices, payments, refunds } from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { findViolations } from "#tests/support/invariants.ts";
import type { Acknowledged, Prepared } from "./facts.ts";

/** Opens what a power cut has left as the school does, and gives what is missing of what was promised, or not as it must be. */
export async function checkSchool(file: string, promised: readonly Acknowledged[], prepared: Prepared) {
  const database = openDatabase(file);
  try {
    const missing = await findMissing(database, promised);
    const faults = await findViolations(database);
    return [...missing, ...faults, ...(await goOn(database, prepared))];
  } finally {
    await database.close();
  }
}

async function findMissing({ read }: Database, promised: readonly Acknowledged[]): Promise<string[]> {
  const settled = await read.select({ id: payments.id }).from(payments).where(eq(payments.state, "settled"));
  const gone = await read.select({ id: refunds.id }).from(refunds).where(eq(refunds.state, "done"));
  const issued = await read.select({ code: invoices.code }).from(invoices);
  const used = await read.select({ orderId: couponUses.orderId }).from(couponUses);
  const here = new Set([
    ...settled.map(({ id }) => `payment ${id}`),
    ...gone.map(({ id }) => `refund ${id}`),
    ...issued.map(({ code }) => `invoice ${code}`),
    ...used.map(({ orderId }) => `couponOf ${orderId}`),
  ]);
  const wanted = promised.map((each) => Object.entries(each).flat().join(" "));
  return wanted.filter((each) => !here.has(each)).map((each) => `${each} is missing`);
}

/** A school that only shows what it has is not saved: somebody else can enrol. */
async function goOn(database: Database, { freeCohortId, students }: Prepared): Promise<string[]> {
  const [studentId = ""] = students;
  const rules = { demo: true, holdMinutes: 15, offerHours: 48, passwordLengthMin: 12, refundConfirmAbove: 500 };
  const idle = { sessionIdleMs: { staff: 1, student: 1 }, paymentProviders: [] };
  const actor = { type: "user", id: studentId, roles: ["student"] } as const;
  const about = { now: createSystemClock(), actor, requestId: "req_after", rules: { ...rules, ...idle } };
  try {
    await database.write((tx) => enrolStudent(createWriteCtx({ tx, ...about }), { cohortId: freeCohortId, studentId }));
    const [place] = await database.read.select().from(enrolments).where(eq(enrolments.cohortId, freeCohortId));
    return place ? [] : ["nobody can enrol"];
  } catch (error) {
    return isRefusal(error) && error.code === "already_enrolled" ? [] : [`nobody can enrol: ${String(error)}`];
  }
}
