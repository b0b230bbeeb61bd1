import type { PlainKey } from "#messages/message.ts";
import type { Journal } from "#domain/ledger/post-journal.ts";
import type { JournalRow, OrderView } from "#domain/orders/get-order.ts";
import type { ProviderEventRow } from "#domain/orders/load-order-payments.ts";
import { DateTime } from "../ui/date.tsx";
import { ClaimBadge } from "#components/claims/claim-badge.tsx";
import { Money } from "../ui/money.tsx";
import { Table } from "../ui/table.tsx";
import { ENROLMENT_WORDS, providerLabel, StateBadge, storedProviderLabel } from "./states.tsx";
import { MovedPlaces } from "#components/learning/moved-places.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** What was ordered, at which price, and the place that came of it. */
export function OrderLines({ order, timezone }: { order: OrderView; timezone: string }) {
  const t = getTranslator();
  const { currency, lines } = order;
  return (
    <Table
      caption={t("admin.what_was_ordered")}
      rows={lines}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "course",
          header: t("admin.course"),
          long: true,
          cell: ({ kind, courseId, courseTitle, courseLanguage, cohortId, cohortName, moved }) => (
            <span {...writtenIn(courseLanguage)}>
              {courseTitle}
              {kind === "renewal" && (
                <span className="block text-tiny text-ink-soft">{t("admin.renewal_of_access")}</span>
              )}
              {kind === "move" && (
                <span className="block text-tiny text-ink-soft">{t("admin.difference_of_move")}</span>
              )}
              <a
                href={`/admin/courses/${courseId}/cohorts/${cohortId}`}
                className="block text-tiny text-ink-faint hover:underline"
              >
                {cohortName}
              </a>
              <MovedPlaces
                moved={moved}
                schoolTimezone={timezone}
                hrefOf={(place) => `/admin/courses/${courseId}/cohorts/${place.cohortId}`}
              />
            </span>
          ),
        },
        {
          key: "place",
          header: t("admin.place"),
          cell: ({ claim, enrolments, renewsEnrolmentId }) =>
            claim ? (
              <span className="flex flex-wrap items-center gap-1.5">
                <a href="#claims" className="link">
                  {t("admin.place_for_others_link")}
                </a>
                <ClaimBadge link={claim} />
              </span>
            ) : renewsEnrolmentId ? (
              <a href={`/admin/enrolments/${renewsEnrolmentId}`} className="link">
                {t("admin.renewed_enrolment_link")}
              </a>
            ) : enrolments.length === 0 ? (
              <span className="text-ink-faint">{t("admin.none")}</span>
            ) : (
              <span className="flex flex-wrap gap-1.5">
                {enrolments.map(({ id, state }) => (
                  <a key={id} href={`/admin/enrolments/${id}`} className="hover:underline">
                    <StateBadge words={ENROLMENT_WORDS} state={state} />
                  </a>
                ))}
              </span>
            ),
        },
        {
          key: "price",
          header: t("admin.price"),
          align: "end",
          cell: ({ unitMinor, quantity, discountMinor, discounts }) => (
            <span>
              {quantity > 1 && `${quantity} × `}
              <Money amount={{ minor: unitMinor, currency }} />
              {discountMinor > 0 && (
                <span className="block text-tiny text-ink-faint">
                  {t.rich("admin.less", { money: <Money amount={{ minor: discountMinor, currency }} /> })}
                  {discounts.map(({ source, label }) => (
                    <bdi key={`${source} ${label}`} className="block [overflow-wrap:anywhere]">
                      {label}
                    </bdi>
                  ))}
                </span>
              )}
            </span>
          ),
        },
        {
          key: "total",
          header: t("admin.total"),
          align: "end",
          cell: ({ totalMinor }) => <Money amount={{ minor: totalMinor, currency }} />,
        },
      ]}
    />
  );
}

