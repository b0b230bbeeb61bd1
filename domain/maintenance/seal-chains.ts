import { CHAINS, type Chain, UNSEALED } from "#db/chains.ts";
import type { Ask, Sealing } from "#db/types.ts";
import { hashAuditEntry } from "../audit.ts";
import { type StoredEntry, toAuditEntry } from "../audit/to-audit-entry.ts";
import { hashJournal, type PostingLine } from "../ledger/post-journal.ts";

/** How many rows of a chain are sealed in one transaction. */
const ROWS_MAX = 500;

type Sealed = { seq: number; hash: string };
/** The end of a chain, and the seals of the rows behind it. */
type Seal = (ask: Ask, rows: StoredRow[], previous: string) => Promise<Sealed[]> | Sealed[];
type StoredRow = { seq: string; hash: string };

const SEALS: Record<Chain, Seal> = { audit_log: sealEntries, journals: sealJournals };

/**
 * Gives the rows that were written since the last time their place in their chain: each gets a hash over itself and the row before. Only
 * rows whose numbers are decided are taken, in the order of the numbers, so that none comes later in between. Answers how many.
 */
export async function sealChains(sealing: Sealing): Promise<number> {
  const until = await sealing.untilDecided();
  let sealed = 0;
  for (let isMore = until !== undefined; until !== undefined && isMore; ) {
    const done = await sealing.alone((ask) => sealRows(ask, until));
    sealed += done?.sealed ?? 0;
    isMore = done?.isMore ?? false;
  }
  return sealed;
}

/** Seals all rows in the transaction of `ask`, which nobody writes beside. */
export async function sealAll(ask: Ask): Promise<void> {
  const until = { audit_log: Number.MAX_SAFE_INTEGER, journals: Number.MAX_SAFE_INTEGER };
  while ((await sealRows(ask, until)).isMore);
}

async function sealRows(ask: Ask, until: Record<Chain, number>): Promise<{ sealed: number; isMore: boolean }> {
  let sealed = 0;
  let isMore = false;
  for (const chain of CHAINS) {
    const last = `SELECT seq FROM ${chain} WHERE hash <> '${UNSEALED}' ORDER BY seq DESC LIMIT 1`;
    const rows = await ask<StoredRow>(
      `SELECT * FROM ${chain} WHERE seq >= coalesce((${last}), 0) AND seq <= $1 ORDER BY seq LIMIT ${ROWS_MAX + 1}`,
      [until[chain]],
    );
    const unsealed = rows.filter(({ hash }) => hash === UNSEALED);
    if (unsealed.length === 0) continue;
    // The row before the first of them, where there is one, is the last that is sealed.
    const seals = await SEALS[chain](ask, unsealed, rows[0]?.hash ?? "");
    await store(ask, chain, seals);
    sealed += seals.length;
    isMore ||= rows.length > ROWS_MAX;
  }
  return { sealed, isMore };
}

function sealEntries(_ask: Ask, rows: StoredRow[], before: string): Sealed[] {
  let previous = before;
  return rows.map((row) => {
    const entry = toAuditEntry(row as unknown as StoredEntry);
    previous = hashAuditEntry(previous, entry);
    return { seq: entry.seq, hash: previous };
  });
}

type StoredJournal = { at: Date; kind: string; source_type: string; source_id: string };
type StoredPosting = { journal_seq: string; account: string; detail: string; amount_minor: string; currency: string };

async function sealJournals(ask: Ask, rows: StoredRow[], before: string): Promise<Sealed[]> {
  const lines = await ask<StoredPosting>(
    "SELECT journal_seq, account, detail, amount_minor, currency FROM postings WHERE journal_seq = ANY($1)",
    [rows.map(({ seq }) => seq)],
  );
  const linesOf = Map.groupBy(lines, ({ journal_seq }) => journal_seq);
  let previous = before;
  return rows.map((row) => {
    const { at, kind, source_type, source_id } = row as unknown as StoredJournal;
    const journal = { seq: Number(row.seq), at, kind, sourceType: source_type, sourceId: source_id };
    previous = hashJournal(previous, journal, (linesOf.get(row.seq) ?? []).map(toLine));
    return { seq: journal.seq, hash: previous };
  });
}

const toLine = ({ account, detail, amount_minor, currency }: StoredPosting) =>
  ({ account, detail, amountMinor: Number(amount_minor), currency }) as PostingLine;

async function store(ask: Ask, chain: Chain, seals: readonly Sealed[]): Promise<void> {
  const stored = await ask(
    `UPDATE ${chain} SET hash = seals.hash FROM unnest($1::bigint[], $2::text[]) AS seals (seq, hash)
     WHERE ${chain}.seq = seals.seq AND ${chain}.hash = '${UNSEALED}' RETURNING ${chain}.seq`,
    [seals.map(({ seq }) => seq), seals.map(({ hash }) => hash)],
  );
  if (stored.length !== seals.length) throw new Error(`${chain}: ${stored.length} of ${seals.length} rows were sealed`);
}
