import type { Metadata } from "next";
import {
  listFrame,
  readAddress,
  type SearchParams,
  toFilterValues,
  toSortParams,
  toTableSort,
} from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar, type FilterField } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { StateBadge, stateOptions } from "#components/admin/states.tsx";
import { BankAmount } from "#components/bank/bank-amount.tsx";
import { BankDesk } from "#components/bank/bank-desk.tsx";
import { BANK_LINE_WORDS, DIRECTION_WORDS } from "#components/bank/bank-words.ts";
import { OpenStatements } from "#components/bank/open-statements.tsx";
import { listBankBalances, listOpenStatements } from "#domain/bank/list-bank-balances.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatDay } from "#components/bank/format-day.ts";
import { type Column, Table } from "#components/ui/table.tsx";
import { type BankAccount, listKnownAccounts } from "#domain/bank/school-accounts.ts";
import { listBankFiles } from "#domain/bank/list-bank-files.ts";
import { type BankLineRow, listBankLines } from "#domain/bank/list-bank-lines.ts";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { ENCODINGS } from "#ops/import/encodings.ts";
import {
  addAccountAction,
  archiveAccountAction,
  explainStatementAction,
  loadAction,
  restoreAccountAction,
} from "./actions.ts";
import { BANK_LIST } from "./list.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("bank.title") };
}

/** What the school's banks say of its accounts: loaded from their files, and taken for orders and refunds. */
export default async function BankPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = getTranslator();
  await requirePermission("bank.list", BANK_LIST.path);
  const { read, timezone } = await getOfficeContext();
  const state = readAddress(BANK_LIST, await searchParams);
  const list = await listBankLines(read, toFilterValues(BANK_LIST, state.filters, timezone), state.view);
  const accounts = await listKnownAccounts(read.read, read.rules);
  const files = await listBankFiles(read);
  const balances = await listBankBalances(read);
  const gaps = await listOpenStatements(read);
  const frame = listFrame(BANK_LIST, state, list);
  return (
    <ListPage
      title={t("bank.title")}
      noun={t("bank.noun")}
      counted={t("bank.counted", { count: frame.total })}
      lede={t("bank.lede")}
      frame={frame}
      filters={
        <>
          <OpenStatements statements={gaps} explainAction={explainStatementAction} />
          <BankDesk
            {...{ accounts, balances, files, timezone, loadAction }}
            archiveAction={archiveAccountAction}
            restoreAction={restoreAccountAction}
            accountAction={addAccountAction}
            encodings={ENCODINGS}
          />
          <FilterBar
            {...frame}
            path={BANK_LIST.path}
            keep={{ ...toSortParams(BANK_LIST, state), ...(state.filters.file ? { file: state.filters.file } : {}) }}
            fields={listFilters(state.filters, accounts)}
          />
        </>
      }
      empty={{ title: t("bank.empty_title"), words: t("bank.empty_words") }}
    >
      <Table<BankLineRow>
        caption={t("bank.title")}
        columns={columns()}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(BANK_LIST, state)}
      />
    </ListPage>
  );
}

type Filters = ReturnType<
  typeof readAddress<"booked" | "loaded", typeof BANK_LIST.list.filters, BankLineRow, typeof BANK_LIST.words>
>["filters"];

function listFilters(filters: Filters, accounts: readonly BankAccount[]): FilterField[] {
  const t = getTranslator();
  const stored = accounts.filter(({ id }) => id !== "");
  return [
    { kind: "text", label: t("bank.search_label"), name: "q", value: filters.q },
    {
      ...{ kind: "choice", label: t("bank.state_label"), name: "state", value: filters.state },
      ...{ all: t("bank.any_state"), options: stateOptions(BANK_LINE_WORDS) },
    },
    {
      ...{ kind: "choice", label: t("bank.direction_label"), name: "direction", value: filters.direction },
      ...{ all: t("bank.any_direction"), options: stateOptions(DIRECTION_WORDS) },
    },
    ...(stored.length > 1
      ? [
          {
            ...{ kind: "choice" as const, label: t("bank.account_filter"), name: "account", value: filters.account },
            ...{
              all: t("bank.any_account"),
              options: stored.map(({ id, iban }) => ({ value: id, label: formatInGroups(iban) })),
            },
          },
        ]
      : []),
    { kind: "text", label: t("bank.amount_label"), name: "amount", value: filters.amount },
    { kind: "day", label: t("bank.from_label"), name: "from", value: filters.from },
    { kind: "day", label: t("bank.to_label"), name: "to", value: filters.to },
  ];
}

/** Enough of a text to know it again; all of it stands on the line's page. */
const TEXT_SHOWN = 120;

function columns(): Column<BankLineRow>[] {
  const t = getTranslator();
  return [
    {
      key: "booked",
      header: t("bank.booked_label"),
      sortable: true,
      cell: ({ id, bookedOn }) => (
        <a href={`/admin/bank/${id}`} className="link num whitespace-nowrap font-[560]">
          {formatDay(bookedOn)}
        </a>
      ),
    },
    {
      key: "who",
      header: t("bank.who_label"),
      long: true,
      cell: ({ name, text, reference, problem }) => (
        <span className="[overflow-wrap:anywhere]">
          <bdi className="font-[560]">{name}</bdi>
          <span className="block text-small text-ink-soft" dir="auto">
            {text.length > TEXT_SHOWN ? `${text.slice(0, TEXT_SHOWN)}…` : text}
          </span>
          {reference && <span className="num block text-tiny text-ink-faint">{formatInGroups(reference)}</span>}
          {problem && <span className="block text-small text-bad">{t.format(problem)}</span>}
        </span>
      ),
    },
    {
      key: "state",
      header: t("bank.state_label"),
      cell: ({ state, orderCodes, matchCount, ignoredReason }) => (
        <span className="[overflow-wrap:anywhere]">
          <StateBadge words={BANK_LINE_WORDS} state={state} />
          {orderCodes && (
            <a href={`/admin/orders/${orderCodes}`} className="link num block text-tiny">
              {orderCodes}
            </a>
          )}
          {matchCount > 1 && (
            <span className="block text-tiny text-ink-soft">{t("bank.more_orders", { count: matchCount - 1 })}</span>
          )}
          {ignoredReason && (
            <span className="block text-tiny text-ink-soft" dir="auto">
              {ignoredReason}
            </span>
          )}
        </span>
      ),
    },
    { key: "amount", header: t("bank.amount_label"), align: "end", cell: (line) => <BankAmount line={line} /> },
  ];
}
