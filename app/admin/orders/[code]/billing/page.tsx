import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePermission } from "#app/_auth/viewer.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { BillingForm } from "#components/invoices/billing-form.tsx";
import { BillingNotes } from "#components/invoices/billing-notes.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getBilling } from "#domain/invoices/get-billing.ts";
import { isAllowed } from "#domain/policy.ts";
import { listCountries } from "#domain/kernel/countries.ts";
import { setOfficeBillingAction } from "./actions.ts";

type Props = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = getTranslator()("invoices.billing_of_title", { code: (await params).code.slice(0, 20) });
  return { title };
}

/** To whom an order is billed, as the office knows it. */
export default async function OfficeBillingPage({ params }: Props) {
  const t = getTranslator();
  const { code } = await params;
  await requirePermission("order.list", `/admin/orders/${code}/billing`);
  const { read, settings } = await getOfficeContext();
  const billing = await getBilling(read, code);
  if (!billing) notFound();
  const mayCorrect = isAllowed(read.actor, "invoice.correct");
  return (
    <>
      <PageHeader
        title={t("invoices.billing_of_title", { code: billing.code })}
        lede={t("invoices.billing_office_lede")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_orders.orders_title"), href: "/admin/orders" },
              { label: billing.code, href: `/admin/orders/${billing.code}` },
              { label: t("invoices.billing_title") },
            ]}
          />
        }
      />
      {billing.invoice && !mayCorrect && (
        <Notice tone="info" className="mb-6 max-w-xl">
          {t("invoices.issued_already_office", { invoice: billing.invoice.code })}
        </Notice>
      )}
      <BillingNotes billing={billing} timezone={settings.timezone} isOffice />
      <BillingForm
        billing={billing}
        countries={listCountries(t.language)}
        action={setOfficeBillingAction}
        correct={mayCorrect ? (billing.invoice ?? undefined) : undefined}
      />
    </>
  );
}
