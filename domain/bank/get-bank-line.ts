import { and, desc, eq, gt, inArray, isNotNull, isNull, lt } from "drizzle-orm";
import type { ProviderName } from "#db/enums.ts";
import {
  bankAccounts,
  bankFiles,
  bankLines,
  bankMatches,
  orders,
  providerTransactions,
  users,
} from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { authorize } from "../policy.ts";
import { BOOKABLE_ACCOUNTS, type BookableAccount, pickAccount } from "./bookable-accounts.ts";
import { findMarks } from "./find-marks.ts";
import { loadNamedCandidates, loadOpenCandidates } from "./candidates.ts";
import { type Candidate, createMatcher, type Suggestion } from "./rank-matches.ts";
import {
  listRefundSuggestions,
  listRunSuggestions,
  type RefundSuggestion,
  type RunSuggestion,
} from "./suggest-refunds.ts";
import { findPayouts, type PayoutSuggestion } from "./settle-payout-line.ts";
import { listReversals, type ReversalSuggestion } from "./reversals.ts";
import type { BankLine } from "./take-bank-line.ts";
import { toRankedLine } from "./to-ranked-line.ts";

export type BankMatchView = Pick<
  typeof bankMatches.$inferSelect,
  | "id"
  | "kind"
  | "amountMinor"
  | "currency"
  | "createdAt"
  | "undoneAt"
  | "paymentId"
  | "refundId"
  | "hasMoved"
  | "account"
  | "words"
> & {
  /** None of what is no money of an order. */
  order: { id: string; code: string } | null;
  /** Of a payout that the provider's books tell of. */
  payout: { provider: ProviderName; reference: string } | null;
  by: string | null;
};

/** The text is the line's own: last month's would say last month. */
type Booking = { account: BookableAccount; isRemembered: boolean };

export type BankLineView = Omit<BankLine, "problem"> & {
  problem: Message | null;
  account: string;
  fileName: string;
  matches: BankMatchView[];
  suggestions: Suggestion[];
  /** Refunds by transfer that it may be. */
  refunds: RefundSuggestion[];
  /** Files for the bank that it may be, booked as one. */
  runs: RunSuggestion[];
  /** Payouts by the providers' books that it may be. */
  payouts: PayoutSuggestion[];
  /** Money that came in which it may take back. */
  reversals: ReversalSuggestion[];
  /** To what it would be booked that is no money of an order: as what came from or went to the same last was, else by its sign. */
  booking: Booking & { accounts: readonly BookableAccount[] };
};

/** Money that is late by more than this is looked for by its order's code. */
const LATE_DAYS = 180;

/** One line with what became of it and, while it waits, the orders that it may pay, the likeliest first. Undefined when there is none. */
export async function getBankLine(ctx: ReadCtx, lineId: string): Promise<BankLineView | undefined> {
  authorize(ctx, "bank.list", {});
  if (!isId("bankLine", lineId)) return undefined;
  const [found] = await ctx.read
    .select({ line: bankLines, account: bankAccounts.iban, fileName: bankFiles.name })
    .from(bankLines)
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankLines.accountId))
    .innerJoin(bankFiles, eq(bankFiles.id, bankLines.fileId))
    .where(eq(bankLines.id, lineId));
  if (!found) return undefined;
  const { line, ...rest } = found;
  const matches = await listMatches(ctx, lineId);
  const suggestions = line.state === "waiting" ? await listSuggestions(ctx, line) : [];
  const refunds = line.state === "waiting" ? await listRefundSuggestions(ctx, line) : [];
  const runs = line.state === "waiting" ? await listRunSuggestions(ctx, line) : [];
  const payouts = line.state === "waiting" ? await findPayouts(ctx.read, line) : [];
  const booking = line.state === "matched" ? undefined : await findBooking(ctx, line);
  return {
    ...line,
    ...rest,
    refunds,
    runs,
    payouts,
    reversals: line.state === "waiting" ? await listReversals(ctx.read, line) : [],
    booking: {
      accounts: BOOKABLE_ACCOUNTS,
      ...(booking ?? { account: pickAccount(line.amountMinor ?? 0), isRemembered: false }),
    },
    problem: line.problem as Message | null,
    matches,
    suggestions,
  };
}

async function listMatches(ctx: ReadCtx, lineId: string): Promise<BankMatchView[]> {
  const { id, kind, amountMinor, currency, createdAt, undoneAt, paymentId, refundId, hasMoved, account, words } =
    bankMatches;
  return ctx.read
    .select({
      ...{ id, kind, amountMinor, currency, createdAt, undoneAt, paymentId, refundId, hasMoved, account, words },
      ...{ order: { id: orders.id, code: orders.code }, by: users.name },
      payout: { provider: providerTransactions.provider, reference: providerTransactions.reference },
    })
    .from(bankMatches)
    .leftJoin(orders, eq(orders.id, bankMatches.orderId))
    .leftJoin(providerTransactions, eq(providerTransactions.id, bankMatches.transactionId))
    .leftJoin(users, eq(users.id, bankMatches.matchedBy))
    .where(eq(bankMatches.lineId, lineId))
    .orderBy(desc(bankMatches.createdAt), desc(bankMatches.id));
}

/** How money of the same counterparty, by its account or else its name, was booked last, in the same direction. */
async function findBooking(ctx: ReadCtx, line: BankLine): Promise<Booking | undefined> {
  if (line.iban === "" && line.name === "") return undefined;
  const { account } = bankMatches;
  const [last] = await ctx.read
    .select({ account })
    .from(bankMatches)
    .innerJoin(bankLines, eq(bankLines.id, bankMatches.lineId))
    .where(
      and(
        ...[isNotNull(account), isNull(bankMatches.undoneAt), inArray(account, [...BOOKABLE_ACCOUNTS])],
        line.iban === "" ? eq(bankLines.name, line.name) : eq(bankLines.iban, line.iban),
        (line.amountMinor ?? 0) < 0 ? lt(bankLines.amountMinor, 0) : gt(bankLines.amountMinor, 0),
      ),
    )
    .orderBy(desc(bankMatches.createdAt))
    .limit(1);
  return last && { account: last.account as BookableAccount, isRemembered: true };
}

/** The orders that a line may pay. */
async function listSuggestions(ctx: ReadCtx, line: BankLine): Promise<Suggestion[]> {
  const ranked = toRankedLine(line);
  if (!ranked) return [];
  const named = await loadNamedCandidates(ctx.read, findMarks(ranked));
  const open = await loadOpenCandidates(ctx.read, addMs(ctx.now, -LATE_DAYS * DAY_MS));
  const all = new Map<string, Candidate>([...open, ...named].map((each) => [each.orderId, each]));
  return createMatcher([...all.values()])(ranked);
}
