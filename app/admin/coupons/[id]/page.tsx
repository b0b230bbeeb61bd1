import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { config } from "#config/config.ts";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { StateBadge } from "#components/admin/states.tsx";
import { CouponFieldsPart } from "#components/discounts/coupon-fields.tsx";
import { daysWords, DISCOUNT_WORDS, discountWords } from "#components/discounts/coupon-words.ts";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type CouponView, getCoupon } from "#domain/coupons/get-coupon.ts";
import { COUPON_CODES_MAX, COUPON_PARTS } from "#domain/coupons/inputs.ts";
import { toCouponFields } from "#domain/coupons/load-coupon.ts";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { isAllowed } from "#domain/policy.ts";
import { addCouponCodesAction, editCouponAction, endCouponAction } from "../actions.ts";
import { listCouponChoices, toCouponDraft } from "../choices.ts";

type Props = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getCoupon(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  await requirePermission("coupon.list", `/admin/coupons/${id}`);
  return { title: (await load(id))?.name ?? getTranslator()("coupons.coupons_title") };
}

/** One coupon: its code or its codes, how it was used, and what it says. */
export default async function CouponPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("coupon.list", `/admin/coupons/${id}`);
  const { read, timezone, settings } = await getOfficeContext();
  const coupon = await load(id);
  if (!coupon) notFound();
  const mayEdit = isAllowed(read.actor, "coupon.edit");
  const fields = toCouponFields(
    { ...coupon, scopes: coupon.scopes.map(({ kind, target }) => ({ kind, target })) },
    timezone,
  );
  return (
    <>
      <PageHeader
        title={coupon.name}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("coupons.coupons_title"), href: "/admin/coupons" }, { label: coupon.name }]}
          />
        }
        lede={<StateBadge words={DISCOUNT_WORDS} state={coupon.state} />}
      />
      <div className="grid gap-5">
        <Facts coupon={coupon} timezone={timezone} auditAt={auditHref(read.actor, { type: "coupon", id })} />
        {mayEdit && coupon.code === null && <Codes coupon={coupon} />}
        {mayEdit && coupon.state === "active" && (
          <Panel title={t("coupons.edit_title")}>
            <p className="mb-4 text-small text-ink-soft">{t("coupons.edit_lede")}</p>
            <StateForm
              action={editCouponAction}
              values={{ couponId: id, seen: getEditVersion(fields, COUPON_PARTS) }}
              className="grid max-w-2xl gap-5"
            >
              <CouponFieldsPart
                draft={toCouponDraft(fields, settings.currency)}
                {...(await listCouponChoices(read, coupon.scopes))}
              />
              <div>
                <SubmitButton pendingLabel={t("admin_courses.saving_pending")}>
                  {t("admin_courses.save_button")}
                </SubmitButton>
              </div>
            </StateForm>
          </Panel>
        )}
        {mayEdit && coupon.state === "active" && (
          <div>
            <Ask
              id="end-coupon"
              trigger={t("coupons.end_button")}
              title={t("coupons.end_title", { name: isolateText(coupon.name) })}
              confirmLabel={t("coupons.end_button")}
              why={false}
              action={endCouponAction}
              values={{ couponId: id }}
            >
              {t("coupons.end_words")}
            </Ask>
          </div>
        )}
      </div>
    </>
  );
}

function Facts({ coupon, timezone, auditAt }: { coupon: CouponView; timezone: string; auditAt: string | undefined }) {
  const t = getTranslator();
  const { id, code, uses, usesMax, usesPerPersonMax, placesMax, minimumMinor, currency, scopes } = coupon;
  const days = daysWords(coupon, timezone);
  const line = (term: string, value: string | null) => (value ? [{ term, value }] : []);
  const limit = (most: number | null) => (most === null ? null : String(most));
  return (
    <Panel title={t("coupons.about_title")}>
      <DescriptionList
        items={[
          ...(code === null ? [] : [{ term: t("coupons.code_label"), value: <code>{code}</code> }]),
          ...line(t("coupons.value_label"), discountWords(coupon)),
          ...line(t("coupons.days_label"), days),
          {
            term: t("coupons.uses_label"),
            value: (
              <a className="link" href={`/admin/coupons/uses?coupon=${id}`}>
                {usesMax === null ? t("coupons.uses", { uses }) : t("coupons.uses_of", { uses, most: usesMax })}
              </a>
            ),
          },
          ...coupon.used.map(({ state, currency: paidIn, orders, discountMinor: minor }) => ({
            term: t(state === "used" ? "coupons.given_off_paid" : "coupons.given_off_waiting", { currency: paidIn }),
            value: t("coupons.given_off", { count: orders, amount: formatAmount({ minor, currency: paidIn }) }),
          })),
          ...line(t("coupons.uses_per_person_label"), limit(usesPerPersonMax)),
          ...line(t("coupons.places_max_label"), limit(placesMax)),
          ...line(
            t("coupons.minimum_label"),
            minimumMinor === null || currency === null ? null : formatAmount({ minor: minimumMinor, currency }),
          ),
          ...line(t("coupons.combinable_term"), t(coupon.isCombinable ? "coupons.yes" : "coupons.no")),
          {
            term: t("coupons.scopes_legend"),
            value:
              scopes.length === 0
                ? t("coupons.scope_everything")
                : scopes.map(({ kind, target, label }) => (
                    <bdi key={`${kind} ${target}`} className="block">
                      {label}
                    </bdi>
                  )),
          },
          ...(code === null || coupon.state === "ended" ? [] : coupon.offers).map((offer) => ({
            term: t("coupons.link_term", { label: offer.label }),
            value: <EnrolLink cohortId={offer.id} code={code ?? ""} />,
          })),
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

/** Whole, to be copied. */
function EnrolLink({ cohortId, code }: { cohortId: string; code: string }) {
  const path = `/enrol/${cohortId}?coupon=${encodeURIComponent(code)}`;
  return (
    <a className="link [overflow-wrap:anywhere]" href={path}>
      {`${config().url}${path}`}
    </a>
  );
}

function Codes({ coupon: { id, codes, state } }: { coupon: CouponView }) {
  const t = getTranslator();
  return (
    <Panel title={t("coupons.codes_title")}>
      <p className="text-small">{t("coupons.codes_used", { used: codes.used, made: codes.made })}</p>
      {codes.made > 0 && (
        <div className="mt-3 flex flex-wrap gap-2.5">
          <LinkButton href={`/admin/coupons/codes?coupon=${id}`} size="s" variant="quiet">
            {t("coupons.see_codes_button")}
          </LinkButton>
          <LinkButton href={`/admin/coupons/codes/export.csv?coupon=${id}`} size="s" variant="quiet">
            {t("coupons.download_codes_button")}
          </LinkButton>
        </div>
      )}
      {state === "active" && (
        <StateForm action={addCouponCodesAction} values={{ couponId: id }} className="mt-5 grid max-w-xl gap-5">
          <div className="grid gap-5 sm:grid-cols-2">
            <FormInput
              name="count"
              label={t("coupons.count_label")}
              hint={t("coupons.count_hint", { most: COUPON_CODES_MAX })}
              inputMode="numeric"
              maxLength={8}
              required
            />
            <FormInput
              name="prefix"
              label={t("coupons.prefix_label")}
              hint={t("coupons.prefix_hint")}
              maxLength={40}
              autoComplete="off"
              optional
            />
          </div>
          <div>
            <SubmitButton variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
              {t("coupons.make_codes_button")}
            </SubmitButton>
          </div>
        </StateForm>
      )}
    </Panel>
  );
}
