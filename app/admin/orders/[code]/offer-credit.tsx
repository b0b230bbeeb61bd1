import { Panel } from "#components/admin/panel.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { type Money, toDecimal } from "#domain/kernel/money.ts";
import type { OrderView } from "#domain/orders/get-order.ts";
import { offerCreditAction } from "./actions.ts";

type OfferCreditProps = { order: OrderView; asked: { amount: Money; at: Date } | undefined; timezone: string };

/** Asks the buyer of an order that owes them money whether they take credit in its place. */
export function OfferCredit({ order, asked, timezone }: OfferCreditProps) {
  const t = getTranslator();
  const { id: orderId, code, currency, owedMinor } = order;
  // Nobody is asked twice: what stands here then is since when they have it before them.
  if (asked) {
    const words = { amount: formatAmount(asked.amount), on: formatInstant(asked.at, { timezone, form: "date" }) };
    return (
      <Panel title={t("credit.offer_panel_title")}>
        <p className="text-small text-ink-soft">{t("credit.offer_asked_words", words)}</p>
      </Panel>
    );
  }
  return (
    <Panel title={t("credit.offer_panel_title")}>
      <StateForm action={offerCreditAction} values={{ orderId, code, currency }} className="grid gap-5">
        <p className="text-small text-ink-soft">{t("credit.offer_panel_words")}</p>
        <FormInput
          id="offer-amount"
          name="amount"
          label={t("credit.amount_in", { currency })}
          inputMode="decimal"
          maxLength={30}
          defaultValue={toDecimal({ minor: owedMinor, currency })}
          required
        />
        <FormInput
          id="offer-why"
          name="why"
          label={t("credit.why_label")}
          hint={t("credit.why_hint")}
          maxLength={1000}
          optional
        />
        <div>
          <SubmitButton variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
            {t("credit.offer_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}
