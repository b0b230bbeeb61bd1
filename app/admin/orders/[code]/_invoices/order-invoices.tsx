import { Panel } from "#components/admin/panel.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { FaultList } from "#components/invoices/fault-list.tsx";
import { InvoicePapers } from "#components/invoices/invoice-papers.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getOrderInvoices, type OrderInvoice } from "#domain/invoices/get-order-invoices.ts";
import { listOrderPapers } from "#domain/invoices/get-order-paper.ts";
import { canIssueInvoices } from "#domain/invoices/list-seller-gaps.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { addDays, formatLocalDay } from "#domain/kernel/local-time.ts";
import type { OrderView } from "#domain/orders/get-order.ts";
import { isAllowed } from "#domain/policy.ts";
import { isUndoneMatch } from "#domain/ledger/undone-match.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { issueInvoiceAction } from "./actions.ts";

/** What was issued for an order, and the invoice that the office may issue of it now. */
export async function OrderInvoices({ order, read }: { order: OrderView; read: ReadCtx }) {
  const t = getTranslator();
  const invoices = await getOrderInvoices(read, order);
  const hasLive = invoices.some(({ kind, state }) => kind === "invoice" && state !== "cancelled");
  const outdated = invoices.find(({ isOutdated }) => isOutdated);
  const mayIssue =
    isAllowed(read.actor, "invoice.issue") && !hasLive && ["awaiting_payment", "paid"].includes(order.state);
  const billing = `/admin/orders/${order.code}/billing`;
  return (
    <section id="invoices">
      <Panel title={t("invoices.papers_title")}>
        <div className="grid gap-5">
          {outdated && (
            <Notice tone="warn">
              {t.rich("invoices.outdated", {
                invoice: outdated.code,
                link: (children) => (
                  <a className="link" href={billing}>
                    {children}
                  </a>
                ),
              })}
            </Notice>
          )}
          <PlainInvoices {...{ invoices, billing, read }} />
          <InvoicePapers
            orderCode={order.code}
            invoices={invoices}
            papers={listOrderPapers({ ...order, hasPayments: hasPayments(order) })}
          />
          {mayIssue && (
            <Issue
              order={order}
              now={read.now}
              settings={await getSettingsOnce(read)}
              maySet={isAllowed(read.actor, "settings.read")}
            />
          )}
          <p className="text-small">
            <a className="link" href={billing}>
              {hasLive && isAllowed(read.actor, "invoice.correct")
                ? t("invoices.correct_link")
                : t("invoices.billing_link")}
            </a>
          </p>
        </div>
      </Panel>
    </section>
  );
}

const hasPayments = ({ payments, credits }: OrderView) =>
  credits.length > 0 || payments.some(({ state, refunds }) => state === "settled" && !refunds.some(isUndoneMatch));

type PlainProps = { invoices: readonly OrderInvoice[]; billing: string; read: ReadCtx };

/** Invoices of companies that go out without an e-invoice, each with why, and where that is mended. */
function PlainInvoices({ invoices, billing, read }: PlainProps) {
  const t = getTranslator();
  return invoices
    .filter(({ eInvoiceFaults }) => eInvoiceFaults.length > 0)
    .map(({ id, code, eInvoiceFaults }) => (
      <Notice key={id} tone="warn" title={t("invoices.without_e_invoice", { number: code })}>
        <FaultList
          faults={eInvoiceFaults.map(({ rule, place, message }) => ({ rule, place, words: t.format(message) }))}
          settingsHref={isAllowed(read.actor, "settings.read") ? "/admin/settings#invoices" : undefined}
          billingHref={billing}
        />
      </Notice>
    ));
}

type IssueProps = {
  order: OrderView;
  now: Date;
  settings: Awaited<ReturnType<typeof getSettingsOnce>>;
  maySet: boolean;
};

function Issue({ order, now, settings, maySet }: IssueProps) {
  const t = getTranslator();
  if (!canIssueInvoices(settings)) {
    return (
      <Notice tone="warn">
        {t("invoices.seller_incomplete")}{" "}
        {maySet && (
          <a className="link" href="/admin/settings#invoices">
            {t("layout.nav_settings")}
          </a>
        )}
      </Notice>
    );
  }
  const dueOn = addDays(formatLocalDay(now, settings.timezone), settings.invoiceDueDays);
  return (
    <StateForm action={issueInvoiceAction} values={{ orderId: order.id, code: order.code }} className="grid gap-4">
      {order.state === "awaiting_payment" && (
        <>
          <p className="text-small text-ink-soft">{t("invoices.issue_before_payment")}</p>
          <FormInput name="dueOn" label={t("invoices.due_on_label")} type="date" defaultValue={dueOn} required />
        </>
      )}
      <div>
        <SubmitButton variant="quiet" pendingLabel={t("invoices.saving_pending")}>
          {t("invoices.issue_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
