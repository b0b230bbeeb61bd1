import { Panel } from "#components/admin/panel.tsx";
import { FormInput, FormTextArea } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";

/** What a receipt must say of who has sold something. */
export function ReceiptSettings({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_settings.on_receipts_title")}>
      <div className="grid gap-5">
        <FormTextArea
          name="postalAddress"
          label={t("admin_settings.postal_address_label")}
          hint={t("admin_settings.postal_address_hint")}
          rows={3}
          maxLength={300}
          defaultValue={settings.postalAddress}
          optional
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <FormInput
            name="registerNumber"
            label={t("admin_settings.register_number_label")}
            hint={t("admin_settings.register_number_hint")}
            maxLength={60}
            defaultValue={settings.registerNumber}
            optional
          />
          <FormInput
            name="vatNumber"
            label={t("admin_settings.vat_number_label")}
            hint={t("admin_settings.vat_number_hint")}
            maxLength={60}
            defaultValue={settings.vatNumber}
            optional
          />
        </div>
        <FormInput
          name="taxNote"
          label={t("admin_settings.tax_note_label")}
          hint={t("admin_settings.tax_note_hint")}
          maxLength={200}
          defaultValue={settings.taxNote}
          optional
        />
      </div>
    </Panel>
  );
}
