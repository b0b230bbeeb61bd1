import { and, asc, eq, gte, isNull, lt } from "drizzle-orm";
import { bankLines, bankMatches, providerTransactions } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { addMonths, formatLocalDay, getStartOfDay } from "../kernel/local-time.ts";
import { authorize } from "../policy.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import type { Months, ReportRow } from "./report-rows.ts";

/**
 * What payment providers have paid out by their books, and the line of a bank statement that each became: paid out, received, and the difference,
 * which is on its way, or is missing. A line that was taken for a payout of which the provider has not told stands by itself. Of the school's
 * months; each row leads to its line.
 */
export async function getPayoutReport(ctx: ReadCtx, { from, to }: Months): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const { timezone } = await getSettingsOnce(ctx);
  const [first, end] = [`${from}-01`, addMonths(`${to}-01`, 1)];
  const [start, stop] = [getStartOfDay(first, timezone), getStartOfDay(end, timezone)];
  if (!start || !stop) return [];
  const paidOut = await listPaidOut(ctx, start, stop);
  const unnamed = await ctx.read
    .select({ matchId: bankMatches.id, minor: bankLines.amountMinor, currency: bankLines.currency, ...LINE })
    .from(bankMatches)
    .innerJoin(bankLines, eq(bankLines.id, bankMatches.lineId))
    .where(
      and(
        ...[eq(bankMatches.kind, "provider_payout"), isNull(bankMatches.transactionId), isNull(bankMatches.undoneAt)],
        ...[gte(bankLines.bookedOn, first), lt(bankLines.bookedOn, end)],
      ),
    )
    .orderBy(asc(bankLines.bookedOn), asc(bankMatches.id));
  return [
    ...paidOut.map((row) => {
      const [outMinor, inMinor] = [0 - row.netMinor, row.lineId === null ? 0 : (row.lineMinor ?? 0)];
      return {
        ...{ key: row.id, currency: row.currency, amounts: [outMinor, inMinor, outMinor - inMinor] },
        label: `${formatLocalDay(row.occurredAt, timezone)} ${row.provider} ${row.reference}`,
        ...(row.lineId === null ? {} : toShows(row.lineId)),
      };
    }),
    ...unnamed.map(({ matchId, minor, currency, lineId, bookedOn, name }) => ({
      ...{ key: matchId, currency, amounts: [0, minor ?? 0, 0 - (minor ?? 0)], label: `${bookedOn} ${name}`.trim() },
      ...toShows(lineId),
    })),
  ];
}

const LINE = { lineId: bankLines.id, bookedOn: bankLines.bookedOn, name: bankLines.name };

/** Each figure of a payout is its line of the statement. */
const toShows = (bankLineId: string) => ({
  shows: { bankLineId },
  columnShows: [undefined, { bankLineId }, undefined],
});

/** Payouts by the providers' books, the earliest first, with the line that each became. */
const listPaidOut = (ctx: ReadCtx, start: Date, stop: Date) =>
  ctx.read
    .select({
      id: providerTransactions.id,
      ...{ provider: providerTransactions.provider, reference: providerTransactions.reference },
      ...{ currency: providerTransactions.currency, netMinor: providerTransactions.netMinor },
      ...{ occurredAt: providerTransactions.occurredAt, lineId: bankLines.id, lineMinor: bankLines.amountMinor },
    })
    .from(providerTransactions)
    .leftJoin(bankMatches, and(eq(bankMatches.transactionId, providerTransactions.id), isNull(bankMatches.undoneAt)))
    .leftJoin(bankLines, eq(bankLines.id, bankMatches.lineId))
    .where(
      and(
        eq(providerTransactions.kind, "payout"),
        ...[gte(providerTransactions.occurredAt, start), lt(providerTransactions.occurredAt, stop)],
      ),
    )
    .orderBy(asc(providerTransactions.occurredAt), asc(providerTransactions.id));
