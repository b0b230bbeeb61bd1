import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { StateBadge } from "#components/admin/states.tsx";
import { daysWords, DISCOUNT_WORDS, discountWords, RULE_KIND_WORDS } from "#components/discounts/coupon-words.ts";
import { PriceRuleFieldsPart } from "#components/discounts/price-rule-fields.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { isAllowed } from "#domain/policy.ts";
import { getPriceRule, type PriceRuleView } from "#domain/price-rules/get-price-rule.ts";
import { PRICE_RULE_PARTS } from "#domain/price-rules/inputs.ts";
import { toPriceRuleFields } from "#domain/price-rules/load-price-rule.ts";
import { editPriceRuleAction, endPriceRuleAction } from "../actions.ts";
import { listPriceRuleChoices, toPriceRuleDraft } from "../choices.ts";

type Props = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getPriceRule(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  await requirePermission("price_rule.list", `/admin/price-rules/${id}`);
  return { title: (await load(id))?.name ?? getTranslator()("price_rules.rules_title") };
}

/** One price rule: for whom the price is another one, and which. */
export default async function PriceRulePage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("price_rule.list", `/admin/price-rules/${id}`);
  const { read, timezone, settings } = await getOfficeContext();
  const rule = await load(id);
  if (!rule) notFound();
  const { courseTitle: _, cohortName: __, ...stored } = rule;
  const fields = toPriceRuleFields(stored, timezone);
  const mayEdit = isAllowed(read.actor, "price_rule.edit") && rule.state === "active";
  return (
    <>
      <PageHeader
        title={rule.name}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("price_rules.rules_title"), href: "/admin/price-rules" }, { label: rule.name }]}
          />
        }
        lede={<StateBadge words={DISCOUNT_WORDS} state={rule.state} />}
      />
      <div className="grid gap-5">
        <Facts rule={rule} timezone={timezone} auditAt={auditHref(read.actor, { type: "price_rule", id })} />
        {mayEdit && (
          <Panel title={t("coupons.edit_title")}>
            <p className="mb-4 text-small text-ink-soft">{t("coupons.edit_lede")}</p>
            <StateForm
              action={editPriceRuleAction}
              values={{ priceRuleId: id, seen: getEditVersion(fields, PRICE_RULE_PARTS) }}
              className="grid max-w-2xl gap-5"
            >
              <PriceRuleFieldsPart
                draft={toPriceRuleDraft(fields, settings.currency)}
                {...(await listPriceRuleChoices(read, rule))}
              />
              <div>
                <SubmitButton pendingLabel={t("admin_courses.saving_pending")}>
                  {t("admin_courses.save_button")}
                </SubmitButton>
              </div>
            </StateForm>
          </Panel>
        )}
        {mayEdit && (
          <div>
            <Ask
              id="end-price-rule"
              trigger={t("price_rules.end_button")}
              title={t("price_rules.end_title", { name: isolateText(rule.name) })}
              confirmLabel={t("price_rules.end_button")}
              why={false}
              action={endPriceRuleAction}
              values={{ priceRuleId: id }}
            >
              {t("price_rules.end_words")}
            </Ask>
          </div>
        )}
      </div>
    </>
  );
}

type FactsProps = { rule: PriceRuleView; timezone: string; auditAt: string | undefined };

function Facts({ rule, timezone, auditAt }: FactsProps) {
  const t = getTranslator();
  const { kind, courseTitle, cohortName, addresses, withinDays, fromPlace } = rule;
  const line = (term: string, value: string | null) => (value ? [{ term, value }] : []);
  return (
    <Panel title={t("coupons.about_title")}>
      <DescriptionList
        items={[
          { term: t("price_rules.kind_label"), value: t(RULE_KIND_WORDS[kind]) },
          { term: t("price_rules.price_label"), value: discountWords(rule) },
          {
            term: t("price_rules.for_label"),
            value:
              courseTitle === null
                ? t("coupons.scope_everything")
                : [courseTitle, cohortName].filter(Boolean).join(", "),
          },
          ...line(t("coupons.days_label"), daysWords(rule, timezone)),
          ...(kind === "group" ? line(t("price_rules.addresses_label"), addresses.join(", ")) : []),
          ...(withinDays === null ? [] : line(t("price_rules.within_days_label"), String(withinDays))),
          ...(kind === "several_places" ? line(t("price_rules.from_place_label"), String(fromPlace)) : []),
          ...line(t("price_rules.added_term"), t(rule.isAdded ? "coupons.yes" : "coupons.no")),
          ...(auditAt
            ? [
                {
                  term: t("payouts.audit_log_label"),
                  value: (
                    <a className="link" href={auditAt}>
                      {t("payouts.audit_log_link")}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}
