import { ACCOUNT_WORDS } from "#components/accounting/account-words.ts";
import { Ask } from "#components/admin/ask.tsx";
import { type FormAction, FormInput, FormSelect } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { BankLineView } from "#domain/bank/get-bank-line.ts";

/** As long as the text of an entry. */
const WORDS_MAX = 300;

/** Money of no order is booked to the account where a bookkeeper looks for it, in one step. */
export function BankBooking({ line, matchAccountAction }: { line: BankLineView; matchAccountAction: FormAction }) {
  const t = getTranslator();
  const { accounts, account, isRemembered } = line.booking;
  const said = [line.name, line.text].filter(Boolean).join(": ");
  return (
    <Ask
      id="account"
      trigger={t("bank.account_button")}
      title={t("bank.account_title")}
      confirmLabel={t("bank.account_confirm")}
      why={false}
      tone="quiet"
      action={matchAccountAction}
      values={{ lineId: line.id }}
      fields={
        <>
          <FormSelect
            id="account-account"
            name="account"
            label={t("bank.account_field_label")}
            hint={isRemembered ? t("bank.account_remembered") : t("bank.account_field_hint")}
            options={accounts.map((value) => ({ value, label: t(ACCOUNT_WORDS[value]) }))}
            defaultValue={account}
          />
          <FormInput
            id="account-words"
            name="words"
            label={t("accounting.words_label")}
            hint={t("bank.account_words_hint")}
            defaultValue={[...said].slice(0, WORDS_MAX).join("")}
            maxLength={WORDS_MAX}
            required
          />
        </>
      }
    >
      {t("bank.account_words")}
    </Ask>
  );
}
