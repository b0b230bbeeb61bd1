import { eq } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { cohorts, courses, orderLines, orders } from "#db/schema/index.ts";
import { selectIsCreditOffered } from "../credit/get-credit.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type List, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createIdFilter } from "../kernel/lists/filters.ts";
import { getOrderBalance } from "../orders/get-order-balance.ts";
import { selectPaidMinor } from "../orders/get-paid-minor.ts";
import { selectInstalments, computeInstalmentSums } from "../instalments/instalment-sums.ts";
import { authorize } from "../policy.ts";

const myOrderView = defineView({
  fields: (ctx) => ({
    id: orders.id,
    code: orders.code,
    state: orders.state,
    totalMinor: orders.totalMinor,
    keptMinor: orders.keptMinor,
    currency: orders.currency,
    createdAt: orders.createdAt,
    titles: selectTitles(ctx),
    paidMinor: selectPaidMinor(ctx.read),
    instalments: selectInstalments(ctx.read),
    isCreditOffered: selectIsCreditOffered(ctx.read),
  }),
  from: (select) => select.from(orders),
  show: (
    { code, state, totalMinor, keptMinor, currency, createdAt, titles, paidMinor, instalments, ...more },
    { now },
  ) => ({
    code,
    state,
    total: { minor: totalMinor, currency },
    createdAt,
    /** What was bought, in a line. */
    titles: titles.filter((one, at) => titles.findIndex(({ title }) => title === one.title) === at),
    isCreditOffered: more.isCreditOffered,
    balance: getOrderBalance({ state, totalMinor, keptMinor }, paidMinor, computeInstalmentSums(instalments, now)),
  }),
});

const myOrderList = defineList({
  table: orders,
  reach: () => undefined,
  view: myOrderView,
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: { buyerId: createIdFilter("user", (id) => eq(orders.buyerId, id)) },
  endsAtLast: true,
});

export type MyOrder = RowOf<typeof myOrderList>;

/** A student's own orders, the newest first. A page beyond the last is the last. */
export async function listMyOrders(ctx: ReadCtx, studentId: string, page: number): Promise<List<MyOrder>> {
  authorize(ctx, "order.read", { ownerId: studentId });
  return myOrderList.page(ctx, { buyerId: studentId }, { sort: "created", direction: "desc", page });
}

/** SQL: the titles of the courses that an order is for, and in which language each stands. */
function selectTitles({ read, language }: ReadCtx) {
  const fields = { title: selectText(courses.title, language), language: selectTextLanguage(courses.title, language) };
  return gatherRows(read, fields, (select) =>
    select
      .from(orderLines)
      .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
      .innerJoin(courses, eq(courses.id, cohorts.courseId))
      .where(eq(orderLines.orderId, orders.id))
      .orderBy(orderLines.id),
  );
}
