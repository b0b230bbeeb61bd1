import { Ask } from "#components/admin/ask.tsx";
import { RefundBadge } from "#components/admin/states.tsx";
import { FormInput, FormSelect } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { reasonWords } from "#components/ui/stored-words.ts";
import { describeRefundFailure } from "#domain/kernel/describe-failure.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import type { OrderView } from "#domain/orders/get-order.ts";
import type { PaymentRow, RefundRow } from "#domain/orders/load-order-payments.ts";
import { REVERSED_BY_BANK } from "#domain/kernel/reversed-by-bank.ts";
import { isUndoneMatch } from "#domain/ledger/undone-match.ts";
import { formatAccount } from "#domain/kernel/payee.ts";
import { RETURN_REASONS } from "#domain/refunds/record-returned-refund.ts";
import { markSentAction, returnedAction } from "./actions.ts";
import { Failure } from "./failure.tsx";

type RefundsProps = { payment: PaymentRow; order: OrderView; timezone: string };

/** What went back of a payment, or is on its way. */
export function Refunds({ payment, order, timezone }: RefundsProps) {
  const t = getTranslator();
  const { refunds, provider } = payment;
  return (
    <ul className="grid gap-2 border-s-2 border-rule ps-3.5">
      {refunds.map((refund) => (
        <li key={refund.id} className="text-small">
          <span className="flex flex-wrap items-center justify-between gap-x-4">
            <span className="flex items-center gap-2">
              {isUndoneMatch(refund) ? (
                t(
                  refund.state !== "external"
                    ? "admin_orders.match_restored"
                    : refund.reason === REVERSED_BY_BANK
                      ? "admin_orders.payment_taken_back"
                      : "admin_orders.match_undone",
                )
              ) : (
                <>
                  {t("admin_orders.refund")}{" "}
                  <RefundBadge provider={provider} state={refund.state} approval={refund.approval} />
                </>
              )}
            </span>
            <Money amount={{ minor: -refund.amountMinor, currency: refund.currency }} />
          </span>
          <span className="block text-ink-soft">
            {t.rich("admin_orders.refund_on_because", {
              date: <DateTime instant={refund.createdAt} timezone={timezone} showZone={false} />,
              reason: reasonWords(refund.reason),
            })}
          </span>
          {refund.failure && !isUndoneMatch(refund) && (
            <Failure words={describeRefundFailure(refund.failure, t)} kept={refund.failure} />
          )}
          {refund.state === "failed" && refund.creditNote && (
            <span className="block">{t("admin_orders.credit_note_stands", { creditNote: refund.creditNote })}</span>
          )}
          {refund.approval === "awaited" && order.may.refund && (
            <a className="link block" href="/admin/approvals?approval=awaited">
              {t("approvals.decide_link")}
            </a>
          )}
          {refund.payoutRunId && refund.state !== "done" && refund.state !== "failed" && (
            <span className="block">
              {t.rich("payouts.in_file_link", {
                link: (children) => (
                  <a className="link" href={`/admin/payouts/${refund.payoutRunId}`}>
                    {children}
                  </a>
                ),
              })}
            </span>
          )}
          {refund.payeeIban && ["done", "failed"].includes(refund.state) && (
            <span className="block text-ink-soft">
              {t.rich("admin_orders.refund_sent_to", {
                holder: refund.payeeHolder,
                iban: formatAccount(refund.payeeIban),
                num: (children) => <span className="num">{children}</span>,
              })}
            </span>
          )}
          {provider === "bank" && refund.state === "done" && order.may.refund && (
            <RefundReturned refund={refund} order={order} />
          )}
          {provider === "bank" &&
            ["requested", "submitted"].includes(refund.state) &&
            !refund.payoutRunId &&
            refund.approval !== "awaited" && <RefundByTransfer refund={refund} order={order} />}
        </li>
      ))}
    </ul>
  );
}

/** The account that a buyer has given for their refund. */
export function RefundAccount({ holder, iban }: { holder: string; iban: string }) {
  return (
    <>
      <bdi>{holder}</bdi>, <span className="num">{formatAccount(iban)}</span>
    </>
  );
}

/** No machine makes a transfer: somebody does it at the bank, and says so here. */
function RefundByTransfer({ refund, order }: { refund: RefundRow; order: OrderView }) {
  const t = getTranslator();
  const amount = formatAmount({ minor: refund.amountMinor, currency: refund.currency });
  if (!order.may.refund) return <span className="block">{t("admin_orders.finance_sends_it")}</span>;
  return (
    <div className="mt-1.5 grid justify-items-start gap-1.5">
      <span>
        {order.refundAccount
          ? t.rich("admin_orders.transfer_to_given_account", {
              amount,
              buyerName: isolateText(order.buyerName),
              account: <RefundAccount {...order.refundAccount} />,
            })
          : t("admin_orders.transfer_to_buyer", { amount, buyerName: isolateText(order.buyerName) })}
      </span>
      <span>
        {t.rich("admin_orders.transfer_reference", {
          code: order.code,
          num: (children) => <span className="num">{children}</span>,
        })}
      </span>
      <Ask
        id={`sent-${refund.id}`}
        trigger={t("admin_orders.mark_as_sent_button")}
        title={t("admin_orders.mark_as_sent_title", { amount, buyerName: order.buyerName })}
        confirmLabel={t("admin_orders.mark_as_sent_button")}
        why={false}
        tone="quiet"
        action={markSentAction}
        values={{ code: order.code, refundId: refund.id }}
        fields={
          <>
            <FormInput
              id={`holder-${refund.id}`}
              name="holder"
              label={t("admin_orders.account_holder_label")}
              defaultValue={order.refundAccount?.holder ?? order.buyerName}
              maxLength={140}
              required
            />
            <FormInput
              id={`iban-${refund.id}`}
              name="iban"
              label={t("admin_orders.iban_label")}
              hint={t("admin_orders.iban_hint")}
              defaultValue={order.refundAccount ? formatAccount(order.refundAccount.iban) : undefined}
              maxLength={60}
              required
            />
          </>
        }
      >
        {t("admin_orders.mark_as_sent_words", { buyerName: order.buyerName })}
      </Ask>
    </div>
  );
}

/** What went to a wrong or a closed account comes back days later. */
function RefundReturned({ refund, order }: { refund: RefundRow; order: OrderView }) {
  const t = getTranslator();
  return (
    <div className="mt-1.5">
      <Ask
        id={`returned-${refund.id}`}
        trigger={t("payouts.returned_button")}
        title={t("payouts.returned_title")}
        confirmLabel={t("payouts.returned_button")}
        why={false}
        action={returnedAction}
        values={{ code: order.code, refundId: refund.id }}
        fields={
          <FormSelect
            id={`returned-reason-${refund.id}`}
            name="reason"
            label={t("payouts.returned_reason_label")}
            options={RETURN_REASONS.map((value) => ({ value, label: t(`payment_failures.${value}`) }))}
          />
        }
      >
        {t("payouts.returned_words")}
      </Ask>
    </div>
  );
}
