import { payments } from "#db/schema/index.ts";
import { createFakeClock, DAY_MS } from "#domain/kernel/clock.ts";
import type { PaymentProvider } from "#domain/payments/provider.ts";
import { openTestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { bankProvider } from "../bank/provider.ts";
import { describeProvider } from "./testing.ts";

/** Its money comes by statement and is confirmed by a person, so that nothing here can pay; all else holds for it too. */
describeProvider("bank transfer", [], async () => {
  const school = await openTestSchool({});
  const clock = createFakeClock(school.clock());
  const bank = bankProvider(school.database);
  const student = await school.person("student");
  const cohort = await school.cohort({ priceMinor: 48_000, capacity: 5 });
  const { order } = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }),
  );
  // The school notes the reference with the payment; the bank provider finds it there.
  const start: PaymentProvider["start"] = async (request) => {
    const started = await bank.start(request);
    const { paymentId: id, idempotencyKey, amount } = request;
    await school.database.write(async (tx) => {
      await tx
        .insert(payments)
        .values({
          ...{ id, orderId: order.id, provider: "bank", state: "pending", amountMinor: amount.minor },
          ...{ currency: amount.currency, idempotencyKey, reference: started.reference, createdAt: clock() },
        })
        .onConflictDoNothing();
    });
    return started;
  };
  return {
    provider: { ...bank, start },
    clock,
    lastsMs: 10 * DAY_MS,
    amounts: [
      { minor: 48_000, currency: "CHF" },
      { minor: 9_000, currency: "JPY" },
      { minor: 12_345, currency: "KWD" },
    ],
    close: () => school.drop(),
  };
});