const JOURNALS: Record<Journal["kind"], PlainKey> = {
  payment_settled: "admin.journals_payment_settled",
  order_paid: "admin.journals_order_paid",
  instalments_paid: "admin.journals_instalments_paid",
  credit_added: "admin.journals_credit_added",
  credit_taken: "admin.journals_credit_taken",
  order_cancelled: "admin.journals_order_cancelled",
  place_cancelled: "admin.journals_place_cancelled",
  match_undone: "admin.journals_match_undone",
  refund_done: "admin.journals_refund_done",
  refund_failed: "admin.journals_refund_failed",
  dispute_withdrawn: "admin.journals_dispute_withdrawn",
  dispute_reinstated: "admin.journals_dispute_reinstated",
};

const ACCOUNTS: Record<JournalRow["postings"][number]["account"], PlainKey> = {
  clearing: "admin.accounts_clearing",
  customer_funds: "admin.accounts_customer_funds",
  revenue: "admin.accounts_revenue",
  fees: "admin.accounts_fees",
};

/** What this version does not know is shown as it is stored. */
function textOf(keys: Record<string, PlainKey>, name: string): string {
  const key = keys[name];
  return key ? getTranslator()(key) : name;
}

/** What the books say: every journal with its two sides, debits first. */
export function Journals({ journals, timezone }: { journals: JournalRow[]; timezone: string }) {
  const t = getTranslator();
  if (journals.length === 0) return <p className="text-ink-soft">{t("admin.no_money_has_moved_so_the_books_say")}</p>;
  return (
    <ol className="grid gap-4">
      {journals.map((journal) => (
        <li key={journal.seq}>
          <p className="flex flex-wrap justify-between gap-x-4">
            <span className="font-[540]">{textOf(JOURNALS, journal.kind)}</span>
            <span className="num text-tiny text-ink-faint">
              {t.rich("admin.journal_number", {
                seq: journal.seq,
                dateTime: <DateTime instant={journal.at} timezone={timezone} showZone={false} />,
              })}
            </span>
          </p>
          <dl className="mt-1">
            {journal.postings.map(({ id, account, detail, amountMinor, currency }) => (
              <div key={id} className="num flex justify-between gap-4 py-0.5 text-small text-ink-soft">
                <dt>
                  {account === "clearing"
                    ? t("admin.clearing_at", { provider: storedProviderLabel(detail) })
                    : t(ACCOUNTS[account])}
                </dt>
                <dd>
                  {/* Which side it stands on says what a sign would say again. */}
                  <span className="text-ink-faint">{amountMinor > 0 ? t("admin.debit") : t("admin.credit")}</span>{" "}
                  <Money amount={{ minor: Math.abs(amountMinor), currency }} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}

/** What came of a provider's message, in words. */
const OUTCOMES: Record<string, PlainKey> = {
  received: "admin.outcomes_received",
  settled: "admin.outcomes_settled",
  already: "admin.outcomes_already",
  failed: "admin.outcomes_failed",
  pending: "admin.outcomes_pending",
  flagged: "admin.outcomes_flagged",
  mismatch: "admin.outcomes_mismatch",
  refunded: "admin.outcomes_refunded",
  disputed: "admin.outcomes_disputed",
  unknown: "admin.outcomes_unknown",
  other_mode: "admin.outcomes_other_mode",
  unconfirmed: "admin.outcomes_unconfirmed",
};

export function ProviderEvents({ events, timezone }: { events: ProviderEventRow[]; timezone: string }) {
  const t = getTranslator();
  return (
    <Table
      caption={t("admin.provider_events")}
      rows={events}
      rowKey={({ id }) => id}
      columns={[
        { key: "type", header: t("admin.message"), long: true, cell: ({ type }) => type },
        { key: "provider", header: t("admin.from_provider"), cell: ({ provider }) => providerLabel(provider) },
        { key: "outcome", header: t("admin.outcome"), cell: ({ outcome }) => textOf(OUTCOMES, outcome) },
        {
          key: "at",
          header: t("admin.received"),
          align: "end",
          cell: ({ receivedAt }) => <DateTime instant={receivedAt} timezone={timezone} showZone={false} />,
        },
      ]}
    />
  );
}
