import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatContentDisposition } from "#domain/files/file-name.ts";
import { getInvoiceFile } from "#domain/invoices/get-invoice-file.ts";
import { E_INVOICE_FORMS, makeEInvoice } from "#services/invoices/make-e-invoice.ts";

type Context = RouteContext<"/orders/[code]/e-invoices/[invoice]/[file]">;

/** An invoice as XRechnung (`ubl.xml`, `cii.xml`), to its buyer and the office. Where it breaks a rule the page above says which. */
export async function GET(_request: Request, { params }: Context) {
  const { code: orderCode, invoice: code, file } = await params;
  const form = E_INVOICE_FORMS.find((each) => file === `${each}.xml`);
  const found = form && (await getInvoiceFile(await getPageReadCtx(), { orderCode, code }));
  const made = found && makeEInvoice(found.invoice.content, form);
  if (!made || !("file" in made)) return answerNothing();
  return new Response(made.file.xml, {
    headers: {
      "Content-Type": "application/xml; charset=utf-8",
      "Content-Disposition": formatContentDisposition("attachment", made.file.name),
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cache-Control": "private, no-store",
    },
  });
}

const answerNothing = () =>
  new Response(getTranslator()("layout.nothing_here"), {
    status: 404,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "private, no-store" },
  });
