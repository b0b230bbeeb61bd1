import { isolateText } from "#domain/kernel/isolate-text.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { DISPUTE_WORDS, PAYMENT_WORDS, providerLabel, RefundBadge, StateBadge } from "#components/admin/states.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { isLargeRefund } from "#domain/refunds/request-refund.ts";
import { runtime } from "#runtime";
import type { DisputeRow, OrderView, PaymentRow, RefundRow } from "#domain/orders/get-order.ts";
import {
  cancelOrderAction,
  confirmTransferAction,
  markSentAction,
  refundAction,
  resolveOrderAction,
  sendOrderAction,
} from "./actions.ts";

/** Every attempt to pay the order, what went back of it, and what can be done with it now. */
type PaymentsProps = { order: OrderView; timezone: string; recent: RecentSignIn };

export function Payments({ order, timezone, recent }: PaymentsProps) {
  return (
    <Panel title="Payments">
      {order.payments.length === 0 ? (
        <p className="text-ink-soft">
          {order.totalMinor === 0 ? "The order is free." : "Nobody has tried to pay it yet."}
        </p>
      ) : (
        <ul className="grid gap-5">
          {order.payments.map((payment) => (
            <li key={payment.id} className="border-t border-rule pt-4 first:border-0 first:pt-0">
              <Attempt payment={payment} order={order} timezone={timezone} recent={recent} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

type AttemptProps = { payment: PaymentRow; order: OrderView; timezone: string; recent: RecentSignIn };

function Attempt({ payment, order, timezone, recent }: AttemptProps) {
  const { amountMinor: minor, currency, provider, state, reference, failure } = payment;
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
        Begun <DateTime instant={payment.createdAt} timezone={timezone} showZone={false} />
        {payment.settledAt && (
          <>
            , settled <DateTime instant={payment.settledAt} timezone={timezone} showZone={false} />
          </>
        )}
        {reference && (
          <span className="block break-all">
            Reference <span className="num">{provider === "bank" ? formatInGroups(reference) : reference}</span>
          </span>
        )}
        {failure && <span className="block text-bad">{failure}</span>}
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

function Refunds({ payment, order, timezone }: AttemptProps) {
  const { refunds, provider } = payment;
  return (
    <ul className="grid gap-2 border-l-2 border-rule pl-3.5">
      {refunds.map((refund) => (
        <li key={refund.id} className="text-small">
          <span className="flex flex-wrap items-center justify-between gap-x-4">
            <span className="flex items-center gap-2">
              Refund <RefundBadge provider={provider} state={refund.state} />
            </span>
            <Money amount={{ minor: -refund.amountMinor, currency: refund.currency }} />
          </span>
          <span className="block text-ink-soft">
            <DateTime instant={refund.createdAt} timezone={timezone} showZone={false} />, “{refund.reason}”
          </span>
          {refund.failure && <span className="block text-bad">{refund.failure}</span>}
          {refund.payeeIban && (
            <span className="block text-ink-soft">
              Sent to {refund.payeeHolder}, <span className="num">{formatInGroups(refund.payeeIban)}</span>
            </span>
          )}
          {provider === "bank" && ["requested", "submitted"].includes(refund.state) && (
            <PayOut refund={refund} order={order} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** The account that a buyer has given for their refund. */
export function GivenAccount({ holder, iban }: { holder: string; iban: string }) {
  return (
    <>
      <bdi>{holder}</bdi>, <span className="num">{formatInGroups(iban)}</span>
    </>
  );
}

/** No machine makes a transfer: somebody does it at the bank, and says so here. */
function PayOut({ refund, order }: { refund: RefundRow; order: OrderView }) {
  const amount = formatAmount({ minor: refund.amountMinor, currency: refund.currency });
  if (!order.may.refund) return <span className="block">Finance sends it by bank transfer.</span>;
  return (
    <div className="mt-1.5 grid justify-items-start gap-1.5">
      <span>
        {order.refundAccount
          ? `Transfer ${amount} at your bank to the account that ${isolateText(order.buyerName)} gave: `
          : `Transfer ${amount} to ${isolateText(order.buyerName)} at your bank. They can give their account on their order’s page. `}
        {order.refundAccount && <GivenAccount {...order.refundAccount} />}
      </span>
      <span>
        Write <span className="num">{order.code}</span> on it, so that they know what it is for.
      </span>
      <Ask
        id={`sent-${refund.id}`}
        trigger="Mark as sent"
        title={`Have you sent ${amount} to ${order.buyerName}?`}
        confirmLabel="Mark as sent"
        why={false}
        tone="quiet"
        action={markSentAction}
        values={{ code: order.code, refundId: refund.id }}
        fields={
          <>
            <FormInput
              id={`holder-${refund.id}`}
              name="holder"
              label="Account holder"
              defaultValue={order.refundAccount?.holder ?? order.buyerName}
              maxLength={140}
              required
            />
            <FormInput
              id={`iban-${refund.id}`}
              name="iban"
              label="IBAN"
              hint="Where the money went. Its check digits are checked."
              defaultValue={order.refundAccount ? formatInGroups(order.refundAccount.iban) : undefined}
              maxLength={60}
              required
            />
          </>
        }
      >
        The refund is booked, and {order.buyerName} is told by mail. This cannot be undone.
      </Ask>
    </div>
  );
}

type DisputeProps = { dispute: DisputeRow; provider: string; timezone: string };

/** What the buyer's bank wants, what became of the money, and what is to be done, in plain sentences. */
function Dispute({ dispute, provider, timezone }: DisputeProps) {
  const { state, reason, respondBy, withdrawnAt, reinstatedAt } = dispute;
  const taken = withdrawnAt && !reinstatedAt;
  return (
    <div className="border-l-2 border-bad pl-3.5 text-small">
      <span className="flex flex-wrap items-center justify-between gap-x-4">
        <span className="flex items-center gap-2">
          Dispute <StateBadge words={DISPUTE_WORDS} state={state} />
        </span>
        <Money amount={{ minor: taken ? -dispute.amountMinor : dispute.amountMinor, currency: dispute.currency }} />
      </span>
      <p className="text-ink-soft">
        The buyer’s bank asked for the money back on{" "}
        <DateTime instant={dispute.createdAt} timezone={timezone} showZone={false} />: {reason.replaceAll("_", " ")}.{" "}
        {reinstatedAt
          ? "The money was taken and has been put back."
          : taken
            ? "The money was taken."
            : "No money was taken."}
      </p>
      {state === "open" && (
        <p>
          Answer it on {provider}’s own pages
          {respondBy && (
            <>
              {" "}
              before <DateTime instant={respondBy} timezone={timezone} showZone={false} />
            </>
          )}
          .
        </p>
      )}
    </div>
  );
}

function ConfirmTransfer({ payment, order }: Pick<AttemptProps, "payment" | "order">) {
  const amount = formatAmount({ minor: payment.amountMinor, currency: payment.currency });
  return (
    <Ask
      id={`confirm-${payment.id}`}
      trigger="Confirm the transfer"
      title={`Has ${amount} arrived at the bank for order ${order.code}?`}
      confirmLabel={`Yes, ${amount} arrived`}
      why={false}
      tone="quiet"
      action={confirmTransferAction}
      values={{ code: order.code, paymentId: payment.id }}
    >
      The whole amount is booked and cannot be unbooked. When the seat can still be given, the course opens to{" "}
      <bdi>{order.buyerName}</bdi> at once.
    </Ask>
  );
}

function Refund({ payment, order, recent }: Omit<AttemptProps, "timezone">) {
  const most = { minor: payment.refundableMinor, currency: payment.currency };
  const isRecent = recent.isRecent || !isLargeRefund(most, runtime().rules);
  return (
    <Ask
      id={`refund-${payment.id}`}
      trigger="Refund"
      title={`Send money back to ${isolateText(order.buyerName)}?`}
      confirmLabel="Send the refund"
      why="Kept with the refund and in the audit log."
      action={refundAction}
      values={{ code: order.code, paymentId: payment.id, currency: payment.currency }}
      fields={
        <>
          <FormInput
            id={`refund-amount-${payment.id}`}
            name="amount"
            label={`Amount in ${payment.currency}`}
            hint={`At most ${formatAmount(most)}.`}
            inputMode="decimal"
            defaultValue={suggestedAmount(payment, order)}
            maxLength={40}
            required
          />
          <ConfirmIdentity {...recent} isRecent={isRecent} id={`confirm-refund-${payment.id}`} />
        </>
      }
    >
      It goes back the way it came ({providerLabel(payment.provider)}) and cannot be called back. A refund does not end
      the enrolment; cancel that on its own page.
    </Ask>
  );
}

/** What is too much of the order goes back first; otherwise all of the payment that has not gone back yet. */
function suggestedAmount({ refundableMinor, currency }: PaymentRow, { standing }: OrderView): string {
  const over = Math.max(0, standing.differenceMinor);
  return toDecimal({ minor: over > 0 ? Math.min(over, refundableMinor) : refundableMinor, currency });
}

export function SendOrder({ order }: { order: OrderView }) {
  return (
    <Panel title="Not sent yet">
      <p className="mb-3 text-ink-soft">
        The order was prepared here. When it is sent, a seat is held for <bdi>{order.buyerName}</bdi>, who gets a letter
        with the way to pay.
      </p>
      <StateForm action={sendOrderAction} values={{ code: order.code, orderId: order.id }}>
        <SubmitButton pendingLabel="Sending …">Send the order</SubmitButton>
      </StateForm>
    </Panel>
  );
}

export function ResolveOrder({ order }: { order: OrderView }) {
  return (
    <Panel title="Needs review">
      <Ask
        id="resolve-order"
        trigger="Mark as resolved"
        title="What was done about it?"
        confirmLabel="Mark as resolved"
        why="Kept in the audit log."
        tone="quiet"
        action={resolveOrderAction}
        values={{ code: order.code, orderId: order.id }}
      >
        The order leaves the list of those that need review. Nothing else changes.
      </Ask>
    </Panel>
  );
}

export function CancelOrder({ order }: { order: OrderView }) {
  return (
    <Panel title="Call it off">
      <Ask
        id="cancel-order"
        trigger="Cancel the order"
        title={`Cancel order ${order.code}?`}
        confirmLabel="Cancel the order"
        action={cancelOrderAction}
        values={{ code: order.code, orderId: order.id }}
      >
        The seat that is held goes to whoever waits. Money that still arrives is kept as the buyer’s and flagged here.
        {order.state === "awaiting_payment" && `${order.buyerName} is told by mail, with your reason. `}
        This cannot be undone; they can enrol again.
      </Ask>
    </Panel>
  );
}
