import { expect } from "vitest";
import type { Asking } from "./ask-for-progress.ts";
import { payAtSandbox } from "./pay-at-sandbox.ts";

/** Asks for every operation that ends what was paid. */
export async function askForEndings({ school, office, student, done }: Asking): Promise<void> {
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
