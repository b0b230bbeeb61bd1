import { and, eq, inArray, isNotNull, isNull, ne, notExists, sql } from "drizzle-orm";
import { bankFiles, bankLines, bankMatches, orders } from "#db/schema/index.ts";
import { message, type Message } from "#messages/message.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { authorize } from "../policy.ts";
import { addDuplicates } from "./duplicates.ts";
import { findOwnRefundId } from "./find-own-refund-id.ts";
import { findMarks } from "./find-marks.ts";
import { findKnownKeys } from "./list-known-keys.ts";
import type { LineKeys } from "./compute-line-keys.ts";
import type { BankFileFormat, StatementLine } from "./statement.ts";

export type KeyedLine = StatementLine & LineKeys & { bookedOn: string };

type Input = { fileId: string; accountId: string; source: BankFileFormat; lines: readonly KeyedLine[] };

/**
 * Keeps the lines of a file that are not kept yet, a few hundred at once. A line that another file has brought is the same line: by its key, or, from a file of
 * another kind, by what tells a payment apart everywhere. Gives the ids of the new ones, and of those that this very file had brought before it was cut short and that nobody has looked at since.
 */
// eslint-disable-next-line matricula/write-verbs-check -- The file was audited with the number of its lines; these are the lines.
export async function recordBankLines(
  ctx: WriteCtx,
  { fileId, accountId, source, lines }: Input,
): Promise<{ added: string[]; unsettled: string[] }> {
  authorize(ctx, "bank.load", {});
  const known = await findKnownKeys(ctx.tx, { accountId, source, lines });
  const fresh = lines
    .filter(({ key, pairKey }) => !known.has(key) && !(pairKey && known.has(pairKey)))
    .map((line) => boundDay(ctx, line));
  const unsettled = known.size === 0 ? [] : await listUnsettled(ctx, { fileId, keys: lines.map(({ key }) => key) });
  if (fresh.length === 0) return { added: [], unsettled };
  const judged = await judge(ctx, { accountId, source, lines: fresh });
  if (judged.length === 0) return { added: [], unsettled };
  const rows = judged.map(({ line, problem, isSettled }) => {
    const { line: fileLine, bankId: _bankId, entryRef, ...facts } = line;
    return {
      ...facts,
      ...{ id: createId("bankLine"), accountId, fileId, source, fileLine, entryRef: entryRef || null, problem },
      ...{ state: isSettled ? ("ignored" as const) : ("waiting" as const), createdAt: ctx.now },
      ...(isSettled ? { decidedAt: ctx.now } : {}),
    };
  });
  const added = await ctx.tx
    .insert(bankLines)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: bankLines.id, state: bankLines.state });
  await addDuplicates(
    ctx,
    added.filter(({ state }) => state === "ignored").map(({ id }) => id),
  );
  await ctx.tx
    .update(bankFiles)
    .set({ newCount: sql`${bankFiles.newCount} + ${added.length}` })
    .where(eq(bankFiles.id, fileId));
  return { added: added.map(({ id }) => id), unsettled };
}

/** Banks book a holiday's payments some days ahead. */
const DAYS_AHEAD_MAX = 14;

/** What is further ahead is a typing error: it waits for a person, and its money is of today, so that no month is opened that has not begun. */
function boundDay({ now }: StepCtx, line: KeyedLine): KeyedLine {
  if (line.bookedOn <= formatUtcDay(addMs(now, DAYS_AHEAD_MAX * DAY_MS))) return line;
  const problem = line.problem ?? message("bank.day_impossible", { day: line.bookedOn });
  return { ...line, bookedOn: formatUtcDay(now), problem };
}

const formatUtcDay = (at: Date) => at.toISOString().slice(0, 10);

/** Lines of a file that wait although nobody has matched, put aside or taken back anything of them: its loading was cut short. */
async function listUnsettled(ctx: StepCtx, { fileId, keys }: { fileId: string; keys: string[] }): Promise<string[]> {
  const matched = ctx.tx
    .select({ id: bankMatches.lineId })
    .from(bankMatches)
    .where(eq(bankMatches.lineId, bankLines.id));
  const found = await ctx.tx
    .select({ id: bankLines.id })
    .from(bankLines)
    .where(
      and(
        eq(bankLines.fileId, fileId),
        inArray(bankLines.key, keys),
        eq(bankLines.state, "waiting"),
        notExists(matched),
      ),
    );
  return found.map(({ id }) => id);
}

type Looked = Pick<Input, "accountId" | "source" | "lines">;

type Judged = { line: KeyedLine; problem: Message | null; isSettled: boolean };

/**
 * Batches: one entry that stands for many payments, which another file lists one by one under the same id. Whichever comes first, each payment is counted once.
 * And what has the day and the amount of a line of another kind of file, but nothing that tells them apart, may be the same: a person is asked.
 */
