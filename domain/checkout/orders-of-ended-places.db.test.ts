import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { creditBalances, enrolments, orders } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { giveCredit } from "../credit/give-credit.ts";
import { addEnrolment } from "../enrolments/add-enrolment.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { addPayment } from "../payments/add-payment.ts";
import { applyCredit } from "./apply-credit.ts";
import { confirmTransfer } from "./confirm-transfer.ts";
import { enrolStudent } from "./enrol-student.ts";
import { expireOrder } from "./expire-order.ts";
import { renewAccess } from "./renew-access.ts";
import { revokeEnrolment } from "./revoke-enrolment.ts";
import { switchCohort } from "./switch-cohort.ts";

let school: TestSchool;
let admin: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool();
  admin = await school.person("admin");
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

const DEARER_MINOR = 5000;
const CREDIT_MINOR = 2000;

/** A place that is paid, a dearer date that it may move to, and some credit. */
async function placed(startsAt: Date | null = addMs(school.clock(), 60 * DAY_MS)) {
  const terms = {
    ...(startsAt && { startsAt }),
    moveDays: 3,
    accessDays: 20,
    renewal: "instant" as const,
    renewalDays: 30,
  };
  const from = await school.cohort({ priceMinor: 40_000, renewalPriceMinor: 4900, ...terms });
  const dear = await school.cohort(
    { name: "Dear", priceMinor: 40_000 + DEARER_MINOR, ...terms },
    { id: from.courseId },
  );
  const student = await school.person("student");
  const input = { cohortId: from.id, studentId: student.id, provider: "bank" as const };
  const { enrolment, payment } = await school.as(student)((ctx) => enrolStudent(ctx, input));
  await school.asSystem((ctx) => confirmTransfer(ctx, payment?.id ?? ""));
  await school.as(admin)((ctx) =>
    giveCredit(ctx, { userId: student.id, amountMinor: CREDIT_MINOR, currency: "CHF", reason: "a test" }),
  );
  return { from, dear, student, enrolmentId: enrolment.id };
}
const orderOf = async (code: string | null) => {
  const [order] = await school.database.read
    .select()
    .from(orders)
    .where(eq(orders.code, code ?? ""));
  if (!order) throw new Error("there is no such order");
  return order;
};
const creditOf = async (userId: string) => {
  const rows = await school.database.read.select().from(creditBalances).where(eq(creditBalances.userId, userId));
  return rows[0]?.balanceMinor ?? 0;
};
const fundsOf = (id: string) => school.database.write((tx) => getOrderFunds(tx, { id, currency: "CHF" }));
type Placed = Awaited<ReturnType<typeof placed>>;

const WAITING: [string, (of: Placed) => Promise<{ orderCode: string | null }>][] = [
  [
    "a move",
    ({ student, enrolmentId, dear }) =>
      school.as(student)((ctx) => switchCohort(ctx, { enrolmentId, toCohortId: dear.id })),
  ],
  [
    "a renewal",
    async ({ student, enrolmentId }) => {
      const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
      const seen = addMs(place?.activatedAt ?? school.clock(), 20 * DAY_MS);
      return school.as(student)((ctx) => renewAccess(ctx, { enrolmentId, seen, reason: "" }));
    },
  ],
];

test.each(WAITING)(
  "credit paid for %s that waits goes back when its place ends, and nobody is owed it",
  async (what, ask) => {
    const place = await placed(what === "a renewal" ? null : undefined);
    const order = await orderOf((await ask(place)).orderCode);
    await school.as(place.student)((ctx) => applyCredit(ctx, { orderId: order.id, pay: "all" }));
    expect(await creditOf(place.student.id)).toBe(0);
    await school.as(admin)((ctx) => revokeEnrolment(ctx, { enrolmentId: place.enrolmentId, why: "a test" }));
    expect(await orderOf(order.code)).toMatchObject({ state: "cancelled", reviewReason: null });
    expect(await creditOf(place.student.id)).toBe(CREDIT_MINOR);
    expect(await fundsOf(order.id)).toBe(0);
  },
);

test("money in time for a move that is no longer possible ends its order: nobody is asked for it again, and a person decides", async () => {
  const place = await placed();
  const { orderCode } = await school.as(place.student)((ctx) =>
    switchCohort(ctx, { enrolmentId: place.enrolmentId, toCohortId: place.dear.id }),
  );
  const order = await orderOf(orderCode);
  await school.as(admin)((ctx) =>
    addEnrolment(ctx, { cohortId: place.dear.id, studentId: place.student.id, why: "a second place" }),
  );
  const payment = await school.asSystem((ctx) => addPayment(ctx as never, order, "bank"));
  await school.asSystem((ctx) => confirmTransfer(ctx, payment.id));
  expect(await orderOf(orderCode)).toMatchObject({ state: "expired", reviewReason: "late_money_enrolled_elsewhere" });
  expect(await fundsOf(order.id)).toBe(DEARER_MINOR);
  // Its time runs out later: nobody is told that they have not paid.
  school.clock.forward(30 * DAY_MS);
  expect(await school.asSystem((ctx) => expireOrder(ctx, order.id))).toBe(false);
});
