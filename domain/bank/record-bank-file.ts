import { eq } from "drizzle-orm";
import { bankFiles } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { type CsvMapping, rememberCsvMapping } from "./csv-mapping.ts";
import { isSameAccount } from "./is-same-account.ts";
import { recordStatements } from "./record-statements.ts";
import { type BankAccount, findOrAddAccount, listBankAccounts } from "./school-accounts.ts";
import type { BankFileFormat, BankFinding, Statement } from "./statement.ts";

type File = {
  hash: string;
  name: string;
  format: BankFileFormat;
  statements: readonly Statement[];
  /** What else was found. */
  findings: readonly BankFinding[];
  mapping?: CsvMapping | undefined;
};

export type RecordedFile = {
  fileId: string;
  /** Whether this very file was loaded before. */
  isAgain: boolean;
  findings: BankFinding[];
  /** Of each of the school's accounts, by its id, what the file says of it. */
  byAccount: Map<string, Statement[]>;
};

/** What is kept of a file's findings: a broken file has as many as lines. */
const FINDINGS_MAX = 200;

/**
 * Notes that a file is being loaded, once by its content: one that was loaded before, or half of it when the machine went down, is the same file again. Says what of
 * it is of the school's accounts; the one of the settings is one. Refuses (`invalid_input`) a file of which nothing can be taken, with the reasons.
 */
export async function recordBankFile(
  ctx: WriteCtx,
  { findings: found, statements, mapping, ...file }: File,
): Promise<RecordedFile> {
  authorize(ctx, "bank.load", {});
  if (ctx.rules.bank) await findOrAddAccount(ctx, { iban: compactCode(ctx.rules.bank.iban) });
  const { byAccount, findings } = sortStatements(statements, await listBankAccounts(ctx.tx));
  findings.push(...found);
  if (byAccount.size === 0) throw nothingTaken(findings);
  if (mapping) await rememberCsvMapping(ctx, mapping);
  const [known] = await ctx.tx.select({ id: bankFiles.id }).from(bankFiles).where(eq(bankFiles.hash, file.hash));
  if (known) return { fileId: known.id, isAgain: true, findings, byAccount };
  const fileId = createId("bankFile");
  const createdBy = ctx.actor.type === "user" ? getActorId(ctx.actor) : null;
  const lineCount = statements.reduce((sum, { lines }) => sum + lines.length, 0);
  await ctx.tx.insert(bankFiles).values({
    ...{ ...file, id: fileId, lineCount, newCount: 0, findings: findings.slice(0, FINDINGS_MAX) },
    ...{ createdAt: ctx.now, createdBy },
  });
  for (const [accountId, own] of byAccount) await recordStatements(ctx, { fileId, accountId, statements: own });
  const { name, format } = file;
  await audit(ctx, "bank.load", { type: "bank_file", id: fileId }, { after: { name, format, rows: lineCount } });
  return { fileId, isAgain: false, findings, byAccount };
}

/** Whose each statement is. What is nobody's here, and what is wrong in itself, is found fault with. */
export function sortStatements(
  statements: readonly Statement[],
  accounts: readonly BankAccount[],
): Pick<RecordedFile, "byAccount" | "findings"> {
  const byAccount = new Map<string, Statement[]>();
  const findings: BankFinding[] = [];
  for (const statement of statements) {
    const { account, line, refusal, notes } = statement;
    // A table may name no account: where the school uses one, it is that.
    const [used, ...others] = account === "" ? accounts.filter(({ archivedAt }) => archivedAt === null) : [];
    const only = others.length === 0 ? used : undefined;
    const own = only ?? accounts.find((each) => isSameAccount(each, account));
    if (refusal) findings.push(refusal);
    else if (own) byAccount.set(own.id, [...(byAccount.get(own.id) ?? []), statement]);
    else if (account === "") findings.push({ line, words: message("bank.csv_account") });
    else findings.push({ line, words: message("bank.other_account", { account: account.slice(0, 40) }) });
    findings.push(...notes);
  }
  return { byAccount, findings };
}

function nothingTaken([first]: readonly BankFinding[]): Refusal {
  const words = first
    ? message("bank.nothing_taken", { line: first.line, why: first.words })
    : message("bank.file_has_no_statement");
  return new Refusal("invalid_input", { fields: { file: words } });
}
