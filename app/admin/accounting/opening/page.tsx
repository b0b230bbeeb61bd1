import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { ACCOUNT_WORDS } from "#components/accounting/account-words.ts";
import { Panel } from "#components/admin/panel.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { ACCOUNT_NAMES, type AccountName } from "#domain/accounting/chart.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { addOpeningAction } from "./actions.ts";

const HERE = "/admin/accounting/opening";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("accounting.opening_title") };
}

/** What the accounts have when the school begins to keep them here: several at once, which come to zero together. */
export default async function OpeningPage() {
  const t = getTranslator();
  await requirePermission("accounting.edit", HERE);
  const { settings } = await getOfficeContext();
  const title = t("accounting.opening_title");
  return (
    <>
      <PageHeader
        title={title}
        lede={t("accounting.opening_lede")}
        above={<Breadcrumbs crumbs={[{ label: t("accounting.title"), href: "/admin/accounting" }, { label: title }]} />}
      />
      <div className="max-w-[860px]">
        <Panel>
          <StateForm action={addOpeningAction} className="grid gap-6">
            <div className="grid gap-4 sm:grid-cols-[1fr_8rem_2fr]">
              <FormInput name="bookedOn" label={t("accounting.day_label")} type="date" required />
              <FormInput
                name="currency"
                label={t("accounting.currency_label")}
                defaultValue={settings.currency}
                required
              />
              <FormInput
                name="words"
                label={t("accounting.words_label")}
                defaultValue={t("accounting.kind_opening_balance")}
                maxLength={300}
                required
              />
            </div>
            {ACCOUNT_NAMES.map((account) => (
              <AccountRow key={account} account={account} number={getAccountNumber(settings, account)} />
            ))}
            <div>
              <SubmitButton>{t("accounting.enter_button")}</SubmitButton>
            </div>
          </StateForm>
        </Panel>
      </div>
    </>
  );
}

/** An account with a field for each side. */
function AccountRow({ account, number }: { account: AccountName; number: string }) {
  const t = getTranslator();
  const field = (side: "debit" | "credit") => (
    <FormInput
      id={`${side}-${account}`}
      name={`${side}.${account}`}
      label={t(side === "debit" ? "accounting.debit_label" : "accounting.credit_label")}
      inputMode="decimal"
      autoComplete="off"
      maxLength={60}
    />
  );
  return (
    <fieldset className="grid min-w-0 grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-[2fr_1fr_1fr] sm:items-end">
      <legend className="sr-only">{t(ACCOUNT_WORDS[account])}</legend>
      <p aria-hidden="true" className="col-span-2 text-small font-[560] sm:col-span-1 sm:pb-3">
        <span className="num">{number}</span> {t(ACCOUNT_WORDS[account])}
      </p>
      {field("debit")}
      {field("credit")}
    </fieldset>
  );
}
