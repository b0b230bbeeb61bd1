import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { InvoicePapers } from "#components/invoices/invoice-papers.tsx";
import { Receipt } from "#components/learning/receipt.tsx";
import { RefundAccount } from "#components/learning/refund-account.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatToTheSecond } from "#domain/kernel/format-to-the-second.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { getAcceptedTerms } from "#domain/orders/get-accepted-terms.ts";
import { getOrderInvoices } from "#domain/invoices/get-order-invoices.ts";
import { listPartReceipts } from "#domain/invoices/list-part-receipts.ts";
import { listOrderPapers } from "#domain/invoices/get-order-paper.ts";
import { getReceipt, type Receipt as ReceiptView } from "#domain/learning/get-receipt.ts";
import { getPaymentOptions } from "#app/_forms/payment-options.ts";
import { TransferInstructions } from "#app/checkout/[code]/transfer.tsx";
import { PlanSoFar } from "#components/checkout/plan-so-far.tsx";
import { SavedCardNote } from "#components/learning/saved-card-note.tsx";
import { getNextCharge } from "#domain/payments/get-next-charge.ts";
import { PayInstalments } from "#components/learning/instalments.tsx";
import { giveRefundAccountAction, payInstalmentAction, payInstalmentWithCreditAction } from "./actions.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { getLocale } from "#components/messages/get-locale.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = PageProps<"/orders/[code]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  return { title: t("orders.your_order_title", { code: (await params).code.slice(0, 20) }), robots: { index: false } };
}

/** The receipt of a student's own order. It prints well: the shell leaves itself out on paper. */
export default async function OrderPage({ params }: Props) {
  const t = getTranslator();
  const { code } = await params;
  await requireViewer(`/orders/${encodeURIComponent(code)}`);
  const ctx = await getPageReadCtx();
  const receipt = await getReceipt(ctx, code);
  if (!receipt) notFound();
  return (
    <SitePage current="learning">
      <PageHeader
        title={titleOf(receipt)}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("orders.orders_and_receipts_label"), href: "/orders" }, { label: receipt.code }]}
          />
        }
        actions={<WhatNext receipt={receipt} />}
      />
      {asksInParts(receipt) && <Instalments receipt={receipt} now={ctx.now} />}
      {receipt.state === "awaiting_payment" && receipt.instalments.length > 0 && (
        <div className="mb-9 max-w-[46rem] print:hidden">
          <PlanSoFar
            instalments={receipt.instalments}
            receivedMinor={receipt.heldMinor}
            currency={receipt.currency}
            timezone={await schoolTimezone()}
            now={ctx.now}
          />
        </div>
      )}
      <Receipt receipt={receipt} timezone={await schoolTimezone()} now={ctx.now} />
      {receipt.isOwedByTransfer && (
        <RefundAccount
          receipt={receipt}
          recent={await getRecentSignIn(`/orders/${receipt.code}`)}
          action={giveRefundAccountAction}
        />
      )}
      <TermsAccepted orderId={receipt.id} />
      {receipt.totalMinor > 0 && (
        <section id="invoices" className="mt-9 grid gap-3 print:hidden" aria-labelledby="invoices-title">
          <h2 id="invoices-title">{t("invoices.papers_title")}</h2>
          <InvoicePapers
            orderCode={receipt.code}
            invoices={await getOrderInvoices(ctx, { id: receipt.id, buyerId: receipt.buyerId })}
            papers={listOrderPapers({ ...receipt, hasPayments: hasPayments(receipt) })}
          />
          <p className="text-small">
            <a className="link" href={`/orders/${receipt.code}/billing`}>
              {t("invoices.billing_link")}
            </a>
          </p>
        </section>
      )}
      <Withdraw receipt={receipt} />
      <p className="mt-5 text-small print:hidden">
        <a className="link" href={`/help/new?about=order:${receipt.id}`}>
          {t("orders.get_help_about_this_order")}
        </a>
      </p>
    </SitePage>
  );
}

const hasPayments = ({ payments, credits }: ReceiptView) =>
  credits.length > 0 || payments.some(({ state }) => state === "settled");

/** What is paid in parts; of a cancelled one what was, and what is left of its fee. */
const asksInParts = ({ state, instalments }: ReceiptView) =>
  state === "paid"
    ? instalments.length > 0
    : state === "cancelled" && instalments.some((each) => each.state === "due" || each.state === "paid");

