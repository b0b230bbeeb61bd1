import type { Metadata } from "next";
import { notFound } from "next/navigation";
import {
  listFrame,
  listHref,
  readAddress,
  type SearchParams,
  toFilterValues,
  toSortParams,
  toTableSort,
} from "#app/admin/_list/list.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { requirePermission } from "#app/_auth/viewer.ts";
import { ACCOUNT_WORDS, detailWords, entryKindWords, sheetWords } from "#components/accounting/account-words.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { formatDay } from "#components/bank/format-day.ts";
import { BalanceWords } from "#components/bank/bank-accounts.tsx";
import { listBankBalances } from "#domain/bank/list-bank-balances.ts";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { isAllowed } from "#domain/policy.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import type { Account } from "#db/enums.ts";
import { isAccount, isAccountGroup } from "#domain/accounting/chart.ts";
import { getAccountNumber } from "#domain/accounting/get-account-number.ts";
import { type AccountLineRow, listAccountLines, accountLineList } from "#domain/accounting/list-account-lines.ts";
import { getSheetSum, type SheetSum } from "#domain/accounting/get-sheet-sum.ts";
import { getTrialBalance } from "#domain/accounting/get-trial-balance.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { getAccountList, readSheet } from "./list.ts";

type Props = { params: Promise<{ account: string }>; searchParams: Promise<SearchParams> };

const HERE = "/admin/accounting";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { account } = await params;
  const t = getTranslator();
  return { title: isAccount(account) || isAccountGroup(account) ? t(sheetWords(account)) : t("accounting.title") };
}

/** Nothing narrows the sheet to a part of the account. */
const WHOLE = { detail: undefined, order: undefined, person: undefined };

/** Every line of an account over some months, each with its entry. */
export default async function AccountPage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { account } = await params;
  await requirePermission("accounting.read", `${HERE}/accounts/${account}`);
  if (!isAccount(account) && !isAccountGroup(account)) notFound();
  const { read, settings, timezone } = await getOfficeContext();
  const of = getAccountList(account);
  const state = readAddress(of, await searchParams);
  const { detail, order, person, from, to } = state.filters;
  const isPart = Boolean(detail ?? order ?? person);
  // What is of one order or person is never much: its lines are counted as they are.
  const isOfOne = Boolean(order ?? person);
  const sheet = readSheet(account, isPart);
  if (!sheet) notFound();
  const filters = { ...toFilterValues(of, state.filters, timezone), ...sheet.sets };
  const months = { ...(from && { from }), ...(to && { to }) };
  const all = !isOfOne ? await getSheetSum(read, { accounts: sheet.accounts, detail, ...months }) : [];
  const sums = all.filter(({ currency }) => [undefined, currency].includes(state.filters.currency));
  const opening =
    from && isAccount(account) && !isPart ? await getOpening(read, { account, from, to }) : new Map<string, number>();
  const list = isOfOne
    ? await listAccountLines(read, filters, state.view)
    : await listCounted(read, filters, state.view, sums);
  const frame = listFrame(of, state, list);
  const balances =
    account === "bank" && isAllowed(read.actor, "bank.list")
      ? (await listBankBalances(read)).filter(({ iban }) => detail === undefined || detail === iban)
      : [];
  const number = isAccount(account) ? `${getAccountNumber(settings, account)} ` : "";
  const title = `${number}${t(sheetWords(account))}`;
  return (
    <ListPage
      title={title}
      noun={t("accounting.lines_noun")}
      counted={t("accounting.lines_counted", { count: frame.total })}
      lede={
        <>
          {t("accounting.account_lede")}{" "}
          <a className="link" href={HERE}>
            {t("accounting.all_accounts_link")}
          </a>
          {isPart && (
            <span className="block">
              {t("accounting.part_only")}{" "}
              <a className="link" href={listHref(of, { ...state, filters: { ...state.filters, ...WHOLE } })}>
                {t("accounting.whole_account_link")}
              </a>
            </span>
          )}
          {balances.map((balance) => (
            <span key={`${balance.accountId} ${balance.currency}`} className="block text-small">
              <span className="num">{formatInGroups(balance.iban)}</span>: <BalanceWords {...balance} />
            </span>
          ))}
          {sums.map((sum) => (
            <SheetSum key={sum.currency} {...sum} openingMinor={opening.get(sum.currency)} />
          ))}
          {[...opening.keys()].flatMap((currency) =>
            sums.some((sum) => sum.currency === currency)
              ? []
              : [
                  <SheetSum
                    key={currency}
                    {...{ currency, debitMinor: 0, creditMinor: 0 }}
                    openingMinor={opening.get(currency)}
                  />,
                ],
          )}
        </>
      }
      frame={frame}
      filters={
        <FilterBar
          {...frame}
          path={of.path}
          keep={{
            ...toSortParams(of, state),
            ...(detail && { detail }),
            ...(order && { order }),
            ...(person && { person }),
          }}
          fields={[
            {
              kind: "text",
              label: t("accounting.from_label"),
              name: "from",
              value: state.filters.from,
              hint: "2026-01",
            },
            { kind: "text", label: t("accounting.to_label"), name: "to", value: state.filters.to, hint: "2026-12" },
            { kind: "text", label: t("accounting.currency_label"), name: "currency", value: state.filters.currency },
          ]}
        />
      }
      empty={{ title: t("accounting.no_lines_title"), words: t("accounting.no_lines_words") }}
    >
      {from && to && from > to && <Notice tone="warn" title={t("accounting.from_after_to")} />}
      <Table<AccountLineRow>
        caption={title}
        columns={columns(isAccount(account))}
        rows={list.items}
        rowKey={({ id }) => id}
        {...toTableSort(of, state)}
      />
    </ListPage>
  );
}

