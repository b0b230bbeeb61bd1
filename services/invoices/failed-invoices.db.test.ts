import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { auditLog, invoices, outbox } from "#db/schema/index.ts";
import { correctInvoice } from "#domain/invoices/correct-invoice.ts";
import { getOrderInvoices } from "#domain/invoices/get-order-invoices.ts";
import { recordInvoiceFile } from "#domain/invoices/record-invoice-file.ts";
import { setBillingDetails } from "#domain/invoices/set-billing-details.ts";
import { listWork } from "#domain/reports/list-work.ts";
import { takeWorkStep } from "#domain/reports/take-work-step.ts";
import { listWorkSteps, type WorkStep } from "#domain/reports/work-steps.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { openRuntime, setRuntime } from "#runtime";
import { ACME, type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { makeInvoices } from "./make-invoices.ts";

let school: InvoicingSchool;
let finance: Awaited<ReturnType<InvoicingSchool["person"]>>;
let folder: string;
beforeAll(async () => {
  school = await openInvoicingSchool();
  finance = await school.person("finance");
  folder = mkdtempSync(join(tmpdir(), "matricula-failed-invoices-"));
  const settings = readConfig({ MATRICULA_DATA_DIR: folder });
  const { database, clock } = school;
  setRuntime(openRuntime(settings, { database, clock, secret: "a secret for tests that is long enough" }));
});
afterAll(async () => {
  await school.drop();
  rmSync(folder, { recursive: true });
});

/** XRechnung wants a telephone number of whoever sells: of a school without one no company gets an e-invoice. */
const sayPhone = (contactPhone: string) => school.say({ contactPhone });

async function invoiced(billing?: typeof ACME) {
  const bought = await school.ordered(48_000, { taxMinor: 3_597, taxRatePpm: 81_000, taxCategory: "standard" });
  if (billing)
    await school.as(bought.student)((ctx) => setBillingDetails(ctx, { orderId: bought.order.id, ...billing }));
  await school.pay(bought);
  const [invoice] = await school.listIssued(bought.order);
  if (!invoice) throw new Error("no invoice was issued");
  return { ...bought, invoice };
}

const make = () => makeInvoices(async () => true);
const mailsXml = async (eInvoiceMail: "ubl" | "none") =>
  school.as(await school.person("owner"))((ctx) => changeSettings(ctx, { eInvoiceMail }));
const waiting = async () =>
  (
    await listWork(school.reading(finance), { kind: "invoices" }, { sort: "since", direction: "asc", page: 1 })
  ).items.map(({ itemId, detail, since, orderCode }) => ({ itemId, detail, since, orderCode }));
const take = (itemId: string, step: WorkStep, why = "") =>
  school.as(finance)((ctx) => takeWorkStep(ctx, { kind: "invoices", itemId, step, why }));
const stepsOf = (detail: string) => listWorkSteps({ kind: "invoices", detail, orderState: "paid", hasAccount: false });

test("an invoice whose PDF cannot be made waits with when that was, and is done by itself once it is made", async () => {
  const { invoice, order } = await invoiced();
  school.clock.forward(3_600_000);
  const failure = "the font has no letter for it";
  await school.asSystem((ctx) => recordInvoiceFile(ctx, { invoiceId: invoice.id, failure }));
  const detail = `file:${invoice.code}`;
  expect(await waiting()).toEqual([{ itemId: invoice.id, detail, since: school.clock(), orderCode: order.code }]);
  expect(stepsOf(detail)).toEqual(["retry"]);
  await take(invoice.id, "retry");
  expect(await waiting()).toEqual([]);
  expect(await make()).toBe(1);
  expect(await waiting()).toEqual([]);
});

test("a company's invoice that breaks a rule waits with the rule in words, until it is corrected", async () => {
  await mailsXml("ubl");
  await sayPhone("");
  const { invoice, order, student } = await invoiced(ACME);
  await make();
  const detail = `e_invoice:${invoice.code}`;
  expect(await waiting()).toMatchObject([{ itemId: invoice.id, detail, since: school.clock() }]);
  const about = { id: order.id, buyerId: student.id };
  const [shown] = await getOrderInvoices(school.reading(finance), about);
  expect(shown?.eInvoiceFaults.map(({ place }) => place)).toContain("seller");
  expect(shown?.failedAt).toEqual(school.clock());
  expect(stepsOf(detail)).toEqual(["resolve"]);
  await sayPhone("+41 61 123 45 67");
  await school.as(finance)((ctx) => correctInvoice(ctx, { invoiceId: invoice.id, ...ACME }));
  await make();
  expect(await waiting()).toEqual([]);
});

test("one that is to go as it is goes, with a reason in the audit log", async () => {
  await mailsXml("ubl");
  await sayPhone("");
  const { invoice } = await invoiced(ACME);
  await make();
  await expect(take(invoice.id, "resolve")).rejects.toMatchObject({ code: "invalid_input" });
  await take(invoice.id, "resolve", "they take paper");
  expect(await waiting()).toEqual([]);
  const [said] = await school.database.read
    .select({ after: auditLog.after })
    .from(auditLog)
    .where(and(eq(auditLog.objectId, invoice.id), eq(auditLog.action, "invoice.issue")))
    .orderBy(auditLog.seq)
    .then((rows) => rows.slice(-1));
  expect(said?.after).toMatchObject({ why: "they take paper" });
});

test("nobody is bothered with the invoice of a person, nor where the school mails no e-invoices", async () => {
  await mailsXml("ubl");
  await invoiced();
  await make();
  await mailsXml("none");
  await invoiced(ACME);
  await make();
  expect(await waiting()).toEqual([]);
});

test("a mail of an invoice that was given up waits, and begins its tries anew", async () => {
  const { invoice } = await invoiced();
  await make();
  const own = and(eq(outbox.kind, "invoice_issued"), eq(outbox.dedupeKey, invoice.id));
  await school.database.write((tx) =>
    tx.update(outbox).set({ state: "failed", attempts: 9, lastError: "refused" }).where(own),
  );
  const detail = `mail:${invoice.code}`;
  expect(await waiting()).toMatchObject([{ itemId: invoice.id, detail }]);
  await take(invoice.id, "retry");
  expect(await waiting()).toEqual([]);
  const [mail] = await school.database.read.select().from(outbox).where(own);
  expect(mail).toMatchObject({ state: "pending", attempts: 0, lastError: null });
  await expect(take(invoice.id, "retry")).rejects.toMatchObject({ code: "not_found" });
});

test("a failed invoice says so in one row, however much of it failed", async () => {
  await mailsXml("ubl");
  await sayPhone("");
  const { invoice } = await invoiced(ACME);
  await make();
  const own = and(eq(outbox.kind, "invoice_issued"), eq(outbox.dedupeKey, invoice.id));
  await school.database.write((tx) => tx.update(outbox).set({ state: "failed" }).where(own));
  await school.database.write((tx) =>
    tx.update(invoices).set({ fileId: null, failure: "x" }).where(eq(invoices.id, invoice.id)),
  );
  expect(await waiting()).toMatchObject([{ itemId: invoice.id, detail: `file:${invoice.code}` }]);
});
