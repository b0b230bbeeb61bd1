import { message } from "#messages/message.ts";
import { describeIbanFault } from "../../kernel/describe-iban-fault.ts";
import { readEmail } from "../../kernel/email-address.ts";
import type { EInvoice } from "./describe-e-invoice.ts";
import { type EInvoiceFault, listFaultUnless } from "./list-fault-unless.ts";

/** What Germany's XRechnung asks for beyond EN 16931 (BR-DE), and the rules of Peppol that it takes over. */
export function checkXrechnung(invoice: EInvoice): EInvoiceFault[] {
  const { seller, buyer, payment } = invoice;
  const isMail = (text: string) => "email" in readEmail(text);
  const hasDigits = (phone: string) => phone.replace(/\D/g, "").length >= 3;
  const isAccountRight = payment.iban === "" || describeIbanFault(payment.iban) === null;
  return [
    ...listFaultUnless(seller.town !== "", "BR-DE-3", "seller", message("einvoice.seller_town_missing")),
    ...listFaultUnless(seller.postCode !== "", "BR-DE-4", "seller", message("einvoice.seller_post_code_missing")),
    ...listFaultUnless(seller.contactName !== "", "BR-DE-5", "seller", message("einvoice.seller_contact_missing")),
    ...listFaultUnless(hasDigits(seller.phone), "BR-DE-6", "seller", message("einvoice.seller_phone_missing")),
    ...listFaultUnless(isMail(seller.email), "BR-DE-7", "seller", message("einvoice.seller_email_missing")),
    ...listFaultUnless(buyer.town !== "", "BR-DE-8", "buyer", message("einvoice.buyer_town_missing")),
    ...listFaultUnless(buyer.postCode !== "", "BR-DE-9", "buyer", message("einvoice.buyer_post_code_missing")),
    ...listFaultUnless(isMail(buyer.email), "PEPPOL-EN16931-R010", "buyer", message("einvoice.buyer_email_missing")),
    ...listFaultUnless(invoice.buyerReference !== "", "BR-DE-15", "buyer", message("einvoice.buyer_reference_missing")),
    ...listFaultUnless(isAccountRight, "BR-DE-19", "seller", message("einvoice.iban_wrong")),
  ];
}
