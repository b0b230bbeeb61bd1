import type { Metadata } from "next";
import { listCurrencyChoices } from "#app/admin/_list/choices.ts";
import { listTimezoneChoices } from "#domain/kernel/timezones.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { AccentCheck } from "#components/admin/accent-check.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { PictureField } from "#components/admin/picture-field.tsx";
import {
  FormCheckbox,
  FormInput,
  FormSelect,
  FormTextArea,
  FormTick,
  StateForm,
} from "#components/forms/state-form.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { listSubjectChoices } from "#domain/courses/list-courses.ts";
import { TRANSLATED_SETTINGS } from "#domain/settings/translate-school.ts";
import { SETTINGS } from "#domain/settings/change-settings.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { listKnownLanguages, listLanguages } from "#messages/page-path.ts";
import { InstalmentSettings } from "./instalment-settings.tsx";
import { InvoiceSettings } from "./invoice-settings.tsx";
import { OtherSettings } from "./other-settings.tsx";
import { PolicySettings } from "./policy-settings.tsx";
import { ReceiptSettings } from "./receipt-settings.tsx";
import { changeSettingsAction, translateSchoolAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_settings.settings_title") };
}

export default async function SettingsPage() {
  const t = getTranslator();
  await requirePermission("settings.read", "/admin/settings");
  const { settings, read } = await getOfficeContext();
  const subjects = (await listSubjectChoices(read)).map(({ value }) => value);
  return (
    <>
      <PageHeader title={t("admin_settings.settings_title")} lede={t("admin_settings.settings_lede")} />
      <Columns aside={<OtherSettings settings={settings} />}>
        <StateForm
          action={changeSettingsAction}
          values={{ seen: getEditVersion(settings, SETTINGS) }}
          className="grid gap-5"
        >
          <Panel title={t("admin_settings.the_school_title")}>
            <div className="grid gap-5">
              <FormInput
                name="name"
                label={t("admin_settings.name_label")}
                maxLength={80}
                defaultValue={settings.name}
                required
              />
              <FormInput
                name="motto"
                label={t("admin_settings.motto_label")}
                maxLength={200}
                defaultValue={settings.motto}
                optional
              />
              <FormInput
                name="supportEmail"
                label={t("admin_settings.support_email_label")}
                hint={t("admin_settings.support_email_hint")}
                type="email"
                maxLength={254}
                defaultValue={settings.supportEmail ?? ""}
                optional
              />
              <div className="grid gap-5 sm:grid-cols-2">
                <FormSelect
                  name="currency"
                  label={t("admin_settings.currency_label")}
                  hint={t("admin_settings.currency_hint")}
                  options={listCurrencyChoices()}
                  defaultValue={settings.currency}
                  required
                />
                <FormSelect
                  name="timezone"
                  label={t("admin_settings.timezone_label")}
                  hint={t("admin_settings.timezone_hint")}
                  options={listTimezoneChoices()}
                  defaultValue={settings.timezone}
                  required
                />
              </div>
            </div>
          </Panel>
          <ReceiptSettings settings={settings} />
          <InvoiceSettings settings={settings} />
          <Languages settings={settings} />
          <AppearanceSettings settings={settings} />
          <PolicySettings settings={settings} />
          <InstalmentSettings settings={settings} />
          <Panel title={t("admin_settings.sign_in_title")}>
            <FormTextArea
              name="officeNetworks"
              label={t("admin_settings.office_networks_label")}
              hint={t("admin_settings.office_networks_hint")}
              rows={2}
              maxLength={1_000}
              defaultValue={settings.officeNetworks}
              optional
            />
          </Panel>
          <div>
            <SubmitButton pendingLabel={t("admin_settings.saving_pending")}>
              {t("admin_settings.save_button")}
            </SubmitButton>
          </div>
        </StateForm>
        <Translations settings={settings} subjects={subjects} />
      </Columns>
    </>
  );
}

