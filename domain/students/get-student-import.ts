import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm";
import { studentImportRows, studentImports, users } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { getPageWindow, type Page } from "../kernel/get-page-window.ts";
import { isId } from "../kernel/ids.ts";
import { authorize } from "../policy.ts";
import type { StudentImport } from "./import-machine.ts";
import type { RowOutcome } from "./record-import-rows.ts";

export type StudentImportView = StudentImport & {
  /** How many rows each outcome has; rows that were not checked yet have none. */
  counts: Record<RowOutcome, number>;
  /** How many rows the step that is at work has done. */
  doneCount: number;
};

/** An import and how far it has come; undefined when there is none. */
export async function getStudentImport(ctx: ReadCtx, id: string): Promise<StudentImportView | undefined> {
  authorize(ctx, "student.import", {});
  if (!isId("studentImport", id)) return undefined;
  const [found] = await ctx.read.select().from(studentImports).where(eq(studentImports.id, id));
  if (!found) return undefined;
  const ofImport = eq(studentImportRows.importId, id);
  const rows = await ctx.read
    .select({ outcome: studentImportRows.outcome, rows: count() })
    .from(studentImportRows)
    .where(and(ofImport, isNotNull(studentImportRows.outcome)))
    .groupBy(studentImportRows.outcome);
  const counts = { created: 0, changed: 0, same: 0, skipped: 0, rejected: 0 };
  for (const { outcome, rows: counted } of rows) if (outcome) counts[outcome] = counted;
  const [done] = await ctx.read
    .select({ rows: count() })
    .from(studentImportRows)
    .where(and(ofImport, isNotNull(studentImportRows.doneAt)));
  const looked = Object.values(counts).reduce((sum, each) => sum + each, 0);
  return { ...found, counts, doneCount: found.state === "checking" ? looked : (done?.rows ?? 0) };
}

export type ImportRowView = Omit<typeof studentImportRows.$inferSelect, "importId" | "notes"> & { notes: Message[] };

/** The rows of an import, as the file has them; `outcome` narrows. */
export async function listImportRows(
  ctx: ReadCtx,
  { importId, outcome, page }: { importId: string; outcome?: RowOutcome | undefined; page: number },
): Promise<Page<ImportRowView>> {
  authorize(ctx, "student.import", {});
  const window = getPageWindow(page);
  const where = and(
    eq(studentImportRows.importId, importId),
    outcome ? eq(studentImportRows.outcome, outcome) : isNotNull(studentImportRows.outcome),
  );
  const [counted] = await ctx.read.select({ rows: count() }).from(studentImportRows).where(where);
  const rows = await ctx.read
    .select()
    .from(studentImportRows)
    .where(where)
    .orderBy(asc(studentImportRows.place))
    .limit(window.limit)
    .offset(window.offset);
  return { items: rows.map(toView), total: counted?.rows ?? 0, page: window.page, pageSize: window.limit };
}

const toView = ({ importId: _, notes, ...row }: typeof studentImportRows.$inferSelect): ImportRowView => ({
  ...row,
  notes: (notes ?? []) as Message[],
});

/** What stands in the first row that could be read, to say by what a column holds; nothing where there is none. */
export async function getFirstCells(ctx: ReadCtx, importId: string): Promise<string[]> {
  authorize(ctx, "student.import", {});
  const [first] = await ctx.read
    .select({ cells: studentImportRows.cells })
    .from(studentImportRows)
    .where(and(eq(studentImportRows.importId, importId), isNotNull(studentImportRows.cells)))
    .orderBy(asc(studentImportRows.place))
    .limit(1);
  return first?.cells ?? [];
}

const BATCH = 200;

/** All rows of an import, or those of one outcome or that are still to be taken, in batches. */
export async function* streamImportRows(
  ctx: ReadCtx,
  { importId, only }: { importId: string; only?: RowOutcome | "to_do" },
): AsyncGenerator<ImportRowView[]> {
  authorize(ctx, "student.import", {});
  let place = 0;
  for (;;) {
    const narrowed =
      only === "to_do"
        ? isNull(studentImportRows.doneAt)
        : only === undefined
          ? undefined
          : eq(studentImportRows.outcome, only);
    const rows = await ctx.read
      .select()
      .from(studentImportRows)
      .where(and(eq(studentImportRows.importId, importId), gt(studentImportRows.place, place), narrowed))
      .orderBy(asc(studentImportRows.place))
      .limit(BATCH);
    if (rows.length > 0) yield rows.map(toView);
    if (rows.length < BATCH) return;
    place = rows.at(-1)?.place ?? place;
  }
}

const SHOWN_MAX = 50;

export type StudentImportRow = Pick<StudentImport, "id" | "state" | "fileName" | "rowCount" | "createdAt"> & {
  by: string | null;
};

/** The latest imports, the newest first. */
export async function listStudentImports(ctx: ReadCtx): Promise<StudentImportRow[]> {
  authorize(ctx, "student.import", {});
  return ctx.read
    .select({
      id: studentImports.id,
      state: studentImports.state,
      fileName: studentImports.fileName,
      rowCount: studentImports.rowCount,
      createdAt: studentImports.createdAt,
      by: users.name,
    })
    .from(studentImports)
    .leftJoin(users, eq(users.id, studentImports.createdBy))
    .orderBy(desc(studentImports.createdAt), desc(studentImports.id))
    .limit(SHOWN_MAX);
}

/** The imports of which a job has something to do, the oldest first. */
export async function listImportsAtWork(ctx: ReadCtx): Promise<StudentImport[]> {
  authorize(ctx, "student.import", {});
  return ctx.read
    .select()
    .from(studentImports)
    .where(inArray(studentImports.state, ["checking", "running"]))
    .orderBy(asc(studentImports.createdAt), asc(studentImports.id));
}
