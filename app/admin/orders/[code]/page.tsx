import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { History } from "#components/admin/history.tsx";
import { Journals, OrderLines, ProviderEvents } from "#components/admin/order-parts.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import {
  formatReviewReason,
  ORDER_WORDS,
  BalanceBadge,
  StateBadge,
  stateLabel,
  WITHDRAWAL_WORDS,
} from "#components/admin/states.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { reasonWords } from "#components/ui/stored-words.ts";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getOrderClaims } from "#domain/checkout/get-order-claims.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { isAllowed } from "#domain/policy.ts";
import { getOrder, type OrderView } from "#domain/orders/get-order.ts";
import { OrderInvoices } from "./_invoices/order-invoices.tsx";
import { Claims } from "./_claims/claims.tsx";
import { CancelOrder, ResolveOrder, SendOrder } from "./order-steps.tsx";
import { Payments } from "./payments.tsx";
import { lacksUndoneMoney, UndoneMatch } from "./undone-match.tsx";
import { RefundAccount } from "./refunds.tsx";
import { findOpenOffer } from "#domain/credit/find-open-offer.ts";
import { OfferCredit } from "./offer-credit.tsx";
import { OrderInstalments } from "./instalments.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  return { title: t("admin_orders.order_title", { code: (await params).code.slice(0, 20) }) };
}

export default async function OrderPage({ params }: Props) {
  const t = getTranslator();
  const { code } = await params;
  await requirePermission("order.list", `/admin/orders/${code}`);
  const { read, timezone } = await getOfficeContext();
  const order = await getOrder(read, code);
  if (!order) notFound();
  // Most orders are for their buyer alone, and have no more to be asked for.
  const claims = order.lines.some(({ kind }) => kind === "claim") ? await getOrderClaims(read, code) : undefined;
  const isUndone = order.reviewReason === "refunded_outside" && lacksUndoneMoney(order);
  const auditAt = auditHref(read.actor, { type: "order", id: order.id });
  return (
    <>
      <PageHeader
        title={t("admin_orders.order_title", { code: order.code })}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("admin_orders.orders_title"), href: "/admin/orders" }, { label: order.code }]}
          />
        }
        lede={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Money amount={{ minor: order.totalMinor, currency: order.currency }} />
            <StateBadge words={ORDER_WORDS} state={order.state} />
            <BalanceBadge state={order.state} balance={order.balance} currency={order.currency} />
          </span>
        }
      />
      {order.reviewReason && (
        <Notice
          tone="bad"
          title={isUndone ? t("admin_orders.undone_title") : formatReviewReason(order.reviewReason)}
          className="mb-5"
        >
          {t(isUndone ? "admin_orders.undone_words" : "admin_orders.needs_review_words")}
          {order.refundAccount?.isOwed && (
            <span className="mt-1.5 block">
              {t.rich("admin_orders.account_for_refund", { account: <RefundAccount {...order.refundAccount} /> })}
            </span>
          )}
        </Notice>
      )}
      <Columns
        aside={
          <>
            <Facts order={order} timezone={timezone} auditAt={auditAt} />
            <Panel title={t("admin_orders.history_title")}>
              <History entries={order.history} label={labelOf} timezone={timezone} />
            </Panel>
          </>
        }
      >
        {lacksUndoneMoney(order) && <UndoneMatch order={order} />}
        {order.may.send && order.state === "draft" && <SendOrder order={order} />}
        <Panel title={t("admin_orders.what_was_ordered_title")}>
          <OrderLines order={order} timezone={timezone} />
        </Panel>
        {order.instalments.length > 0 && <OrderInstalments order={order} timezone={timezone} read={read} />}
        {order.totalMinor > 0 && <OrderInvoices order={order} read={read} />}
        {claims && <Claims claims={claims} timezone={timezone} may={getClaimRights(read.actor)} />}
        <Payments order={order} timezone={timezone} recent={await getRecentSignIn(`/admin/orders/${order.code}`)} />
        <Panel title={t("admin_orders.ledger_title")}>
          <div id="journals">
            <Journals journals={order.journals} timezone={timezone} />
          </div>
          {isAllowed(read.actor, "accounting.read") && (
            <p className="mt-3 text-small">
              <a className="link" href={`/admin/accounting/accounts/every_account?order=${order.code}`}>
                {t("accounting.of_order_link")}
              </a>
            </p>
          )}
        </Panel>
        {order.events.length > 0 && (
          <Panel title={t("admin_orders.provider_events_title")}>
            <ProviderEvents events={order.events} timezone={timezone} />
          </Panel>
        )}
        {order.paidAt && order.balance.paidMinor > 0 && (
          <Panel title={t("endings.crumb")}>
            <div className="flex flex-wrap gap-2.5">
              <LinkButton variant="quiet" size="s" href={`/admin/orders/${order.code}/end`}>
                {t("endings.link")}
              </LinkButton>
              {order.lines.length > 1 && (
                <LinkButton variant="quiet" size="s" href={`/admin/orders/${order.code}/end?all=1`}>
                  {t("endings.all_link")}
                </LinkButton>
              )}
            </div>
          </Panel>
        )}
        {isOverpaid(order) && isAllowed(read.actor, "credit.offer") && (
          <OfferCredit order={order} asked={await findOpenOffer(read, order.id)} timezone={timezone} />
        )}
        {order.may.resolve && order.reviewReason && <ResolveOrder order={order} />}
        {order.may.cancel && ["draft", "awaiting_payment"].includes(order.state) && <CancelOrder order={order} />}
      </Columns>
    </>
  );
}

