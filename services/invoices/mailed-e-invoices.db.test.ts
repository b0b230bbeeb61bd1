import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { setBillingDetails } from "#domain/invoices/set-billing-details.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { openRuntime, setRuntime } from "#runtime";
import { ACME, type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { readInvoiceAttachments } from "./read-invoice-file.ts";

let school: InvoicingSchool;
let folder: string;
beforeAll(async () => {
  school = await openInvoicingSchool();
  folder = mkdtempSync(join(tmpdir(), "matricula-e-invoices-"));
  const settings = readConfig({ MATRICULA_DATA_DIR: folder });
  const { database, clock } = school;
  setRuntime(openRuntime(settings, { database, clock, secret: "a secret for tests that is long enough" }));
});
afterAll(async () => {
  await school.drop();
  rmSync(folder, { recursive: true });
});

const mails = async (eInvoiceMail: SchoolSettings["eInvoiceMail"]) =>
  school.as(await school.person("owner"))((ctx) => changeSettings(ctx, { eInvoiceMail }));

/** The invoice of an order that was just paid. */
async function invoiceOf(billing?: typeof ACME): Promise<string> {
  const bought = await school.ordered(48_000, { taxMinor: 3_597, taxRatePpm: 81_000, taxCategory: "standard" });
  if (billing)
    await school.as(bought.student)((ctx) => setBillingDetails(ctx, { orderId: bought.order.id, ...billing }));
  await school.pay(bought);
  return (await school.listIssued(bought.order))[0]?.id ?? "";
}

const xmlOf = async (invoiceId: string) =>
  (await readInvoiceAttachments(invoiceId))
    .filter(({ mediaType }) => mediaType === "application/xml")
    .map(({ name, bytes }) => [name.replace(/^R-2026-\d+/, ""), bytes.toString("utf8")] as const);

test("XRechnung goes with an invoice's mail in the syntax that the school has chosen, or not at all", async () => {
  const invoiceId = await invoiceOf(ACME);
  expect(await xmlOf(invoiceId)).toEqual([]);
  await mails("ubl");
  expect(await xmlOf(invoiceId)).toEqual([[".ubl.xml", expect.stringContaining("xsd:Invoice-2")]]);
  await mails("cii");
  expect(await xmlOf(invoiceId)).toEqual([[".cii.xml", expect.stringContaining("CrossIndustryInvoice")]]);
});

test("an invoice that breaks a rule goes without XRechnung", async () => {
  await mails("ubl");
  expect(await xmlOf(await invoiceOf())).toEqual([]);
});
