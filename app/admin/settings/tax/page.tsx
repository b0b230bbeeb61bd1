import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { FormCheckbox, FormInput, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatTaxRate } from "#components/ui/tax-rate.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { listLanguages } from "#messages/page-path.ts";
import { listCountries } from "#domain/kernel/countries.ts";
import { isAllowed } from "#domain/policy.ts";
import type { StoredTaxRate } from "#domain/tax/add-tax-rate.ts";
import { TAX_KIND_MAX, TAX_NOTE_MAX } from "#domain/tax/inputs.ts";
import { isCharged } from "#domain/tax/pick-tax-rate.ts";
import { hasTaxIdentity } from "#domain/settings/list-setup-steps.ts";
import { listTaxRates } from "#domain/tax/list-tax-rates.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { addTaxRateAction, removeTaxRateAction, setReverseChargeAction, setTaxLineAction } from "./actions.ts";

const CATEGORIES = [
  { value: "standard", label: "tax.category_standard" },
  { value: "exempt", label: "tax.category_exempt" },
  { value: "zero", label: "tax.category_zero" },
  { value: "outside", label: "tax.category_outside" },
] as const;

export function generateMetadata(): Metadata {
  return { title: getTranslator()("tax.title") };
}

/** The school's rates of tax: by kind of course, buyer's country and day. */
export default async function TaxPage() {
  const t = getTranslator();
  await requirePermission("settings.read", "/admin/settings/tax");
  const { read, settings } = await getOfficeContext();
  const rates = await listTaxRates(read);
  const mayEdit = isAllowed(read.actor, "settings.edit");
  return (
    <>
      <PageHeader
        title={t("tax.title")}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("admin_settings.settings_title"), href: "/admin/settings" }, { label: t("tax.title") }]}
          />
        }
        lede={t("tax.lede")}
      />
      {rates.some(isCharged) && !hasTaxIdentity(settings) && (
        <Notice tone="warn" className="mb-6" title={t("tax.no_vat_number_title")}>
          {t.rich("tax.no_vat_number", {
            link: (children) => (
              <a className="link" href="/admin/settings">
                {children}
              </a>
            ),
          })}
        </Notice>
      )}
      <div className="grid gap-6">
        <Panel title={t("tax.rates_title")}>
          {rates.length === 0 ? (
            <p className="text-ink-soft">{t("tax.no_rates")}</p>
          ) : (
            <Table<StoredTaxRate>
              caption={t("tax.rates_title")}
              columns={columns(mayEdit)}
              rows={rates}
              rowKey={({ id }) => id}
            />
          )}
        </Panel>
        {mayEdit && <NewRate />}
        {mayEdit && <ReverseCharge settings={settings} />}
        {mayEdit && <TaxLine settings={settings} isUsed={rates.length === 0} />}
      </div>
    </>
  );
}

