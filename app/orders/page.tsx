import type { Metadata } from "next";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { MyOrders } from "#components/learning/my-orders.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { listMyOrders } from "#domain/learning/receipts.ts";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";

export const metadata: Metadata = { title: "Orders and receipts", robots: { index: false } };

/** A student's own orders. */
export default async function OrdersPage({ searchParams }: PageProps<"/orders">) {
  const who = await requireViewer("/orders");
  const { page } = await searchParams;
  const list = await listMyOrders(await getPageReadCtx(), who.userId, parseTypedNumber(page) ?? 1);
  const from = (list.page - 1) * list.pageSize + 1;
  const to = from + list.items.length - 1;
  return (
    <SitePage current="learning">
      <PageHeader title="Orders and receipts" lede="What you have ordered here, with a receipt for each." />
      {list.total === 0 ? (
        <EmptyState
          title="No orders yet"
          icon="document"
          action={<LinkButton href="/courses">Find a course</LinkButton>}
        >
          When you enrol in a course, its order and its receipt are kept here.
        </EmptyState>
      ) : (
        <>
          <MyOrders orders={list.items} timezone={who.timezone} />
          <Pagination
            noun="orders"
            from={from}
            to={to}
            total={list.total}
            previous={list.page > 1 ? String(list.page - 1) : undefined}
            next={to < list.total ? String(list.page + 1) : undefined}
            href={(at) => `/orders?page=${at}`}
          />
        </>
      )}
    </SitePage>
  );
}
