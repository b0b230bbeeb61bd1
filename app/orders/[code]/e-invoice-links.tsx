import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { getOrderInvoices } from "#domain/invoices/get-order-invoices.ts";

/** The invoices of an order for machines, for who may read them: each on a page that offers its files or says what it lacks. */
export async function EInvoiceLinks({ order }: { order: { id: string; code: string; buyerId: string } }) {
  const t = getTranslator();
  const invoices = await getOrderInvoices(await getPageReadCtx(), order);
  if (invoices.length === 0) return null;
  return (
    <ul className="mt-3 flex flex-wrap gap-x-5 text-small print:hidden">
      {invoices.map(({ id, code }) => (
        <li key={id}>
          <a className="link" href={`/orders/${order.code}/e-invoices/${encodeURIComponent(code)}`}>
            {t("einvoice.title", { code })}
          </a>
        </li>
      ))}
    </ul>
  );
}
