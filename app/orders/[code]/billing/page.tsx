import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { BillingForm } from "#components/invoices/billing-form.tsx";
import { BillingNotes } from "#components/invoices/billing-notes.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getBilling } from "#domain/invoices/get-billing.ts";
import { listCountries } from "#domain/kernel/countries.ts";
import { setBillingAction } from "./actions.ts";

type Props = PageProps<"/orders/[code]/billing">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = getTranslator()("invoices.billing_of_title", { code: (await params).code.slice(0, 20) });
  return { title, robots: { index: false } };
}

/** To whom the buyer of an order wants it billed. */
export default async function BillingPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { code } = await params;
  const { from } = await searchParams;
  const who = await requireViewer(`/orders/${encodeURIComponent(code)}/billing`);
  const billing = await getBilling(await getPageReadCtx(), code);
  if (billing?.buyerId !== who.userId) notFound();
  return (
    <SitePage current="learning">
      <PageHeader
        title={t("invoices.billing_of_title", { code: billing.code })}
        lede={t("invoices.billing_lede")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("orders.orders_and_receipts_label"), href: "/orders" },
              { label: billing.code, href: `/orders/${billing.code}` },
              { label: t("invoices.billing_title") },
            ]}
          />
        }
      />
      {billing.invoice && (
        <Notice tone="info" className="mb-6 max-w-xl">
          {billing.isGiven
            ? t.rich("invoices.issued_already", {
                invoice: billing.invoice.code,
                link: (children) => (
                  <a className="link" href={`/help/new?about=order:${billing.orderId}`}>
                    {children}
                  </a>
                ),
              })
            : t("invoices.issued_to_name", { invoice: billing.invoice.code })}
        </Notice>
      )}
      <BillingNotes billing={billing} timezone={await schoolTimezone()} isOffice={false} />
      <BillingForm
        billing={billing}
        countries={listCountries(t.language)}
        action={setBillingAction}
        from={from === "checkout" ? from : "order"}
      />
    </SitePage>
  );
}
