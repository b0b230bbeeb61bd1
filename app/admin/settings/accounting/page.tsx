import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { ACCOUNT_WORDS } from "#components/accounting/account-words.ts";
import { Panel } from "#components/admin/panel.tsx";
import { FormInput, FormRadioCards, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { ACCOUNT_NAMES, CHART } from "#domain/accounting/chart.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { NUMBER_PRESETS } from "#domain/accounting/number-presets.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { changeAccountingAction, changeAccountNumbersAction, takeChartAction } from "./actions.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("accounting.settings_title") };
}

/** How the school keeps its accounts: when revenue is booked and earned, its year, and its bookkeeper's numbers. */
export default async function AccountingSettingsPage() {
  const t = getTranslator();
  await requirePermission("settings.edit", "/admin/settings/accounting");
  const { settings } = await getOfficeContext();
  const title = t("accounting.settings_title");
  return (
    <>
      <PageHeader
        title={title}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("admin_settings.settings_title"), href: "/admin/settings" }, { label: title }]}
          />
        }
        lede={t("accounting.settings_lede")}
      />
      <div className="grid max-w-[760px] grid-cols-1 gap-6">
        <Basics settings={settings} />
        <Numbers settings={settings} />
      </div>
    </>
  );
}

function SaveButton() {
  const t = getTranslator();
  return (
    <div>
      <SubmitButton pendingLabel={t("admin_settings.saving_pending")}>{t("admin_settings.save_button")}</SubmitButton>
    </div>
  );
}

function Basics({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  const monthName = new Intl.DateTimeFormat(t.language, { month: "long", timeZone: "UTC" });
  const months = Array.from({ length: 12 }, (_, n) => ({
    value: String(n + 1),
    label: monthName.format(new Date(Date.UTC(2026, n, 15))),
  }));
  return (
    <Panel title={t("accounting.basis_title")}>
      <StateForm action={changeAccountingAction} className="grid gap-6">
        <FormRadioCards
          name="accountingBasis"
          legend={t("accounting.basis_label")}
          options={[
            { value: "paid", label: t("accounting.basis_paid"), description: t("accounting.basis_paid_hint") },
            {
              value: "invoiced",
              label: t("accounting.basis_invoiced"),
              description: t("accounting.basis_invoiced_hint"),
            },
          ]}
          defaultValue={settings.accountingBasis}
        />
        <FormRadioCards
          name="revenueRecognition"
          legend={t("accounting.recognition_label")}
          options={[
            {
              value: "when_paid",
              label: t("accounting.recognition_at_once"),
              description: t("accounting.recognition_at_once_hint"),
            },
            {
              value: "over_course",
              label: t("accounting.recognition_over_course"),
              description: t("accounting.recognition_over_course_hint"),
            },
          ]}
          defaultValue={settings.revenueRecognition}
        />
        <p className="text-small text-ink-soft">{t("accounting.recognition_change")}</p>
        <FormSelect
          name="accountingYearMonth"
          label={t("accounting.year_month_label")}
          hint={t("accounting.year_month_hint")}
          options={months}
          defaultValue={String(settings.accountingYearMonth)}
        />
        <SaveButton />
      </StateForm>
    </Panel>
  );
}

function Numbers({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  return (
    <Panel title={t("accounting.numbers_title")}>
      <p className="text-small text-ink-soft">{t("accounting.numbers_words")}</p>
      <p className="mt-5 mb-2 text-small font-[560]">{t("accounting.charts_label")}</p>
      <div className="mb-6 flex flex-wrap gap-3">
        {NUMBER_PRESETS.map(({ id, name }) => (
          <StateForm key={id} action={takeChartAction} values={{ chart: id }}>
            <SubmitButton variant="quiet">{t("accounting.take_chart_button", { name })}</SubmitButton>
          </StateForm>
        ))}
      </div>
      <StateForm action={changeAccountNumbersAction} className="grid gap-5">
        <div className="grid gap-5 sm:grid-cols-2">
          {ACCOUNT_NAMES.map((account) => (
            <FormInput
              key={account}
              id={`number-${account}`}
              name={`accountNumbers.${account}`}
              label={t(ACCOUNT_WORDS[account])}
              inputMode="numeric"
              autoComplete="off"
              maxLength={40}
              placeholder={CHART[account].number}
              defaultValue={getAccountNumber(settings, account)}
            />
          ))}
        </div>
        <SaveButton />
      </StateForm>
    </Panel>
  );
}