/** A page of the lines, whose number the months' totals know: nothing is counted. */
async function listCounted(
  read: ReadCtx,
  filters: Parameters<typeof accountLineList.stretch>[1],
  view: Parameters<typeof accountLineList.stretch>[2],
  sums: readonly SheetSum[],
) {
  const { rows: items, page, pageSize } = await accountLineList.stretch(read, filters, view);
  const total = sums.reduce((count, { lineCount }) => count + lineCount, 0);
  return { items, total, isMore: false, page, pageSize };
}

/** What an account had before the months of the sheet, in minor units by currency: as the trial balance says it, which leads here. */
async function getOpening(
  read: ReadCtx,
  { account, from, to = from }: { account: Account; from: string; to: string | undefined },
): Promise<ReadonlyMap<string, number>> {
  const balances = await getTrialBalance(read, { from, to: to < from ? from : to });
  const own = balances.flatMap(({ rows }) => rows).filter((row) => row.account === account && row.openingMinor !== 0);
  return new Map(own.map(({ currency, openingMinor }) => [currency, openingMinor]));
}

/** What all lines of the sheet come to, on its other pages too, and with what the account had before. */
function SheetSum({
  currency,
  debitMinor,
  creditMinor,
  openingMinor = 0,
}: Pick<SheetSum, "currency" | "debitMinor" | "creditMinor"> & { openingMinor?: number | undefined }) {
  const t = getTranslator();
  const money = (minor: number) => () => <Money amount={{ minor, currency }} />;
  const sums = {
    debit: money(debitMinor),
    credit: money(creditMinor),
    balance: money(openingMinor + debitMinor - creditMinor),
  };
  return (
    <span className="block">
      {openingMinor === 0
        ? t.rich("accounting.sheet_sum", sums)
        : t.rich("accounting.sheet_sum_opened", { ...sums, opening: money(openingMinor) })}
    </span>
  );
}

function columns(isOneAccount: boolean): Column<AccountLineRow>[] {
  const t = getTranslator();
  return [
    {
      key: "booked",
      header: t("accounting.entry_label"),
      sortable: true,
      cell: ({ entrySeq }) => (
        <a className="link num font-[560]" href={`${HERE}/entries/${entrySeq}`}>
          {entrySeq}
        </a>
      ),
    },
    {
      key: "day",
      header: t("accounting.day_label"),
      cell: ({ bookedOn }) => <span className="num whitespace-nowrap">{formatDay(bookedOn)}</span>,
    },
    {
      key: "what",
      header: t("accounting.what_label"),
      long: true,
      cell: ({ kind, orderCode, words, isLate, happenedOn, account, detail }) => (
        <span>
          {entryKindWords(kind)}
          {!isOneAccount && <span className="block text-small">{t(ACCOUNT_WORDS[account])}</span>}
          {orderCode && (
            <>
              {" "}
              <a className="link num" href={`/admin/orders/${orderCode}`}>
                {orderCode}
              </a>
            </>
          )}
          {words && (
            <span className="block text-small text-ink-soft" dir="auto">
              {words}
            </span>
          )}
          {isLate && (
            <span className="block text-tiny text-ink-faint">
              {t("accounting.late_words", { day: formatDay(happenedOn) })}
            </span>
          )}
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
