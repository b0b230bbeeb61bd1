import { type FormAction, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { AccountName } from "#domain/accounting/chart.ts";
import { ACCOUNT_WORDS } from "./account-words.ts";

/** To enter what no order brings: opening balances, bank charges, what went to the tax office. */
export function EntryForm({
  action,
  accounts,
  currency,
}: {
  action: FormAction;
  accounts: readonly AccountName[];
  currency: string;
}) {
  const t = getTranslator();
  const options = accounts.map((account) => ({ value: account, label: t(ACCOUNT_WORDS[account]) }));
  return (
    <StateForm action={action} className="grid gap-4">
      <p className="text-small text-ink-soft">{t("accounting.by_hand_words")}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormSelect name="debit" label={t("accounting.debit_account_label")} options={options} defaultValue="bank" />
        <FormSelect
          name="credit"
          label={t("accounting.credit_account_label")}
          options={options}
          defaultValue="opening"
        />
        <FormInput name="amount" label={t("accounting.amount_label")} inputMode="decimal" required />
        <FormInput name="currency" label={t("accounting.currency_label")} defaultValue={currency} required />
        <FormInput name="bookedOn" label={t("accounting.day_label")} type="date" required />
        <FormInput name="words" label={t("accounting.words_label")} required maxLength={300} />
      </div>
      <div>
        <SubmitButton>{t("accounting.enter_button")}</SubmitButton>
      </div>
    </StateForm>
  );
}
