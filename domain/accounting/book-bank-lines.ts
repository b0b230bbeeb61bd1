import { and, asc, eq, gte, isNotNull, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { accountingEntries, bankAccounts, bankLines, bankMatches } from "#db/schema/index.ts";
import type { Account, BankMatchKind } from "#db/enums.ts";
import type { Reader, Tx } from "#db/types.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { PAYOUTS_IN_TRANSIT } from "./book-provider-transactions.ts";
import { findOpenDay, loadLastClosed } from "./find-open-day.ts";
import { type EntryLine, insertEntries, type NewEntry } from "./insert-entries.ts";

/** So many are booked in one transaction. */
const BOOKED_AT_ONCE = 100;
/** What was loaded or matched longer ago is booked: nothing is ever stored with an older moment. */
const LOOKED_BACK_MS = 60 * DAY_MS;

/** SQL: that nothing books a row yet. An entry names its source as `bank_line:bln_…`. */
const isUnbooked = (type: string, id: AnySQLiteColumn, kind: string) =>
  sql`not exists (select 1 from ${accountingEntries} where ${accountingEntries.source} = ${`${type}:`} || ${id} and ${accountingEntries.kind} = ${kind})`;

const listLines = (read: Reader | Tx, now: Date, limit: number) =>
  read
    .select({ line: bankLines, iban: bankAccounts.iban })
    .from(bankLines)
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankLines.accountId))
    .where(
      and(
        gte(bankLines.createdAt, addMs(now, -LOOKED_BACK_MS)),
        isNotNull(bankLines.amountMinor),
        isUnbooked("bank_line", bankLines.id, "bank_line"),
      ),
    )
    .orderBy(asc(bankLines.createdAt), asc(bankLines.id))
    .limit(limit);

const listMatches = (read: Reader | Tx, now: Date, isUndone: boolean, limit: number) =>
  read
    .select({
      ...{ match: bankMatches, bookedOn: bankLines.bookedOn, lineMinor: bankLines.amountMinor },
      iban: bankAccounts.iban,
    })
    .from(bankMatches)
    .innerJoin(bankLines, eq(bankLines.id, bankMatches.lineId))
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankLines.accountId))
    .where(
      and(
        gte(isUndone ? bankMatches.undoneAt : bankMatches.createdAt, addMs(now, -LOOKED_BACK_MS)),
        isUnbooked("bank_match", bankMatches.id, isUndone ? "bank_unmatched" : "bank_matched"),
      ),
    )
    .orderBy(asc(bankMatches.createdAt), asc(bankMatches.id))
    .limit(limit);

/** Whether a line of a bank statement, or what it was taken for, waits to be booked. */
export async function hasUnbookedBankLine(read: Reader, now: Date): Promise<boolean> {
  const found = [
    await listLines(read, now, 1),
    await listMatches(read, now, false, 1),
    await listMatches(read, now, true, 1),
  ];
  return found.some((rows) => rows.length > 0);
}

/**
 * Books the lines of bank statements: on the bank's account, and against it as suspense until somebody, or the reference, says what a line is.
 * Then suspense goes to the clearing of transfers, where the ledger has the money of orders and refunds, to that of payouts, to the fees, or to the account that somebody has chosen; and back when that is undone.
 * What stays in suspense is what nobody has explained. Answers how many entries were made.
 */
// eslint-disable-next-line matricula/write-verbs-check -- The entries name the line; loading and matching it was audited.
export async function bookBankLines(ctx: WriteCtx): Promise<number> {
  authorize(ctx, "accounting.book", {});
  const { timezone } = await getSchoolSettings(ctx.tx);
  const lines = await listLines(ctx.tx, ctx.now, BOOKED_AT_ONCE);
  const entries: Omit<NewEntry, "bookedOn">[] = lines.map(({ line, iban }) => ({
    ...{ kind: "bank_line", source: `bank_line:${line.id}`, happenedOn: line.bookedOn },
    words: [line.name, line.text].filter(Boolean).join(": ").slice(0, 300),
    lines: toSides("bank", iban, line.amountMinor ?? 0, line.currency),
  }));
  for (const isUndone of [false, true]) {
    for (const { match, bookedOn, lineMinor, iban } of await listMatches(ctx.tx, ctx.now, isUndone, BOOKED_AT_ONCE)) {
      // Money that came in leaves the clearing for the account; what went out, and what is undone, goes the other way.
      const isOut = (lineMinor ?? 0) < 0;
      const amountMinor = isOut === isUndone ? 0 - match.amountMinor : match.amountMinor;
      entries.push({
        ...{ kind: isUndone ? "bank_unmatched" : "bank_matched", source: `bank_match:${match.id}` },
        ...{
          orderId: match.orderId,
          happenedOn: isUndone && match.undoneAt ? formatLocalDay(match.undoneAt, timezone) : bookedOn,
        },
        words: match.words ?? "",
        lines: toSides(...getOtherSide(match, iban), amountMinor, match.currency),
      });
    }
  }
  if (entries.length === 0) return 0;
  const closed = await loadLastClosed(ctx.tx);
  await insertEntries(
    ctx,
    entries.map((entry) => ({ ...entry, bookedOn: findOpenDay(entry.happenedOn, closed) })),
  );
  return entries.length;
}

/** What a line of the bank moves, by what it was taken for. */
const OTHER_SIDE: Record<Exclude<BankMatchKind, "account" | "duplicate">, [Account, string]> = {
  payment: ["clearing", "bank"],
  payment_reversed: ["clearing", "bank"],
  refund_sent: ["clearing", "bank"],
  refund_returned: ["clearing", "bank"],
  provider_payout: ["clearing", PAYOUTS_IN_TRANSIT],
  bank_charge: ["payment_fees", "bank"],
};

/** A line that another one has said already leaves the bank's account again: the money is there once. */
function getOtherSide({ kind, account }: typeof bankMatches.$inferSelect, iban: string): [Account, string] {
  if (kind === "duplicate") return ["bank", iban];
  if (kind !== "account") return OTHER_SIDE[kind];
  if (account === null) throw new Error("a match with an account has none");
  return [account, ""];
}

/** An amount on an account, and the other side in suspense. */
const toSides = (account: Account, detail: string, amountMinor: number, currency: string): EntryLine[] => [
  { account, detail, amountMinor, currency },
  { account: "suspense", detail: "", amountMinor: -amountMinor, currency },
];
