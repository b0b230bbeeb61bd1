import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { Panel } from "#components/admin/panel.tsx";
import { EndingForm } from "#components/endings/ending-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getEnding } from "#domain/checkout/get-ending.ts";
import { isLargeRefund } from "#domain/refunds/request-refund.ts";
import { isTicketCode } from "#domain/tickets/is-ticket-code.ts";
import { endPurchaseAction } from "./actions.ts";

type Props = PageProps<"/admin/orders/[code]/end">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: getTranslator()("endings.title", { code: (await params).code.slice(0, 20) }) };
}

/** Ends an order that was paid, or one place of it, wherever the office comes from: the order, the enrolment, a ticket. */
export default async function EndOrderPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { code } = await params;
  await requirePermission("order.list", `/admin/orders/${code}`);
  const { read, timezone } = await getOfficeContext();
  const { place, ticket, all } = await searchParams;
  const enrolmentId = typeof place === "string" ? place.slice(0, 60) : undefined;
  const ending = await getEnding(read, enrolmentId === undefined ? { orderCode: code } : { enrolmentId });
  if (!ending || ending.lines.length === 0 || code.length > 20 || ending.order.code !== code.toUpperCase()) notFound();
  const { order, currency, lines } = ending;
  const fromTicket = typeof ticket === "string" && isTicketCode(ticket) ? ticket : undefined;
  const mostMinor = lines.reduce((sum, { paidMinor }) => sum + paidMinor, 0);
  return (
    <>
      <PageHeader
        title={t("endings.title", { code: order.code })}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_orders.orders_title"), href: "/admin/orders" },
              { label: order.code, href: `/admin/orders/${order.code}` },
              { label: t("endings.crumb") },
            ]}
          />
        }
        lede={t("endings.lede", { buyer: order.buyerName })}
      />
      <Panel>
        <EndingForm
          ending={ending}
          timezone={timezone}
          recent={await getRecentSignIn(`/admin/orders/${order.code}/end`)}
          isLarge={isLargeRefund({ minor: mostMinor, currency }, read.rules)}
          action={endPurchaseAction}
          values={{ orderId: order.id, code: order.code, currency, ticket: fromTicket ?? "" }}
          why={fromTicket === undefined ? undefined : t("endings.why_from_ticket", { ticket: fromTicket })}
          isWhole={all === "1"}
        />
      </Panel>
    </>
  );
}
