import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { CouponFieldsPart } from "#components/discounts/coupon-fields.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { createCouponAction } from "../actions.ts";
import { listCouponChoices } from "../choices.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("coupons.new_title") };
}

export default async function NewCouponPage() {
  const t = getTranslator();
  await requirePermission("coupon.edit", "/admin/coupons/new");
  const { read, settings } = await getOfficeContext();
  const draft = {
    ...{ name: "", kind: "percent", value: "", currency: settings.currency, minimum: "", startsOn: "", endsOn: "" },
    ...{ usesMax: "", usesPerPersonMax: "1", placesMax: "1", isCombinable: false, scopes: [] },
  };
  return (
    <>
      <PageHeader
        title={t("coupons.new_title")}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("coupons.coupons_title"), href: "/admin/coupons" }, { label: t("coupons.new_crumb") }]}
          />
        }
        lede={t("coupons.new_lede")}
      />
      <StateForm action={createCouponAction} className="grid max-w-2xl gap-5">
        <CouponFieldsPart draft={draft} {...(await listCouponChoices(read))} isNew />
        <div>
          <SubmitButton pendingLabel={t("admin_courses.creating_pending")}>{t("coupons.create_button")}</SubmitButton>
        </div>
      </StateForm>
    </>
  );
}
