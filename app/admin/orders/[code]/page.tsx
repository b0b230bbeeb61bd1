import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { History } from "#components/admin/history.tsx";
import { Journals, OrderLines, ProviderEvents } from "#components/admin/order-parts.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { attentionWords, ORDER_WORDS, StandingBadge, StateBadge, stateLabel } from "#components/admin/states.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getOrder, type OrderView } from "#domain/orders/get-order.ts";
import { CancelOrder, GivenAccount, Payments, ResolveOrder, SendOrder } from "./payments.tsx";

type Props = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Order ${(await params).code.slice(0, 20)}` };
}

export default async function OrderPage({ params }: Props) {
  const { code } = await params;
  await requirePermission("order.list", `/admin/orders/${code}`);
  const { read, timezone } = await officeRead();
  const order = await getOrder(read, code);
  if (!order) notFound();
  const auditAt = auditHref(read.actor, { type: "order", id: order.id });
  return (
    <StaffPage here={`/admin/orders/${order.code}`}>
      <PageHeader
        title={<>Order {order.code}</>}
        above={<Breadcrumbs crumbs={[{ label: "Orders", href: "/admin/orders" }, { label: order.code }]} />}
        lede={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Money amount={{ minor: order.totalMinor, currency: order.currency }} />
            <StateBadge words={ORDER_WORDS} state={order.state} />
            <StandingBadge state={order.state} standing={order.standing} currency={order.currency} />
          </span>
        }
      />
      {order.attention && (
        <Notice tone="bad" title={attentionWords(order.attention)} className="mb-5">
          Decide what should happen: refund what is too much, give the student a place by hand, or end theirs.
          {order.refundAccount?.isOwed && (
            <span className="mt-1.5 block">
              The account that they gave for a refund: <GivenAccount {...order.refundAccount} />
            </span>
          )}
        </Notice>
      )}
      <Columns
        aside={
          <>
            <Facts order={order} timezone={timezone} auditAt={auditAt} />
            <Panel title="History">
              <History entries={order.history} label={labelOf} timezone={timezone} />
            </Panel>
          </>
        }
      >
        {order.may.send && order.state === "draft" && <SendOrder order={order} />}
        <Panel title="What was ordered">
          <OrderLines order={order} />
        </Panel>
        <Payments order={order} timezone={timezone} recent={await getRecentSignIn(`/admin/orders/${order.code}`)} />
        <Panel title="Ledger">
          <Journals journals={order.journals} timezone={timezone} />
        </Panel>
        {order.events.length > 0 && (
          <Panel title="Provider events">
            <ProviderEvents events={order.events} timezone={timezone} />
          </Panel>
        )}
        {order.may.resolve && order.attention && <ResolveOrder order={order} />}
        {order.may.cancel && ["draft", "awaiting_payment"].includes(order.state) && <CancelOrder order={order} />}
      </Columns>
    </StaffPage>
  );
}

const labelOf = (state: string) => stateLabel(ORDER_WORDS, state);

type FactsProps = { order: OrderView; timezone: string; auditAt: string | undefined };

function Facts({ order, timezone, auditAt }: FactsProps) {
  const moment = (instant: Date | null) => (instant ? [{ instant, timezone }] : []);
  const dates = [
    { term: "Ordered", at: order.createdAt },
    { term: "Paid", at: order.paidAt },
    { term: "To be paid until", at: order.state === "awaiting_payment" ? order.expiresAt : null },
    { term: "Cancelled", at: order.cancelledAt },
  ];
  return (
    <Panel title="About">
      <DescriptionList
        items={[
          {
            term: "Buyer",
            value: (
              <>
                <a className="link" href={`/admin/students/${order.buyerId}`}>
                  {order.buyerName}
                </a>
                <span className="block break-all text-tiny text-ink-faint">{formatEmail(order.buyerEmail)}</span>
              </>
            ),
          },
          ...dates.flatMap(({ term, at }) =>
            moment(at).map((shown) => ({ term, value: <DateTime {...shown} showZone={false} /> })),
          ),
          ...standingRows(order),
        ]}
      />
      {order.cancelReason && <p className="mt-3 text-small text-ink-soft">Cancelled because “{order.cancelReason}”</p>}
      {auditAt && (
        <p className="mt-3 text-small">
          <a className="link" href={auditAt}>
            Audit log
          </a>
        </p>
      )}
    </Panel>
  );
}

/** What is asked for and what came in. Of a draft nobody was told yet, so nothing is due and nothing is missing. */
function standingRows({ state, standing, currency }: OrderView) {
  const { paidMinor, differenceMinor } = standing;
  if (state === "draft" && paidMinor === 0) return [{ term: "Due now", value: "Not sent yet" }];
  return [
    // What is asked for still: nothing of an order that is paid.
    { term: "Due now", value: <Money amount={{ minor: Math.max(0, -differenceMinor), currency }} /> },
    { term: "Paid, less refunds", value: <Money amount={{ minor: paidMinor, currency }} /> },
    { term: "Difference", value: <Money amount={{ minor: differenceMinor, currency }} />, strong: true },
  ];
}
