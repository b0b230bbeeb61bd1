import { studentImports } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { authorize } from "../policy.ts";
import type { StudentImport } from "./import-machine.ts";

export type NewStudentImport = Pick<
  StudentImport,
  "fileName" | "format" | "source" | "encoding" | "delimiter" | "header" | "mapping" | "rowCount"
>;

/** Begins an import of students by a file, whose rows come after it. */
export async function createStudentImport(ctx: WriteCtx, file: NewStudentImport): Promise<{ importId: string }> {
  authorize(ctx, "student.import", {});
  const id = createId("studentImport");
  const createdBy = ctx.actor.type === "user" ? ctx.actor.id : null;
  await ctx.tx.insert(studentImports).values({ id, state: "uploaded", ...file, createdAt: ctx.now, createdBy });
  const { fileName, format, source, rowCount } = file;
  const after = { file: fileName, format, source, rows: rowCount };
  await audit(ctx, "student.import", { type: "student_import", id }, { after });
  return { importId: id };
}
