import { and, eq, ne } from "drizzle-orm";
import { orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** What an order says of its tax itself, in place of the school's line for all of them: why it bears none, or nothing; undefined where it says nothing. */
export async function getTaxNote(read: Reader, orderId: string): Promise<string | undefined> {
  const lines = await read
    .selectDistinct({ note: orderLines.taxNote })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, orderId), ne(orderLines.taxCategory, "outside")));
  if (lines.length === 0) return undefined;
  return lines
    .map(({ note }) => note)
    .filter((note) => note !== "")
    .join(" ");
}
