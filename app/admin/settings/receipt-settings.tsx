import { Panel } from "#components/admin/panel.tsx";
import { FormInput, FormSelect } from "#components/forms/state-form.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { listCountries } from "#domain/kernel/countries.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";

/** What a receipt must say of who has sold something. */
export function ReceiptSettings({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_settings.on_receipts_title")}>
      <div className="grid gap-5">
        <AddressFields settings={settings} />
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
      </div>
    </Panel>
  );
}

/** A school that wrote its address as one text sees it until it has given the parts. */
function AddressFields({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  const isOld = settings.addressTown === "" && settings.postalAddress !== "";
  return (
    <>
      {isOld && (
        <Notice tone="info" title={t("admin_settings.address_in_parts_title")}>
          <span className="whitespace-pre-line">{settings.postalAddress}</span>
        </Notice>
      )}
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_200px]">
        <FormInput
          name="addressStreet"
          label={t("admin_settings.address_street_label")}
          hint={t("admin_settings.address_hint")}
          maxLength={70}
          defaultValue={settings.addressStreet}
          optional
        />
        <FormInput
          name="addressNumber"
          label={t("admin_settings.address_number_label")}
          maxLength={16}
          defaultValue={settings.addressNumber}
          optional
        />
      </div>
      <div className="grid gap-5 sm:grid-cols-[200px_minmax(0,1fr)_minmax(0,1fr)]">
        <FormInput
          name="addressPostCode"
          label={t("admin_settings.address_post_code_label")}
          maxLength={16}
          defaultValue={settings.addressPostCode}
          optional
        />
        <FormInput
          name="addressTown"
          label={t("admin_settings.address_town_label")}
          maxLength={35}
          defaultValue={settings.addressTown}
          optional
        />
        <FormSelect
          name="addressCountry"
          label={t("admin_settings.address_country_label")}
          options={[{ value: "", label: t("admin_settings.address_no_country") }, ...listCountries(t.language)]}
          defaultValue={settings.addressCountry ?? ""}
          optional
        />
      </div>
    </>
  );
}
