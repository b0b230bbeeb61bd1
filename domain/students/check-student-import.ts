import { and, eq, isNotNull } from "drizzle-orm";
import { studentImportRows } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { studentImportMachine } from "./import-machine.ts";
import { loadImport } from "./load-import.ts";

/**
 * Has the rows of a file checked, by what its columns hold: a job says of each what would become of it, and changes nothing. What an
 * earlier check found is forgotten.
 */
export async function checkStudentImport(
  ctx: WriteCtx,
  input: { importId: string; mapping?: string[] | undefined },
): Promise<void> {
  authorize(ctx, "student.import", {});
  const { importId } = input;
  const { header, ...before } = await loadImport(ctx, importId);
  const mapping = input.mapping ?? before.mapping;
  if (mapping.length !== header.length) throw new Refusal("invalid_input");
  await transition(ctx, studentImportMachine, importId, "checking", { set: { mapping } });
  await ctx.tx
    .update(studentImportRows)
    .set({ outcome: null, notes: null })
    .where(and(eq(studentImportRows.importId, importId), isNotNull(studentImportRows.cells)));
  await audit(ctx, "student.import", { type: "student_import", id: importId }, { after: { state: "checking" } });
}
