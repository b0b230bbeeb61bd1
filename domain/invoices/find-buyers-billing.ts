import { and, desc, eq, ne } from "drizzle-orm";
import { orderBilling, orders } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Billing } from "./inputs.ts";

/** To whom a buyer's order before was billed; undefined where they have never said. A reference is of one order and not of the next. */
export async function findBuyersBilling(
  read: Reader | Tx,
  { buyerId, exceptOrderId = "" }: { buyerId: string; exceptOrderId?: string },
): Promise<Billing | undefined> {
  const [last] = await read
    .select({ billing: orderBilling })
    .from(orders)
    .innerJoin(orderBilling, eq(orderBilling.orderId, orders.id))
    .where(and(eq(orders.buyerId, buyerId), ne(orders.id, exceptOrderId)))
    .orderBy(desc(orderBilling.updatedAt), desc(orderBilling.orderId))
    .limit(1);
  return last && { ...pickBilling(last.billing), reference: "" };
}

/** The same for whoever looks. */
export async function getOwnBilling({ read, actor }: ReadCtx): Promise<Billing | undefined> {
  return actor.type === "user" ? findBuyersBilling(read, { buyerId: getActorId(actor) }) : undefined;
}

/** What was said, without what is kept beside it. */
export function pickBilling(row: Billing): Billing {
  const { company, name, street, number, postCode, town, country, vatId, reference } = row;
  return { company, name, street, number, postCode, town, country, vatId, reference };
}
