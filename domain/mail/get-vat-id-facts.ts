import { eq } from "drizzle-orm";
import { orderBilling } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { getOrderFacts, type OrderFacts } from "./order-facts.ts";

export type VatIdFacts = { order: OrderFacts; vatId: string };

/** Undefined where the id is another one by now, or was accepted: then nobody is asked, though a mail was promised. */
export async function getVatIdFacts(
  read: Reader,
  { orderId }: { orderId: string },
  language: string,
): Promise<VatIdFacts | undefined> {
  const [billing] = await read.select().from(orderBilling).where(eq(orderBilling.orderId, orderId));
  if (billing?.vatCheck !== "invalid" || billing.vatAcceptedAt !== null) return undefined;
  const order = await getOrderFacts(read, orderId, language);
  return order && { order, vatId: billing.vatId };
}
