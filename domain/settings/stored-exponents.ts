import { and, eq, isNull } from "drizzle-orm";
import { storedExponents } from "#db/schema/index.ts";
import type { Database } from "#db/types.ts";
import { getStandardExponent, setStoredExponents } from "../kernel/currencies.ts";

/**
 * Tells this process how many decimals the amounts of this database have, before it writes or reads one. A currency that was in
 * use before there was a table had as many as the runtime gave it, so on the first start after the update the runtime is asked
 * once more, and its answer kept: what pages said yesterday they say today, and on every Node from then on.
 */
export async function loadStoredExponents(database: Pick<Database, "read" | "write">): Promise<void> {
  let rows = await database.read.select().from(storedExponents);
  const undecided = rows.filter(({ exponent }) => exponent === null);
  if (undecided.length > 0) {
    await database.write(async (tx) => {
      for (const { currency } of undecided) {
        await tx
          .update(storedExponents)
          .set({ exponent: runtimeExponent(currency) })
          .where(and(eq(storedExponents.currency, currency), isNull(storedExponents.exponent)));
      }
    });
    rows = await database.read.select().from(storedExponents);
  }
  setStoredExponents(
    new Map(rows.flatMap(({ currency, exponent }) => (exponent === null ? [] : [[currency, exponent] as const]))),
  );
}

/** What the version before read amounts with. */
function runtimeExponent(currency: string): number {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return getStandardExponent(currency) ?? 2;
  }
}

/** Currencies whose amounts in this database have another number of decimals than ISO 4217 gives them. */
export function listUnusualExponents(
  rows: readonly { currency: string; exponent: number | null }[],
): { currency: string; exponent: number; standard: number }[] {
  return rows.flatMap(({ currency, exponent }) => {
    const standard = getStandardExponent(currency);
    return exponent === null || standard === undefined || exponent === standard
      ? []
      : [{ currency, exponent, standard }];
  });
}

/** Decides that amounts in a currency have so many decimals in this database. Says false for one that it does not hold. */
export async function setStoredExponent(
  database: Pick<Database, "write">,
  { currency, exponent }: { currency: string; exponent: number },
): Promise<boolean> {
  const changed = await database.write((tx) =>
    tx.update(storedExponents).set({ exponent }).where(eq(storedExponents.currency, currency)).returning(),
  );
  return changed.length > 0;
}