/** The way to withdraw, as long as there is something to withdraw from. Whether it is in time the office says. */
async function Withdraw({ receipt: { code, state, withdrawals } }: { receipt: ReceiptView }) {
  const t = getTranslator();
  const { withdrawalDays, timezone } = await getSettingsOnce(await getPageReadCtx());
  const [last] = withdrawals;
  if (last) return <Declared withdrawal={last} timezone={timezone} />;
  if (withdrawalDays === 0 || (state !== "paid" && state !== "awaiting_payment")) return null;
  return (
    <p className="mt-5 text-small print:hidden">
      <a className="link" href={`/withdraw?code=${code}`}>
        {t("withdrawals.footer_link")}
      </a>
    </p>
  );
}

/** What became of the buyer's own declaration, and why where it was declined. Another one can be sent by the page for it. */
function Declared({ withdrawal, timezone }: { withdrawal: ReceiptView["withdrawals"][number]; timezone: string }) {
  const t = getTranslator();
  const { state, receivedAt, reason } = withdrawal;
  return (
    <Notice
      tone={state === "declined" ? "warn" : state === "accepted" ? "ok" : "info"}
      title={t(`withdrawals.own_${state}_title`)}
      className="mt-5"
    >
      {t("withdrawals.received_at", { moment: formatToTheSecond(receivedAt, timezone, { locale: getLocale() }) })}{" "}
      {t(`withdrawals.own_${state}_words`)}
      {state === "declined" && reason && (
        <p className="mt-1.5 [overflow-wrap:anywhere]" dir="auto">
          {reason}
        </p>
      )}
    </Notice>
  );
}

/** Which terms the buyer accepted: the page of the version that they were shown. */
async function TermsAccepted({ orderId }: { orderId: string }) {
  const t = getTranslator();
  const accepted = await getAcceptedTerms(await getPageReadCtx(), orderId);
  if (!accepted) return null;
  const date = formatInstant(accepted.acceptedAt, { timezone: await schoolTimezone() });
  return (
    <p className="mt-9 text-small">
      {t.rich("orders.terms_accepted", {
        date,
        link: (children) => (
          <a className="link" href={`/terms/${accepted.versionId}`}>
            {children}
          </a>
        ),
      })}
    </p>
  );
}

async function Instalments({ receipt, now }: { receipt: ReceiptView; now: Date }) {
  const { id, code, currency, instalments, takenOffMinor, loweredMinor, payments } = receipt;
  const minor = instalments.filter(({ state }) => state === "due").reduce((sum, each) => sum + each.amountMinor, 0);
  const transfer = payments.find(({ provider, state }) => provider === "bank" && state === "pending");
  const checkout = { code, total: { minor, currency }, expiresAt: null };
  const charge = minor > 0 ? await getNextCharge(await getPageReadCtx(), receipt) : undefined;
  return (
    <PayInstalments
      order={{ id, code }}
      orderCode={code}
      instalments={instalments}
      takenOffMinor={takenOffMinor}
      loweredMinor={loweredMinor}
      receipts={await listPartReceipts(await getPageReadCtx(), receipt)}
      currency={currency}
      timezone={await schoolTimezone()}
      now={now}
      options={minor > 0 ? await getPaymentOptions({ minor, currency }, "other") : []}
      action={payInstalmentAction}
      credit={receipt.credit}
      creditAction={payInstalmentWithCreditAction}
      hasCard={charge !== undefined}
      failed={receipt.failed}
      heldMinor={receipt.heldMinor}
    >
      {charge && <SavedCardNote charge={charge} currency={currency} />}
      {transfer && <TransferInstructions checkout={checkout} payment={transfer} isLaterPart />}
    </PayInstalments>
  );
}

function titleOf({ state, totalMinor, code, instalments }: ReceiptView): string {
  const t = getTranslator();
  // Of an order that is paid in parts the place is there with the first, and a receipt is for what was paid.
  if (state !== "paid" || instalments.some((each) => each.state === "due")) return t("orders.order_title", { code });
  return totalMinor > 0 ? t("orders.receipt_title", { code }) : t("orders.confirmation_title", { code });
}

function WhatNext({ receipt }: { receipt: ReceiptView }) {
  const t = getTranslator();
  if (receipt.state === "awaiting_payment") {
    return (
      <LinkButton href={`/checkout/${receipt.code}`} className="print:hidden">
        {t("orders.pay_button")}
      </LinkButton>
    );
  }
  const [line] = receipt.lines;
  if (receipt.state !== "paid" || !line) return null;
  if (receipt.lines.some(({ kind }) => kind === "claim")) {
    return (
      <LinkButton href={`/orders/${receipt.code}/places`} className="print:hidden">
        {t("orders.hand_out_places_button")}
      </LinkButton>
    );
  }
  return (
    <LinkButton href={`/learning/${line.slug}`} variant="quiet" className="print:hidden">
      {t("orders.open_the_course_button")}
    </LinkButton>
  );
}