async function judge(ctx: StepCtx, { accountId, source, lines }: Looked): Promise<Judged[]> {
  const refs = lines.flatMap(({ entryRef }) => (entryRef ? [entryRef] : []));
  const ofAccount = eq(bankLines.accountId, accountId);
  const sameEntry =
    refs.length === 0
      ? []
      : await ctx.tx
          .select({
            id: bankLines.id,
            entryRef: bankLines.entryRef,
            batchCount: bankLines.batchCount,
            state: bankLines.state,
          })
          .from(bankLines)
          .where(and(ofAccount, inArray(bankLines.entryRef, refs)));
  const sums = new Map(sameEntry.filter(({ batchCount }) => batchCount !== null).map((each) => [each.entryRef, each]));
  const listed = new Set(sameEntry.filter(({ batchCount }) => batchCount === null).map(({ entryRef }) => entryRef));
  const twins = await findTwins(ctx, { accountId, source, lines });
  const judged: Judged[] = [];
  const replaced: string[] = [];
  for (const line of lines) {
    if (line.batchCount !== null && listed.has(line.entryRef)) continue;
    const sum = line.batchCount === null && line.entryRef ? sums.get(line.entryRef) : undefined;
    if (sum?.state === "matched") judged.push({ line, problem: message("bank.batch_was_matched"), isSettled: true });
    else {
      if (sum?.state === "waiting") replaced.push(sum.id);
      const isTwin = sum === undefined && twins.isKnown(line);
      judged.push({ line, problem: line.problem ?? (isTwin ? message("bank.maybe_known") : null), isSettled: false });
    }
  }
  await flagTwins(ctx, lines.flatMap(twins.listUnnamed));
  if (replaced.length > 0) {
    const put = await ctx.tx
      .update(bankLines)
      .set({ state: "ignored", problem: message("bank.batch_is_listed"), decidedAt: ctx.now })
      .where(and(inArray(bankLines.id, replaced), eq(bankLines.state, "waiting")))
      .returning({ id: bankLines.id });
    await addDuplicates(
      ctx,
      put.map(({ id }) => id),
    );
  }
  return judged;
}

type Twin = { bookedOn: string; amountMinor: number | null; currency: string };
const twinKey = ({ bookedOn, amountMinor, currency }: Twin) => `${bookedOn} ${amountMinor} ${currency}`;

/** Which of some lines are said by another kind of file already. */
type Twins = {
  /** Whether a line may be one that is kept. */
  isKnown: (line: KeyedLine) => boolean;
  /** Of a line that says by the school's own id which refund it is: those that are kept and may be the same, and say nothing. */
  listUnnamed: (line: KeyedLine) => string[];
};

/**
 * A line may be known that has the account, the day and the amount of one of another kind of file. Where both have a mark, it has told them apart already, and so has the reference of
 * an order where the other was taken for another order, and the school's own id of a refund where it was taken for anything else.
 */
async function findTwins(ctx: StepCtx, { accountId, source, lines }: Looked): Promise<Twins> {
  const amounts = [...new Set(lines.flatMap(({ amountMinor: each }) => (each === null ? [] : [each])))];
  const days = [...new Set(lines.map(({ bookedOn: each }) => each))];
  if (amounts.length === 0) return { isKnown: () => false, listUnnamed: () => [] };
  const { id, state, bookedOn, amountMinor, currency, pairKey } = bankLines;
  const others = and(ne(bankLines.source, source), isNull(bankLines.batchCount), isNotNull(amountMinor));
  const found = await ctx.tx
    .select({
      id,
      state,
      bookedOn,
      amountMinor,
      currency,
      pairKey,
      orderCode: orders.code,
      refundId: bankMatches.refundId,
    })
    .from(bankLines)
    .leftJoin(bankMatches, and(eq(bankMatches.lineId, bankLines.id), isNull(bankMatches.undoneAt)))
    .leftJoin(orders, eq(orders.id, bankMatches.orderId))
    .where(and(eq(bankLines.accountId, accountId), inArray(bookedOn, days), inArray(amountMinor, amounts), others));
  const twins = Map.groupBy(found, twinKey);
  const listOf = (line: KeyedLine) =>
    (twins.get(twinKey(line)) ?? []).filter((twin) => line.pairKey === null || twin.pairKey === null);
  return {
    isKnown: (line) => {
      const { references } = findMarks(line);
      const ownId = findOwnRefundId(line);
      return listOf(line).some(({ orderCode, refundId }) => {
        if (ownId !== undefined) return refundId === ownId;
        return orderCode === null || references.length === 0 || references.some((each) => each.includes(orderCode));
      });
    },
    listUnnamed: (line) =>
      findOwnRefundId(line) === undefined
        ? []
        : listOf(line).flatMap((twin) => (twin.state === "waiting" ? [twin.id] : [])),
  };
}

/** What says nothing waits beside the line that says what both are: a person is asked about the former. */
async function flagTwins(ctx: StepCtx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.tx
    .update(bankLines)
    .set({ problem: message("bank.maybe_known") })
    .where(and(inArray(bankLines.id, [...ids]), eq(bankLines.state, "waiting"), isNull(bankLines.problem)));
}
