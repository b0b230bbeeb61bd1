import { eq } from "drizzle-orm";
import { withdrawals } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

export type WithdrawalFacts = {
  code: string;
  name: string;
  email: string;
  receivedAt: Date;
  timezone: string;
  reason: string;
};

/** What the receipt of a withdrawal says, and the answer to it. */
export async function getWithdrawalFacts(
  read: Reader,
  { withdrawalId }: { withdrawalId: string },
): Promise<WithdrawalFacts | undefined> {
  const [found] = await read.select().from(withdrawals).where(eq(withdrawals.id, withdrawalId));
  if (!found) return undefined;
  const { code, name, email, receivedAt, reason } = found;
  const { timezone } = await getSchoolSettings(read);
  return { code, name, email, receivedAt, timezone, reason: reason ?? "" };
}
