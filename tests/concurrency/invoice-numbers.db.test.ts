import { afterAll, beforeAll, expect, test } from "vitest";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";

let school: InvoicingSchool;
beforeAll(async () => {
  school = await openInvoicingSchool();
});
afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.drop();
});

type Bought = Awaited<ReturnType<InvoicingSchool["ordered"]>>;

/** Settles as the service does: beside others that are about other buyers. `fail`: after all of it, as a crash before the commit. */
const settle = ({ payment, order }: Bought, { fail = false } = {}) =>
  school.database.write(
    async (tx) => {
      const actor = createSystemActor("test");
      const ctx = createWriteCtx({
        ...{ tx, now: school.clock(), actor, requestId: createId("request"), rules: school.rules },
      });
      const amount = { minor: order.totalMinor, currency: "CHF" };
      const view = { state: "settled" as const, amount, live: false, paymentId: payment.id };
      await applyPaymentUpdate(ctx, { provider: "sandbox", paymentId: payment.id, view });
      if (fail) throw new Error("the machine went away");
    },
    { beside: lockBuyer({ paymentId: payment.id }) },
  );

/** At once; in a quick run fewer. */
const PURCHASES = isQuick ? 80 : 200;

test(`numbers have no gap and no double under ${PURCHASES} purchases at once, of which every tenth is undone`, async () => {
  const bought: Bought[] = [];
  for (let each = 0; each < PURCHASES; each += 1) bought.push(await school.ordered(1_000));
  const ended = await Promise.allSettled(bought.map((each, at) => settle(each, { fail: at % 10 === 9 })));
  expect(ended.filter(({ status }) => status === "rejected")).toHaveLength(PURCHASES / 10);
  expect(await school.findNumberFaults()).toEqual([]);
  const issued = await Promise.all(bought.map(({ order }) => school.listIssued(order)));
  expect(issued.filter((invoices) => invoices.length === 1)).toHaveLength((PURCHASES / 10) * 9);
  // Who was undone pays again, and takes the next numbers.
  for (const [at, each] of bought.entries()) if (at % 10 === 9) await settle(each);
  expect(await school.findNumberFaults()).toEqual([]);
});
