import type { Metadata } from "next";
import type { SearchParams } from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { EntryForm } from "#components/accounting/entry-form.tsx";
import { ACCOUNT_WORDS } from "#components/accounting/account-words.ts";
import { PrintHead } from "#components/accounting/print-head.tsx";
import { MonthForm } from "#components/accounting/month-form.tsx";
import { MonthsPanel } from "#components/accounting/months-panel.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { EXPORT_FORMATS } from "#domain/accounting/export-formats.ts";
import { getAccountingDesk } from "#domain/accounting/get-accounting-desk.ts";
import {
  type BalanceRow,
  getTrialBalance,
  listForeignCurrencies,
  type TrialBalance,
} from "#domain/accounting/get-trial-balance.ts";
import { ACCOUNT_NAMES } from "#domain/accounting/chart.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { formatLocalDay } from "#domain/kernel/local-time.ts";
import { isAllowed } from "#domain/policy.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { addEntryAction, closePeriodAction, reopenPeriodAction } from "./actions.ts";
import { isFaulty, readMonths, toMonthQuery } from "./months.ts";
import { listShownReports } from "./report-list.ts";

const HERE = "/admin/accounting";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("accounting.title") };
}

/** The accounts of the school: what each has, the months to close, the reports and the files for a bookkeeper's program. */
export default async function AccountingPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("accounting.read", HERE);
  const { read, settings } = await getOfficeContext();
  const asked = readMonths(await searchParams, settings, read.now);
  const { months } = asked;
  const desk = await getAccountingDesk(read);
  const balances = isFaulty(asked) ? [] : await getTrialBalance(read, months);
  const query = toMonthQuery(months);
  const foreign = listForeignCurrencies(balances, settings.currency);
  return (
    <>
      <PageHeader title={t("accounting.title")} lede={t("accounting.lede")} />
      <PrintHead school={settings.name} timezone={settings.timezone} now={read.now} months={months} />
      <Columns
        aside={
          <div className="contents print:hidden">
            <MonthsPanel
              months={desk.months}
              current={formatLocalDay(read.now, settings.timezone).slice(0, 7)}
              mayReopen={isAllowed(read.actor, "accounting.reopen")}
              closeAction={closePeriodAction}
              reopenAction={reopenPeriodAction}
            />
            <Panel title={t("accounting.reports_title")}>
              <ul className="grid gap-2">
                {listShownReports().map(({ name, title, isOfMonths }) => (
                  <li key={name}>
                    <a className="link" href={`${HERE}/reports/${name}${isOfMonths ? `?${query}` : ""}`}>
                      {t(title)}
                    </a>
                  </li>
                ))}
              </ul>
            </Panel>
            {isAllowed(read.actor, "settings.edit") && (
              <p className="text-small">
                <a className="link" href="/admin/settings/accounting">
                  {t("accounting.settings_link")}
                </a>
              </p>
            )}
            <Panel title={t("accounting.export_title")}>
              <p className="mb-3 text-small text-ink-soft">{t("accounting.export_words", months)}</p>
              <ul className="grid gap-2">
                {EXPORT_FORMATS.map(({ id, name }) => (
                  <li key={id}>
                    {id === "datev" && foreign.length > 0 ? (
                      <span className="text-small">
                        {name}: {t("accounting.datev_one_currency", { currencies: foreign.join(", ") })}
                      </span>
                    ) : (
                      <a className="link" href={`${HERE}/export?format=${id}&${query}`}>
                        {name}
                      </a>
                    )}
                  </li>
                ))}
              </ul>
            </Panel>
          </div>
        }
      >
        {desk.unbooked > 0 && (
          <Notice tone="info" title={t("accounting.unbooked", { count: desk.unbooked })}>
            {t("accounting.unbooked_words")}
          </Notice>
        )}
        <Panel
          title={t("accounting.balance_title")}
          aside={
            <a className="link print:hidden" href={`${HERE}/export.csv?${query}`}>
              {t("accounting.as_csv_link")}
            </a>
          }
        >
          <MonthForm path={HERE} {...asked.typed} faults={asked.faults} />
          {balances.length === 0 && !isFaulty(asked) && (
            <EmptyState icon="document" title={t("accounting.nothing_booked")} />
          )}
          {balances.map((balance) => (
            <Balance key={balance.currency} balance={balance} query={query} settings={settings} />
          ))}
        </Panel>
        <Panel title={t("accounting.by_hand_title")} className="print:hidden">
          <p className="mb-4 text-small">
            <a className="link" href={`${HERE}/opening`}>
              {t("accounting.opening_link")}
            </a>
          </p>
          <EntryForm action={addEntryAction} accounts={ACCOUNT_NAMES} currency={settings.currency} />
        </Panel>
      </Columns>
    </>
  );
}

function Balance({ balance, query, settings }: { balance: TrialBalance; query: string; settings: SchoolSettings }) {
  const t = getTranslator();
  const { currency, rows, broughtForwardMinor } = balance;
  const sum = rows.reduce((total, { closingMinor }) => total + closingMinor, broughtForwardMinor);
  const money = (minor: number) => <Money amount={{ minor, currency }} bare />;
  const columns: Column<BalanceRow>[] = [
    {
      key: "account",
      header: t("accounting.account_label"),
      long: true,
      cell: ({ account }) => (
        <a className="link" href={`${HERE}/accounts/${account}?${query}&currency=${currency}`}>
          <span className="num">{getAccountNumber(settings, account)}</span> {t(ACCOUNT_WORDS[account])}
        </a>
      ),
    },
    { key: "opening", header: t("accounting.opening_label"), align: "end", cell: (row) => money(row.openingMinor) },
    { key: "debit", header: t("accounting.debit_label"), align: "end", cell: (row) => money(row.debitMinor) },
    { key: "credit", header: t("accounting.credit_label"), align: "end", cell: (row) => money(row.creditMinor) },
    { key: "closing", header: t("accounting.closing_label"), align: "end", cell: (row) => money(row.closingMinor) },
  ];
  return (
    <div className="mt-5">
      <Table<BalanceRow>
        caption={t("accounting.balance_of", { currency })}
        showCaption
        columns={columns}
        rows={rows}
        rowKey={({ account }) => account}
      />
      {broughtForwardMinor !== 0 && (
        <p className="mt-2 text-small">
          {t("accounting.brought_forward")} {money(broughtForwardMinor)}
        </p>
      )}
      <p className="mt-2 text-small text-ink-soft">
        {t(sum === 0 ? "accounting.in_balance" : "accounting.off_balance")}
      </p>
    </div>
  );
}
