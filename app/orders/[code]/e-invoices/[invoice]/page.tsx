import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { FaultList } from "#components/invoices/fault-list.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { checkEInvoice } from "#domain/invoices/e-invoices/check-e-invoice.ts";
import { getInvoiceFile } from "#domain/invoices/get-invoice-file.ts";
import { isAllowed } from "#domain/policy.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = PageProps<"/orders/[code]/e-invoices/[invoice]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { invoice } = await params;
  return {
    title: getTranslator()("einvoice.title", { code: invoice.slice(0, 60).toUpperCase() }),
    robots: { index: false },
  };
}

/** An invoice for machines, or what it lacks to be one: each thing in words, with the page where it is mended. */
export default async function EInvoicePage({ params }: Props) {
  const t = getTranslator();
  const { code: orderCode, invoice: code } = await params;
  const path = `/orders/${encodeURIComponent(orderCode)}/e-invoices/${encodeURIComponent(code)}`;
  await requireViewer(path);
  const ctx = await getPageReadCtx();
  const found = await getInvoiceFile(ctx, { orderCode, code });
  if (!found) notFound();
  const { content } = found.invoice;
  const faults = checkEInvoice(content, "xrechnung");
  const hasFacturX = checkEInvoice(content, "en16931").length === 0;
  // The office has pages of its own for an order.
  const isOffice = isAllowed(ctx.actor, "order.list");
  const orderHref = `${isOffice ? "/admin" : ""}/orders/${content.orderCode}`;
  return (
    <SitePage current="learning">
      <PageHeader
        title={t("einvoice.title", { code: content.code })}
        lede={t("einvoice.lede")}
        above={<Breadcrumbs crumbs={[{ label: content.orderCode, href: orderHref }, { label: content.code }]} />}
      />
      {faults.length === 0 ? (
        <div className="grid justify-items-start gap-4">
          <LinkButton href={`${path}/ubl.xml`}>{t("einvoice.ubl_button")}</LinkButton>
          <LinkButton href={`${path}/cii.xml`} variant="quiet">
            {t("einvoice.cii_button")}
          </LinkButton>
        </div>
      ) : (
        <Notice tone="warn" title={t("einvoice.not_made_title")}>
          <FaultList
            faults={faults.map(({ rule, place, message: said }) => ({ rule, place, words: t.format(said) }))}
            settingsHref={isAllowed(ctx.actor, "settings.edit") ? "/admin/settings" : undefined}
            billingHref={`${orderHref}/billing`}
          />
          <p className="mt-3">{t("einvoice.issued_stays")}</p>
        </Notice>
      )}
      <p className="mt-6 max-w-[60ch] text-small text-ink-soft">
        {hasFacturX ? t("einvoice.factur_x_in_pdf") : t("einvoice.no_factur_x")}
      </p>
    </SitePage>
  );
}
