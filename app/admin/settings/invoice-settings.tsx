import { Panel } from "#components/admin/panel.tsx";
import { FormInput, FormSelect, FormTextArea } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Notice } from "#components/ui/notice.tsx";
import { listSellerFaults } from "#domain/invoices/e-invoices/list-seller-faults.ts";
import { listSellerGaps, type SellerGap } from "#domain/invoices/list-seller-gaps.ts";
import { INVOICE_DUE_DAYS_MAX, type SchoolSettings } from "#domain/settings/inputs.ts";
import type { PlainKey } from "#messages/message.ts";

const GAPS: Record<SellerGap, PlainKey> = {
  name: "admin_invoices.gap_name",
  address: "admin_invoices.gap_address",
  tax_number: "admin_invoices.gap_tax_number",
};

/** How invoices are numbered, and what they say beside what stands on receipts. */
export function InvoiceSettings({ settings }: { settings: SchoolSettings }) {
  const t = getTranslator();
  const gaps = listSellerGaps(settings);
  const faults = listSellerFaults(settings);
  return (
    <Panel title={t("admin_invoices.settings_title")}>
      <div className="grid gap-5" id="invoices">
        {gaps.length > 0 && (
          <Notice tone={gaps.includes("address") ? "warn" : "info"} title={t("admin_invoices.gaps_title")}>
            <ul className="list-disc ps-5">
              {gaps.map((gap) => (
                <li key={gap}>{t(GAPS[gap])}</li>
              ))}
            </ul>
          </Notice>
        )}
        <div className="grid gap-5 sm:grid-cols-2">
          <FormInput
            name="contactName"
            label={t("admin_invoices.contact_name_label")}
            maxLength={200}
            defaultValue={settings.contactName}
            optional
          />
          <FormInput
            name="contactPhone"
            label={t("admin_invoices.contact_phone_label")}
            type="tel"
            maxLength={80}
            defaultValue={settings.contactPhone}
            optional
          />
        </div>
        <FormInput
          name="taxNumber"
          label={t("admin_invoices.tax_number_label")}
          hint={t("admin_invoices.tax_number_hint")}
          maxLength={60}
          defaultValue={settings.taxNumber}
          optional
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <FormInput
            name="invoiceSeries"
            label={t("admin_invoices.invoice_series_label")}
            hint={t("admin_invoices.series_hint")}
            maxLength={60}
            defaultValue={settings.invoiceSeries}
            required
          />
          <FormInput
            name="creditSeries"
            label={t("admin_invoices.credit_series_label")}
            maxLength={60}
            defaultValue={settings.creditSeries}
            required
          />
        </div>
        <FormInput
          name="invoiceDueDays"
          label={t("admin_invoices.due_days_label")}
          type="number"
          min={1}
          max={INVOICE_DUE_DAYS_MAX}
          defaultValue={String(settings.invoiceDueDays)}
          required
        />
        <FormSelect
          name="eInvoiceMail"
          label={t("einvoice.mail_label")}
          hint={t("einvoice.mail_hint")}
          options={[
            { value: "none", label: t("einvoice.mail_none") },
            { value: "ubl", label: t("einvoice.mail_ubl") },
            { value: "cii", label: t("einvoice.mail_cii") },
          ]}
          defaultValue={settings.eInvoiceMail}
        />
        {faults.length > 0 && (
          <Notice tone={settings.eInvoiceMail === "none" ? "info" : "warn"} title={t("einvoice.school_lacks_title")}>
            <ul className="list-disc ps-5">
              {faults.map(({ rule, message: said }) => (
                <li key={rule}>{t.format(said)}</li>
              ))}
            </ul>
          </Notice>
        )}
        <FormTextArea
          name="invoiceNote"
          label={t("admin_invoices.note_label")}
          hint={t("admin_invoices.note_hint")}
          rows={2}
          maxLength={500}
          defaultValue={settings.invoiceNote}
          optional
        />
      </div>
    </Panel>
  );
}
