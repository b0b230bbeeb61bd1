import { expect } from "vitest";
import { cohortEndings } from "#db/schema/index.ts";
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
  expect((await end("ends", 30_000)).state).toBe("cancelled");
}

/** Asks for every operation that ends places and gives money back. */
export async function askForEndings(asking: Asking): Promise<void> {
  await askForRetry(asking);
  await askForPaidEndings(asking);
}
