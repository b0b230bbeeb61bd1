import { inArray } from "drizzle-orm";
import { files } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/** Takes the rows of files away that nothing points at any more. A job takes their bytes away after them. */
export async function removeFiles(ctx: StepCtx, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length > 0) await ctx.tx.delete(files).where(inArray(files.id, [...fileIds]));
}
