import { eq } from "drizzle-orm";
import { orderInstalments, payments } from "#db/schema/index.ts";
import type { InstalmentKind } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
import { isOfSamePayment } from "../instalments/is-of-same-payment.ts";
import { type Instalment, loadInstalments } from "../instalments/load-instalments.ts";
import type { Money } from "../kernel/money.ts";
import { getPaidTaxMinor } from "./get-paid-tax-minor.ts";
import { getOrderFacts, type OrderFacts } from "./order-facts.ts";

/** What a mail says of a payment that has paid a part of a plan, or several, or what is left of a fee. */
export type PartPaidFacts = {
  order: OrderFacts;
  /** What it has paid, in their order. */
  paid: { number: number; kind: InstalmentKind }[];
  /** Of which part its receipt is. */
  receipt: { number: number; level: number };
  amount: Money;
  /** All that came by the payment, where it is more than that: a part may have become cheaper meanwhile. */
  received?: Money;
  /** What of the price's tax is in it; nothing where it has none. */
  tax: Money;
  paidAt: Date;
  /** The parts to come, each with its last day (`2027-03-03`). */
  toCome: { amount: Money; dueOn: string }[];
};

/** Undefined where it is not paid after all. */
export async function getPartPaidFacts(
  read: Reader,
  { instalmentId }: { instalmentId: string },
  language: string,
): Promise<PartPaidFacts | undefined> {
  const [part] = await read.select().from(orderInstalments).where(eq(orderInstalments.id, instalmentId));
  const order = part?.paidAt && (await getOrderFacts(read, part.orderId, language));
  if (!part?.paidAt || !order) return undefined;
  const all = await loadInstalments(read, part.orderId);
  const own = all.filter((each) => isOfSamePayment(each, part));
  const { currency } = order.total;
  const sum = (rows: readonly Instalment[]) => rows.reduce((total, { amountMinor }) => total + amountMinor, 0);
  const paymentMinor = part.paymentId === null ? 0 : await readPaymentMinor(read, part.paymentId);
  return {
    order,
    paid: own.map(({ number, kind }) => ({ number, kind })),
    receipt: { number: part.number, level: part.level },
    amount: { minor: sum(own), currency },
    ...(paymentMinor > sum(own) && { received: { minor: paymentMinor, currency } }),
    tax: { minor: await getPaidTaxMinor(read, { all, own }), currency },
    paidAt: part.paidAt,
    toCome: all
      .filter(({ state }) => state === "due")
      .map(({ amountMinor: minor, dueOn }) => ({ amount: { minor, currency }, dueOn })),
  };
}

async function readPaymentMinor(read: Reader, paymentId: string): Promise<number> {
  const [payment] = await read.select({ minor: payments.amountMinor }).from(payments).where(eq(payments.id, paymentId));
  return payment?.minor ?? 0;
}
