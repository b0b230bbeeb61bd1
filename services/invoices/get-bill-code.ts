import { getAskedMinor } from "#domain/invoices/get-asked-minor.ts";
import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import { type BillCode, buildBillCode } from "#providers/bank/bill-code.ts";

/** What an app of a bank reads to pay what is due on a paper; null where nothing is due, or the account or the currency has no such code. */
export function getBillCode(content: InvoiceContent): BillCode | null {
  const { payment, dueMinor, currency, seller, kind, orderCode } = content;
  if ((kind !== "invoice" && kind !== "proforma") || dueMinor <= 0 || payment.iban === "") return null;
  return buildBillCode(
    {
      ...{ holder: payment.holder, iban: payment.iban, reference: payment.reference, message: orderCode },
      amount: { minor: getAskedMinor(content), currency },
    },
    {
      ...{ addressStreet: seller.street, addressNumber: seller.number, addressPostCode: seller.postCode },
      ...{ addressTown: seller.town, addressCountry: seller.country },
    },
  );
}
