import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, holds, orders, outbox, users } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { cancelOrder } from "../checkout/cancel-order.ts";
import { expireOrder } from "../checkout/expire-order.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { extendTransferHolds } from "../seats/extend-holds.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const WEEK_MINUTES = 7 * 24 * 60;

async function byTransfer(who: Awaited<ReturnType<TestSchool["person"]>>, cohortId: string) {
  const choice = { cohortId, studentId: who.id, provider: "bank" as const };
  return school.as(who)((ctx) => enrolStudent(ctx, choice));
}

const heldFor = async (orderId: string) => {
  const [order] = await school.database.read.select().from(orders).where(eq(orders.id, orderId));
  return ((order?.expiresAt?.getTime() ?? 0) - school.clock().getTime()) / 60_000;
};

async function stranger() {
  const who = await school.person("student");
  await school.database.write((tx) => tx.update(users).set({ verifiedAt: null }).where(eq(users.id, who.id)));
  return who;
}

test("strangers hold seats for minutes by choosing a transfer, and for days once they have confirmed their address", async () => {
  const { id } = await school.cohort({ capacity: 3, priceMinor: 500 });
  const people = [await stranger(), await stranger(), await stranger()];
  const made = [];
  for (const who of people) made.push(await byTransfer(who, id));
  for (const { order } of made) expect(await heldFor(order.id)).toBe(15);
  const [confirmed, ...others] = made;
  await school.asSystem(asStep((ctx) => extendTransferHolds(ctx, people[0]?.id ?? "")));
  expect(await heldFor(confirmed?.order.id ?? "")).toBe(WEEK_MINUTES);
  const live = await school.database.read.select().from(holds).where(eq(holds.cohortId, id));
  expect(live.map(({ until }) => (until.getTime() - school.clock().getTime()) / 60_000).sort()).toEqual(
    [WEEK_MINUTES, 15, 15].sort(),
  );
  school.clock.forward(school.minutes(16));
  for (const { order } of others) expect(await school.asSystem((ctx) => expireOrder(ctx, order.id))).toBe(true);
  expect(await school.asSystem((ctx) => expireOrder(ctx, confirmed?.order.id ?? ""))).toBe(false);
});

test("one person holds no more seats for days than the school has set", async () => {
  const admin = await school.person("admin");
  const who = await school.person("student");
  const cohorts: { id: string }[] = [];
  for (let n = 0; n < 4; n += 1) cohorts.push(await school.cohort({ priceMinor: 500 }));
  const press = (n: number) => byTransfer(who, cohorts[n]?.id ?? "");
  expect(await heldFor((await press(0)).order.id)).toBe(WEEK_MINUTES);
  const second = await press(1);
  await expect(press(2)).rejects.toMatchObject({ code: "too_many_holds" });
  await school.as(admin)((ctx) => changeSettings(ctx, { longHoldsMax: 3 }));
  await press(2);
  await expect(press(3)).rejects.toMatchObject({ code: "too_many_holds" });
  await school.as(who)((ctx) => cancelOrder(ctx, { orderId: second.order.id, why: "changed my mind" }));
  await press(3);
});

test("the office releases a held seat, which is audited and told to the student, with the reason", async () => {
  const { id } = await school.cohort({ capacity: 1, priceMinor: 500 });
  const [who, finance] = [await school.person("student"), await school.person("finance")];
  const { order } = await byTransfer(who, id);
  await school.as(finance)((ctx) => cancelOrder(ctx, { orderId: order.id, why: "No transfer came." }));
  const { read } = school.database;
  const mails = await read
    .select({ kind: outbox.kind, payload: outbox.payload })
    .from(outbox)
    .where(eq(outbox.recipient, who.email));
  expect(mails).toContainEqual({ kind: "order_cancelled", payload: { orderId: order.id, why: "No transfer came." } });
  const audited = await read.select().from(auditLog).where(eq(auditLog.objectId, order.id));
  expect(audited.map(({ action }) => action)).toContain("order.cancel");
  await byTransfer(await school.person("student"), id);
});
