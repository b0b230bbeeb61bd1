import type { Operation } from "#app/_http/operation.ts";
import setBillingDetails from "./_operations/set-billing-details.ts";
import listInvoices from "./_operations/list-invoices.ts";
import readInvoiceFile from "./_operations/read-invoice-file.ts";
import readOrderPaper from "./_operations/read-order-paper.ts";
import issueInvoice from "./_operations/issue-invoice.ts";
import correctInvoice from "./_operations/correct-invoice.ts";
import listTaxRates from "./_operations/list-tax-rates.ts";
import addTaxRate from "./_operations/add-tax-rate.ts";
import removeTaxRate from "./_operations/remove-tax-rate.ts";

/** To whom what is sold is billed, by which papers, and with which tax. */
export const INVOICE_OPERATIONS: readonly Operation[] = [
  setBillingDetails,
  listInvoices,
  readInvoiceFile,
  readOrderPaper,
  issueInvoice,
  correctInvoice,
  listTaxRates,
  addTaxRate,
  removeTaxRate,
];
