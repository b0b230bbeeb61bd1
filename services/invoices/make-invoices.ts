import { getCertificateSchool } from "#domain/certificates/list-unmade-certificates.ts";
import { listUnmadeInvoices } from "#domain/invoices/list-unmade-invoices.ts";
import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import type { Invoice } from "#domain/invoices/machine.ts";
import { recordInvoiceFile } from "#domain/invoices/record-invoice-file.ts";
import type { EInvoiceFault } from "#domain/invoices/e-invoices/list-fault-unless.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { translatorFor } from "#messages/translator.ts";
import { log } from "#providers/log.ts";
import { runtime, write } from "#runtime";
import { makeEInvoice } from "./make-e-invoice.ts";
import { getBillCode } from "./get-bill-code.ts";
import type { InvoicePaper } from "./invoice-paper.ts";
import { renderInvoice } from "./render-invoice.ts";
import { writeContent } from "./write-content.ts";

const AS = { actor: createSystemActor("make-invoices") };

/** Between two portions it is asked whether there is time for more. */
const PORTION = 20;
const FAILURE_CHARACTERS_MAX = 300;

/** What decides is read where it was written, and not from a replica. */
const readNow = (): ReadCtx => {
  const { database, clock, rules } = runtime();
  return { read: database.read, now: clock(), actor: AS.actor, rules };
};

/** Makes the files of the invoices that were issued, and keeps them, while there is time. Says how many. */
export async function makeInvoices(hasTime: () => Promise<boolean>): Promise<number> {
  let made = 0;
  while (await hasTime()) {
    const portion = await listUnmadeInvoices(readNow(), PORTION);
    if (portion.length === 0) break;
    for (const invoice of portion) {
      if (!(await hasTime())) break;
      await makeInvoiceFile(invoice);
      made += 1;
    }
  }
  return made;
}

/** Makes the file of one, for whoever wants it before the job was there. Undefined where it cannot be made. */
export async function makeInvoiceFile(invoice: Invoice): Promise<Buffer | undefined> {
  const bytes = await renderPaper(invoice.content).catch(async (error: unknown) => {
    log().error({ err: error, invoiceId: invoice.id }, "the file of an invoice could not be made");
    const failure = (error instanceof Error ? error.message : String(error)).slice(0, FAILURE_CHARACTERS_MAX);
    await write(AS, (ctx) => recordInvoiceFile(ctx, { invoiceId: invoice.id, failure }));
  });
  if (!bytes) return undefined;
  // What the disk refuses now it takes later: the job fails, and comes again.
  const file = {
    sha256: await runtime().files.put(bytes),
    name: `${invoice.code}.pdf`,
    mediaType: "application/pdf",
    sizeBytes: bytes.length,
  };
  const eInvoiceFaults = await listEInvoiceFaults(invoice.content);
  await write(AS, (ctx) => recordInvoiceFile(ctx, { invoiceId: invoice.id, file, eInvoiceFaults }));
  return bytes;
}

/**
 * What keeps the invoice of a company from going out as an e-invoice, where the school mails one. Whoever buys for themselves asks for none: their address is not even wanted, so that
 * nearly each of their invoices would break a rule.
 */
async function listEInvoiceFaults(content: InvoiceContent): Promise<EInvoiceFault[]> {
  const isCompany = content.buyer.contactName !== "" || content.buyer.vatId !== "";
  // What takes an invoice back says what that said, rules broken and all, and cannot be corrected.
  if (!isCompany || content.kind !== "invoice") return [];
  const { eInvoiceMail: form } = await getSchoolSettings(runtime().database.read);
  const made = form === "none" ? undefined : makeEInvoice(content, form);
  return made && "faults" in made ? made.faults : [];
}

/** A paper as PDF, as the school looks now. */
export async function renderPaper(issued: InvoiceContent): Promise<Buffer> {
  const look = await loadLook();
  const words = translatorFor(issued.language);
  const content = writeContent(issued, words);
  const paper = { content, look, words, billCode: getBillCode(content) };
  // A picture that the library cannot read must not keep anybody from their invoice.
  return renderInvoice(paper).catch(() => renderInvoice({ ...paper, look: { ...look, logo: null } }));
}

/** What a PDF can hold. A logo of another kind is left out: the school's name stands there. */
const LOGO_TYPES = ["image/png", "image/jpeg"];

async function loadLook(): Promise<InvoicePaper["look"]> {
  const { accentColor, logo } = await getCertificateSchool(readNow());
  if (!logo || !LOGO_TYPES.includes(logo.mediaType)) return { accentColor, logo: null };
  const bytes = await runtime().files.read(logo.sha256);
  return { accentColor, logo: bytes ? Buffer.from(await new Response(bytes).arrayBuffer()) : null };
}
