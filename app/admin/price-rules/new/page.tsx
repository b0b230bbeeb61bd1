import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { type PriceRuleDraft, PriceRuleFieldsPart } from "#components/discounts/price-rule-fields.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { createPriceRuleAction } from "../actions.ts";
import { listPriceRuleChoices } from "../choices.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("price_rules.new_title") };
}

export default async function NewPriceRulePage() {
  const t = getTranslator();
  await requirePermission("price_rule.edit", "/admin/price-rules/new");
  const { read, settings } = await getOfficeContext();
  const draft: PriceRuleDraft = {
    ...{ name: t("price_rules.kind_early_bird"), kind: "early_bird", target: "", effect: "percent", value: "" },
    ...{ currency: settings.currency, startsOn: "", endsOn: "", addresses: "", withinDays: "", fromPlace: "2" },
    isAdded: false,
  };
  return (
    <>
      <PageHeader
        title={t("price_rules.new_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("price_rules.rules_title"), href: "/admin/price-rules" },
              { label: t("price_rules.new_crumb") },
            ]}
          />
        }
        lede={t("price_rules.new_lede")}
      />
      <StateForm action={createPriceRuleAction} className="grid max-w-2xl gap-5">
        <PriceRuleFieldsPart draft={draft} {...(await listPriceRuleChoices(read))} />
        <div>
          <SubmitButton pendingLabel={t("admin_courses.creating_pending")}>
            {t("price_rules.create_button")}
          </SubmitButton>
        </div>
      </StateForm>
    </>
  );
}
