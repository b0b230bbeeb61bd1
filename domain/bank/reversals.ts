import { and, desc, eq, exists, isNull, lte, ne, notExists, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { bankLines, bankMatches, orders } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { findMarks } from "./find-marks.ts";
import { getWords } from "./rank-matches.ts";
import type { BankLine } from "./take-bank-line.ts";

/** By what the line that is taken back was found, the surest first. */
export const REVERSAL_REASONS = ["id", "reference", "counterparty", "amount"] as const;
export type ReversalReason = (typeof REVERSAL_REASONS)[number];

/** A line of money that came in for orders, which another line may take back. */
export type ReversalSuggestion = {
  lineId: string;
  bookedOn: string;
  name: string;
  orderCodes: string[];
  reason: ReversalReason;
};

const LOOKED_AT_MAX = 50;
const SHOWN_MAX = 5;

/** Whether the bank says of money that went out that it takes an earlier entry back, or that it was returned to whoever had sent it. */
const isTakingBack = ({ isReversal, returnReason }: BankLine): boolean => isReversal || returnReason !== null;

/** Another line of the table that a query is about. */
const taking = alias(bankLines, "taking");

/** SQL, of lines: money of orders that came in on the account of a line, in its amount, not after it, which no other line has taken back. */
const canBeTakenBack = (from: Reader | Tx, line: BankLine): SQL | undefined =>
  and(
    ...[eq(bankLines.accountId, line.accountId), eq(bankLines.currency, line.currency), ne(bankLines.id, line.id)],
    ...[eq(bankLines.amountMinor, 0 - (line.amountMinor ?? 0)), eq(bankLines.state, "matched")],
    lte(bankLines.bookedOn, line.bookedOn),
    exists(
      from
        .select({ one: sql`1` })
        .from(bankMatches)
        .where(
          and(eq(bankMatches.lineId, bankLines.id), eq(bankMatches.kind, "payment"), isNull(bankMatches.undoneAt)),
        ),
    ),
    notExists(from.select({ one: sql`1` }).from(taking).where(eq(taking.reversesId, bankLines.id))),
  );

/** The line that another one takes back, if it can be. */
export async function findReversible(tx: Tx, line: BankLine, reversedId: string): Promise<BankLine | undefined> {
  if (line.amountMinor === null || line.amountMinor >= 0) return undefined;
  const [found] = await tx
    .select()
    .from(bankLines)
    .where(and(canBeTakenBack(tx, line), eq(bankLines.id, reversedId)));
  return found;
}

/**
 * The lines that one which went out may take back: those that have its id or its reference, and where none has, those of its counterparty, then those of its amount alone. Only where the
 * bank says that it takes an entry back, or the id is the same: a school sends out many a sum that once came in.
 */
export async function listReversals(from: Reader | Tx, line: BankLine): Promise<ReversalSuggestion[]> {
  if (line.amountMinor === null || line.amountMinor >= 0) return [];
  const rows = await from
    .select()
    .from(bankLines)
    .where(canBeTakenBack(from, line))
    .orderBy(desc(bankLines.bookedOn), desc(bankLines.id))
    .limit(LOOKED_AT_MAX);
  const found = rows.map((row) => ({ row, reason: compareLines(line, row) }));
  const best = REVERSAL_REASONS.find((each) => found.some(({ reason }) => reason === each));
  if (best === undefined || (best !== "id" && !isTakingBack(line))) return [];
  const shown = found.filter(({ reason }) => reason === best).slice(0, SHOWN_MAX);
  return Promise.all(
    shown.map(async ({ row: { id: lineId, bookedOn, name }, reason }) => ({
      ...{ lineId, bookedOn, name, reason },
      orderCodes: await listOrderCodes(from, lineId),
    })),
  );
}

async function listOrderCodes(from: Reader | Tx, lineId: string): Promise<string[]> {
  const rows = await from
    .selectDistinct({ code: orders.code })
    .from(bankMatches)
    .innerJoin(orders, eq(orders.id, bankMatches.orderId))
    .where(and(eq(bankMatches.lineId, lineId), eq(bankMatches.kind, "payment"), isNull(bankMatches.undoneAt)));
  return rows.map(({ code }) => code).sort();
}

/** What two lines of the same amount have in common. */
function compareLines(line: BankLine, other: BankLine): ReversalReason {
  const isSame = (of: (line: BankLine) => string | null) => Boolean(of(line)) && of(line) === of(other);
  if (isSame(({ endToEndId }) => endToEndId) || isSame(({ entryRef }) => entryRef)) return "id";
  const references = new Set(findMarks(line).references);
  const isNamed = findMarks(other).references.some((each) => references.has(each));
  if (isNamed || isSame(({ reference }) => reference)) return "reference";
  const words = getWords(line.name);
  const others = new Set(getWords(other.name));
  const isNameKnown = words.length > 0 && words.every((word) => others.has(word));
  return isNameKnown || isSame(({ iban }) => iban) ? "counterparty" : "amount";
}
