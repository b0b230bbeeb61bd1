import type { orders, payments } from "#db/schema/index.ts";
import type { Instalment } from "../instalments/load-instalments.ts";

type Attempt = Pick<typeof payments.$inferSelect, "provider" | "state" | "firstInstalment" | "lastInstalment">;
type Order = Pick<typeof orders.$inferSelect, "state">;
type Part = Pick<Instalment, "kind" | "state" | "number">;

const isAwaited = ({ state }: Pick<Attempt, "state">) => state === "created" || state === "pending";

/**
 * Whether a person may say that a transfer has arrived as it was asked for. One that is asked for no more may come late all the same, but of an
 * order that is paid it would be booked beside the money that has paid it, unless a part for which it was asked is still due. What has come twice
 * is booked from the bank's statement, line by line.
 */
export function isConfirmable(payment: Attempt, order: Order, instalments: readonly Part[]): boolean {
  if (payment.provider !== "bank" || payment.state === "settled") return false;
  return isAwaited(payment) || order.state !== "paid" || listOwnParts(payment, instalments).some(isDue);
}

/**
 * Whether the office is asked about it: of what is asked for no more, only while no other money of the order is here, or all its parts are due. A transfer
 * that came as another amount was booked so, and looks like this one.
 */
export function isConfirmationOffered(
  payment: Attempt,
  order: Order & { instalments: readonly Part[]; payments: readonly Pick<Attempt, "state">[] },
): boolean {
  if (!isConfirmable(payment, order, order.instalments)) return false;
  if (isAwaited(payment)) return true;
  if (order.state === "paid") return listOwnParts(payment, order.instalments).every(isDue);
  return order.payments.every(({ state }) => state !== "settled");
}

const isDue = ({ state }: Pick<Part, "state">) => state === "due";

function listOwnParts({ firstInstalment: first, lastInstalment: last }: Attempt, instalments: readonly Part[]): Part[] {
  if (first === null || last === null) return [];
  return instalments.filter(({ kind, number }) => kind === "part" && number >= first && number <= last);
}
