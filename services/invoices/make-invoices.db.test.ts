import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { outbox } from "#db/schema/index.ts";
import { openRuntime, setRuntime } from "#runtime";
import { loadAttachments } from "#services/mail/load-attachments.ts";
import { type InvoicingSchool, openInvoicingSchool } from "#tests/support/invoicing-school.ts";
import { makeInvoices } from "./make-invoices.ts";
import { readInvoiceFile } from "./read-invoice-file.ts";

let school: InvoicingSchool;
let folder: string;
beforeAll(async () => {
  school = await openInvoicingSchool();
  folder = mkdtempSync(join(tmpdir(), "matricula-invoices-"));
  const { database, clock } = school;
  setRuntime(
    openRuntime(readConfig({ MATRICULA_DATA_DIR: folder }), {
      database,
      clock,
      secret: "a secret that is long enough",
    }),
  );
});
afterAll(async () => {
  await school.drop();
  rmSync(folder, { recursive: true });
});

const always = async () => true;

async function paid() {
  const bought = await school.ordered();
  await school.pay(bought);
  const [invoice] = await school.listIssued(bought.order);
  if (!invoice) throw new Error("no invoice was issued");
  const codes = { orderCode: bought.order.code, code: invoice.code };
  return { ...bought, invoice, read: () => readInvoiceFile(school.reading(bought.student), codes) };
}

const mailsOf = (email: string) =>
  school.database.read
    .select()
    .from(outbox)
    .where(eq(outbox.recipient, email))
    .then((all) => all.filter(({ kind }) => kind === "invoice_issued"));

test("its file is made once, by however many servers at once, is the same at each download, and is mailed once with it", async () => {
  const { student, invoice, read } = await paid();
  await Promise.all([makeInvoices(always), makeInvoices(always), read()]);
  expect(await makeInvoices(always)).toBe(0);
  const [first, second] = [await read(), await read()];
  expect(first?.name).toBe(`${invoice.code}.pdf`);
  expect(first?.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect(first?.bytes.equals(second?.bytes as Buffer)).toBe(true);
  const mails = await mailsOf(student.email);
  expect(mails).toHaveLength(1);
  const { attachments = [] } = await loadAttachments(mails[0] as (typeof mails)[number]);
  expect(attachments.map(({ name, bytes }) => [name, bytes.equals(first?.bytes as Buffer)])).toEqual([
    [`${invoice.code}.pdf`, true],
  ]);
});

test("what the school says of itself afterwards changes nothing in a file that was made", async () => {
  const { read } = await paid();
  const before = await read();
  await school.say({ name: "Another name", addressTown: "Zürich", accentColor: "#7a2048" });
  expect((await read())?.bytes.equals(before?.bytes as Buffer)).toBe(true);
});
