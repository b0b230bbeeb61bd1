import { and, asc, eq, ne } from "drizzle-orm";
import { accountingOpenItems, invoices, orders, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { getEndOfDay } from "../kernel/local-time.ts";
import { authorize } from "../policy.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { AGE_COLUMNS, findAgeColumn } from "./age-columns.ts";
import { NO_DETAIL } from "./chart.ts";
import type { ReportRow } from "./report-rows.ts";

/**
 * What the receivable account has, order by order: above zero what was invoiced and is owed, late from the end of the day on which the invoice is
 * due; below zero what was paid ahead or too much. What was entered by hand is one row. As of now; the sum is the balance of the account.
 */
export async function getOpenItems(ctx: ReadCtx): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const { timezone } = await getSettingsOnce(ctx);
  const rows = await ctx.read
    .select({
      orderId: accountingOpenItems.orderId,
      currency: accountingOpenItems.currency,
      minor: accountingOpenItems.balanceMinor,
      ...{ code: orders.code, name: users.name, dueOn: invoices.dueOn },
    })
    .from(accountingOpenItems)
    .leftJoin(orders, eq(orders.id, accountingOpenItems.orderId))
    .leftJoin(users, eq(users.id, orders.buyerId))
    // An order has one live invoice at most.
    .leftJoin(
      invoices,
      and(eq(invoices.orderId, accountingOpenItems.orderId), eq(invoices.kind, "invoice"), eq(invoices.state, "open")),
    )
    .where(ne(accountingOpenItems.balanceMinor, 0))
    .orderBy(asc(invoices.dueOn), asc(accountingOpenItems.orderId));
  return rows.map(({ orderId, currency, minor, code, name, dueOn }) => {
    const due = minor > 0 && dueOn ? getEndOfDay(dueOn, timezone) : undefined;
    const column = due ? findAgeColumn(due, ctx.now) : 0;
    return {
      ...{ key: `${orderId} ${currency}`, label: code ? `${code} · ${name ?? ""}` : "", currency },
      amounts: Array.from({ length: AGE_COLUMNS }, (_, at) => (at === column || at === AGE_COLUMNS - 1 ? minor : 0)),
      shows: { account: "receivable", order: code ?? NO_DETAIL },
      columnShows: Array.from({ length: AGE_COLUMNS }, () => ({ account: "receivable", order: code ?? NO_DETAIL })),
    };
  });
}
