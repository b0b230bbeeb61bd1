import { desc, eq } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { orders, payments } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Instalment } from "./load-instalments.ts";

type Attempt = Pick<
  typeof payments.$inferSelect,
  "provider" | "state" | "failure" | "amountMinor" | "firstInstalment" | "lastInstalment" | "savedCardId" | "createdAt"
>;

/** A payment of parts or of a fee that did not go through. `isKeptCard`: the school has charged it, its payer was away. */
export type FailedAttempt = Pick<Attempt, "provider" | "failure" | "amountMinor" | "createdAt"> & {
  isKeptCard: boolean;
};

/** SQL, in a query of orders: the attempt to pay it that was begun last, as a list of one. */
export function selectNewestAttempt(read: Reader) {
  const { provider, state, failure, amountMinor, firstInstalment, lastInstalment, savedCardId, createdAt } = payments;
  const fields = { provider, state, failure, amountMinor, firstInstalment, lastInstalment, savedCardId, createdAt };
  return gatherRows(read, fields, (select) =>
    select
      .from(payments)
      .where(eq(payments.orderId, orders.id))
      .orderBy(desc(payments.createdAt), desc(payments.id))
      .limit(1),
  );
}

/** The newest attempt where it failed and something that it was for is still due: what was paid since needs no word any more. */
export function findFailedAttempt(
  newest: readonly Attempt[],
  instalments: readonly Pick<Instalment, "number" | "state">[],
): FailedAttempt | undefined {
  const [attempt] = newest;
  if (attempt?.state !== "failed") return undefined;
  const { firstInstalment: first, lastInstalment: last, savedCardId } = attempt;
  if (first === null || last === null) return undefined;
  const isDue = instalments.some(({ number, state }) => state === "due" && number >= first && number <= last);
  if (!isDue) return undefined;
  const { provider, failure, amountMinor, createdAt } = attempt;
  return { provider, failure, amountMinor, createdAt, isKeptCard: savedCardId !== null };
}
