import { eq } from "drizzle-orm";
import { withdrawals } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/** What was declared and when: all that whoever declared it is shown, whether there is such an order or not. */
export type WithdrawalReceipt = { code: string; email: string; name: string; receivedAt: Date };

export async function getWithdrawalReceipt(read: Reader, id: string): Promise<WithdrawalReceipt | undefined> {
  const { code, email, name, receivedAt } = withdrawals;
  const [found] = await read.select({ code, email, name, receivedAt }).from(withdrawals).where(eq(withdrawals.id, id));
  return found;
}
