import { and, eq, inArray, isNull } from "drizzle-orm";
import { orderInstalments, orders, savedCards } from "#db/schema/index.ts";
import type { InstalmentKind } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
import { isRemindedOf } from "../instalments/is-asked-for.ts";
import { hasCardToCharge } from "../instalments/is-left-to-card.ts";
import type { Money } from "../kernel/money.ts";
import { getHeldMinor } from "../instalments/held-money.ts";
import { getOrderFacts, type OrderFacts } from "./order-facts.ts";

/** What a mail says of an instalment that is due or late, with the fees that are asked for with it. */
export type InstalmentFacts = {
  order: OrderFacts;
  number: number;
  kind: InstalmentKind;
  dueOn: string;
  /** All that is asked for, less what has come of it, and the fees in it. */
  amount: Money;
  fees: Money;
  /** The last four digits of the kept card that was not asked for it yet. */
  keptCard: string | null;
};

/** Undefined for one that is paid or not asked for any more: then nobody is reminded, though a mail was promised. */
export async function getInstalmentFacts(
  read: Reader,
  instalmentId: string,
  language: string,
): Promise<InstalmentFacts | undefined> {
  const [part] = await read
    .select({
      orderId: orderInstalments.orderId,
      kind: orderInstalments.kind,
      number: orderInstalments.number,
      dueOn: orderInstalments.dueOn,
      orderState: orders.state,
      keptCard: savedCards.last4,
    })
    .from(orderInstalments)
    .innerJoin(orders, eq(orders.id, orderInstalments.orderId))
    .leftJoin(
      savedCards,
      and(eq(savedCards.orderId, orders.id), isNull(savedCards.removedAt), isRemindedOf(read), hasCardToCharge(read)),
    )
    .where(and(eq(orderInstalments.id, instalmentId), eq(orderInstalments.state, "due")));
  if (part?.orderState !== (part?.kind === "cancellation_fee" ? "cancelled" : "paid")) return undefined;
  const order = part && (await getOrderFacts(read, part.orderId, language));
  if (!part || !order) return undefined;
  const { number, kind, dueOn, keptCard } = part;
  const due = await read
    .select({ kind: orderInstalments.kind, amountMinor: orderInstalments.amountMinor })
    .from(orderInstalments)
    .where(
      and(
        eq(orderInstalments.orderId, part.orderId),
        eq(orderInstalments.number, number),
        inArray(orderInstalments.state, ["due"]),
      ),
    );
  const sum = (rows: typeof due) => ({
    minor: rows.reduce((total, { amountMinor }) => total + amountMinor, 0),
    currency: order.total.currency,
  });
  const fees = sum(due.filter(({ kind }) => kind === "fee"));
  const asked = sum(due);
  const heldMinor = kind === "part" ? await getHeldMinor(read, part.orderId) : 0;
  // What came before its day is not asked for again, as on the page where it is paid.
  const isBegun = heldMinor > 0 && heldMinor < asked.minor;
  const amount = isBegun ? { ...asked, minor: asked.minor - heldMinor } : asked;
  return { order, number, kind, dueOn, amount, fees, keptCard };
}
