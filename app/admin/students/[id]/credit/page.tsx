import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { isLargeRefund } from "#domain/refunds/request-refund.ts";
import { runtime } from "#runtime";
import type { Money } from "#domain/kernel/money.ts";
import { Panel } from "#components/admin/panel.tsx";
import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { CreditEntries } from "#components/learning/credit-entries.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getCredit } from "#domain/credit/get-credit.ts";
import { isAllowed } from "#domain/policy.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { getPerson } from "#domain/students/get-person.ts";
import { giveCreditAction, payOutCreditAction } from "./actions.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { read } = await getOfficeContext();
  const person = await getPerson(read, (await params).id);
  const title = getTranslator()("credit.title");
  return { title: person ? `${title} · ${person.name}` : title };
}

/** A student's credit, as the office sees it: what it was made of, some of the school's own, and back as money. */
export default async function StudentCreditPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("credit.read", `/admin/students/${id}/credit`);
  const { read, timezone } = await getOfficeContext();
  const person = await getPerson(read, id);
  if (!person) notFound();
  const credit = await getCredit(read, id);
  if (!credit) notFound();
  const { currency } = await getSettingsOnce(read);
  const here = (of: string) => credit.balances.find((each) => each.currency === of)?.minor ?? 0;
  const recent = await getRecentSignIn(`/admin/students/${id}/credit`);
  const isAsked = (amount: Money) => isLargeRefund(amount, runtime().rules);
  return (
    <>
      <PageHeader
        title={t("credit.of_person_title", { name: person.name })}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_students.students_title"), href: "/admin/students" },
              { label: person.name, href: `/admin/students/${id}` },
              { label: t("credit.title") },
            ]}
          />
        }
      />
      <div className="grid max-w-[46rem] gap-5">
        <Panel title={t("credit.title")}>
          <CreditEntries credit={credit} timezone={timezone} />
        </Panel>
        {isAllowed(read.actor, "credit.give") && (
          <Panel title={t("credit.give_title")}>
            <AmountForm id={id} currency={currency} action={giveCreditAction} name="give" seenMinor={here(currency)} />
          </Panel>
        )}
        {isAllowed(read.actor, "credit.pay_out") &&
          credit.payable.map((most) => (
            <Panel key={most.currency} title={t("credit.pay_out_title")}>
              <AmountForm
                {...{ id, currency: most.currency, action: payOutCreditAction, name: "pay-out", most }}
                seenMinor={here(most.currency)}
                recent={isAsked(most) ? recent : undefined}
              />
            </Panel>
          ))}
        {isAllowed(read.actor, "credit.pay_out") && credit.balances.length > 0 && credit.payable.length === 0 && (
          <p className="text-small text-ink-soft">{t("credit.not_paid_out_words")}</p>
        )}
      </div>
    </>
  );
}

type AmountFormProps = {
  id: string;
  currency: string;
  action: FormAction;
  name: "give" | "pay-out";
  /** How much there is of it, in minor units: it is sent along, so that two who are at it do it once. */
  seenMinor: number;
  /** How much can be paid out. */
  most?: Money;
  recent?: RecentSignIn | undefined;
};

function AmountForm({ id: userId, currency, action, name, most, seenMinor, recent }: AmountFormProps) {
  const t = getTranslator();
  const isGift = name === "give";
  return (
    <StateForm action={action} values={{ userId, currency, seen: String(seenMinor) }} className="grid gap-5">
      <p className="text-small text-ink-soft">{isGift ? t("credit.give_words") : t("credit.pay_out_words")}</p>
      <FormInput
        id={`${name}-amount-${currency}`}
        name="amount"
        label={t("credit.amount_in", { currency })}
        hint={most && t("credit.at_most_hint", { amount: formatAmount(most) })}
        inputMode="decimal"
        maxLength={30}
        required
      />
      <FormInput
        id={`${name}-why-${currency}`}
        name="why"
        label={t("credit.why_label")}
        hint={isGift ? t("credit.why_hint") : undefined}
        maxLength={1000}
        required
      />
      {recent && <ConfirmIdentity {...recent} id={`${name}-confirm-${currency}`} />}
      <div>
        <SubmitButton variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
          {isGift ? t("credit.give_button") : t("credit.pay_out_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
