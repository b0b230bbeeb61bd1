import { asc, eq, inArray, sql } from "drizzle-orm";
import { orderInstalments, orders, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { AGE_COLUMNS, findAgeColumn } from "./age-columns.ts";
import type { ReportRow } from "./report-rows.ts";

/**
 * Who owes what, by how late it is: orders that wait to be paid, late from the end of their time, and instalments and fees that were agreed,
 * late from the end of their day. As of now. The last column is the sum.
 */
export async function getReceivables(ctx: ReadCtx): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const of = { id: orders.id, code: orders.code, currency: orders.currency, name: users.name };
  const waiting = await ctx.read
    .select({ ...of, minor: orders.totalMinor, due: orders.expiresAt, createdAt: orders.createdAt })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(eq(orders.state, "awaiting_payment"))
    .orderBy(asc(orders.createdAt), asc(orders.id));
  const agreed = await ctx.read
    .select({
      ...of,
      minor: sql<number>`${orderInstalments.amountMinor}`.mapWith(Number),
      due: orderInstalments.lateFrom,
    })
    .from(orderInstalments)
    .innerJoin(orders, eq(orders.id, orderInstalments.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(sql`${eq(orderInstalments.state, "due")} and ${inArray(orders.state, ["paid", "cancelled"])}`)
    .orderBy(asc(orderInstalments.lateFrom), asc(orderInstalments.id));
  const rows = new Map<string, ReportRow>();
  for (const { id, code, currency, name, minor, due } of [...waiting, ...agreed]) {
    const row = rows.get(id) ?? {
      ...{
        key: id,
        label: `${code} · ${name}`,
        currency,
        amounts: Array.from({ length: AGE_COLUMNS }, () => 0),
      },
      shows: { orderCode: code },
      // What is agreed is on no account before its day or its invoice: its order has the journals of what came so far.
      columnShows: Array.from({ length: AGE_COLUMNS }, () => ({ orderCode: code })),
    };
    const column = due ? findAgeColumn(due, ctx.now) : 0;
    row.amounts[column] = (row.amounts[column] ?? 0) + minor;
    row.amounts[AGE_COLUMNS - 1] = (row.amounts[AGE_COLUMNS - 1] ?? 0) + minor;
    rows.set(id, row);
  }
  return [...rows.values()];
}
