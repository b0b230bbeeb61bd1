import { and, eq, inArray } from "drizzle-orm";
import { studentImportRows, studentImports } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { loadImport } from "./load-import.ts";

/** Takes away a file of people and all that was read of it. What was done with its rows stays. One that is at work is left alone. */
export async function removeStudentImport(ctx: WriteCtx, input: { importId: string }): Promise<void> {
  authorize(ctx, "student.import", {});
  const { importId } = input;
  const { fileName, state } = await loadImport(ctx, importId);
  if (state === "checking" || state === "running") throw new Refusal("wrong_state");
  await ctx.tx.delete(studentImportRows).where(eq(studentImportRows.importId, importId));
  const idle = inArray(studentImports.state, ["uploaded", "checked", "done"]);
  await ctx.tx.delete(studentImports).where(and(eq(studentImports.id, importId), idle));
  const change = { before: { file: fileName, state }, after: { removed: true } };
  await audit(ctx, "student.import", { type: "student_import", id: importId }, change);
}