const getClaimRights = (actor: Actor) => ({
  edit: isAllowed(actor, "claim_link.reassign"),
  refund: isAllowed(actor, "refund.request"),
});

const labelOf = (state: string) => stateLabel(ORDER_WORDS, state);

type FactsProps = { order: OrderView; timezone: string; auditAt: string | undefined };

function Facts({ order, timezone, auditAt }: FactsProps) {
  const t = getTranslator();
  const moment = (instant: Date | null) => (instant ? [{ instant, timezone }] : []);
  const dates = [
    { term: t("admin_orders.ordered"), at: order.createdAt },
    { term: t("admin_orders.paid"), at: order.paidAt },
    { term: t("admin_orders.pay_until"), at: order.state === "awaiting_payment" ? order.expiresAt : null },
    { term: t("admin_orders.cancelled"), at: order.cancelledAt },
  ];
  return (
    <Panel title={t("admin_orders.about_title")}>
      <DescriptionList
        items={[
          {
            term: t("admin_orders.buyer"),
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
          ...order.withdrawals.slice(0, 1).map(({ state }) => ({
            term: t("withdrawals.of_order_label"),
            value: (
              <a className="link" href={`/admin/withdrawals?q=${order.code}`}>
                {stateLabel(WITHDRAWAL_WORDS, state)}
              </a>
            ),
          })),
          ...balanceRows(order),
        ]}
      />
      {order.cancelReason && (
        <p className="mt-3 text-small text-ink-soft">
          {t("admin_orders.cancelled_because", { reason: reasonWords(order.cancelReason) })}
        </p>
      )}
      {auditAt && (
        <p className="mt-3 text-small">
          <a className="link" href={auditAt}>
            {t("admin_orders.audit_log")}
          </a>
        </p>
      )}
    </Panel>
  );
}

/** What is asked for and what came in. Of a draft nobody was told yet, so nothing is due and nothing is missing. */
function balanceRows({ state, balance, owedMinor, currency }: OrderView) {
  const t = getTranslator();
  const { paidMinor, differenceMinor } = balance;
  if (state === "draft" && paidMinor === 0)
    return [{ term: t("admin_orders.due_now"), value: t("admin_orders.due_not_sent_yet") }];
  return [
    // What is asked for still: nothing of an order that is paid.
    { term: t("admin_orders.due_now"), value: <Money amount={{ minor: Math.max(0, -differenceMinor), currency }} /> },
    { term: t("admin_orders.paid_less_refunds"), value: <Money amount={{ minor: paidMinor, currency }} /> },
    {
      term: t("admin_orders.difference"),
      value: <Money amount={{ minor: differenceMinor, currency }} />,
      strong: true,
    },
    // Of an order that goes on its balance says nothing of a place that has ended.
    ...(state === "paid" && owedMinor > 0
      ? [{ term: t("admin_orders.owed_back"), value: <Money amount={{ minor: owedMinor, currency }} />, strong: true }]
      : []),
  ];
}

/** Money of it is here that is the buyer's: of an order or a place of it that has ended, or that was paid too much. */
const isOverpaid = ({ reviewReason, owedMinor }: OrderView) =>
  (reviewReason === "refund_due" || reviewReason === "paid_twice") && owedMinor > 0;
