import { and, eq, isNull } from "drizzle-orm";
import type { ROW_OUTCOMES } from "#db/enums.ts";
import { studentImportRows } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

export type RowOutcome = (typeof ROW_OUTCOMES)[number];
export type RowFinding = { place: number; outcome: RowOutcome; notes: Message[] };

/** Notes what becomes of some rows that were not taken yet. `isDone`: nothing more is done with them. */
// eslint-disable-next-line matricula/write-verbs-check -- Nothing of a person changes: it is a note in the row, which keeps it.
export async function recordImportRows(
  ctx: WriteCtx,
  input: { importId: string; findings: readonly RowFinding[]; isDone: boolean },
): Promise<void> {
  authorize(ctx, "student.import", {});
  const { importId, findings, isDone } = input;
  for (const { place, outcome, notes } of findings) {
    await ctx.tx
      .update(studentImportRows)
      .set({ outcome, notes, ...(isDone ? { doneAt: ctx.now } : {}) })
      .where(
        and(
          eq(studentImportRows.importId, importId),
          eq(studentImportRows.place, place),
          isNull(studentImportRows.doneAt),
        ),
      );
  }
}
