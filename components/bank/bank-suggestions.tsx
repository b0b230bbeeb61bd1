import { Panel } from "#components/admin/panel.tsx";
import { providerLabel } from "#components/admin/states.tsx";
import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Money } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { BankLineView } from "#domain/bank/get-bank-line.ts";
import type { RefundSuggestion } from "#domain/bank/suggest-refunds.ts";
import { formatDecimal } from "#domain/kernel/read-amount.ts";
import type { PayoutSuggestion } from "#domain/bank/settle-payout-line.ts";
import type { Suggestion } from "#domain/bank/rank-matches.ts";
import { BankReversals } from "./bank-reversals.tsx";
import { BankSteps } from "./bank-steps.tsx";
import { DOUBT_WORDS, REASON_WORDS } from "./bank-words.ts";

type Props = {
  line: BankLineView;
  matchAction: FormAction;
  matchRefundAction: FormAction;
  matchPayoutAction: FormAction;
  matchChargeAction: FormAction;
  matchAccountAction: FormAction;
  matchDuplicateAction: FormAction;
  matchReversalAction: FormAction;
  ignoreAction: FormAction;
};

/** What is done with a line that waits: one of the orders that it may pay, several of them, or nothing. */
export function BankSuggestions({ line, matchAction, matchRefundAction, ...actions }: Props) {
  const t = getTranslator();
  const isIncoming = line.amountMinor !== null && line.amountMinor > 0;
  return (
    <Panel title={t("bank.next_title")}>
      <div className="grid gap-5">
        {line.runs.length > 0 && (
          <ul className="grid gap-4">
            {line.runs.map((run) => (
              <SuggestedRun key={run.runId} {...{ line, run, matchRefundAction }} />
            ))}
          </ul>
        )}
        <BankReversals {...{ line, ...actions }} />
        {line.refunds.length > 0 && (
          <ul className="grid gap-4">
            {line.refunds.map((refund) => (
              <SuggestedRefund key={refund.refundId} {...{ line, refund, matchRefundAction }} />
            ))}
          </ul>
        )}
        {isMaybeKnown(line) && (
          <StateForm action={actions.matchDuplicateAction} values={{ lineId: line.id }}>
            <SubmitButton size="s" className="max-sm:min-h-11">
              {t("bank.duplicate_button")}
            </SubmitButton>
          </StateForm>
        )}
        {isIncoming && line.suggestions.length + line.refunds.length === 0 && (
          <p className="text-ink-soft">{t("bank.no_suggestion")}</p>
        )}
        {line.suggestions.length > 0 && (
          <ul className="grid gap-4">
            {line.suggestions.map((suggestion) => (
              <Suggested key={formatParts(suggestion.parts, line.currency)} {...{ line, suggestion, matchAction }} />
            ))}
          </ul>
        )}
        {line.payouts.length > 0 && (
          <ul className="grid gap-4">
            {line.payouts.map((payout) => (
              <SuggestedPayout key={payout.transactionId} {...{ line, payout, ...actions }} />
            ))}
          </ul>
        )}
        <BankSteps {...{ line, matchAction, ...actions }} />
      </div>
    </Panel>
  );
}

function Suggested({
  line,
  suggestion,
  matchAction,
}: {
  line: BankLineView;
  suggestion: Suggestion;
  matchAction: FormAction;
}) {
  const t = getTranslator();
  const { parts, reason, doubt, isConfirmed } = suggestion;
  const codes = parts.map(({ code }) => code).join(", ");
  return (
    <li className="grid gap-1.5 border-t border-rule pt-3 first:border-0 first:pt-0">
      {parts.map(({ orderId, code, buyerName, amountMinor: minor }) => (
        <span key={orderId} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <span className="[overflow-wrap:anywhere]">
            <a href={`/admin/orders/${code}`} className="link num font-[560]">
              {code}
            </a>{" "}
            <bdi>{buyerName}</bdi>
          </span>
          <Money amount={{ minor, currency: line.currency }} />
        </span>
      ))}
      <span className="text-small text-ink-soft">{t(REASON_WORDS[reason])}</span>
      {isConfirmed && <span className="text-small">{t("bank.confirmed_before")}</span>}
      {doubt && <span className="text-small text-bad">{t(DOUBT_WORDS[doubt])}</span>}
      {doubt !== "other_currency" && doubt !== "draft" && (
        <StateForm action={matchAction} values={{ lineId: line.id, parts: formatParts(parts, line.currency) }}>
          <SubmitButton size="s" variant={doubt ? "quiet" : "primary"} className="max-sm:min-h-11">
            {t(isConfirmed ? "bank.match_confirmed_button" : "bank.match_button", { codes })}
          </SubmitButton>
        </StateForm>
      )}
    </li>
  );
}

