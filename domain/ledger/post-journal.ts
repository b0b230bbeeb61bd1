import { createHash } from "node:crypto";
import { desc, sql } from "drizzle-orm";
import { drawNumber, drawnNumber, isSealedLater, UNSEALED } from "#db/chains.ts";
import { perClient } from "#db/prepared.ts";
import { journals, postings } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { LedgerAccount } from "#db/enums.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

/** One side of a journal, in minor units: debits positive, credits negative. `detail` is the drawer of the account. */
export type PostingLine = { account: LedgerAccount; detail: string; amountMinor: number; currency: string };

export type Journal = {
  kind:
    | "payment_settled"
    | "order_paid"
    | "instalments_paid"
    | "credit_added"
    | "credit_taken"
    | "order_cancelled"
    | "place_cancelled"
    | "match_undone"
    | "refund_done"
    | "refund_failed"
    | "dispute_withdrawn"
    | "dispute_reinstated";
  source: { type: "payment" | "order" | "order_line" | "refund" | "dispute" | "credit"; id: string };
  lines: readonly PostingLine[];
};

const p = sql.placeholder;

const queries = perClient((tx: Tx) => ({
  last: tx
    .select({ seq: journals.seq, hash: journals.hash })
    .from(journals)
    .orderBy(desc(journals.seq))
    .limit(1)
    .prepare(),
  addJournal: tx
    .insert(journals)
    .values({
      seq: isSealedLater ? drawNumber("journals") : p("seq"),
      id: p("id"),
      at: p("at"),
      kind: p("kind"),
      sourceType: p("sourceType"),
      sourceId: p("sourceId"),
      hash: isSealedLater ? UNSEALED : p("hash"),
    })
    .prepare(),
}));

/** The lines of a journal in one statement. There are two or three, so as many statements are prepared. */
const postingStatements = perClient((_tx: Tx) => new Map<number, ReturnType<typeof preparePostings>>());

function preparePostings(tx: Tx, count: number) {
  const rows = Array.from({ length: count }, (_, n) => ({
    id: p(`id${n}`),
    journalSeq: isSealedLater ? drawnNumber("journals") : p("journalSeq"),
    account: p(`account${n}`),
    detail: p(`detail${n}`),
    amountMinor: p(`amountMinor${n}`),
    currency: p(`currency${n}`),
  }));
  return tx.insert(postings).values(rows).prepare();
}

/** `journalSeq` where it is known; else the lines belong to the journal that was added just now. */
async function addPostings(tx: Tx, lines: readonly PostingLine[], journalSeq?: number): Promise<void> {
  const known = postingStatements(tx);
  let statement = known.get(lines.length);
  if (!statement) known.set(lines.length, (statement = preparePostings(tx, lines.length)));
  const values = lines.flatMap((line, n) =>
    Object.entries({ ...line, id: createId("posting") }).map(([name, value]) => [`${name}${n}`, value]),
  );
  await statement.execute({ journalSeq, ...Object.fromEntries(values) });
}

/** The hash of a journal over itself, its lines and the journal before it. */
export function hashJournal(
  previous: string,
  journal: { seq: number; at: Date; kind: string; sourceType: string; sourceId: string },
  lines: readonly PostingLine[],
): string {
  const { seq, at, kind, sourceType, sourceId } = journal;
  const sides = lines.map((line) => [line.account, line.detail, line.amountMinor, line.currency]).sort();
  const body = JSON.stringify([previous, seq, at.getTime(), kind, sourceType, sourceId, sides]);
  return createHash("sha256").update(body).digest("hex");
}

/**
 * Writes what happened to money. A source is journalled once for each kind (UNIQUE), so a repeated settlement cannot count
 * twice. Throws when the lines do not sum to zero in each currency: that is a mistake in the code, never a person's.
 */
export async function postJournal(ctx: StepCtx, { kind, source, lines }: Journal): Promise<void> {
  const sides = lines.filter((line) => line.amountMinor !== 0);
  assertBalanced(sides);
  if (sides.length === 0) return;
  const { last, addJournal } = queries(ctx.tx);
  const facts = { at: ctx.now, kind, sourceType: source.type, sourceId: source.id };
  if (isSealedLater) {
    await addJournal.execute({ ...facts, id: createId("journal") });
    await addPostings(ctx.tx, sides);
    return;
  }
  const [previous] = await last.execute();
  const journal = { seq: (previous?.seq ?? 0) + 1, ...facts };
  const hash = hashJournal(previous?.hash ?? "", journal, sides);
  await addJournal.execute({ ...journal, id: createId("journal"), hash });
  await addPostings(ctx.tx, sides, journal.seq);
}

function assertBalanced(lines: readonly PostingLine[]) {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of lines) {
    if (!Number.isSafeInteger(amountMinor)) throw new Error(`not a whole amount: ${amountMinor}`);
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  }
  for (const [currency, sum] of sums) if (sum !== 0) throw new Error(`a journal is off by ${sum} ${currency}`);
}
