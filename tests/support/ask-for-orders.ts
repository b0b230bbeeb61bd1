import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { orders } from "#db/schema/index.ts";
import type { Asking } from "./ask-for-progress.ts";

/** Asks for every operation about an order that the office prepares, one after the other. */
export async function askForOrders({ school, office, student, done }: Asking): Promise<void> {
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500, capacity: 1 });
  const draft = await done("draftOrder", "", office, { cohortId, studentId: student.id, why: "telephoned" });
  expect([draft.state, draft.buyerId, draft.total.minor]).toEqual(["draft", student.id, 9_500]);
  expect((await school.ask(`/cohorts/${cohortId}`, { token: office })).body.seatsLeft).toBe(1);
  const billed = { name: "A. Student", country: "CH", vatId: "CHE-107.787.577" };
  expect((await done("setBillingDetails", draft.id, office, billed)).id).toBe(draft.id);
  expect((await done("sendOrder", draft.id, office)).state).toBe("awaiting_payment");
  expect((await school.ask(`/cohorts/${cohortId}`, { token: office })).body.seatsLeft).toBe(0);
  const again = await school.post(`/orders/${draft.id}/send`, office);
  expect(again.body.code).toBe("wrong_state");

  await school.database.write(async (tx) => {
    await tx.update(orders).set({ reviewReason: "late_money_no_seat" }).where(eq(orders.id, draft.id));
  });
  expect((await done("resolveOrder", draft.id, office, { why: "Sent back." })).reviewReason).toBeNull();
  const unflagged = await school.post(`/orders/${draft.id}/resolve`, office, { why: "Sent back." });
  expect(unflagged.body.code).toBe("wrong_state");
}