type PayoutProps = { line: BankLineView; payout: PayoutSuggestion; matchPayoutAction: FormAction };

function SuggestedPayout({ line, payout, matchPayoutAction }: PayoutProps) {
  const t = getTranslator();
  const { transactionId, provider, reference } = payout;
  return (
    <li className="grid gap-1.5 border-t border-rule pt-3 first:border-0 first:pt-0">
      <span className="num [overflow-wrap:anywhere]">{reference}</span>
      <span className="text-small text-ink-soft">{t("bank.reason_payout", { provider: providerLabel(provider) })}</span>
      <StateForm action={matchPayoutAction} values={{ lineId: line.id, transactionId }}>
        <SubmitButton size="s" className="max-sm:min-h-11">
          {t("bank.match_payout_button")}
        </SubmitButton>
      </StateForm>
    </li>
  );
}

type RefundProps = { line: BankLineView; refund: RefundSuggestion; matchRefundAction: FormAction };

function SuggestedRefund({ line, refund, matchRefundAction }: RefundProps) {
  const t = getTranslator();
  const { refundId, orderCode, buyerName, holder } = refund;
  const isOut = line.amountMinor !== null && line.amountMinor < 0;
  return (
    <li className="grid gap-1.5 border-t border-rule pt-3 first:border-0 first:pt-0">
      <span className="[overflow-wrap:anywhere]">
        <a href={`/admin/orders/${orderCode}`} className="link num font-[560]">
          {orderCode}
        </a>{" "}
        <bdi>{holder ?? buyerName}</bdi>
      </span>
      <span className="text-small text-ink-soft">{t(refundWords(refund, isOut))}</span>
      <StateForm action={matchRefundAction} values={{ lineId: line.id, refundId }}>
        <SubmitButton size="s" className="max-sm:min-h-11">
          {t(isOut ? "bank.refund_sent_button" : "bank.refund_returned_button", { code: orderCode })}
        </SubmitButton>
      </StateForm>
    </li>
  );
}

function refundWords({ doneAt, isReturned }: RefundSuggestion, isOut: boolean) {
  if (!isOut) return "bank.refund_that_went";
  if (isReturned) return "bank.refund_that_returned";
  return doneAt ? "bank.refund_marked_sent" : "bank.refund_to_send";
}

type RunProps = { line: BankLineView; run: BankLineView["runs"][number]; matchRefundAction: FormAction };

function SuggestedRun({ line, run: { runId, code, count }, matchRefundAction }: RunProps) {
  const t = getTranslator();
  return (
    <li className="grid gap-1.5 border-t border-rule pt-3 first:border-0 first:pt-0">
      <a href={`/admin/payouts/${runId}`} className="link num w-fit font-[560]">
        {code}
      </a>
      <span className="text-small text-ink-soft">{t("bank.run_of_amount", { count })}</span>
      <StateForm action={matchRefundAction} values={{ lineId: line.id, runId }}>
        <SubmitButton size="s" className="max-sm:min-h-11">
          {t("bank.match_run_button", { code })}
        </SubmitButton>
      </StateForm>
    </li>
  );
}

/** What a suggestion splits a line over, as the form's field takes it: a code and an amount a line. */
const formatParts = (parts: Suggestion["parts"], currency: string): string =>
  parts.map(({ code, amountMinor }) => `${code} ${formatDecimal(amountMinor, currency)}`).join("\n");

/** Whether a line of another file has its day and amount. */
const isMaybeKnown = ({ problem }: BankLineView): boolean => problem?.key === "bank.maybe_known";
