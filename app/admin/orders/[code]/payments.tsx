import { reasonWords } from "#components/ui/stored-words.ts";
import { describeFailure, describeRefundFailure, getProviderWords } from "#domain/kernel/describe-failure.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { DISPUTE_WORDS, PAYMENT_WORDS, providerLabel, RefundBadge, StateBadge } from "#components/admin/states.tsx";
import { FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { formatAccount } from "#domain/refunds/payee.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { RETURN_REASONS } from "#domain/refunds/record-returned-refund.ts";
import { isLargeRefund } from "#domain/refunds/request-refund.ts";
import { runtime } from "#runtime";
import type { DisputeRow, OrderView, PaymentRow, RefundRow } from "#domain/orders/get-order.ts";
import {
  cancelOrderAction,
  confirmTransferAction,
  markSentAction,
  refundAction,
  resolveOrderAction,
  returnedAction,
  sendOrderAction,
} from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** Every attempt to pay the order, what went back of it, and what can be done with it now. */
type PaymentsProps = { order: OrderView; timezone: string; recent: RecentSignIn };

export function Payments({ order, timezone, recent }: PaymentsProps) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_orders.payments_title")}>
      {order.payments.length === 0 ? (
        <p className="text-ink-soft">
          {order.totalMinor === 0 ? t("admin_orders.order_is_free") : t("admin_orders.no_payments_yet")}
        </p>
      ) : (
        <ul className="grid gap-5">
          {order.payments.map((payment) => (
            <li key={payment.id} className="border-t border-rule pt-4 first:border-0 first:pt-0">
              <PaymentAttempt payment={payment} order={order} timezone={timezone} recent={recent} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

type PaymentAttemptProps = { payment: PaymentRow; order: OrderView; timezone: string; recent: RecentSignIn };

function PaymentAttempt({ payment, order, timezone, recent }: PaymentAttemptProps) {
  const t = getTranslator();
  const { amountMinor: minor, currency, provider, state, reference, failure } = payment;
  const moment = (instant: Date) => <DateTime instant={instant} timezone={timezone} showZone={false} />;
  const begun = moment(payment.createdAt);
  const isConfirmable = provider === "bank" && state !== "settled" && order.may.confirm;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="flex items-center gap-2.5 font-[560]">
          {providerLabel(provider)}
          <StateBadge words={PAYMENT_WORDS} state={state} />
        </span>
        <Money amount={{ minor, currency }} className="font-[560]" />
      </div>
      <p className="text-small text-ink-soft">
        {payment.settledAt
          ? t.rich("admin_orders.payment_begun_and_settled", { begun, settled: moment(payment.settledAt) })
          : t.rich("admin_orders.payment_begun", { begun })}
        {reference && (
          <span className="block break-all">
            {t.rich("admin_orders.reference", {
              reference: provider === "bank" ? formatInGroups(reference) : reference,
              num: (children) => <span className="num">{children}</span>,
            })}
          </span>
        )}
        {failure && <Failure words={describeFailure(failure, t)} kept={failure} />}
      </p>
      {payment.refunds.length > 0 && <Refunds payment={payment} order={order} timezone={timezone} recent={recent} />}
      {payment.disputes.map((dispute) => (
        <Dispute key={dispute.id} dispute={dispute} provider={providerLabel(provider)} timezone={timezone} />
      ))}
      {isConfirmable && <ConfirmTransfer payment={payment} order={order} />}
      {payment.refundableMinor > 0 && order.may.refund && <Refund payment={payment} order={order} recent={recent} />}
    </div>
  );
}

/** Why it failed, and what the provider said itself, which its support asks for. Card services answer in English. */
function Failure({ words, kept }: { words: string; kept: string }) {
  const said = getProviderWords(kept);
  return (
    <span className="block text-bad">
      {words}
      {said !== "" && said !== words && (
        <span className="block text-tiny text-ink-faint [overflow-wrap:anywhere]">
          {getTranslator().rich("admin_orders.provider_words", { words: <span lang="en">{said}</span> })}
        </span>
      )}
    </span>
  );
}

function Refunds({ payment, order, timezone }: PaymentAttemptProps) {
  const t = getTranslator();
  const { refunds, provider } = payment;
  return (
    <ul className="grid gap-2 border-s-2 border-rule ps-3.5">
      {refunds.map((refund) => (
        <li key={refund.id} className="text-small">
          <span className="flex flex-wrap items-center justify-between gap-x-4">
            <span className="flex items-center gap-2">
              {t("admin_orders.refund")}{" "}
              <RefundBadge provider={provider} state={refund.state} approval={refund.approval} />
            </span>
            <Money amount={{ minor: -refund.amountMinor, currency: refund.currency }} />
          </span>
          <span className="block text-ink-soft">
            {t.rich("admin_orders.refund_on_because", {
              date: <DateTime instant={refund.createdAt} timezone={timezone} showZone={false} />,
              reason: reasonWords(refund.reason),
            })}
          </span>
          {refund.failure && <Failure words={describeRefundFailure(refund.failure, t)} kept={refund.failure} />}
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

type DisputeProps = { dispute: DisputeRow; provider: string; timezone: string };

/** What the buyer's bank wants, what became of the money, and what is to be done, in plain sentences. */
function Dispute({ dispute, provider, timezone }: DisputeProps) {
  const t = getTranslator();
  const { state, reason, respondBy, withdrawnAt, reinstatedAt } = dispute;
  const taken = withdrawnAt && !reinstatedAt;
  return (
    <div className="border-s-2 border-bad ps-3.5 text-small">
      <span className="flex flex-wrap items-center justify-between gap-x-4">
        <span className="flex items-center gap-2">
          {t("admin_orders.dispute")} <StateBadge words={DISPUTE_WORDS} state={state} />
        </span>
        <Money amount={{ minor: taken ? -dispute.amountMinor : dispute.amountMinor, currency: dispute.currency }} />
      </span>
      <p className="text-ink-soft">
        {t.rich("admin_orders.dispute_words", {
          date: <DateTime instant={dispute.createdAt} timezone={timezone} showZone={false} />,
          reason: reason.replaceAll("_", " "),
          money: reinstatedAt ? "returned" : taken ? "taken" : "kept",
        })}
      </p>
      {state === "open" && (
        <p>
          {respondBy
            ? t.rich("admin_orders.dispute_answer_before", {
                provider,
                date: <DateTime instant={respondBy} timezone={timezone} showZone={false} />,
              })
            : t("admin_orders.dispute_answer", { provider })}
        </p>
      )}
    </div>
  );
}

function ConfirmTransfer({ payment, order }: Pick<PaymentAttemptProps, "payment" | "order">) {
  const t = getTranslator();
  const amount = formatAmount({ minor: payment.amountMinor, currency: payment.currency });
  return (
    <Ask
      id={`confirm-${payment.id}`}
      trigger={t("admin_orders.confirm_transfer_button")}
      title={t("admin_orders.confirm_transfer_title", { amount, code: order.code })}
      confirmLabel={t("admin_orders.transfer_arrived_button", { amount })}
      why={false}
      tone="quiet"
      action={confirmTransferAction}
      values={{ code: order.code, paymentId: payment.id }}
    >
      {t.rich("admin_orders.confirm_transfer_words", { buyerName: order.buyerName })}
    </Ask>
  );
}

function Refund({ payment, order, recent }: Omit<PaymentAttemptProps, "timezone">) {
  const t = getTranslator();
  const most = { minor: payment.refundableMinor, currency: payment.currency };
  const isRecent = recent.isRecent || !isLargeRefund(most, runtime().rules);
  const isTransfer = payment.provider === "bank";
  return (
    <Ask
      id={`refund-${payment.id}`}
      trigger={t("admin_orders.refund_button")}
      title={t("admin_orders.refund_title", { buyerName: isolateText(order.buyerName) })}
      confirmLabel={t(isTransfer ? "admin_orders.ask_for_refund_button" : "admin_orders.send_refund_button")}
      why={t("admin_orders.refund_reason_hint")}
      action={refundAction}
      values={{ code: order.code, paymentId: payment.id, currency: payment.currency }}
      fields={
        <>
          <FormInput
            id={`refund-amount-${payment.id}`}
            name="amount"
            label={t("admin_orders.refund_amount_label", { currency: payment.currency })}
            hint={t("admin_orders.refund_amount_hint", { amount: formatAmount(most) })}
            inputMode="decimal"
            defaultValue={suggestedAmount(payment, order)}
            maxLength={40}
            required
          />
          <ConfirmIdentity {...recent} isRecent={isRecent} id={`confirm-refund-${payment.id}`} />
        </>
      }
    >
      {isTransfer
        ? t("admin_orders.refund_by_transfer_words")
        : t("admin_orders.refund_words", { provider: providerLabel(payment.provider) })}
    </Ask>
  );
}

/** What is too much of the order goes back first; otherwise all of the payment that has not gone back yet. */
function suggestedAmount({ refundableMinor, currency }: PaymentRow, { balance }: OrderView): string {
  const over = Math.max(0, balance.differenceMinor);
  return toDecimal({ minor: over > 0 ? Math.min(over, refundableMinor) : refundableMinor, currency });
}

export function SendOrder({ order }: { order: OrderView }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_orders.not_sent_yet_title")}>
      <p className="mb-3 text-ink-soft">{t.rich("admin_orders.not_sent_yet_words", { buyerName: order.buyerName })}</p>
      <StateForm action={sendOrderAction} values={{ code: order.code, orderId: order.id }}>
        <SubmitButton pendingLabel={t("admin_orders.sending_pending")}>
          {t("admin_orders.send_order_button")}
        </SubmitButton>
      </StateForm>
    </Panel>
  );
}

export function ResolveOrder({ order }: { order: OrderView }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_orders.needs_review_title")}>
      <Ask
        id="resolve-order"
        trigger={t("admin_orders.mark_as_resolved_button")}
        title={t("admin_orders.mark_as_resolved_title")}
        confirmLabel={t("admin_orders.mark_as_resolved_button")}
        why={t("admin_orders.resolve_reason_hint")}
        tone="quiet"
        action={resolveOrderAction}
        values={{ code: order.code, orderId: order.id }}
      >
        {t("admin_orders.mark_as_resolved_words")}
      </Ask>
    </Panel>
  );
}

export function CancelOrder({ order }: { order: OrderView }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_orders.cancel_panel_title")}>
      <Ask
        id="cancel-order"
        trigger={t("admin_orders.cancel_order_button")}
        title={t("admin_orders.cancel_order_title", { code: order.code })}
        confirmLabel={t("admin_orders.cancel_order_button")}
        why={t("admin_orders.cancel_order_why_hint")}
        action={cancelOrderAction}
        values={{ code: order.code, orderId: order.id }}
      >
        {order.state === "awaiting_payment"
          ? t("admin_orders.cancel_sent_order_words", { buyerName: order.buyerName })
          : t("admin_orders.cancel_order_words")}
      </Ask>
    </Panel>
  );
}
