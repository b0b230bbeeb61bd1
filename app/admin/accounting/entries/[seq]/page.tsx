import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { ACCOUNT_WORDS, detailWords, entryKindWords } from "#components/accounting/account-words.ts";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { formatDay } from "#components/bank/format-day.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Money } from "#components/ui/money.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { type EntryView, getEntry } from "#domain/accounting/get-entry.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { REVERSIBLE } from "#domain/accounting/reverse-entry.ts";
import { isAllowed } from "#domain/policy.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { reverseEntryAction } from "../../actions.ts";

type Props = { params: Promise<{ seq: string }> };

const HERE = "/admin/accounting";

const load = cache(async (seq: string) => {
  if (!/^\d{1,15}$/.test(seq)) return undefined;
  return getEntry(await getPageReadCtx(), { seq: Number(seq) });
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { seq } = await params;
  await requirePermission("accounting.read", `${HERE}/entries/${seq}`);
  return { title: getTranslator()("accounting.entry_title", { seq }) };
}

/** An entry with both its sides, and what it books. */
export default async function EntryPage({ params }: Props) {
  const t = getTranslator();
  const { seq } = await params;
  await requirePermission("accounting.read", `${HERE}/entries/${seq}`);
  const found = await load(seq);
  if (!found) notFound();
  const { read, settings, timezone } = await getOfficeContext();
  const title = t("accounting.entry_title", { seq });
  const mayReverse =
    REVERSIBLE.includes(found.entry.kind) && found.reversedBySeq === null && isAllowed(read.actor, "accounting.edit");
  return (
    <>
      <PageHeader
        title={title}
        lede={entryKindWords(found.entry.kind)}
        above={<Breadcrumbs crumbs={[{ label: t("accounting.title"), href: HERE }, { label: title }]} />}
      />
      <div className="grid gap-5">
        <Panel title={t("accounting.sides_title")}>
          {found.lines.length === 0 ? (
            <p className="text-ink-soft">{t("accounting.nothing_to_book")}</p>
          ) : (
            <Table<EntryLineRow>
              caption={t("accounting.sides_title")}
              columns={columns(settings)}
              rows={found.lines}
              rowKey={({ account, detail, currency }) => `${account} ${detail} ${currency}`}
            />
          )}
        </Panel>
        <Facts found={found} timezone={timezone} />
        {mayReverse && (
          <Panel title={t("accounting.reverse_title")}>
            <Ask
              id="reverse-entry"
              trigger={t("accounting.reverse_button")}
              title={t("accounting.reverse_question", { seq })}
              confirmLabel={t("accounting.reverse_confirm")}
              tone="quiet"
              action={reverseEntryAction}
              values={{ seq }}
            >
              {t("accounting.reverse_words")}
            </Ask>
          </Panel>
        )}
      </div>
    </>
  );
}

type EntryLineRow = EntryView["lines"][number];

function Facts({ found, timezone }: { found: EntryView; timezone: string }) {
  const t = getTranslator();
  const { entry, orderCode, journal, createdByName, reversedBySeq, bank } = found;
  const link = (href: string, words: string) => (
    <a className="link num" href={href}>
      {words}
    </a>
  );
  const items = [
    { term: t("accounting.day_label"), value: <span className="num">{formatDay(entry.bookedOn)}</span> },
    entry.isLate && {
      term: t("accounting.happened_label"),
      value: t("accounting.late_words", { day: formatDay(entry.happenedOn) }),
    },
    orderCode && { term: t("accounting.order_label"), value: link(`/admin/orders/${orderCode}`, orderCode) },
    bank && {
      term: t("accounting.bank_line_label"),
      value: link(`/admin/bank/${bank.lineId}`, t("accounting.bank_line_link")),
    },
    bank !== null &&
      bank.orderCodes.length > 0 && {
        term: t("accounting.order_label"),
        value: (
          <span className="flex flex-wrap gap-x-3">
            {bank.orderCodes.map((code) => (
              <a key={code} className="link num" href={`/admin/orders/${code}`}>
                {code}
              </a>
            ))}
          </span>
        ),
      },
    journal && {
      term: t("accounting.journal_label"),
      value: (
        <>
          <span className="num">{journal.seq}</span>, <DateTime instant={journal.at} timezone={timezone} />
          <span className="num block text-tiny text-ink-faint [overflow-wrap:anywhere]">{journal.hash}</span>
        </>
      ),
    },
    entry.words && { term: t("accounting.words_label"), value: <span dir="auto">{entry.words}</span> },
    createdByName && { term: t("accounting.by_label"), value: <bdi>{createdByName}</bdi> },
    entry.reversesSeq !== null && {
      term: t("accounting.reverses_label"),
      value: link(`${HERE}/entries/${entry.reversesSeq}`, String(entry.reversesSeq)),
    },
    reversedBySeq !== null && {
      term: t("accounting.reversed_by_label"),
      value: link(`${HERE}/entries/${reversedBySeq}`, String(reversedBySeq)),
    },
  ];
  return (
    <Panel title={t("accounting.about_title")}>
      <DescriptionList items={items.filter((item) => typeof item === "object" && item !== null)} />
    </Panel>
  );
}

function columns(settings: SchoolSettings): Column<EntryLineRow>[] {
  const t = getTranslator();
  return [
    {
      key: "account",
      header: t("accounting.account_label"),
      long: true,
      cell: ({ account, detail }) => (
        <span>
          <span className="num">{getAccountNumber(settings, account)}</span> {t(ACCOUNT_WORDS[account])}
          {detail && <span className="block text-tiny text-ink-faint">{detailWords(account, detail)}</span>}
        </span>
      ),
    },
    {
      key: "debit",
      header: t("accounting.debit_label"),
      align: "end",
      cell: ({ amountMinor: minor, currency }) => minor > 0 && <Money amount={{ minor, currency }} />,
    },
    {
      key: "credit",
      header: t("accounting.credit_label"),
      align: "end",
      cell: ({ amountMinor, currency }) => amountMinor < 0 && <Money amount={{ minor: -amountMinor, currency }} />,
    },
  ];
}
