import { pagePath } from "#messages/page-path.ts";
import type { Metadata } from "next";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { MyOrders } from "#components/learning/my-orders.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { listMyOrders } from "#domain/learning/list-my-orders.ts";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("orders.orders_and_receipts_title"), robots: { index: false } };
}

/** A student's own orders. */
export default async function OrdersPage({ searchParams }: PageProps<"/orders">) {
  const t = getTranslator();
  const who = await requireViewer("/orders");
  const { page } = await searchParams;
  const list = await listMyOrders(await getPageReadCtx(), who.userId, parseTypedNumber(page) ?? 1);
  const from = (list.page - 1) * list.pageSize + 1;
  const to = from + list.items.length - 1;
  return (
    <SitePage current="learning" unhydrated>
      <PageHeader title={t("orders.orders_and_receipts_title")} lede={t("orders.orders_and_receipts_lede")} />
      {list.total === 0 ? (
        <EmptyState
          title={t("orders.no_orders_yet_title")}
          icon="document"
          action={<LinkButton href={pagePath("/courses")}>{t("orders.find_a_course_button")}</LinkButton>}
        >
          {t("orders.when_you_enrol_in_a_course_its_order")}
        </EmptyState>
      ) : (
        <>
          <MyOrders orders={list.items} timezone={await schoolTimezone()} />
          <Pagination
            noun={t("orders.orders_noun")}
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
