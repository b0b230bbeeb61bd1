import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatTaxRate } from "#components/ui/tax-rate.ts";
import type { BillingView } from "#domain/invoices/get-billing.ts";
import type { TaxOfLine } from "#domain/tax/pick-tax-rate.ts";

type NotesProps = { billing: BillingView; timezone: string; isOffice: boolean };

/** What a reader of billing details must know beside their form: that the tax no longer fits, and what VIES says of the VAT id. */
export function BillingNotes(props: NotesProps) {
  return (
    <>
      <TaxMismatchNote {...props} />
      <VatNote {...props} />
    </>
  );
}

function TaxMismatchNote({ billing: { taxMismatch, invoice, orderId }, isOffice }: NotesProps) {
  const t = getTranslator();
  if (!taxMismatch) return null;
  const taxes = { sold: taxOf(taxMismatch.sold), due: taxOf(taxMismatch.due) };
  return (
    <Notice tone="warn" className="mb-6 max-w-xl" title={t("invoices.tax_mismatch_title", taxes)}>
      {isOffice
        ? t(invoice ? "invoices.tax_mismatch_office" : "invoices.tax_mismatch_office_no_invoice")
        : t.rich("invoices.tax_mismatch", {
            link: (children) => (
              <a className="link" href={`/help/new?about=order:${orderId}`}>
                {children}
              </a>
            ),
          })}
    </Notice>
  );
}

function taxOf({ taxCategory, taxRatePpm }: TaxOfLine): string {
  const t = getTranslator();
  if (taxCategory === "reverse_charge") return t("invoices.tax_reversed");
  return taxRatePpm === 0
    ? t("invoices.tax_none")
    : t("invoices.tax_of", { rate: formatTaxRate(taxRatePpm, t.language) });
}

function VatNote({ billing: { vat, details }, timezone, isOffice }: NotesProps) {
  const t = getTranslator();
  if (!vat) return null;
  const { check, checkedAt, consultation, trader, isAsked } = vat;
  const about = {
    vatId: details.vatId,
    date: checkedAt ? formatInstant(checkedAt, { timezone, form: "datetime" }) : "",
  };
  if (check === "valid") {
    // To whom an id belongs is for the school, which must know whom it bills.
    const more = isOffice ? [trader, consultation && t("invoices.vat_consultation", { consultation })] : [];
    return (
      <Notice tone="ok" className="mb-6 max-w-xl" title={t("invoices.vat_valid", about)}>
        {more.filter((part) => part !== "").join(" · ")}
      </Notice>
    );
  }
  if (check === "invalid") {
    return (
      <Notice tone="warn" className="mb-6 max-w-xl" title={t("invoices.vat_invalid", about)}>
        {t(isOffice ? "invoices.vat_invalid_office" : "invoices.vat_invalid_buyer")}
      </Notice>
    );
  }
  if (!isOffice) return null;
  return (
    <Notice tone="info" className="mb-6 max-w-xl" title={t("invoices.vat_unanswered", about)}>
      {t(isAsked ? "invoices.vat_asked_again" : "invoices.vat_given_up")}
    </Notice>
  );
}
