import { desc, eq } from "drizzle-orm";
import { bankFiles, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { BankFinding } from "./statement.ts";

export type BankFileRow = Awaited<ReturnType<typeof listBankFiles>>[number];

/** The files that were loaded lately, the last first, and what was said of each. */
export async function listBankFiles(ctx: ReadCtx, limit = 5) {
  authorize(ctx, "bank.list", {});
  const { id, name, format, lineCount, newCount, findings, createdAt } = bankFiles;
  const found = await ctx.read
    .select({ id, name, format, lineCount, newCount, findings, createdAt, by: users.name })
    .from(bankFiles)
    .leftJoin(users, eq(users.id, bankFiles.createdBy))
    .orderBy(desc(bankFiles.createdAt), desc(bankFiles.id))
    .limit(limit);
  return found.map((file) => ({ ...file, findings: file.findings as BankFinding[] }));
}
