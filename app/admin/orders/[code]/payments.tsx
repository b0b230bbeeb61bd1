import { describeDisputeReason } from "#domain/kernel/describe-dispute-reason.ts";
import { describeFailure } from "#domain/kernel/describe-failure.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { DISPUTE_WORDS, PAYMENT_WORDS, providerLabel, StateBadge } from "#components/admin/states.tsx";
import { FormInput } from "#components/forms/state-form.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { isConfirmationOffered } from "#domain/payments/is-confirmable.ts";
import { isLargeRefund } from "#domain/refunds/request-refund.ts";
import { runtime } from "#runtime";
import type { OrderView } from "#domain/orders/get-order.ts";
import type { DisputeRow, PaymentRow } from "#domain/orders/load-order-payments.ts";
import { confirmTransferAction, refundAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { creditWords } from "#components/learning/credit-words.ts";
import { Failure } from "./failure.tsx";
import { RecordMoney } from "./record-money.tsx";
import { Refunds } from "./refunds.tsx";

/** Every attempt to pay the order, what went back of it, and what can be done with it now. */
type PaymentsProps = { order: OrderView; timezone: string; recent: RecentSignIn };

export function Payments({ order, timezone, recent }: PaymentsProps) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_orders.payments_title")}>
      {order.payments.length + order.credits.length === 0 ? (
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
          {order.credits.map((credit) => (
            <li key={credit.id} className="border-t border-rule pt-4 first:border-0 first:pt-0">
              <CreditLine credit={credit} currency={order.currency} timezone={timezone} />
            </li>
          ))}
        </ul>
      )}
      {order.may.confirm && order.state === "awaiting_payment" && <RecordMoney order={order} />}
    </Panel>
  );
}

type CreditLineProps = { credit: OrderView["credits"][number]; currency: string; timezone: string };

/** What credit has paid of the order, or what of its money became credit. */
function CreditLine({ credit, currency, timezone }: CreditLineProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <span>
        <span className="font-[560]">{getTranslator()(creditWords(credit.kind))}</span>
        <span className="block text-small text-ink-soft">
          <DateTime instant={credit.at} timezone={timezone} showZone={false} />
        </span>
      </span>
      <Money amount={{ minor: -credit.amountMinor, currency }} className="font-[560]" />
    </div>
  );
}

type PaymentAttemptProps = { payment: PaymentRow; order: OrderView; timezone: string; recent: RecentSignIn };

function PaymentAttempt({ payment, order, timezone, recent }: PaymentAttemptProps) {
  const t = getTranslator();
  const { amountMinor: minor, currency, provider, state, reference, failure } = payment;
  const moment = (instant: Date) => <DateTime instant={instant} timezone={timezone} showZone={false} />;
  const begun = moment(payment.createdAt);
  const isConfirmable = order.may.confirm && isConfirmationOffered(payment, order);
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
      {payment.refunds.length > 0 && <Refunds payment={payment} order={order} timezone={timezone} />}
      {payment.disputes.map((dispute) => (
        <Dispute key={dispute.id} dispute={dispute} provider={providerLabel(provider)} timezone={timezone} />
      ))}
      {isConfirmable && <ConfirmTransfer payment={payment} order={order} />}
      {payment.refundableMinor > 0 && order.may.refund && <Refund payment={payment} order={order} recent={recent} />}
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
          reason: describeDisputeReason(reason, t),
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
      values={{
        ...{ code: order.code, paymentId: payment.id, currency: payment.currency },
        seen: String(payment.refundableMinor),
      }}
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

/** What is too much of the order, or owed for a place of it, goes back first; otherwise all of the payment that has not gone back yet. */
function suggestedAmount({ refundableMinor, currency }: PaymentRow, { balance, owedMinor }: OrderView): string {
  const over = Math.max(0, balance.differenceMinor, owedMinor);
  return toDecimal({ minor: over > 0 ? Math.min(over, refundableMinor) : refundableMinor, currency });
}
