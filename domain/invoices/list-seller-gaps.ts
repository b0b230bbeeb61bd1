import { type SchoolSettings, UNNAMED } from "../settings/inputs.ts";

/** What an invoice must say of the school and does not know. */
export type SellerGap = "name" | "address" | "tax_number";

type Seller = Pick<
  SchoolSettings,
  "name" | "addressPostCode" | "addressTown" | "addressCountry" | "vatNumber" | "taxNumber"
>;

/** What is missing of the school on its invoices, in the order in which one fills it in. */
export function listSellerGaps(settings: Seller): SellerGap[] {
  return [
    ...(settings.name === UNNAMED ? (["name"] as const) : []),
    ...(canIssueInvoices(settings) ? [] : (["address"] as const)),
    ...(settings.vatNumber || settings.taxNumber ? [] : (["tax_number"] as const)),
  ];
}

/** Whether invoices can be issued: without the seller's address none is one. A school that charges no tax has no number for it. */
export function canIssueInvoices({ addressPostCode, addressTown, addressCountry }: Omit<Seller, "name">): boolean {
  return addressPostCode !== "" && addressTown !== "" && addressCountry !== null;
}