/** The school's own texts and the names of its subjects in each language that it speaks beside its own. */
function Translations({ settings, subjects }: { settings: SchoolSettings; subjects: string[] }) {
  const t = getTranslator();
  const others = listLanguages().filter(({ language }) => language !== settings.language);
  return others.map(({ language, name }) => {
    const { motto, refundPolicy, terms, subjects: names = {} } = settings.translations[language] ?? {};
    const values = { language, seen: getEditVersion(settings, TRANSLATED_SETTINGS) };
    return (
      <Panel key={language} title={t("admin_courses.in_language_title", { language: name })}>
        <StateForm action={translateSchoolAction} values={values} className="grid gap-5">
          <p className="text-small text-ink-soft">{t("admin_settings.translation_about")}</p>
          <FormInput
            id={`${language}-motto`}
            name="motto"
            label={t("admin_settings.motto_label")}
            maxLength={200}
            defaultValue={motto ?? ""}
            lang={language}
            optional
          />
          <FormTextArea
            id={`${language}-refund-policy`}
            name="refundPolicy"
            label={t("admin_settings.refund_policy_label")}
            rows={2}
            maxLength={500}
            defaultValue={refundPolicy ?? ""}
            lang={language}
            optional
          />
          <FormTextArea
            id={`${language}-terms`}
            name="terms"
            label={t("admin_settings.terms_label")}
            hint={t("admin_settings.terms_hint")}
            rows={8}
            maxLength={50_000}
            defaultValue={terms ?? ""}
            lang={language}
            optional
          />
          {subjects.map((subject, place) => (
            <div key={subject}>
              <input type="hidden" name="subject" value={subject} />
              <FormInput
                id={`${language}-subject-${place}`}
                name="subjectName"
                label={t("admin_settings.subject_name_label", { subject })}
                maxLength={200}
                defaultValue={names[subject] ?? ""}
                lang={language}
                optional
              />
            </div>
          ))}
          <div>
            <SubmitButton variant="quiet" pendingLabel={t("admin_settings.saving_pending")}>
              {t("admin_settings.save_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
    );
  });
}

/** In which languages the school speaks. What is missing in one is shown in English. */
function Languages({ settings: { language, moreLanguages } }: { settings: SchoolSettings }) {
  const t = getTranslator();
  const known = listKnownLanguages();
  return (
    <Panel title={t("admin_settings.languages_title")}>
      <div className="grid gap-5">
        <FormSelect
          name="language"
          label={t("admin_settings.language_label")}
          hint={t("admin_settings.language_hint")}
          options={known.map((each) => ({ value: each.language, label: each.name }))}
          defaultValue={language}
          required
        />
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-small font-[540]">{t("admin_settings.more_languages_label")}</legend>
          <input type="hidden" name="moreLanguages" value="" />
          {known.map((each) => (
            <FormTick
              key={each.language}
              id={`more-languages-${each.language}`}
              name="moreLanguages"
              value={each.language}
              label={each.name}
              defaultChecked={moreLanguages.includes(each.language)}
            />
          ))}
        </fieldset>
      </div>
    </Panel>
  );
}

function AppearanceSettings({ settings: { logoFileId, accentColor } }: { settings: SchoolSettings }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_settings.looks_title")}>
      <div className="grid gap-5">
        <FormInput
          name="accentColor"
          label={t("admin_settings.colour_label")}
          hint={t("admin_settings.colour_hint")}
          maxLength={7}
          pattern="#[0-9A-Fa-f]{6}"
          defaultValue={accentColor ?? ""}
          optional
        />
        <AccentCheck color={accentColor} />
        {logoFileId && (
          <div className="grid gap-3">
            <img
              src={`/files/${logoFileId}`}
              alt={t("admin_settings.logo_alt")}
              className="max-h-20 w-fit rounded-sm"
            />
            <FormCheckbox name="noLogo" label={t("admin_settings.remove_logo_label")} />
          </div>
        )}
        <PictureField
          name="logo"
          label={logoFileId ? t("admin_settings.another_logo_label") : t("admin_settings.logo_label")}
        />
      </div>
    </Panel>
  );
}
