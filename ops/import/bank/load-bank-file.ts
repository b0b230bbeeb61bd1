import type { WriteCtx } from "#domain/kernel/command.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { cleanFileName } from "#domain/files/file-name.ts";
import { computeLineKeys } from "#domain/bank/compute-line-keys.ts";
import { recordBankFile } from "#domain/bank/record-bank-file.ts";
import { type KeyedLine, recordBankLines } from "#domain/bank/record-bank-lines.ts";
import { settleBankLine } from "#domain/bank/settle-bank-line.ts";
import type { BankFile, BankFinding, Statement } from "#domain/bank/statement.ts";
import { message } from "#messages/message.ts";

export type Loading = {
  write: <T>(verb: (ctx: WriteCtx) => Promise<T>) => Promise<T>;
  progress?: ((lines: number) => void) | undefined;
};

export type BankLoad = {
  fileId: string;
  /** Whether this very file was loaded before. */
  isAgain: boolean;
  lines: number;
  added: number;
  /** Settled by themselves. */
  matched: number;
  findings: BankFinding[];
};

/** Lines of a transaction. */
const LINES_AT_ONCE = 200;

/**
 * Loads a file that was read: keeps each line that no other file has brought, and settles those about which there is no doubt, each in a transaction of its own. Begun
 * again after it was cut short, it goes on where it was. Statements of accounts that are not the school's are left out and said.
 */
export async function loadBankFile(
  { write, progress }: Loading,
  file: BankFile,
  { name, hash }: { name: string; hash: string },
): Promise<BankLoad> {
  const { statements, format, mapping } = file;
  const facts = { hash, name: cleanFileName(name), format, statements, findings: findGaps(file), mapping };
  const { fileId, isAgain, findings, byAccount } = await write((ctx) => recordBankFile(ctx, facts));
  const lines = [...byAccount.values()].flat().reduce((sum, { lines: some }) => sum + some.length, 0);
  const load: BankLoad = { fileId, isAgain, lines, added: 0, matched: 0, findings };
  for (const [accountId, own] of byAccount) {
    const keyed = keyLines(own);
    for (let at = 0; at < keyed.length; at += LINES_AT_ONCE) {
      const some = keyed.slice(at, at + LINES_AT_ONCE);
      const { added, unsettled } = await write((ctx) =>
        recordBankLines(ctx, { fileId, accountId, source: format, lines: some }),
      );
      load.added += added.length;
      for (const lineId of [...added, ...unsettled]) load.matched += (await settle({ write }, lineId)) ? 1 : 0;
      progress?.(some.length);
    }
  }
  return load;
}

/** What the rules refuse of one line is for a person; the others go on. */
async function settle({ write }: Loading, lineId: string): Promise<boolean> {
  try {
    return (await write((ctx) => settleBankLine(ctx, { lineId }))) === "matched";
  } catch (error) {
    if (isRefusal(error) && error.status < 500) return false;
    throw error;
  }
}

/** The lines with their keys, in the order of the file; one without a day has that of the last line that has one. */
export function keyLines(statements: readonly Statement[]): KeyedLine[] {
  const lines = statements.flatMap((statement) => statement.lines);
  const keys = computeLineKeys(lines);
  let day = lines.find(({ bookedOn }) => bookedOn !== null)?.bookedOn ?? "1990-01-01";
  return lines.map((line, at) => {
    day = line.bookedOn ?? day;
    return { ...line, ...(keys[at] as (typeof keys)[number]), bookedOn: day };
  });
}

/** Numbers that are missing between two statements of an account in one file. */
export function findGaps({ statements }: BankFile): BankFinding[] {
  const last = new Map<string, number>();
  return statements.flatMap(({ account, sequence, line }) => {
    if (sequence === null) return [];
    const before = last.get(account);
    last.set(account, sequence);
    if (before === undefined || sequence <= before + 1) return [];
    return [{ line, words: message("bank.statement_missing", { from: before, to: sequence }) }];
  });
}