function columns(mayEdit: boolean): Column<StoredTaxRate>[] {
  const t = getTranslator();
  const countries = new Map(listCountries(t.language).map(({ value, label }) => [value, label]));
  const category = (rate: StoredTaxRate) => {
    const found = CATEGORIES.find(({ value }) => value === rate.category);
    return found ? t(found.label) : rate.category;
  };
  return [
    {
      key: "kind",
      header: t("tax.kind_label"),
      long: true,
      cell: ({ kind }) => <span dir="auto">{kind || t("tax.usual_kind")}</span>,
    },
    {
      key: "country",
      header: t("tax.country_label"),
      cell: ({ country }) => countries.get(country) ?? t("tax.every_country"),
    },
    {
      key: "rate",
      header: t("tax.rate_label"),
      cell: (rate) => (
        <span>
          {rate.category === "standard" ? formatTaxRate(rate.ratePpm, t.language) : category(rate)}
          {rate.note && (
            <span className="block text-tiny text-ink-faint [overflow-wrap:anywhere]" dir="auto">
              {rate.note}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "from",
      header: t("tax.from_label"),
      cell: ({ validFrom }) => <span className="num">{validFrom || t("tax.from_ever")}</span>,
    },
    ...(mayEdit
      ? [
          {
            key: "remove",
            header: "",
            cell: ({ id }: StoredTaxRate) => (
              <Ask
                id={`remove-${id}`}
                trigger={t("tax.remove_button")}
                title={t("tax.remove_title")}
                confirmLabel={t("tax.remove_button")}
                why={false}
                action={removeTaxRateAction}
                values={{ taxRateId: id }}
              >
                {t("tax.remove_words")}
              </Ask>
            ),
          },
        ]
      : []),
  ];
}

/** Companies abroad that account for the tax themselves. */
function ReverseCharge({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  return (
    <Panel title={t("tax.reverse_title")}>
      <StateForm action={setReverseChargeAction} className="grid gap-5">
        <p className="text-small text-ink-soft">{t("tax.reverse_about")}</p>
        <FormInput
          name="reverseChargeNote"
          label={t("tax.reverse_note_label")}
          hint={t("tax.reverse_note_hint")}
          maxLength={200}
          defaultValue={settings.reverseChargeNote}
          optional
        />
        <FormCheckbox
          name="checkVatIds"
          label={t("tax.vies_label")}
          hint={settings.vatNumber === "" ? t("tax.vies_hint_no_number") : t("tax.vies_hint")}
          defaultChecked={settings.checkVatIds}
        />
        <div>
          <SubmitButton variant="quiet" pendingLabel={t("admin_courses.saving_pending")}>
            {t("admin_settings.save_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}

/** What a school without rates says of tax, once for all that it sells. */
function TaxLine({ settings, isUsed }: { settings: SchoolSettings; isUsed: boolean }) {
  const t = getTranslator();
  const { taxNote, translations } = settings;
  // A school with rates that has never written one has nothing to keep here.
  const isWritten = taxNote !== "" || Object.values(translations).some((texts) => texts.taxNote);
  if (!isUsed && !isWritten) return null;
  const lines = listLanguages().map(({ language, name }) => {
    const isOwn = language === settings.language;
    const values: Record<string, string> = isOwn ? {} : { language };
    return { language, name, values, line: isOwn ? taxNote : (translations[language]?.taxNote ?? "") };
  });
  return (
    <Panel title={t("tax.line_title")}>
      <p className="mb-5 text-small text-ink-soft">{isUsed ? t("tax.line_used") : t("tax.line_unused")}</p>
      <div className="grid gap-5">
        {lines.map(({ language, name, line, values }) => (
          <StateForm key={language} action={setTaxLineAction} values={values} className="grid gap-3">
            <FormInput
              id={`tax-line-${language}`}
              name="taxNote"
              label={lines.length > 1 ? t("tax.line_in_label", { language: name }) : t("tax.line_label")}
              hint={t("tax.line_hint")}
              maxLength={200}
              defaultValue={line}
              lang={language}
              optional
            />
            <div>
              <SubmitButton variant="quiet" pendingLabel={t("admin_courses.saving_pending")}>
                {t("admin_settings.save_button")}
              </SubmitButton>
            </div>
          </StateForm>
        ))}
      </div>
    </Panel>
  );
}

function NewRate() {
  const t = getTranslator();
  return (
    <Panel title={t("tax.new_title")}>
      <StateForm action={addTaxRateAction} className="grid gap-5">
        <div className="grid gap-5 sm:grid-cols-2">
          <FormSelect
            name="category"
            label={t("tax.category_label")}
            options={CATEGORIES.map(({ value, label }) => ({ value, label: t(label) }))}
            defaultValue="standard"
            required
          />
          <FormInput
            name="ratePpm"
            label={t("tax.rate_label")}
            hint={t("tax.rate_hint")}
            inputMode="decimal"
            maxLength={30}
            optional
          />
          <FormInput
            name="kind"
            label={t("tax.kind_label")}
            hint={t("tax.kind_hint")}
            maxLength={TAX_KIND_MAX}
            optional
          />
          <FormSelect
            name="country"
            label={t("tax.country_label")}
            hint={t("tax.country_hint")}
            options={[{ value: "", label: t("tax.every_country") }, ...listCountries(t.language)]}
            defaultValue=""
          />
          <FormInput name="validFrom" type="date" label={t("tax.from_label")} hint={t("tax.from_hint")} optional />
        </div>
        <FormInput
          name="note"
          label={t("tax.note_label")}
          hint={t("tax.note_hint")}
          maxLength={TAX_NOTE_MAX}
          optional
        />
        <div>
          <SubmitButton pendingLabel={t("admin_courses.saving_pending")}>{t("tax.add_button")}</SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}
