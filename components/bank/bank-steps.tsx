import { Ask } from "#components/admin/ask.tsx";
import { type FormAction, FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { BankLineView } from "#domain/bank/get-bank-line.ts";
import { BankBooking } from "./bank-booking.tsx";

type Props = {
  line: BankLineView;
  matchAction: FormAction;
  matchPayoutAction: FormAction;
  matchChargeAction: FormAction;
  matchAccountAction: FormAction;
  ignoreAction: FormAction;
};

/** What can be done with a line that is none of what was suggested. */
export function BankSteps({ line, matchAction, ...actions }: Props) {
  const t = getTranslator();
  const isIncoming = line.amountMinor !== null && line.amountMinor > 0;
  return (
    <div className="flex flex-wrap items-start gap-2.5 *:max-w-full">
      {isIncoming && (
        <Ask
          id="split"
          trigger={t("bank.split_button")}
          title={t("bank.split_title")}
          confirmLabel={t("bank.split_confirm")}
          why={false}
          tone="quiet"
          action={matchAction}
          values={{ lineId: line.id }}
          fields={
            <FormTextArea
              name="parts"
              label={t("bank.parts_label")}
              hint={t("bank.parts_hint")}
              rows={4}
              maxLength={4000}
            />
          }
        >
          {t("bank.split_words")}
        </Ask>
      )}
      {isIncoming && line.payouts.length === 0 && (
        <Ask
          id="payout"
          trigger={t("bank.payout_button")}
          title={t("bank.payout_title")}
          confirmLabel={t("bank.payout_confirm")}
          why={false}
          tone="quiet"
          action={actions.matchPayoutAction}
          values={{ lineId: line.id }}
        >
          {t("bank.payout_words")}
        </Ask>
      )}
      {line.amountMinor !== null && line.amountMinor < 0 && (
        <StateForm action={actions.matchChargeAction} values={{ lineId: line.id }}>
          <SubmitButton size="s" variant="quiet" className="max-sm:min-h-11">
            {t("bank.charge_button")}
          </SubmitButton>
        </StateForm>
      )}
      {line.amountMinor !== null && <BankBooking {...{ line, ...actions }} />}
      <Ask
        id="ignore"
        trigger={t("bank.ignore_button")}
        title={t("bank.ignore_title")}
        confirmLabel={t("bank.ignore_button")}
        tone="quiet"
        action={actions.ignoreAction}
        values={{ lineId: line.id }}
      >
        {t("bank.ignore_words")}
      </Ask>
    </div>
  );
}
