import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { cohortEndings, settings, withdrawals } from "#db/schema/index.ts";
import { createId } from "#domain/kernel/ids.ts";
import type { Asking } from "./ask-for-progress.ts";
import { payAtSandbox } from "./pay-at-sandbox.ts";

/** Asks for what went wrong with a cancelled cohort to be tried again. */
async function askForRetry({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000 });
  const unused = await school.post(`/cohorts/${cohortId}/retry-cancellation`, office);
  expect(unused.body.code).toBe("wrong_state");
  await done("createEnrolment", "", student.token, { cohortId });
  await done("cancelCohort", cohortId, office, { why: "too few", refund: "review" });
  await school.database.write((tx) => tx.update(cohortEndings).set({ state: "failed", failure: "broken" }));
  expect(await done("retryCohortEndings", cohortId, office)).toEqual({ places: 1 });
}

/** Asks for every operation that ends what one student has paid. */
async function askForPaidEndings({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000 });
  const { order } = await done("createEnrolment", "", student.token, { cohortId });
  const payment = await done("startPayment", order.id, student.token, { provider: "sandbox" });
  await payAtSandbox(school, payment.id);
  const [line] = (await done("previewEnding", order.id, office)).lines;
  expect([line.here.minor, line.rule]).toEqual([48_000, "none"]);
  const end = (access: string, amountMinor: number) =>
    done("endPurchase", order.id, office, {
      ...{ lines: [{ lineId: line.lineId, access, amountMinor }], why: "the hall was cold", refund: "now" },
    });
  expect((await end("stays", 1_000)).state).toBe("paid");
  // A second person is somebody else than the office of this test.
  await school.database.write((tx) =>
    tx.insert(settings).values({ key: "refundApprovalAbove", value: 50, updatedAt: new Date() }),
  );
  expect((await end("ends", 30_000)).state).toBe("cancelled");
  const { items } = await done("listRefundApprovals", "", office);
  expect(items).toMatchObject([{ approval: "awaited", state: "requested" }]);
  const own = await school.post(`/refunds/${items[0].id}/approve`, office);
  expect(own.body.code).toBe("forbidden");
  const second = await school.token(await school.person("finance"));
  expect((await done("approveRefund", items[0].id, second)).approval).toBe("given");
  const more = { amount: { minor: 10_000, currency: "CHF" }, reason: "goodwill" };
  const refund = await done("requestRefund", payment.id, office, more);
  expect(refund).toMatchObject({ approval: "awaited", state: "requested" });
  expect(await done("declineRefund", refund.id, second, { why: "too much" })).toMatchObject({ state: "failed" });
  await school.database.write((tx) => tx.delete(settings).where(eq(settings.key, "refundApprovalAbove")));
}

/** Asks for what the office answers to those who withdraw. */
async function askForWithdrawals({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000 });
  const { order } = await done("createEnrolment", "", student.token, { cohortId });
  const ids = [createId("withdrawal"), createId("withdrawal")];
  const about = { code: order.code, email: "a@example.org", name: "A. Student" };
  const row = { ...about, state: "open" as const, receivedAt: school.clock() };
  await school.database.write((tx) =>
    tx.insert(withdrawals).values([
      { ...row, id: ids[0] ?? "", orderId: order.id },
      { ...row, id: ids[1] ?? "", orderId: null },
    ]),
  );
  expect((await done("listWithdrawals", "", office)).items).toHaveLength(2);
  expect(await done("acceptWithdrawal", ids[0] ?? "", office)).toMatchObject({ state: "accepted" });
  const why = "no order of ours";
  expect(await done("declineWithdrawal", ids[1] ?? "", office, { why })).toMatchObject({
    state: "declined",
    reason: why,
  });
}

/** Asks for every operation that ends places and gives money back. */
export async function askForEndings(asking: Asking): Promise<void> {
  await askForRetry(asking);
  await askForWithdrawals(asking);
  await askForPaidEndings(asking);
}
