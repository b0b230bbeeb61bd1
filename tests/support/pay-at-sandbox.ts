import { eq } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import { TEST_CARDS } from "#providers/sandbox/cards.ts";
import { chargeCard } from "#providers/sandbox/charge.ts";
import { findCheckoutOfPayment } from "#providers/sandbox/checkouts.ts";
import { type Gateway, openGateway } from "#providers/sandbox/gateway.ts";
import { syncPayment } from "#services/payments/sync-payment.ts";
import type { ApiSchool } from "./api.ts";

/** Pays a payment whose checkout stands at the sandbox, with a card that pays. */
export async function payAtSandbox(school: Pick<ApiSchool, "runtime" | "database">, paymentId: string): Promise<void> {
  const gateway = openGateway(school.runtime) as Gateway;
  const checkout = await findCheckoutOfPayment(gateway, paymentId);
  const card = TEST_CARDS.find(({ outcome }) => outcome === "paid");
  if (!checkout || !card) throw new Error("no checkout, or no card that pays");
  await chargeCard(gateway, checkout.id, card);
  const [payment] = await school.database.read.select().from(payments).where(eq(payments.id, paymentId));
  if (payment) await syncPayment(payment);
}
