/**
 * Settles every payment of a school that has been begun, all at once, and says a line for each that is saved: `DATABASE`. Whoever has
 * started it kills it meanwhile, for tests of what is left of numbers that were being given.
 */
import { eq } from "drizzle-orm";
import { openDatabase } from "#db/open.ts";
import { payments } from "#db/schema/index.ts";
import { applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import type { Rules } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";

const rules: Rules = {
  ...{ demo: true, holdMinutes: 15, offerHours: 48, passwordLengthMin: 12, refundConfirmAbove: 500 },
  ...{ sessionIdleMs: { staff: 1, student: 1 }, paymentProviders: ["sandbox"] },
};
const [url = ""] = process.argv.slice(2);
const database = openDatabase(url);
const actor = createSystemActor("test");
const begun = await database.read.select().from(payments).where(eq(payments.state, "created"));

async function settle({ id: paymentId, amountMinor: minor, currency }: (typeof begun)[number]): Promise<void> {
  await database.write(
    (tx) => {
      const facts = { tx, now: new Date(), actor, requestId: createId("request"), rules };
      const view = { state: "settled" as const, amount: { minor, currency }, live: false, paymentId };
      return applyPaymentUpdate(createWriteCtx(facts), { provider: "sandbox", paymentId, view });
    },
    { beside: lockBuyer({ paymentId }) },
  );
  process.stdout.write("saved\n");
}

await Promise.all(begun.map(settle));
await database.close();
