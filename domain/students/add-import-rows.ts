import { and, eq } from "drizzle-orm";
import { studentImportRows, studentImports } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** A row as the file has it; without cells, with the reason, where a line is none. */
export type ImportRow = { place: number; file: string; line: number; cells: string[] | null; notes: Message[] | null };

/** Keeps some rows of a file that was just uploaded. They come in batches, so that others write in between. */
// eslint-disable-next-line matricula/write-verbs-check -- The import was audited with the number of its rows; these are the rows.
export async function addImportRows(ctx: WriteCtx, input: { importId: string; rows: ImportRow[] }): Promise<void> {
  authorize(ctx, "student.import", {});
  const { importId, rows } = input;
  const [open] = await ctx.tx
    .select({ id: studentImports.id })
    .from(studentImports)
    .where(and(eq(studentImports.id, importId), eq(studentImports.state, "uploaded")));
  if (!open) throw new Refusal("wrong_state");
  if (rows.length > 0) await ctx.tx.insert(studentImportRows).values(rows.map((row) => ({ importId, ...row })));
}
