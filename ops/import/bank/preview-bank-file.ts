import type { ReadCtx } from "#domain/kernel/command.ts";
import { findMarks } from "#domain/bank/find-marks.ts";
import { loadNamedCandidates } from "#domain/bank/candidates.ts";
import { listKnownKeys } from "#domain/bank/list-known-keys.ts";
import { createMatcher } from "#domain/bank/rank-matches.ts";
import { sortStatements } from "#domain/bank/record-bank-file.ts";
import { listKnownAccounts } from "#domain/bank/school-accounts.ts";
import type { BankFile, StatementLine } from "#domain/bank/statement.ts";
import { compactCode } from "#domain/kernel/modulo97.ts";
import { type BankLoad, findGaps, keyLines } from "./load-bank-file.ts";

/** What loading a file would do, without doing it. `account`: one that would be said to be the school's. */
export async function previewBankFile(
  ctx: ReadCtx,
  file: BankFile,
  account?: string,
): Promise<Omit<BankLoad, "fileId" | "isAgain">> {
  const accounts = await listKnownAccounts(ctx.read, ctx.rules);
  if (account) accounts.push({ id: "new", iban: compactCode(account), alias: account, archivedAt: null });
  const { byAccount, findings } = sortStatements(file.statements, accounts);
  findings.push(...findGaps(file));
  const result = { lines: 0, added: 0, matched: 0, findings };
  for (const [accountId, statements] of byAccount) {
    const lines = keyLines(statements);
    const known = await listKnownKeys(ctx, { accountId, source: file.format, lines });
    const fresh = lines.filter(({ key, pairKey }) => !known.has(key) && !(pairKey && known.has(pairKey)));
    result.lines += lines.length;
    result.added += fresh.length;
    result.matched += await countSure(ctx, fresh);
  }
  return result;
}

async function countSure(ctx: ReadCtx, lines: readonly StatementLine[]): Promise<number> {
  const incoming = lines.flatMap((line) =>
    line.amountMinor !== null && line.amountMinor > 0 ? [{ ...line, amountMinor: line.amountMinor }] : [],
  );
  const references = [...new Set(incoming.flatMap((line) => findMarks(line).references))];
  const rank = createMatcher(await loadNamedCandidates(ctx.read, { references, codes: [], numbers: [] }));
  return incoming.filter((line) => {
    const isPlain =
      line.problem === null &&
      !line.isReversal &&
      line.returnReason === null &&
      line.batchCount === null &&
      line.foreign === null;
    return rank({ ...line, isPlain })[0]?.isSure ?? false;
  }).length;
}
