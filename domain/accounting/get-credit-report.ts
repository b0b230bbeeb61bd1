import { asc, eq, gt } from "drizzle-orm";
import { creditBalances, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { ReportRow } from "./report-rows.ts";

/** Who has credit with the school, and how much. As of now. */
export async function getCreditReport(ctx: ReadCtx): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const rows = await ctx.read
    .select({
      userId: creditBalances.userId,
      name: users.name,
      currency: creditBalances.currency,
      minor: creditBalances.balanceMinor,
    })
    .from(creditBalances)
    .innerJoin(users, eq(users.id, creditBalances.userId))
    .where(gt(creditBalances.balanceMinor, 0))
    .orderBy(asc(users.name), asc(users.id));
  return rows.map(({ userId, name, currency, minor }) => ({
    ...{ key: `${userId} ${currency}`, label: name, currency, amounts: [minor] },
    shows: { account: "credit", person: userId },
    columnShows: [{ account: "credit", person: userId }],
  }));
}
