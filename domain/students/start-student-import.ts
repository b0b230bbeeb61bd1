import { and, eq, inArray } from "drizzle-orm";
import { studentImportRows } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { studentImportMachine } from "./import-machine.ts";
import { loadImport } from "./load-import.ts";

/** Has the rows taken that a check has found good; a job does it, each row by itself. `welcome`: whether new students are mailed a link. */
export async function startStudentImport(ctx: WriteCtx, input: { importId: string; welcome: boolean }): Promise<void> {
  authorize(ctx, "student.import", {});
  const { importId, welcome } = input;
  await loadImport(ctx, importId);
  await transition(ctx, studentImportMachine, importId, "running", { set: { welcome } });
  await ctx.tx
    .update(studentImportRows)
    .set({ doneAt: ctx.now })
    .where(
      and(
        eq(studentImportRows.importId, importId),
        inArray(studentImportRows.outcome, ["same", "skipped", "rejected"]),
      ),
    );
  await audit(
    ctx,
    "student.import",
    { type: "student_import", id: importId },
    { after: { state: "running", welcome } },
  );
}
